//! Money in and out, behind one port.
//!
//! [`PaymentProvider`] is what the house asks of whoever moves the money; adapters (`integrations/stripe`)
//! implement it, the rest of the house knows nothing else about them. Card data never passes through
//! us: the person pays on the provider's page, we keep references.

//!
//! Owns `payments`, `payment_refunds`, `payment_events`. Invariants, held by the database: one live try
//! per subject, captured whole or not at all, never more refunded than captured, each webhook once.

mod port;
pub mod store;

pub use port::*;
