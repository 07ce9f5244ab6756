//! How much of a foreign file we are willing to read, and how far we are.

use serde::Serialize;

/// Upper bounds; the published files stay far below them (1.5 MB, 1,041 rows, fields of 2.5 kB).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: usize,
    /// Bytes of one field's text.
    pub field_bytes: usize,
    /// Rows of one file.
    pub rows: usize,
    /// Open elements inside each other.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 64 << 20, field_bytes: 64 << 10, rows: 100_000, depth: 8 }
    }
}

/// Which file is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The venues' file.
    Venues,
    /// The events' file.
    Events,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Which file.
    pub stage: Stage,
    /// Rows seen so far, refused ones included.
    pub rows: usize,
    /// Bytes read so far.
    pub bytes: usize,
    /// Bytes of the whole file.
    pub of_bytes: usize,
}

impl Progress {
    /// Rows between two calls.
    pub const EVERY: usize = 50;
}
