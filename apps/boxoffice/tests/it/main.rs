//! The box office against a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

mod claims;
mod codes;
mod given_back;
mod house;
mod listing_import;
mod purchase;
mod quotas;
mod refunds;
mod shop;
