//! Time, passed in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, DurationRound, Utc};

/// An instant. Displayed in a place's [`crate::Zone`], stored as `timestamptz`.
pub type Timestamp = DateTime<Utc>;

/// Where "now" comes from. Cheap to clone; all clones of a manual clock move together.
///
/// Instants are cut to microseconds, which is what PostgreSQL stores, so that a value read back
/// equals the value written.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    System,
    /// The system's clock moved by a constant number of microseconds.
    Shifted(i64),
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock. Called by the composition root alone.
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// A running clock that read `start` at the moment of this call: a server "set" to another day.
    pub fn starting_at(start: Timestamp) -> Self {
        let shift = start.timestamp_micros() - Self::system().now().timestamp_micros();
        Self(Kind::Shifted(shift))
    }

    /// A clock that stands still until [`Clock::advance`] or [`Clock::set`] moves it.
    pub fn manual(start: Timestamp) -> Self {
        Self(Kind::Manual(Arc::new(AtomicI64::new(start.timestamp_micros()))))
    }

    /// The current instant.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::System => to_micros(Utc::now()),
            Kind::Shifted(shift) => to_micros(Utc::now() + Duration::microseconds(*shift)),
            Kind::Manual(at) => from_micros(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock; other clocks do not listen.
    pub fn advance(&self, by: Duration) {
        if let Kind::Manual(at) = &self.0 {
            at.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }

    /// Sets a manual clock; other clocks do not listen.
    pub fn set(&self, to: Timestamp) {
        if let Kind::Manual(at) = &self.0 {
            at.store(to.timestamp_micros(), Ordering::SeqCst);
        }
    }

    /// Whether this clock shows another time than the machine's: such a server says so on every page.
    pub fn is_shifted(&self) -> bool {
        !matches!(self.0, Kind::System)
    }
}

fn to_micros(at: Timestamp) -> Timestamp {
    at.duration_trunc(Duration::microseconds(1)).unwrap_or(at)
}

fn from_micros(micros: i64) -> Timestamp {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_manual_clock_move_together() {
        let clock = Clock::manual(from_micros(1_000_000));
        let other = clock.clone();
        clock.advance(Duration::seconds(5));
        assert_eq!(other.now(), from_micros(6_000_000));
        assert!(other.is_shifted());
    }
}
