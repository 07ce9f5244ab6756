//! Misbehaviour on order: by the control API, or by magic amounts and e-mail addresses.

mod magic;
mod plan;
mod rule;

pub(crate) use plan::{Faults, Lose, RequestRefusal, Subject};
pub(crate) use rule::{Fault, Rule};
