//! What an app adds: which rows a kind of topic follows, and who may know what of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use platform_http::Fault;
use platform_types::{Actor, Timestamp};
use uuid::Uuid;

/// Changes of `table` (with its schema) touch the topic whose id is in `column`. Both stand in the publication
/// `callboard_live`: the owner of the table adds them in a migration. A delete tells the key alone; where that lacks
/// the column, every topic of the kind counts as touched.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// `schema.table`.
    pub table: &'static str,
    /// Which column holds the topic's id.
    pub column: &'static str,
}

/// Whether a topic's state is everybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Read as nobody, pushed as a value to whoever follows.
    Public,
    /// Each follower is asked for; they hear only that something changed, and read it again themselves.
    Private,
}

/// A follower, as far as a source may ask.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The identity the database sees.
    pub actor: &'a Actor,
    /// What the page gave along that may open this topic without an identity.
    pub pass: Option<&'a str>,
}

/// What a topic is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// Of a public topic the value that is pushed; of a private one a mark that changes with it.
    pub value: serde_json::Value,
    /// When it changes by itself, by the house's clock: a sale that opens.
    pub again_at: Option<Timestamp>,
}

/// One kind of topic.
#[async_trait]
pub trait Source: Send + Sync {
    /// The first part of its topics' names: small letters.
    fn kind(&self) -> &'static str;

    /// Whose it is.
    fn reach(&self) -> Reach;

    /// Rows that belong to it.
    fn watches(&self) -> &'static [Watch];

    /// What it is now for this caller; none where there is nothing they may know of. Public sources are asked as nobody.
    async fn look(&self, caller: Caller<'_>, id: Uuid) -> Result<Option<Now>, Fault>;

    /// Marks of private topics as the house sees them, where the log cannot be read: one that differs from the last is a
    /// change. Public sources are looked at instead.
    async fn marks(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Fault> {
        let _ = ids;
        Ok(Vec::new())
    }
}

/// Every kind of the house, by name.
#[derive(Clone, Default)]
pub struct Sources(BTreeMap<&'static str, Arc<dyn Source>>);

impl Sources {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; a second of the same kind replaces the first.
    #[must_use]
    pub fn add(mut self, source: Arc<dyn Source>) -> Self {
        self.0.insert(source.kind(), source);
        self
    }

    pub(crate) fn get(&self, kind: &str) -> Option<(&'static str, &Arc<dyn Source>)> {
        self.0.get_key_value(kind).map(|(kind, source)| (*kind, source))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Arc<dyn Source>)> {
        self.0.iter().map(|(kind, source)| (*kind, source))
    }
}
