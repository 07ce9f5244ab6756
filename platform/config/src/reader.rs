//! Reads one setting at a time and collects what is wrong.

use std::collections::BTreeSet;
use std::str::FromStr;

use platform_types::SecretString;
use toml::Value;

use crate::layers::{Found, Layers};
use crate::problem::Problem;

/// What was set, what has been read of it, and what was wrong with that.
pub(crate) struct Reader {
    layers: Layers,
    problems: Vec<Problem>,
    read: BTreeSet<String>,
}

impl Reader {
    pub(crate) fn new(layers: Layers, problems: Vec<Problem>) -> Self {
        Self { layers, problems, read: BTreeSet::new() }
    }

    /// Everything wrong; a setting that nobody read is unknown.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        let unread: Vec<String> = self.layers.keys().filter(|k| !self.read.contains(*k)).cloned().collect();
        for key in unread {
            self.say::<()>(&key, "an unknown setting", "a known setting (see the commented defaults)");
        }
        self.problems
    }

    /// Notes a problem; gives nothing, so that callers can return it.
    pub(crate) fn say<T>(&mut self, key: &str, found: &str, wanted: &str) -> Option<T> {
        let origin = self.layers.get(key).map_or_else(|| "nowhere".to_owned(), |f| f.origin.clone());
        self.problems.push(Problem { key: key.to_owned(), origin, found: found.to_owned(), wanted: wanted.to_owned() });
        None
    }

    fn find(&mut self, key: &str) -> Option<Found> {
        self.read.insert(key.to_owned());
        match self.layers.get(key) {
            Some(found) => Some(found.clone()),
            None => self.say(key, "nothing", "an entry in the commented defaults"),
        }
    }

    fn text(&mut self, key: &str, wanted: &str, hidden: bool) -> Option<String> {
        let found = self.find(key)?;
        match found.value {
            Value::String(text) => Some(text),
            // TOML has dates of its own.
            Value::Datetime(at) => Some(at.to_string()),
            other => self.say(key, &if hidden { "(hidden)".to_owned() } else { show(&other) }, wanted),
        }
    }

    pub(crate) fn parsed<T: FromStr>(&mut self, key: &str, wanted: &str) -> Option<T> {
        let text = self.text(key, wanted, false)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => self.say(key, &quoted(&text), wanted),
        }
    }

    /// Outer none: wrong. Inner none: not set.
    #[expect(clippy::option_option, reason = "wrong and not set are different answers")]
    pub(crate) fn optional<T>(&mut self, key: &str, wanted: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
        let text = self.text(key, wanted, false)?;
        if text.is_empty() {
            return Some(None);
        }
        match parse(&text) {
            Some(value) => Some(Some(value)),
            None => self.say(key, &quoted(&text), wanted),
        }
    }

    #[expect(clippy::option_option, reason = "wrong and not set are different answers")]
    pub(crate) fn secret(&mut self, key: &str, wanted: &str, is_right: impl Fn(&str) -> bool) -> Option<Option<SecretString>> {
        let text = self.text(key, wanted, true)?;
        if text.is_empty() {
            Some(None)
        } else if is_right(&text) {
            Some(Some(SecretString::from(text)))
        } else {
            self.say(key, "(hidden)", wanted)
        }
    }

    pub(crate) fn boolean(&mut self, key: &str) -> Option<bool> {
        let found = self.find(key)?;
        match &found.value {
            Value::Boolean(value) => Some(*value),
            Value::String(text) if found.is_text && text == "true" => Some(true),
            Value::String(text) if found.is_text && text == "false" => Some(false),
            other => self.say(key, &show(other), "true or false"),
        }
    }

    pub(crate) fn number(&mut self, key: &str, least: i64, most: i64) -> Option<i64> {
        let found = self.find(key)?;
        let number = match &found.value {
            Value::Integer(number) => Some(*number),
            Value::String(text) if found.is_text => text.trim().parse().ok(),
            _ => None,
        };
        match number {
            Some(n) if (least..=most).contains(&n) => Some(n),
            _ => self.say(key, &show(&found.value), &format!("a whole number from {least} to {most}")),
        }
    }

    pub(crate) fn list<T>(&mut self, key: &str, wanted: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        let found = self.find(key)?;
        let texts: Option<Vec<String>> = match &found.value {
            Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            Value::String(text) if found.is_text => Some(text.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()),
            _ => None,
        };
        let Some(texts) = texts else { return self.say(key, &show(&found.value), &format!("a list of {wanted}")) };
        let mut items = Vec::with_capacity(texts.len());
        for text in texts {
            match parse(&text) {
                Some(item) => items.push(item),
                None => return self.say(key, &quoted(&text), wanted),
            }
        }
        Some(items)
    }
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

fn show(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}
