//! The circuit breaker: stop asking who does not answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use platform_types::Timestamp;

/// When a circuit opens, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct BreakerSettings {
    /// Failures in a row that open it.
    pub failures: u32,
    /// How long nobody asks after that.
    pub open_for: Duration,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self { failures: 5, open_for: Duration::from_secs(30) }
    }
}

/// Whether calls pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CircuitState {
    /// They pass.
    Closed,
    /// They are refused at once.
    Open,
    /// One is let through to see.
    HalfOpen,
}

#[derive(Debug)]
enum State {
    Closed { failures: u32 },
    Open { until: Timestamp },
    HalfOpen { probing: bool },
}

#[derive(Debug)]
struct Inner {
    state: State,
    /// Grows with every opening, so that answers to calls from before it change nothing.
    era: u64,
}

/// One hub's breaker.
#[derive(Clone, Debug)]
pub(crate) struct Breaker {
    settings: BreakerSettings,
    inner: Arc<Mutex<Inner>>,
}

impl Breaker {
    pub(crate) fn new(settings: BreakerSettings) -> Self {
        Self { settings, inner: Arc::new(Mutex::new(Inner { state: State::Closed { failures: 0 }, era: 0 })) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks to pass; otherwise says until when nobody does.
    pub(crate) fn admit(&self, now: Timestamp) -> Result<Permit, Timestamp> {
        let mut inner = self.lock();
        if let State::Open { until } = inner.state {
            if now < until {
                return Err(until);
            }
            inner.state = State::HalfOpen { probing: false };
        }
        let probe = match &mut inner.state {
            State::HalfOpen { probing: true } => return Err(now),
            State::HalfOpen { probing } => {
                *probing = true;
                true
            }
            State::Closed { .. } | State::Open { .. } => false,
        };
        Ok(Permit { breaker: self.clone(), era: inner.era, probe, settled: false })
    }

    /// For `/health`: the state, failures in a row, and until when it is open.
    pub(crate) fn state(&self, now: Timestamp) -> (CircuitState, u32, Option<Timestamp>) {
        match self.lock().state {
            State::Closed { failures } => (CircuitState::Closed, failures, None),
            State::Open { until } if now < until => (CircuitState::Open, self.settings.failures, Some(until)),
            State::Open { .. } | State::HalfOpen { .. } => (CircuitState::HalfOpen, self.settings.failures, None),
        }
    }

    fn open(&self, inner: &mut Inner, now: Timestamp) {
        inner.era += 1;
        inner.state = State::Open { until: now + self.settings.open_for };
    }
}

/// Leave to make one attempt. Dropped without a verdict (the caller went away) it changes nothing.
#[derive(Debug)]
pub(crate) struct Permit {
    breaker: Breaker,
    era: u64,
    probe: bool,
    settled: bool,
}

impl Permit {
    /// The other side answered.
    pub(crate) fn answered(mut self) {
        self.settled = true;
        let mut inner = self.breaker.lock();
        if inner.era == self.era {
            inner.state = State::Closed { failures: 0 };
        }
    }

    /// The other side failed.
    pub(crate) fn failed(mut self, now: Timestamp) {
        self.settled = true;
        let mut inner = self.breaker.lock();
        if inner.era != self.era {
            return;
        }
        let failures = match inner.state {
            State::Closed { failures } => failures + 1,
            State::HalfOpen { .. } => u32::MAX,
            State::Open { .. } => return,
        };
        if failures >= self.breaker.settings.failures {
            self.breaker.open(&mut inner, now);
        } else {
            inner.state = State::Closed { failures };
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.settled || !self.probe {
            return;
        }
        let mut inner = self.breaker.lock();
        if inner.era == self.era
            && let State::HalfOpen { probing } = &mut inner.state
        {
            *probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_timestamp(second, 0).unwrap()
    }

    fn breaker() -> Breaker {
        Breaker::new(BreakerSettings { failures: 2, open_for: Duration::from_secs(30) })
    }

    fn fail(breaker: &Breaker, second: i64) {
        breaker.admit(at(second)).unwrap().failed(at(second));
    }

    #[test]
    fn failures_in_a_row_open_it_and_one_probe_closes_it() {
        let breaker = breaker();
        fail(&breaker, 0);
        breaker.admit(at(0)).unwrap().answered();
        fail(&breaker, 1);
        assert_eq!(breaker.state(at(1)).0, CircuitState::Closed, "an answer in between starts the count again");
        fail(&breaker, 2);
        assert_eq!(breaker.admit(at(31)).unwrap_err(), at(32));
        let probe = breaker.admit(at(32)).unwrap();
        assert_eq!(breaker.state(at(32)).0, CircuitState::HalfOpen);
        assert!(breaker.admit(at(32)).is_err(), "only one probe");
        probe.answered();
        assert!(breaker.admit(at(32)).is_ok());
    }

    #[test]
    fn a_failed_probe_opens_it_again_and_an_abandoned_one_lets_the_next_try() {
        let breaker = breaker();
        fail(&breaker, 0);
        fail(&breaker, 0);
        fail(&breaker, 30);
        assert_eq!(breaker.admit(at(59)).unwrap_err(), at(60));
        drop(breaker.admit(at(60)).unwrap());
        breaker.admit(at(60)).unwrap().answered();
        assert_eq!(breaker.state(at(60)), (CircuitState::Closed, 0, None));
    }

    #[test]
    fn answers_from_before_the_opening_do_not_close_it() {
        let breaker = breaker();
        let early = breaker.admit(at(0)).unwrap();
        let late = breaker.admit(at(0)).unwrap();
        fail(&breaker, 0);
        fail(&breaker, 0);
        early.answered();
        late.failed(at(20));
        assert_eq!(breaker.admit(at(29)).unwrap_err(), at(30));
    }
}
