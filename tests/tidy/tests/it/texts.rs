//! What the house says is there in every language, with the same values, and nothing is said that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use platform_db_testing::workspace_root;

/// What a text is filled with: the names of its values.
type Texts = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_text_is_told_in_every_language() {
    let mut wrong = Vec::new();
    for krate in crates_with_texts() {
        let (english, twice) = read(&krate.join("texts/en"));
        wrong.extend(twice);
        for (lang, must) in [("de", true), ("ar", false)] {
            let folder = krate.join("texts").join(lang);
            let (other, twice) = read(&folder);
            wrong.extend(twice);
            let owed = if must { english.clone() } else { public(&krate.join("texts/en")) };
            for (key, values) in &owed {
                match other.get(key) {
                    None => wrong.push(format!("{}: {key} is missing", folder.display())),
                    Some(theirs) if !theirs.is_subset(values) => {
                        wrong.push(format!("{}: {key} asks for {theirs:?}, in English for {values:?}", folder.display()));
                    }
                    Some(_) => {}
                }
            }
            wrong.extend(
                other
                    .keys()
                    .filter(|key| !english.contains_key(*key))
                    .map(|key| format!("{}: {key} is not there in English", folder.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_said_has_its_text_and_every_text_is_said() {
    let mut wrong = Vec::new();
    for krate in crates_with_texts() {
        let (known, _) = read(&krate.join("texts/en"));
        let mut said = BTreeSet::new();
        for path in super::files(&krate, ".rs") {
            let source = without_comments(&std::fs::read_to_string(&path).unwrap());
            for (key, values) in uses(&source) {
                match known.get(&key) {
                    None => wrong.push(format!("{}: {key} has no text", path.display())),
                    Some(wanted) => {
                        let lacking: Vec<&String> =
                            wanted.iter().filter(|name| values.as_ref().is_some_and(|v| !v.contains(*name))).collect();
                        if !lacking.is_empty() {
                            wrong.push(format!("{}: {key} is not given {lacking:?}", path.display()));
                        }
                    }
                }
                said.insert(key);
            }
        }
        wrong.extend(known.keys().filter(|key| !said.contains(*key)).map(|key| format!("{}: {key} is said nowhere", krate.display())));
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

fn crates_with_texts() -> Vec<std::path::PathBuf> {
    let root = workspace_root();
    let folders = super::files(&root, "Cargo.toml").into_iter().map(|path| path.parent().unwrap().to_owned());
    folders.filter(|folder| folder.join("texts/en").is_dir()).collect()
}

fn read(folder: &Path) -> (Texts, Vec<String>) {
    let (mut texts, mut wrong) = (Texts::new(), Vec::new());
    if !folder.is_dir() {
        return (texts, wrong);
    }
    for path in super::files(folder, ".ftl") {
        let source = std::fs::read_to_string(&path).unwrap();
        let resource = match fluent_syntax::parser::parse(source.as_str()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                wrong.push(format!("{}: {errors:?}", path.display()));
                resource
            }
        };
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut values = BTreeSet::new();
            if let Some(pattern) = &message.value {
                collect(pattern, &mut values);
            }
            if texts.insert(message.id.name.to_owned(), values).is_some() {
                wrong.push(format!("{}: {} is there twice", path.display(), message.id.name));
            }
        }
    }
    (texts, wrong)
}

/// The texts of files that begin with `### Public`.
fn public(folder: &Path) -> Texts {
    let mut all = Texts::new();
    for path in super::files(folder, ".ftl") {
        let source = std::fs::read_to_string(&path).unwrap();
        if !source.starts_with("### Public") {
            continue;
        }
        let resource = fluent_syntax::parser::parse(source.as_str()).unwrap_or_else(|(resource, _)| resource);
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut values = BTreeSet::new();
                if let Some(pattern) = &message.value {
                    collect(pattern, &mut values);
                }
                all.insert(message.id.name.to_owned(), values);
            }
        }
    }
    all
}

fn collect(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_values(expression, values);
        }
    }
}

fn expression_values(expression: &Expression<&str>, values: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_values(inline, values),
        Expression::Select { selector, variants } => {
            inline_values(selector, values);
            for variant in variants {
                let (VariantKey::Identifier { .. } | VariantKey::NumberLiteral { .. }) = &variant.key;
                collect(&variant.value, values);
            }
        }
    }
}

fn inline_values(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => expression_values(expression, values),
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                inline_values(argument, values);
            }
        }
        _ => {}
    }
}

/// `t!("key", a = …)`, `t_html!("key", …)` and `.text("key", …)`: the key and, for the macros, the names of what is filled in. A list of keys in a
/// `match` whose result is told is written `let key = match … { … => "some-key" }`: such a literal counts as said.
fn uses(source: &str) -> Vec<(String, Option<BTreeSet<String>>)> {
    let mut found = Vec::new();
    for start in ["t!(", "t_html!("] {
        for (at, _) in source.match_indices(start) {
            if source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = source[at + start.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('"') else { continue };
            let Some((key, rest)) = rest.split_once('"') else { continue };
            found.push((key.to_owned(), Some(names(rest))));
        }
    }
    for line in source.lines() {
        if let Some((_, rest)) = line.split_once("=> \"")
            && let Some((key, after)) = rest.split_once('"')
            && after.starts_with(',')
            && source.contains("CATALOGUE.text(key")
        {
            found.push((key.to_owned(), None));
        }
    }
    found
}

/// Examples in comments say nothing.
fn without_comments(source: &str) -> String {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The names before `=` at the top level of a macro's arguments.
fn names(rest: &str) -> BTreeSet<String> {
    let (mut depth, mut word, mut quoted, mut escaped) = (0_i32, String::new(), false, false);
    let mut names = BTreeSet::new();
    let mut fresh = false;
    let mut before = ' ';
    let signs: Vec<char> = rest.chars().collect();
    for (n, sign) in signs.iter().copied().enumerate() {
        if quoted {
            if escaped {
                escaped = false;
            } else if sign == '\\' {
                escaped = true;
            } else if sign == '"' {
                quoted = false;
            }
            continue;
        }
        match sign {
            '"' => quoted = true,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth -= 1;
                if depth < 0 {
                    break;
                }
            }
            ',' | ';' if depth == 0 => {
                fresh = true;
                word.clear();
            }
            '=' if depth == 0
                && fresh
                && !matches!(before, '=' | '!' | '<' | '>')
                && signs.get(n + 1) != Some(&'=')
                && signs.get(n + 1) != Some(&'>') =>
            {
                names.insert(word.trim().trim_start_matches("r#").to_owned());
                fresh = false;
            }
            c if depth == 0 => word.push(c),
            _ => {}
        }
        before = sign;
    }
    names
}

#[test]
fn uses_are_read_with_their_values() {
    let source = r#"(t!("a-b")) t!("c", n = list.len(), who = format!("{}, {}", a, b)) t_html!("d", link = html! { a href="x=y, z=1" { (t!("e")) } }; count = 3) assert!("no")"#;
    let found: BTreeMap<String, Vec<String>> =
        uses(source).into_iter().map(|(key, names)| (key, names.unwrap().into_iter().collect())).collect();
    let none: Vec<String> = vec![];
    assert_eq!(found["a-b"], none);
    assert_eq!(found["c"], ["n", "who"]);
    assert_eq!(found["d"], ["count", "link"]);
    assert_eq!(found["e"], none);
    assert_eq!(found.len(), 4);
}
