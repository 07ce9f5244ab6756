//! What people can be told: declared by features, filled into one registry.

use std::borrow::Cow;
use std::sync::Arc;

use platform_types::{Currency, Money};
use serde_json::{Map, Value, json};

/// How pressing a kind is; with it go the ways it takes where nobody chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// In the house and by mail, at once and through quiet hours.
    Critical,
    /// In the house and by mail, at once.
    High,
    /// In the house, and with the digest.
    Medium,
    /// In the house.
    Low,
}

/// By mail: when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Mode {
    /// As it happens.
    Now,
    /// Together with others.
    Digest,
    /// Not at all.
    Never,
}

impl Mode {
    /// Every one, the most frequent first.
    pub const ALL: [Self; 3] = [Self::Now, Self::Digest, Self::Never];

    /// As rows and forms name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Digest => "digest",
            Self::Never => "never",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// Kinds that stand together on the page of preferences.
#[derive(Debug)]
pub struct Group {
    /// Stable name.
    pub key: &'static str,
    /// Its heading, in the language of the work at hand.
    pub title: fn() -> Cow<'static, str>,
}

/// One kind of notice. A `const` beside the feature that tells it; functions give the words in the language of the work at hand.
#[derive(Debug)]
pub struct Kind {
    /// `noun.happened` (`order.paid`), unique in the house; rows carry it, so it stays.
    pub key: &'static str,
    /// Where it stands among the preferences.
    pub group: &'static Group,
    /// How pressing it is.
    pub urgency: Urgency,
    /// Whether it has a letter of its own that goes out in any case (a receipt): there is no choice about mail then.
    pub own_mail: bool,
    /// Whether it stays in the inbox whatever somebody chooses, and, where it goes by mail, in their mails.
    pub fixed: bool,
    /// Whether it is about work in an organization: offered to whoever belongs to one.
    pub staff: bool,
    /// What it is called.
    pub title: fn() -> Cow<'static, str>,
    /// When it is told, in a sentence.
    pub explained: fn() -> Cow<'static, str>,
    /// The notice itself, in one sentence.
    pub told: fn(&Given) -> String,
}

impl Kind {
    /// By mail where nobody chose.
    pub fn usual_mail(&self) -> Mode {
        if self.own_mail {
            return Mode::Never;
        }
        match self.urgency {
            Urgency::Critical | Urgency::High => Mode::Now,
            Urgency::Medium => Mode::Digest,
            Urgency::Low => Mode::Never,
        }
    }

    /// Whether mails of it can be turned off, and so say how.
    pub(crate) fn is_optional_mail(&self) -> bool {
        !self.own_mail && !self.fixed
    }
}

/// What a notice's sentence is filled with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given(Map<String, Value>);

impl Given {
    pub(crate) fn of(value: Value) -> Self {
        match value {
            Value::Object(map) => Self(map),
            _ => Self::default(),
        }
    }

    pub(crate) fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    pub(crate) fn put(&mut self, name: &'static str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    pub(crate) fn put_money(&mut self, name: &'static str, money: Money) {
        self.put(name, json!({ "minor": money.minor, "currency": money.currency }));
    }

    /// Words; empty where there are none.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number; 0 where there is none.
    pub fn count(&self, name: &str) -> i64 {
        self.0.get(name).and_then(Value::as_i64).unwrap_or_default()
    }

    /// An amount, where there is one.
    pub fn money(&self, name: &str) -> Option<Money> {
        let value = self.0.get(name)?;
        let currency: Currency = value.get("currency")?.as_str()?.parse().ok()?;
        Some(Money::new(value.get("minor")?.as_i64()?, currency))
    }
}

/// Every kind of the house. Filled by the composition root, from each feature's list.
#[derive(Clone, Debug, Default)]
pub struct Kinds(Arc<Vec<&'static Kind>>);

/// What is wrong with the kinds; a fault of the program, told at start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("kinds of notices are registered wrongly: {}", .0.join("; "))]
pub struct KindsError(pub Vec<String>);

impl Kinds {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    #[must_use]
    pub fn add(mut self, kind: &'static Kind) -> Self {
        Arc::make_mut(&mut self.0).push(kind);
        self
    }

    /// The same, if every key is well written and there once, and nothing is promised that cannot be kept.
    pub fn checked(self) -> Result<Self, KindsError> {
        let mut wrong = Vec::new();
        for (n, kind) in self.0.iter().enumerate() {
            let parts: Vec<&str> = kind.key.split('.').collect();
            let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            if parts.len() < 2 || !parts.iter().all(is_word) {
                wrong.push(format!("“{}” is not written like noun.happened", kind.key));
            }
            if self.0.iter().take(n).any(|other| other.key == kind.key) {
                wrong.push(format!("{} is there twice", kind.key));
            }
        }
        if wrong.is_empty() { Ok(self) } else { Err(KindsError(wrong)) }
    }

    /// The kind of this key; none for one that a newer program told.
    pub fn find(&self, key: &str) -> Option<&'static Kind> {
        self.0.iter().copied().find(|kind| kind.key == key)
    }

    /// All, in the order they were added.
    pub fn all(&self) -> &[&'static Kind] {
        &self.0
    }

    /// By group, in the order the groups first appear.
    pub(crate) fn grouped(&self, staff: bool) -> Vec<(&'static Group, Vec<&'static Kind>)> {
        let mut groups: Vec<(&'static Group, Vec<&'static Kind>)> = Vec::new();
        for kind in self.0.iter().copied().filter(|kind| staff || !kind.staff) {
            match groups.iter_mut().find(|(group, _)| group.key == kind.group.key) {
                Some((_, kinds)) => kinds.push(kind),
                None => groups.push((kind.group, vec![kind])),
            }
        }
        groups
    }
}
