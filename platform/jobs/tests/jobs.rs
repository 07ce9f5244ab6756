//! Jobs against a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

#[path = "jobs/house.rs"]
mod house;

#[path = "jobs/doors.rs"]
mod doors;
#[path = "jobs/effects.rs"]
mod effects;
#[path = "jobs/events.rs"]
mod events;
#[path = "jobs/failures.rs"]
mod failures;
#[path = "jobs/keys.rs"]
mod keys;
#[path = "jobs/timers.rs"]
mod timers;
#[path = "jobs/workers.rs"]
mod workers;
