//! Comps: tickets given to people by name, from the same stock as everybody's.
//!
//! Whoever manages an event's tickets may give them away: they set the prices and could set them to nothing. Each
//! address gets one order of kind `comp` over nothing, placed and fulfilled as free orders are, so that its tickets
//! are mailed, admitted and revoked like all others. Given all or none, once per form.

mod issue;
mod people;

pub use issue::{CompError, Comps, Given, issue};
pub use people::{MOST, Person, read_people};
