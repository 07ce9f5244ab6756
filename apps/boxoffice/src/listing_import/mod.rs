//! Takes a foreign listing of events into an organization: each plain date becomes an event, each plain
//! price a ticket type; whatever was not understood stays text, and its event a draft with the reason.
//!
//! Knows no format: readers of formats give a [`Listing`]. Owns no table. Invariants:
//! - The same listing a second time writes nothing.
//! - An event that a person changed, or that has sold or reserved a ticket, is never touched again.
//! - Without a capacity nothing goes on sale; with one an event does only if it passes every check that
//!   an organizer's own button makes.
//! - A dry run decides by the same function, in a transaction that PostgreSQL lets write nothing.

mod check;
mod decide;
mod import;
mod queries;
mod wanted;
mod write;

pub use check::{Refusal, refusals};
pub use import::{Import, ImportError, Progress};

pub(crate) use decide::StockState;
pub(crate) use queries::stock_states;

use chrono::NaiveDate;
use platform_types::{Currency, Money, Timestamp, Zone};
use serde::Serialize;
use serde_json::Value;

/// A source's listing, as far as it was understood.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Names the source in rows and audit, such as `lcsd`.
    pub source: &'static str,
    /// Where its clocks hang.
    pub zone: Zone,
    /// Of its prices.
    pub currency: Currency,
    /// Its places.
    pub venues: Vec<ListedVenue>,
    /// Its entries.
    pub entries: Vec<ListedEntry>,
}

/// A place of the listing.
#[derive(Clone, Debug)]
pub struct ListedVenue {
    /// Its id in the source.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Names in other languages by BCP 47 tag.
    pub names: Value,
    /// Town.
    pub city: String,
    /// ISO 3166 code.
    pub country: String,
    /// North and east in degrees.
    pub position: Option<(f64, f64)>,
}

/// An entry of the listing: the same thing at one or more times.
#[derive(Clone, Debug)]
pub struct ListedEntry {
    /// Its id in the source.
    pub id: String,
    /// Title.
    pub name: String,
    /// Titles in other languages by BCP 47 tag.
    pub names: Value,
    /// Such as `music`; empty when the source does not say.
    pub category: &'static str,
    /// What it is about.
    pub description: String,
    /// The same in other languages.
    pub descriptions: Value,
    /// Who presents it.
    pub presenter: String,
    /// In words.
    pub age_limit: String,
    /// The place's id in the source.
    pub venue: Option<String>,
    /// Begin and, where it is known, end of each time, in order; none when somebody must read the text.
    pub times: Vec<(Timestamp, Option<Timestamp>)>,
    /// First and last day, where they are sure.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// What it costs.
    pub asking: Asking,
    /// Why somebody must look before it can go on sale, for the organizer; empty when nothing is open.
    pub doubts: Vec<String>,
    /// Every text of the source, word for word, by its field names: a JSON object.
    pub texts: Value,
}

/// What an entry costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Somebody must read the text.
    Unknown,
    /// Nothing.
    Free,
    /// One or more prices; what each buys is not said.
    Tiers(Vec<Money>),
}

/// What an import does with one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is new here.
    Create,
    /// It is here as the listing has it.
    Nothing,
    /// The listing says something new, and nobody here changed it or bought.
    Update,
    /// It waited for a capacity.
    PutOnSale,
    /// The listing does not name this date any more: back to a draft.
    TakeBack,
    /// The listing says something else, but a person changed the event or somebody bought: a person must look.
    Keep,
}

/// One event of the listing, or one that the listing does not name any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its entry in the source.
    pub entry: String,
    /// Its own id in the source.
    pub import_id: String,
    /// Its title.
    pub name: String,
    /// When it starts.
    pub starts_at: Option<Timestamp>,
    /// What happens with it.
    pub action: Action,
    /// Whether it is on sale afterwards because of this import.
    pub on_sale: bool,
    /// Ticket types that are added.
    pub ticket_types: usize,
    /// Why it is left as a draft, or kept as it is; empty when there is nothing to say.
    pub reason: String,
}

/// What an import did, or a dry run would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Places that are new here.
    pub venues_created: usize,
    /// Places that were here already, as the listing has them.
    pub venues_known: usize,
    /// Places whose name, town or position the listing changed.
    pub venues_changed: usize,
    /// Places that differ because a person changed them here: a person must look. Their names in the listing.
    pub venues_kept: Vec<String>,
    /// Events that are new here.
    pub created: usize,
    /// Events that were changed: updated, put on sale or taken back.
    pub changed: usize,
    /// Events that were as the listing has them.
    pub unchanged: usize,
    /// Events that differ and were left to a person.
    pub kept: usize,
    /// Of the created and changed ones, on sale now.
    pub on_sale: usize,
    /// Of the created and changed ones, left as drafts.
    pub drafts: usize,
    /// Ticket types that were added.
    pub ticket_types: usize,
    /// What does not fit here: nothing of these rows was taken.
    pub refused: Vec<Refusal>,
    /// Every event.
    pub lines: Vec<Line>,
}

impl Outcome {
    fn note(&mut self, line: Line) {
        match line.action {
            Action::Create => self.created += 1,
            Action::Nothing => self.unchanged += 1,
            Action::Keep => self.kept += 1,
            Action::Update | Action::PutOnSale | Action::TakeBack => self.changed += 1,
        }
        if !matches!(line.action, Action::Nothing | Action::Keep) {
            self.on_sale += usize::from(line.on_sale);
            self.drafts += usize::from(!line.on_sale);
        }
        self.ticket_types += line.ticket_types;
        self.lines.push(line);
    }
}
