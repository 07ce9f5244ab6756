//! Who comes: one line per ticket of an event.

pub(super) mod export;
mod filter;
pub(super) mod list;
pub(super) mod list_view;
pub(super) mod print;
pub(super) mod rename;
pub(super) mod resend;
mod search;

pub use filter::{AttendeeFilter, FILTER_NAMES, Inside, Standing};
#[cfg(test)]
pub use search::AttendeeRow;
pub(super) use search::within;
