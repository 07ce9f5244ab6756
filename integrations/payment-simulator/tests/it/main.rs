//! The simulator as its callers, its buyers and its drills see it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

mod house;
mod pages;
mod protocol;
mod survival;
mod webhooks;
