//! What could not be taken, and why.

use serde::Serialize;

/// A row, or one of its values, that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The row's id in the file, or its place there (`line 12`).
    pub row: String,
    /// Which field, by the file's own name.
    pub field: String,
    /// Its value, at most 200 characters of it.
    pub value: String,
    /// Stable code for programs.
    pub code: &'static str,
    /// Why, and what would be right.
    pub reason: String,
}

impl Refused {
    /// A refusal; the value is cut to what a report can show.
    pub fn new(row: &str, field: &str, value: &str, code: &'static str, reason: impl Into<String>) -> Self {
        Self { row: row.to_owned(), field: field.to_owned(), value: value.chars().take(200).collect(), code, reason: reason.into() }
    }
}
