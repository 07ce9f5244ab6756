//! The nouns all apps share: organizations, venues, events, and the books.
//!
//! Owns `venues`, `events`, `programme_items`, `event_pictures`, `venue_plans`, `event_documents`, `ledger_accounts`, `journals`, `ledger_entries`. Invariants, each held by
//! the database too: journals balance and never change; one journal per source and kind; an event's
//! status moves along one table.

pub mod events;
pub mod files;
pub mod ledger;
pub mod organizations;
pub mod programme;
pub mod rail;
pub mod team;
mod texts;
pub mod told;
pub mod venues;
