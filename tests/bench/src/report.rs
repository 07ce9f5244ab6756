//! Figures for people, for files and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// A scene beside its baseline.
#[derive(Clone, Debug)]
pub struct Line {
    /// What is done.
    pub what: String,
    /// Visitors at once.
    pub visitors: u32,
    /// Answers a second of the house, at most.
    pub rate: f64,
    /// What it stands beside.
    pub baseline: &'static str,
    /// Its rate.
    pub bare: f64,
    /// Of an open loop: its rate, and latencies in milliseconds.
    pub open: Option<Open>,
    /// What the ratio should be at least.
    pub goal: Option<f64>,
    /// What went wrong, and how often.
    pub faults: Vec<String>,
}

/// Latencies under an open loop, counted from when a request was due.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// Requests a second.
    pub rate: f64,
    /// Milliseconds.
    pub p50: f64,
    /// Milliseconds.
    pub p95: f64,
    /// Milliseconds.
    pub p99: f64,
    /// Milliseconds.
    pub longest: f64,
}

impl Line {
    /// The house's rate over the baseline's.
    pub fn ratio(&self) -> f64 {
        self.rate / self.bare.max(f64::MIN_POSITIVE)
    }

    /// Whether its goal, if it has one, is reached.
    pub fn is_reached(&self) -> bool {
        self.goal.is_none_or(|goal| self.ratio() >= goal)
    }
}

/// The server's memory, in MiB, and what it promises.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// After a start, before anybody came.
    pub at_rest: u64,
    /// The most of it while pages were browsed.
    pub browsing: u64,
    /// At the end of everything.
    pub afterwards: u64,
}

/// Less than this is promised, in MiB.
pub const MEMORY: u64 = 128;

/// All of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// In the order in which they were measured.
    pub lines: Vec<Line>,
    /// The server's.
    pub memory: Memory,
    /// Cores of the machine.
    pub cores: usize,
}

fn whole(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let split = digits.len().saturating_sub(3);
    if split > 0 { format!("{},{}", &digits[..split], &digits[split..]) } else { digits }
}

impl Report {
    /// Goals that were missed, and faults.
    pub fn complaints(&self) -> Vec<String> {
        let mut all = Vec::new();
        for line in &self.lines {
            if !line.is_reached() {
                all.push(format!("{}: {:.2} times the baseline, the goal is {:.1}", line.what, line.ratio(), line.goal.unwrap_or(0.0)));
            }
            all.extend(line.faults.iter().map(|fault| format!("{}: {fault}", line.what)));
        }
        let Memory { at_rest, browsing, .. } = self.memory;
        for (when, mib) in [("at rest", at_rest), ("while pages were browsed", browsing)] {
            if mib >= MEMORY {
                all.push(format!("{mib} MiB of memory {when}, the promise is less than {MEMORY}"));
            }
        }
        all
    }

    /// Markdown, as `docs/performance.md` has it.
    pub fn table(&self) -> String {
        let mut out = "| | at once | a second | beside | a second | ratio | goal | open loop | p50 | p95 | p99 |\n".to_owned();
        out.push_str("|---|---|---|---|---|---|---|---|---|---|---|\n");
        for line in &self.lines {
            let open = line.open.map_or_else(
                || "| | | |".to_owned(),
                |o| format!("{}/s | {:.1} ms | {:.1} ms | {:.1} ms |", whole(o.rate), o.p50, o.p95, o.p99),
            );
            let goal = line.goal.map_or_else(String::new, |goal| format!("{goal:.1}"));
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {:.2} | {goal} | {open}",
                line.what,
                line.visitors,
                whole(line.rate),
                line.baseline,
                whole(line.bare),
                line.ratio()
            );
        }
        let Memory { at_rest, browsing, afterwards } = self.memory;
        let _ = writeln!(
            out,
            "\nMemory of the server: {at_rest} MiB at rest, {browsing} MiB at the most while pages were browsed, {afterwards} MiB at the end. {} cores.",
            self.cores
        );
        out
    }

    /// The same for programs; rates are per second, latencies in milliseconds.
    pub fn json(&self) -> Value {
        let lines: Vec<Value> = self
            .lines
            .iter()
            .map(|line| {
                let open = line.open.map(|o| json!({"rate": o.rate, "p50_ms": o.p50, "p95_ms": o.p95, "p99_ms": o.p99, "longest_ms": o.longest}));
                json!({"what": line.what, "at_once": line.visitors, "rate": line.rate, "baseline": line.baseline, "baseline_rate": line.bare,
                    "ratio": line.ratio(), "goal": line.goal, "open_loop": open, "faults": line.faults})
            })
            .collect();
        let Memory { at_rest, browsing, afterwards } = self.memory;
        json!({"lines": lines, "memory_mib": {"at_rest": at_rest, "browsing": browsing, "afterwards": afterwards}, "cores": self.cores, "complaints": self.complaints()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_misses_its_goal_is_named() {
        let line = |rate, goal| Line {
            what: "hold".to_owned(),
            visitors: 256,
            rate,
            baseline: "naive",
            bare: 1_000.0,
            open: None,
            goal,
            faults: Vec::new(),
        };
        let memory = Memory { at_rest: 60, browsing: 128, afterwards: 90 };
        let report = Report { lines: vec![line(12_345.0, Some(10.0)), line(900.0, Some(1.0)), line(1.0, None)], memory, cores: 2 };
        assert_eq!(
            report.complaints(),
            ["hold: 0.90 times the baseline, the goal is 1.0", "128 MiB of memory while pages were browsed, the promise is less than 128"]
        );
        assert!(report.table().contains("| hold | 256 | 12,345 | naive | 1,000 | 12.35 | 10.0 |"), "{}", report.table());
    }
}
