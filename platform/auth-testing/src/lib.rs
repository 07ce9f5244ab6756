//! For the tests of every crate that owns tables: a house with people in it, the policy matrix, and the
//! sweep that reads plans.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that has no database stops here")]

mod house;
mod mailbox;
mod matrix;
mod plans;

pub use house::House;
pub use mailbox::Mailbox;
pub use matrix::{Matrix, Table};
pub use plans::per_row_calls;

use std::path::Path;

/// Compares with a reviewed file beside the test. `CALLBOARD_ACCEPT=1` writes the file anew, for review.
pub fn assert_matches_file(file: &Path, actual: &str) {
    if std::env::var_os("CALLBOARD_ACCEPT").is_some() {
        std::fs::write(file, actual).expect("the reviewed file can be written");
        return;
    }
    let expected = std::fs::read_to_string(file).unwrap_or_default();
    if expected == actual {
        return;
    }
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (before, now) = (lines(&expected), lines(actual));
    let gone: Vec<_> = before.iter().filter(|l| !now.contains(l)).collect();
    let new: Vec<_> = now.iter().filter(|l| !before.contains(l)).collect();
    panic!("{} no longer holds; review, then accept with CALLBOARD_ACCEPT=1\nreviewed: {gone:#?}\nnow: {new:#?}", file.display());
}
