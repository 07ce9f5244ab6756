//! Takes tables of venues and events into an organization, and gives them out again.
//!
//! Owns no table. Invariants:
//! - The same file a second time writes nothing; what was given out comes in again without a change.
//! - What somebody changed here after an import is left alone, and the report says so.
//! - Of an event with tickets sold or in carts a table changes texts alone. When, where and for how much it is stays what people
//!   bought: each such field is refused with the reason.
//! - Nothing goes on sale: events come in as drafts.
//! - A dry run is the import itself, taken back: it cannot say anything else.

mod compare;
mod events;
mod export;
mod programme;
mod queries;
mod venues;

use std::collections::BTreeMap;

pub use events::bring_events;
pub use export::{
    EVENT_COLUMNS, OWN, PROGRAMME_COLUMNS, VENUE_COLUMNS, Whole, event_table, programme_sessions, programme_table, venue_table,
};
pub use programme::{ProgrammeOutcome, bring_programme, note_import};
pub use venues::bring_venues;

use commons::events::EventError;
use integration_interchange::Refused;
use platform_db::{Db, DbError};
use platform_types::{Currency, Entropy, OrganizationId, Zone};
use serde::Serialize;

use crate::catalogue::CatalogueError;

/// Rows that are written in one transaction.
const BATCH: usize = 200;

/// Why an import ended early. What was committed before stays, and the next import goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The events' rules.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The ticket types' rules.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for TableError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Where rows go.
pub struct Into {
    /// The doors.
    pub db: Db,
    /// Chance, for ids.
    pub entropy: Entropy,
    /// Whose they become.
    pub organization: OrganizationId,
    /// Clocks of rows that name none.
    pub zone: Zone,
    /// Currency of events that name none.
    pub currency: Currency,
    /// Source of rows that name none.
    pub source: String,
    /// Changes nothing, and says what it would do.
    pub dry_run: bool,
}

/// What happens with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is new here.
    Create,
    /// The table says something else.
    Update,
    /// It is here as the table has it.
    Nothing,
    /// The table says something else, but somebody changed it here: a person must look.
    Keep,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its id in the source.
    pub row: String,
    /// Its name.
    pub name: String,
    /// What happens.
    pub action: Action,
    /// Which fields change, or differ and are kept.
    pub fields: Vec<&'static str>,
}

/// What an import did, or a dry run would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Rows by what happened.
    pub counts: BTreeMap<Action, usize>,
    /// What is refused: whole rows, or single fields of events that have sold.
    pub refused: Vec<Refused>,
    /// Every row that is taken.
    pub lines: Vec<Line>,
}

impl Outcome {
    fn note(&mut self, row: &str, name: &str, action: Action, fields: Vec<&'static str>) {
        *self.counts.entry(action).or_default() += 1;
        self.lines.push(Line { row: row.to_owned(), name: name.to_owned(), action, fields });
    }

    /// Rows with this action.
    pub fn count(&self, action: Action) -> usize {
        self.counts.get(&action).copied().unwrap_or_default()
    }
}

impl Into {
    /// The source of a row.
    fn source_of<'a>(&'a self, named: Option<&'a String>) -> &'a str {
        named.map_or(self.source.as_str(), String::as_str)
    }
}
