//! Codes that buyers type: something off the order, or tickets that nobody else is shown.
//!
//! A code is looked up within the event's organization only, so a stranger's code is an unknown one. A use is counted
//! by `boxoffice.redeem_code` in the transaction that places the order, under the lock of the code's row, or by
//! `boxoffice.claim` where a code opens hidden tickets; it hangs on the hold and ends with it. What comes off is
//! computed once ([`quote`]), per ticket and in minor units, before fees and tax.

mod queries;
mod quote;
mod redeem;
mod refusal;
mod spread;
mod text;

pub(crate) use queries::terms_of;
pub use queries::{find_code, takes_codes};
pub use quote::{PricedLine, Quote, quote};
pub use redeem::{PriceError, Tries, price, set_code, tried};
pub(crate) use redeem::{chargeable, use_up};
pub use refusal::Refusal;
pub(crate) use text::random_code;
pub use text::{CodeError, MOST as LONGEST_CODE, new_code, normal};

use platform_texts::t;
use platform_types::{Currency, EventId, Money, OrganizationId, TicketTypeId, Timestamp};
use uuid::Uuid;

/// What a code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// Nothing off: it opens hidden tickets.
    Access,
    /// Parts per million off every ticket's price.
    Percent(i64),
    /// So many minor units off the order.
    Fixed(i64),
    /// So many tickets cost nothing, the cheapest first.
    Free(i32),
}

impl Terms {
    /// As stored.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Percent(_) => "percent",
            Self::Fixed(_) => "fixed",
            Self::Free(_) => "free",
        }
    }

    /// In words: `10 % off`, `€5.00 off the order`, `2 tickets free`, `Opens hidden tickets`.
    pub fn words(self, currency: Currency) -> String {
        match self {
            Self::Access => t!("code-opens-hidden"),
            Self::Percent(rate) => t!("code-percent", rate = crate::readable::percent(rate)),
            Self::Fixed(minor) => t!("code-fixed", amount = Money::new(minor, currency).to_string()),
            Self::Free(n) => t!("code-free", count = n),
        }
        .into_owned()
    }
}

/// A code as it counts for an order.
#[derive(Clone, Debug)]
pub struct Code {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The only event it counts at, if one.
    pub event: Option<EventId>,
    /// As it is looked for.
    pub text: String,
    /// What it does.
    pub terms: Terms,
    /// Of every amount here.
    pub currency: Currency,
    /// Whether it opens hidden tickets.
    pub reveals: bool,
    /// The only ticket types it counts for; all where there are none.
    pub types: Vec<TicketTypeId>,
    /// From when it counts.
    pub starts_at: Option<Timestamp>,
    /// What the tickets must cost together before it counts, fees apart.
    pub min_spend_minor: Option<i64>,
    /// At most so much comes off.
    pub max_discount_minor: Option<i64>,
    /// For at most so many tickets of an order, the cheapest first.
    pub max_tickets: Option<i32>,
}

impl Code {
    /// Whether it counts for this type of ticket.
    pub fn covers(&self, kind: TicketTypeId) -> bool {
        self.types.is_empty() || self.types.contains(&kind)
    }

    /// Whether it shows this hidden type.
    pub fn opens(&self, kind: TicketTypeId) -> bool {
        self.reveals && self.covers(kind)
    }

    /// Whether an amount is part of its terms, so that it counts in one currency only.
    fn speaks_of_money(&self) -> bool {
        matches!(self.terms, Terms::Fixed(_)) || self.min_spend_minor.is_some() || self.max_discount_minor.is_some()
    }
}
