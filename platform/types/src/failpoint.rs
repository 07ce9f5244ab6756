//! Named places where drills stop or delay the program.
//!
//! Off unless `CALLBOARD_FAILPOINTS` is set when the program starts, for example
//! `order.before_capture=kill;claims.before_write=delay(0-20)`. `kill` ends the process as
//! `kill -9` would: no destructor runs, nothing is flushed.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Kill,
    DelayMs(u64, u64),
}

static PLAN: OnceLock<BTreeMap<String, Action>> = OnceLock::new();

/// Reads the plan from the environment's text. Called once by the composition root; unknown actions are an error.
pub fn arm(plan: &str) -> Result<(), String> {
    let parsed = parse(plan)?;
    PLAN.set(parsed).map_err(|_| "failpoints are armed already".to_owned())
}

/// Passes a named place.
pub async fn pass(name: &'static str) {
    let Some(action) = PLAN.get().and_then(|plan| plan.get(name)) else { return };
    match *action {
        Action::Kill => std::process::abort(),
        Action::DelayMs(from, to) => {
            // A cheap spread; drills want many different orders, not cryptography.
            static TURN: AtomicU64 = AtomicU64::new(0);
            let turn = TURN.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
            tokio::time::sleep(Duration::from_millis(from + turn % (to - from + 1))).await;
        }
    }
}

fn parse(plan: &str) -> Result<BTreeMap<String, Action>, String> {
    plan.split(';')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let (name, action) = entry.split_once('=').ok_or_else(|| format!("failpoint “{entry}” has no action"))?;
            let action = if action == "kill" {
                Action::Kill
            } else {
                let range = action.strip_prefix("delay(").and_then(|a| a.strip_suffix(')'));
                let (from, to) = range
                    .and_then(|r| r.split_once('-'))
                    .ok_or_else(|| format!("failpoint action “{action}” is neither kill nor delay(FROM-TO)"))?;
                let number = |text: &str| text.parse::<u64>().map_err(|_| format!("“{text}” is not a number of milliseconds"));
                let (from, to) = (number(from)?, number(to)?);
                if to < from {
                    return Err(format!("failpoint action “{action}” runs backwards"));
                }
                Action::DelayMs(from, to)
            };
            Ok((name.to_owned(), action))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_or_refused() {
        let plan = parse("a.b=kill; c=delay(1-5)").unwrap();
        assert_eq!(plan["a.b"], Action::Kill);
        assert_eq!(plan["c"], Action::DelayMs(1, 5));
        assert!(parse("a").is_err());
        assert!(parse("a=delay(5-1)").is_err());
    }
}
