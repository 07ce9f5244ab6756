//! A payment provider for trying things out: no real money, but the behaviour of a real one.
//!
//! Runs as a process of its own (`callboard simulate payments`) with its own durable store, its own clock
//! and signed webhooks, and speaks Stripe's REST protocol as far as `integrations/stripe` uses it. People
//! meet it only on its hosted page, which says on every screen that no real money moves.
//!
//! Every acknowledged answer survives `kill -9`: changes are one line each in an append-only journal,
//! synced before the answer leaves. Faults (lost answers, slow answers, late, doubled, disordered, forged
//! or missing webhooks) are ordered through the control API or by magic amounts and e-mail addresses: see
//! the README.

mod api;
mod books;
mod config;
mod control;
mod engine;
mod faults;
mod pages;
mod rules;
mod run;
mod webhooks;
mod wire;

pub use books::{JournalError, take_over};
pub use config::{SimulatorConfig, StartError, WebhookTarget};
pub use run::{Simulator, Visitor, run};
