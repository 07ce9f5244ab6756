//! The running order of an event: who plays, who speaks, when and where.
//!
//! Owns `programme_items`. Invariants, held by the database too: an item ends after it starts; links lead to the web;
//! an item that was removed stays as a row, so that no import brings it back; what a person changed no import touches.

mod fit;
mod import;
mod queries;
mod table;
mod write;

pub use fit::{Misfit, misfit};
pub use import::{Brought, Change, Delivery, Source, SourceItem, What, bring};
pub use queries::{ImportSource, Revision, count_entries, find_item, list_entries, list_sources, revision};
pub use table::{TableItem, list_whole};
pub use write::{ProgrammeError, add_item, remove_item, show_programme, update_item};

use platform_types::{EventId, ProgrammeItemId, Timestamp};
use serde::{Deserialize, Serialize};

/// An address that belongs to an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemLink {
    /// `https://…` or `http://…`.
    pub url: String,
    /// What is there; empty where nobody said.
    pub label: String,
}

/// What an organizer says about an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem {
    /// Start; none while set times are not fixed.
    pub starts_at: Option<Timestamp>,
    /// End, if known.
    pub ends_at: Option<Timestamp>,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Stage or room.
    pub stage: String,
    /// Track.
    pub track: String,
    /// Names, in order.
    pub people: Vec<String>,
    /// Slides, recordings, pages of acts.
    pub links: Vec<ItemLink>,
    /// BCP 47 tag, or empty for the event's own language.
    pub language: String,
}

/// An item, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeItem {
    /// Its id.
    pub id: ProgrammeItemId,
    /// Of which event.
    pub event: EventId,
    /// What is said about it.
    pub says: NewItem,
    /// Whether an import made it.
    pub imported: bool,
    /// Counts changes.
    pub version: i32,
}

/// An item as a list shows it: without its description, which may be long a thousand times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: ProgrammeItemId,
    /// Among items at the same time, and of the stages.
    pub position: i32,
    /// Start, if fixed.
    pub starts_at: Option<Timestamp>,
    /// End, if known.
    pub ends_at: Option<Timestamp>,
    /// What it is called.
    pub title: String,
    /// Stage or room.
    pub stage: String,
    /// Track.
    pub track: String,
    /// Names, in order.
    pub people: Vec<String>,
    /// BCP 47 tag, or empty for the event's own language.
    pub language: String,
    /// Whether its own page says more.
    pub says_more: bool,
}
