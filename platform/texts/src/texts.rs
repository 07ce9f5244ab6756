//! The words of dates.

crate::catalogue!();
