//! Holds: stock set aside for one buyer for a quarter of an hour.
//!
//! All stock changes happen in the functions of schema `boxoffice` under the lock of the event's pools.
//! Claims of many buyers share one call per node and event ([`Claims`]).

mod claims;
mod queries;

pub use claims::{ClaimError, Claims, Held, Wish};
pub use queries::{HoldItem, HoldView, find_hold, keep_typed};

use chrono::Duration;

/// How long a cart is kept (seed 000: 15 minutes).
pub const HOLD_FOR: Duration = Duration::minutes(15);

/// Where a hold stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldStatus {
    /// The clock runs.
    Active,
    /// Money is being taken; it does not lapse.
    Committed,
    /// Turned into tickets.
    Sold,
    /// Its time was over.
    Expired,
    /// Given back by the buyer, or replaced by another cart.
    Released,
}

impl HoldStatus {
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "active" => Self::Active,
            "committed" => Self::Committed,
            "sold" => Self::Sold,
            "expired" => Self::Expired,
            _ => Self::Released,
        }
    }
}
