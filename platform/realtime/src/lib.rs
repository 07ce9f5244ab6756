//! Live pages: who follows what, and how they hear that it changed.
//!
//! Owns the publication `callboard_live` and no table. An app adds a [`Source`] per kind of topic: the rows that belong to it,
//! and what a caller may know of it. Changed rows are heard from PostgreSQL's log ([`Live::run`]) and told to sockets
//! (`/live`, `docs/live.md`).
//!
//! Invariants: nothing from the log is passed on; a public value is read as nobody, so that it holds what everybody may
//! see; of private topics a follower hears only that something changed, after having been asked for; one topic is told
//! at most four times a second; what waits for a slow socket is bounded by what it follows, and delays nobody; a page
//! works without any of this.

mod channel;
pub mod code;
mod feed;
mod health;
mod hub;
mod mailbox;
mod pgoutput;
mod places;
mod routes;
mod settings;
mod settle;
mod socket;
mod source;
mod topic;
mod watched;

pub use feed::{Feed, LogAddress};
pub use hub::Live;
pub use routes::routes;
pub use settings::LiveSettings;
pub use source::{Caller, Now, Reach, Source, Sources, Watch};
