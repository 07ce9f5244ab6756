//! Whether tickets can be had: said once for the page as it is served and for what is pushed to it afterwards.

use commons::events::{Event, EventStatus};
use platform_types::Timestamp;

use super::glance::FEW;
use crate::catalogue::{Availability, Offer};

/// Why there is no ticket box at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// The event is called off.
    Cancelled,
    /// It waits for a new date.
    Postponed,
    /// It is over.
    Over,
    /// It has begun.
    Begun,
    /// Nothing is sold.
    Nothing,
}

impl Closed {
    /// For programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::Over => "over",
            Self::Begun => "begun",
            Self::Nothing => "nothing",
        }
    }
}

/// What everybody is told of an event without a ticket box.
pub(crate) fn closed(event: &Event, nothing_offered: bool, now: Timestamp) -> Option<Closed> {
    let begun = event.starts_at.is_some_and(|at| at <= now);
    let over = event.ends_at.or(event.starts_at).is_some_and(|at| at <= now);
    match event.status {
        EventStatus::Cancelled => Some(Closed::Cancelled),
        EventStatus::Postponed => Some(Closed::Postponed),
        EventStatus::Completed => Some(Closed::Over),
        _ if over && event.ends_at.is_some() => Some(Closed::Over),
        _ if begun => Some(Closed::Begun),
        _ if nothing_offered => Some(Closed::Nothing),
        _ => None,
    }
}

/// How one kind of ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// At most `max` in one order; `left` is told when few are.
    OnSale {
        /// How many one order may hold.
        max: u32,
        /// How many are left, when that is told.
        left: Option<u32>,
    },
    /// Nothing left, but not all of it sold.
    InCarts,
    /// Nothing left.
    SoldOut,
    /// Later.
    NotYet,
    /// Its time is over.
    Ended,
}

/// How this one stands.
pub(crate) fn standing(offer: &Offer) -> Standing {
    match offer.availability {
        Availability::OnSale => Standing::OnSale {
            max: u32::try_from(offer.max_per_order.min(offer.left)).unwrap_or(0),
            left: u32::try_from(offer.left).ok().filter(|_| offer.left < FEW),
        },
        Availability::SoldOut if offer.unsold >= offer.min_per_order => Standing::InCarts,
        Availability::SoldOut => Standing::SoldOut,
        Availability::NotYet => Standing::NotYet,
        Availability::Ended => Standing::Ended,
    }
}
