//! The whole house over HTTP: every route of the composed registry, as everybody.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

mod acts;
mod audit;
mod chain;
mod codes;
mod estate;
mod logs;
mod matrix;
mod outsiders;
mod people;
mod sessions;
mod site;
mod wire;
