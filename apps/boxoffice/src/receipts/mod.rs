//! Receipts of orders: what was bought at the prices of then, what was paid for it, and what went back.
//!
//! Owns no table. Invariants: a receipt adds nothing up that the order does not say itself, so its sums are the order's and
//! the journal's to the cent; only an order that was settled has one (`paid_at`). One over nothing is made too: whoever got
//! in with a code or as a guest may have to show what it would have cost. It is a receipt and says so; it is no tax invoice,
//! for the house knows neither the organizer's tax number nor an address.

mod read;
mod sheet;

pub use read::{Back, Line, Receipt, find_receipt};
pub use sheet::sheet;
