//! What was drilled, on one screen at the end.

use std::time::Instant;

use crate::failure::{Failure, say};

/// The drills so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

struct Line {
    name: String,
    fine: bool,
    said: String,
    seconds: f64,
}

impl Report {
    /// Shows and keeps one drill's end; whether it held.
    pub fn note(&mut self, name: impl Into<String>, since: Instant, outcome: Result<String, Failure>) -> bool {
        let (fine, said) = match outcome {
            Ok(said) => (true, said),
            Err(failure) => (false, failure.to_string()),
        };
        let line = Line { name: name.into(), fine, said, seconds: since.elapsed().as_secs_f64() };
        say(format!("  {}  {}: {}", if fine { "ok    " } else { "FAILED" }, line.name, line.said));
        self.lines.push(line);
        fine
    }

    /// The table; the last line is for programs. Whether everything held.
    pub fn close(&self) -> bool {
        say("\nDrills");
        let width = self.lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
        for line in &self.lines {
            let word = if line.fine { "ok    " } else { "FAILED" };
            say(format!("  {word} {:>7.1} s  {:width$}  {}", line.seconds, line.name, line.said));
        }
        let failed = self.lines.iter().filter(|line| !line.fine).count();
        say(format!("{} passed, {failed} failed", self.lines.len() - failed));
        failed == 0 && !self.lines.is_empty()
    }
}
