//! Drills against the product as people start it: a stampede for the last tickets, `kill -9` at every
//! named place and at random moments, everything that can happen to a provider's webhooks, thousands of open pages, and memory.
//!
//! Everything is measured from outside: HTTP with the pages' own forms, signals, `callboard doctor`, the
//! house's database at rest, and the payment simulator's own books. Nothing leaves this machine: every
//! guest has an address of 127.0.0.0/8 that three others share, so that the usual rate limits hold.

pub mod backup;
pub mod books;
pub mod failure;
pub mod guest;
pub mod house;
pub mod http;
pub mod kill;
pub mod memory;
pub mod organizer;
pub mod plan;
pub mod report;
pub mod sabotage;
pub mod simulator;
pub mod stampede;
pub mod viewers;
pub mod webhooks;
