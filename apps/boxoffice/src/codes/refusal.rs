//! Why a code does not count.

use platform_types::{Money, Timestamp};

/// Why a code does not count for a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No code of this organization.
    #[error("this code is not known")]
    Unknown,
    /// Taken out of use for the moment.
    #[error("this code is not in use at the moment")]
    Paused,
    /// Too early; from when it counts.
    #[error("this code does not count yet")]
    NotYet(Option<Timestamp>),
    /// Too late.
    #[error("this code has ended")]
    Over,
    /// As many have used it as may.
    #[error("this code has been used up")]
    UsedUp,
    /// This person has used it as often as one may.
    #[error("you have used this code already")]
    UsedByYou,
    /// Another event, other tickets, another currency, or nothing to take off.
    #[error("this code does not count for these tickets")]
    NotForThese,
    /// The tickets cost less together than this.
    #[error("the tickets must cost at least {0} together")]
    BelowMinimum(Money),
    /// What would be left to pay cannot be charged.
    #[error("{0} would be left to pay, less than can be charged")]
    TooLittleLeft(Money),
}

impl Refusal {
    /// From a verdict of `boxoffice.code_verdict`; none for `good`.
    pub(crate) fn of_verdict(verdict: &str, starts_at: Option<Timestamp>) -> Option<Self> {
        Some(match verdict {
            "good" => return None,
            "paused" => Self::Paused,
            "not_yet" => Self::NotYet(starts_at),
            "over" => Self::Over,
            "used_up" => Self::UsedUp,
            "used_by_you" => Self::UsedByYou,
            "not_for_these" => Self::NotForThese,
            _ => Self::Unknown,
        })
    }
}
