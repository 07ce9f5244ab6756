//! Pages and `/auth/v1` over the whole chain, against a migrated database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]
#![allow(missing_docs)]

#[path = "identity/account.rs"]
mod account;
#[path = "identity/api.rs"]
mod api;
#[path = "identity/notices.rs"]
mod notices;
#[path = "identity/operators.rs"]
mod operators;
#[path = "identity/pages.rs"]
mod pages;
#[path = "identity/second_factor.rs"]
mod second_factor;
#[path = "identity/site.rs"]
mod site;
