//! How many tests passed and failed, read from what the test runners write.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::ops::Add;
use std::process::{Command, Stdio};

use crate::failure::{Failure, say};

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl Counts {
    /// A runner that ended badly without a failed test (it did not compile, say) is a failure
    /// of its own.
    pub fn unless_broken(self, ran: Result<(), Failure>) -> Result<Self, Failure> {
        match ran {
            Err(failure) if self.failed == 0 => Err(failure),
            _ => Ok(self),
        }
    }
}

/// What tests said they left out, as `tests/real-input` says it, each once.
pub fn skipped_of_junit(report: &str) -> BTreeSet<String> {
    report.lines().filter_map(|line| line.find("SKIPPED: ").map(|at| line[at..].to_owned())).collect()
}

/// The totals of a JUnit report, as nextest writes it.
pub fn of_junit(report: &str) -> Counts {
    let totals = report.split("<testsuites ").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or("");
    let number = |name: &str| -> u64 {
        let value = totals.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.and_then(|value| value.parse().ok()).unwrap_or(0)
    };
    let failed = number("failures") + number("errors");
    Counts { passed: number("tests").saturating_sub(failed), failed }
}

/// The totals at the end of a TAP report, as node writes it.
pub fn of_tap(report: &str) -> Counts {
    let number = |name: &str| -> u64 {
        let value = report.lines().rev().find_map(|line| line.strip_prefix(&format!("# {name} ")));
        value.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
    };
    Counts { passed: number("pass"), failed: number("fail") + number("cancelled") }
}

/// `3 passed, 1 failed`, as drills end.
pub fn of_summary(line: &str) -> Counts {
    let number = |name: &str| -> u64 {
        let part = line.split(',').map(str::trim).find_map(|part| part.strip_suffix(name));
        part.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    Counts { passed: number("passed"), failed: number("failed") }
}

/// Runs `cargo test`, shows what it says, and adds up its results.
pub fn of_cargo_test(command: &mut Command) -> Result<(Counts, Result<(), Failure>), Failure> {
    let shown = crate::workspace::shown(command);
    let broken = |source| Failure::System { what: format!("cannot run {shown}"), source };
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(broken)?;
    let mut total = Counts::default();
    let lines = child.stdout.take().map(|stdout| BufReader::new(stdout).lines()).into_iter().flatten();
    for line in lines.map_while(Result::ok) {
        say(&line);
        total = total + of_result_line(&line);
    }
    let status = child.wait().map_err(broken)?;
    let ran = if status.success() { Ok(()) } else { Err(Failure::Command(shown.clone())) };
    Ok((total, ran))
}

/// `test result: ok. 3 passed; 0 failed; …`
fn of_result_line(line: &str) -> Counts {
    let Some(totals) = line.strip_prefix("test result: ") else { return Counts::default() };
    let number = |name: &str| -> u64 {
        let part = totals.split(['.', ';']).map(str::trim).find_map(|part| part.strip_suffix(name));
        part.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    Counts { passed: number("passed"), failed: number("failed") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runner_is_understood() {
        let junit = r#"<?xml version="1.0"?><testsuites name="nextest-run" tests="12" failures="2" errors="1" uuid="x" time="1.0"><testsuite tests="3" failures="3"/></testsuites>"#;
        assert_eq!(of_junit(junit), Counts { passed: 9, failed: 3 });
        let tap = "TAP version 13\nok 1 - a\n1..1\n# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(of_tap(tap), Counts { passed: 3, failed: 2 });
        let line = "test result: FAILED. 15 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 31.26s";
        assert_eq!(of_result_line(line), Counts { passed: 15, failed: 1 });
        assert_eq!(of_summary("12 passed, 1 failed"), Counts { passed: 12, failed: 1 });
        assert_eq!(of_junit(""), Counts::default());
    }

    #[test]
    fn a_test_that_left_something_out_is_heard() {
        let junit = "<testcase><system-out>\nrunning 1 test\nSKIPPED: names/a.csv is not in ../data; set X\ntest a ... ok\n</system-out></testcase>\nSKIPPED: names/a.csv is not in ../data; set X\n";
        assert_eq!(skipped_of_junit(junit), BTreeSet::from(["SKIPPED: names/a.csv is not in ../data; set X".to_owned()]));
    }

    #[test]
    fn a_runner_that_broke_is_not_a_success() {
        let broken = || Err(Failure::Command("cargo".to_owned()));
        assert!(Counts::default().unless_broken(broken()).is_err());
        let some = Counts { passed: 1, failed: 1 };
        assert_eq!(some.unless_broken(broken()).unwrap(), some);
    }
}
