//! What can be followed: a kind and the id of a row.

use std::fmt;

use uuid::Uuid;

/// One thing that can be followed, as `kind/id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic {
    /// The kind, as its [`crate::Source`] names it.
    pub kind: &'static str,
    /// Which.
    pub id: Uuid,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

/// Rows that one transaction, or what was missed, has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changed {
    pub topics: std::collections::HashSet<Topic>,
    /// Everything of these kinds: the change does not say which.
    pub kinds: std::collections::BTreeSet<&'static str>,
}

/// Beyond so many topics a transaction is said to have changed everything of its kinds: an import is not kept in memory.
const MANY: usize = 10_000;

impl Changed {
    pub(crate) fn one(&mut self, topic: Topic) {
        if self.kinds.contains(topic.kind) {
            return;
        }
        self.topics.insert(topic);
        if self.topics.len() > MANY {
            self.kinds.extend(self.topics.drain().map(|t| t.kind));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.kinds.is_empty()
    }

    pub(crate) fn all_of(&mut self, kind: &'static str) {
        self.kinds.insert(kind);
    }
}
