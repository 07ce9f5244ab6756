//! Programmes of others: published ones where they are at hand, and every odd form by itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it needs by stopping")]

mod calendar;
mod frab;
mod published;
mod tables;

use integration_interchange::{Limits, Programme, read_programme};
use platform_types::Timestamp;

/// A whole file, without bounds of its own.
pub fn read(file: impl AsRef<[u8]>, zone: &str) -> Programme {
    read_programme(file.as_ref(), None, zone.parse().unwrap(), &Limits::default()).unwrap()
}

/// `id start-end title`, in UTC.
pub fn told(programme: &Programme) -> Vec<String> {
    let at = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.format("%Y-%m-%dT%H:%MZ").to_string());
    programme.sessions.iter().map(|s| format!("{} {}-{} {}", s.id, at(s.starts_at), at(s.ends_at), s.title)).collect()
}

/// `row field code`.
pub fn refused(programme: &Programme) -> Vec<String> {
    programme.refused.iter().map(|r| format!("{} {} {}", r.row, r.field, r.code)).collect()
}
