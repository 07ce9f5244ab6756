//! The adapter against the simulator, which speaks Stripe's protocol: every path, and every fault.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

mod faults;
mod house;
mod money;
mod opening;
mod webhooks;
