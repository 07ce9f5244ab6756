//! Files against a real store and a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

mod storage {
    mod copies;
    mod crashes;
    mod house;
    mod naughty;
    mod store;
    mod uploads;
}
