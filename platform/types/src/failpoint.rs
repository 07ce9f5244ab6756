//! Named places where drills stop or delay the program.
//!
//! Off unless `CALLBOARD_FAILPOINTS` is set when the program starts, for example
//! `settle.before_capture=kill` or `seed=7;claims.before_write=delay(0-20)`. `kill` ends the process
//! as `kill -9` would: no destructor runs, nothing is flushed. Every place is in [`POINTS`]; a plan
//! that names another is refused, so that a drill never waits for a place that is not there.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// In which process a place is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// `callboard serve` or `demo`.
    House,
    /// `callboard simulate payments`.
    Simulator,
}

/// Every place, in the order of a purchase. The one list: `tests/drills` compares it with the sources.
pub const POINTS: &[(&str, Process)] = &[
    ("claims.before_write", Process::House),
    ("claims.after_commit", Process::House),
    ("place.before_commit", Process::House),
    ("place.after_commit", Process::House),
    ("place.free_before_commit", Process::House),
    ("place.free_after_commit", Process::House),
    ("pay.before_open", Process::House),
    ("pay.after_open", Process::House),
    ("webhook.before_commit", Process::House),
    ("webhook.after_commit", Process::House),
    ("jobs.after_claim", Process::House),
    ("jobs.before_settle", Process::House),
    ("settle.after_look_up", Process::House),
    ("settle.after_seats", Process::House),
    ("settle.before_capture", Process::House),
    ("settle.after_capture", Process::House),
    ("settle.before_commit", Process::House),
    ("settle.after_commit", Process::House),
    ("settle.before_cancel", Process::House),
    ("settle.after_cancel", Process::House),
    ("settle.before_give_back", Process::House),
    ("mail.before_send", Process::House),
    ("mail.after_send", Process::House),
    ("expire.between", Process::House),
    ("refund.before_commit", Process::House),
    ("refund.after_commit", Process::House),
    ("refund.before_call", Process::House),
    ("refund.after_call", Process::House),
    ("cancel_event.before_commit", Process::House),
    ("cancel_event.between_orders", Process::House),
    ("upload.after_row", Process::House),
    ("upload.between_bytes", Process::House),
    ("upload.after_bytes", Process::House),
    ("upload.before_commit", Process::House),
    ("sweep.after_bytes", Process::House),
    ("simulator.open.before", Process::Simulator),
    ("simulator.open.after", Process::Simulator),
    ("simulator.pay.before", Process::Simulator),
    ("simulator.pay.after", Process::Simulator),
    ("simulator.capture.before", Process::Simulator),
    ("simulator.capture.after", Process::Simulator),
    ("simulator.before_webhook", Process::Simulator),
    ("simulator.after_webhook", Process::Simulator),
    ("simulator.expire.before", Process::Simulator),
    ("simulator.expire.after", Process::Simulator),
    ("simulator.cancel.before", Process::Simulator),
    ("simulator.cancel.after", Process::Simulator),
    ("simulator.refund.before", Process::Simulator),
    ("simulator.refund.after", Process::Simulator),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Kill,
    DelayMs(u64, u64),
}

#[derive(Debug, Default)]
struct Plan {
    actions: BTreeMap<String, Action>,
    /// Where the row of delays begins.
    seed: u64,
}

static PLAN: OnceLock<Plan> = OnceLock::new();

/// Reads the plan from the environment's text. Called once by the composition root; unknown places and actions are an error.
pub fn arm(plan: &str) -> Result<(), String> {
    let parsed = parse(plan)?;
    PLAN.set(parsed).map_err(|_| "failpoints are armed already".to_owned())
}

/// Passes a named place.
pub async fn pass(name: &'static str) {
    static TURN: AtomicU64 = AtomicU64::new(0);
    let Some(plan) = PLAN.get() else { return };
    match plan.actions.get(name) {
        None => {}
        Some(Action::Kill) => std::process::abort(),
        Some(Action::DelayMs(from, to)) => {
            let turn = TURN.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(from + spread(plan.seed, turn) % (to - from + 1))).await;
        }
    }
}

/// A cheap spread (SplitMix64's finisher): drills want many different orders, not cryptography.
fn spread(seed: u64, turn: u64) -> u64 {
    let mut n = seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(turn.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ (n >> 31)
}

fn parse(text: &str) -> Result<Plan, String> {
    let mut plan = Plan::default();
    for entry in text.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
        let (name, action) = entry.split_once('=').ok_or_else(|| format!("failpoint “{entry}” has no action"))?;
        if name == "seed" {
            plan.seed = action.parse().map_err(|_| format!("the failpoints' seed “{action}” is not a number"))?;
        } else if POINTS.iter().any(|(known, _)| *known == name) {
            plan.actions.insert(name.to_owned(), parse_action(action)?);
        } else {
            return Err(format!("there is no failpoint “{name}”"));
        }
    }
    Ok(plan)
}

fn parse_action(action: &str) -> Result<Action, String> {
    if action == "kill" {
        return Ok(Action::Kill);
    }
    let range = action.strip_prefix("delay(").and_then(|a| a.strip_suffix(')'));
    let (from, to) =
        range.and_then(|r| r.split_once('-')).ok_or_else(|| format!("failpoint action “{action}” is neither kill nor delay(FROM-TO)"))?;
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("“{text}” is not a number of milliseconds"));
    let (from, to) = (number(from)?, number(to)?);
    if to < from {
        return Err(format!("failpoint action “{action}” runs backwards"));
    }
    Ok(Action::DelayMs(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_or_refused() {
        let plan = parse("seed=9; settle.before_capture=kill; claims.before_write=delay(1-5)").unwrap();
        assert_eq!(plan.seed, 9);
        assert_eq!(plan.actions["settle.before_capture"], Action::Kill);
        assert_eq!(plan.actions["claims.before_write"], Action::DelayMs(1, 5));
        for wrong in ["settle.before_capture", "claims.before_write=delay(5-1)", "claims.before_write=stop", "no.such_place=kill", "seed=x"]
        {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn another_seed_is_another_row_of_delays() {
        let row = |seed| (0..20).map(|turn| spread(seed, turn) % 21).collect::<Vec<_>>();
        assert_eq!(row(1), row(1));
        assert_ne!(row(1), row(2));
    }
}
