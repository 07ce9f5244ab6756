//! Notices against a migrated database: who is told what, when it is mailed, and who sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]
#![allow(missing_docs)]

#[path = "inbox/digests.rs"]
mod digests;
#[path = "inbox/doors.rs"]
mod doors;
#[path = "inbox/mails.rs"]
mod mails;
#[path = "inbox/pages.rs"]
mod pages;
#[path = "inbox/site.rs"]
mod site;
