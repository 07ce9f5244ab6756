//! The layers, merged into one map of `section.key` to a value and where it came from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use toml::{Table, Value};

use crate::problem::Problem;

/// Where settings come from besides the defaults. Read by the composition root alone; tests make their own.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// A file, and whether it must exist (`--config` must, the data directory's need not).
    pub file: Option<(PathBuf, bool)>,
    /// The environment.
    pub environment: Vec<(String, String)>,
    /// The command line: setting, value, and the flag it was given with.
    pub flags: Vec<(&'static str, String, &'static str)>,
}

/// A value as found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub value: Value,
    pub origin: String,
    /// From the environment or a flag: numbers, booleans and lists arrive as text.
    pub is_text: bool,
}

pub(crate) type Layers = BTreeMap<String, Found>;

/// Variables understood besides `CALLBOARD_SECTION__KEY`.
const ALIASES: [(&str, &str); 2] = [("DATABASE_URL", "database.url"), ("SMTP_URL", "mail.smtp_url")];

pub(crate) fn merge(defaults: &str, sources: &Sources, problems: &mut Vec<Problem>) -> Layers {
    let mut layers = Layers::new();
    match defaults.parse::<Table>() {
        Ok(table) => flatten(table, "the defaults", &mut layers, problems, None),
        Err(e) => problems.push(Problem {
            key: "defaults".into(),
            origin: "this program".into(),
            found: e.to_string(),
            wanted: "valid TOML".into(),
        }),
    }
    let known: Vec<String> = layers.keys().cloned().collect();
    read_file(sources, &known, &mut layers, problems);
    read_environment(sources, &known, &mut layers, problems);
    for (key, value, flag) in &sources.flags {
        layers.insert((*key).to_owned(), Found { value: Value::String(value.clone()), origin: (*flag).to_owned(), is_text: true });
    }
    layers
}

fn read_file(sources: &Sources, known: &[String], layers: &mut Layers, problems: &mut Vec<Problem>) {
    let Some((path, required)) = &sources.file else { return };
    let origin = path.display().to_string();
    let problem =
        |found: String, wanted: &str| Problem { key: "the settings file".into(), origin: origin.clone(), found, wanted: wanted.into() };
    match std::fs::read_to_string(path) {
        Ok(text) => match text.parse::<Table>() {
            Ok(table) => flatten(table, &origin, layers, problems, Some(known)),
            // The parser's own message may quote what stands there, perhaps a secret: only the place is told.
            Err(e) => {
                let line = e.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
                problems.push(problem(format!("no TOML around line {line}"), "TOML like the commented defaults"));
            }
        },
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && !required => {}
        Err(e) => problems.push(problem(e.to_string(), "a file this user can read")),
    }
}

fn flatten(table: Table, origin: &str, layers: &mut Layers, problems: &mut Vec<Problem>, known: Option<&[String]>) {
    for (section, content) in table {
        let Value::Table(content) = content else {
            problems.push(unknown(&section, origin, known.unwrap_or_default()));
            continue;
        };
        for (key, value) in content {
            let key = format!("{section}.{key}");
            if known.is_some_and(|known| !known.contains(&key)) {
                problems.push(unknown(&key, origin, known.unwrap_or_default()));
            } else {
                layers.insert(key, Found { value, origin: origin.to_owned(), is_text: false });
            }
        }
    }
}

fn read_environment(sources: &Sources, known: &[String], layers: &mut Layers, problems: &mut Vec<Problem>) {
    let mut set = |key: &str, name: &str, value: &str| {
        layers.insert(key.to_owned(), Found { value: Value::String(value.to_owned()), origin: name.to_owned(), is_text: true });
    };
    let mut named = Vec::new();
    for (name, value) in &sources.environment {
        let Some(rest) = name.strip_prefix("CALLBOARD_").filter(|_| !value.is_empty()) else { continue };
        if let Some((section, key)) = rest.split_once("__") {
            let key = format!("{section}.{key}").to_lowercase();
            if known.contains(&key) {
                set(&key, name, value);
                named.push(key);
            } else {
                problems.push(unknown(&key, name, known));
            }
        } else if let Some(meant) = known.iter().find(|k| k.replace('.', "_").eq_ignore_ascii_case(rest)) {
            let right = format!("CALLBOARD_{}", meant.replace('.', "__").to_uppercase());
            problems.push(Problem {
                key: meant.clone(),
                origin: name.clone(),
                found: "one underscore after the section".into(),
                wanted: right,
            });
        }
    }
    // The common names give way to our own.
    for (name, key) in ALIASES {
        let value = sources.environment.iter().find(|(n, v)| n == name && !v.is_empty());
        if let Some((_, value)) = value.filter(|_| !named.iter().any(|k| k == key)) {
            set(key, name, value);
        }
    }
}

fn unknown(key: &str, origin: &str, known: &[String]) -> Problem {
    let wanted = match known.iter().map(|k| (distance(k, key), k)).min() {
        Some((d, near)) if d <= 3 => format!("a known setting; did you mean {near}?"),
        _ => "a known setting (see the commented defaults)".to_owned(),
    };
    Problem { key: key.to_owned(), origin: origin.to_owned(), found: "an unknown setting".into(), wanted }
}

/// Edits between two names (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
