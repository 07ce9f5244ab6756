//! `/admin` over the whole chain, against a migrated database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]
#![allow(missing_docs)]

#[path = "admin/audit.rs"]
mod audit;
#[path = "admin/closed.rs"]
mod closed;
#[path = "admin/jobs.rs"]
mod jobs;
#[path = "admin/messages.rs"]
mod messages;
#[path = "admin/overview.rs"]
mod overview;
#[path = "admin/people.rs"]
mod people;
#[path = "admin/site.rs"]
mod site;
