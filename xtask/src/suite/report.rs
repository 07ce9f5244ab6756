//! What a person sees while the steps run, and at the end.

use std::time::{Duration, Instant};

use super::counts::Counts;
use crate::failure::{Failure, note, say};

/// The steps so far.
#[derive(Default)]
pub struct Report {
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    counts: Counts,
}

/// A step that runs.
pub struct Started {
    name: String,
    since: Instant,
}

impl Report {
    /// A step that passes or fails as a whole.
    pub fn check(&mut self, name: &str, step: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
        let started = self.begin(name);
        self.end(started, step())
    }

    /// A step that counts tests.
    pub fn tests(&mut self, name: &str, step: impl FnOnce() -> Result<Counts, Failure>) -> Result<(), Failure> {
        let started = self.begin(name);
        match step() {
            Ok(counts) => {
                self.close_step(started, counts);
                if counts.failed == 0 { Ok(()) } else { Err(Failure::Command(name.to_owned())) }
            }
            Err(failure) => self.end(started, Err(failure)),
        }
    }

    /// Shows the step's heading.
    #[expect(clippy::unused_self, reason = "a step belongs to the report that ends it")]
    pub fn begin(&self, name: &str) -> Started {
        note(&format!("\n==> {name}"));
        Started { name: name.to_owned(), since: Instant::now() }
    }

    /// Notes how the step ended.
    pub fn end<T>(&mut self, started: Started, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(failure) = &outcome {
            note(&format!("error: {failure}"));
        }
        let failed = u64::from(outcome.is_err());
        self.close_step(started, Counts { passed: 1 - failed, failed });
        outcome
    }

    fn close_step(&mut self, started: Started, counts: Counts) {
        let took = started.since.elapsed();
        let word = if counts.failed == 0 { "ok" } else { "FAILED" };
        note(&format!("    {word}: {} ({})", started.name, readable(took)));
        self.done.push(Step { name: started.name, took, counts });
    }

    /// Everything on one screen; the last line is for programs.
    pub fn close(&self) {
        say("\nSummary");
        let mut total = Counts::default();
        for Step { name, took, counts } in &self.done {
            let word = if counts.failed == 0 { "ok" } else { "FAILED" };
            say(&format!("  {word:<6} {:>8}  {name}", readable(*took)));
            total = total + *counts;
        }
        if let Some(step) = self.done.iter().find(|step| step.counts.failed > 0) {
            say(&format!("Failed in step: {}. Steps after it were not run.", step.name));
        }
        say(&format!("{} passed, {} failed", total.passed, total.failed));
    }
}

fn readable(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 { format!("{:.1} s", took.as_secs_f64()) } else { format!("{}:{:02} min", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_readable() {
        assert_eq!(readable(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(readable(Duration::from_secs(605)), "10:05 min");
    }
}
