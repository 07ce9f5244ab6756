//! Finding events: what is asked, in an address, and what the list of public events answers.
//!
//! Reads `listed_events` and `listed_prices`, which hold only what everybody may know and are kept by triggers
//! (`sql/functions/boxoffice.listed.sql`); stock is asked at the time, because it changes with every cart. Invariant: the same
//! question has the same answer for everybody, in its counts too.

mod asked;
mod queries;
#[cfg(test)]
mod tests;

pub use asked::{PARAMETERS, Search, Sort, When};
pub use queries::{Facet, Facets, Found, Matching, begin, facets, find, list_almost_gone, list_days, matching_of};

use chrono::NaiveDate;
use platform_types::{EventId, Timestamp, Zone};

/// An event of a calendar's month, with the days it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Its id.
    pub id: EventId,
    /// In addresses.
    pub slug: String,
    /// Title, in the language of the work at hand where there is one.
    pub name: String,
    /// Its start.
    pub starts_at: Timestamp,
    /// Where its clocks hang.
    pub zone: Zone,
    /// First and last day on the place's clocks.
    pub days: (NaiveDate, NaiveDate),
}
