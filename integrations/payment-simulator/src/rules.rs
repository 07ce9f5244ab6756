//! What may happen to a payment, as at the original.

mod cancel;
mod capture;
mod cards;
mod due;
#[cfg(test)]
mod invariants;
mod open;
mod pay;
mod refund;
mod refusal;
pub(crate) mod render;

pub(crate) use cancel::{cancel_intent, expire_session};
pub(crate) use capture::capture;
pub(crate) use cards::{CARDS, CardBehaviour, CardEntry, CardProblem, UNKNOWN_CARD, check_card, prefilled_expiry};
pub(crate) use due::settle_due;
pub(crate) use open::{NewSession, open};
pub(crate) use pay::{Attempt, answer_challenge, attempt};
pub(crate) use refund::refund;
pub(crate) use refusal::Refusal;
