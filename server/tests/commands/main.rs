//! Commands as they are typed, each against a database of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test says what it needs by stopping, and its visitors come from outside"
)]

mod audit;
mod backup;
mod beside;
mod doctor;
mod house;
mod import;
mod keys;
mod people;
mod programme;
mod season;
mod tables;
