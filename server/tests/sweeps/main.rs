//! The whole house over HTTP: every route of the composed registry, as everybody.
//!
//! Whoever adds a route is told here what is missing: a parameter that `Estate::path` does not know, an
//! audit action without an act in `acts.rs`, a table without rows in the fixture of `matrix.rs`, a code
//! that nobody answers with. `matrix.txt` is reviewed, then accepted with `CALLBOARD_ACCEPT=1`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test says what it needs by stopping, and its visitors come from outside"
)]

mod acts;
mod api;
mod audit;
mod browser;
mod chain;
mod codes;
mod estate;
mod figures;
mod keys;
mod language;
mod limits;
mod live;
mod logs;
mod matrix;
mod origins;
mod outsiders;
mod palette;
mod people;
mod sessions;
mod site;
mod wire;
