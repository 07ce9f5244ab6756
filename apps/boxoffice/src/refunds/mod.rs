//! What goes back when, and what of it is which: pure rules, and the rows that hold them.
//!
//! Owns `refund_policies`, `refund_rules`. The use cases that move money are in [`crate::orders`].

mod books;
mod offer;
mod policy;
mod receipts;
mod store;
mod words;

pub use books::{Parts, share};
pub use offer::{Offer, offer};
pub use policy::{Policy, Rule, Unit, presets};
pub use receipts::{Receipt, list_receipts};
pub use store::{Promise, policy_of, promise_of, set_policy};
pub use words::{Standing, heading, part, words, words_now};
