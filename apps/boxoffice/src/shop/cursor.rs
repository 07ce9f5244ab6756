//! Where a list of events goes on: the last one shown, by time and id.

use std::fmt;
use std::str::FromStr;

use chrono::DateTime;
use commons::events::Event;
use platform_types::{EventId, Timestamp};

/// The last event of the part before. Opaque to callers: microseconds and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) at: Timestamp,
    pub(super) id: EventId,
}

impl Cursor {
    /// After this event; none for an event without a date, which no list shows.
    pub(super) fn after(event: &Event) -> Option<Self> {
        event.starts_at.map(|at| Self { at, id: event.id })
    }

    /// As the list query wants it.
    pub(super) fn pair(self) -> (Timestamp, EventId) {
        (self.at, self.id)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.at.timestamp_micros(), self.id)
    }
}

/// Not one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let (micros, id) = text.split_once('_').ok_or(NoCursor)?;
        let at = micros.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or(NoCursor)?;
        Ok(Self { at, id: id.parse().map_err(|_| NoCursor)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_out_and_comes_back() {
        let cursor =
            Cursor { at: "2026-03-14T11:30:00.000001Z".parse().unwrap(), id: "0195a1b2-0000-7000-8000-000000000001".parse().unwrap() };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in [
            "",
            "x",
            "1_",
            "_0195a1b2-0000-7000-8000-000000000001",
            "99999999999999999999_x",
            "1_2_3",
            "9223372036854775807_0195a1b2-0000-7000-8000-000000000001",
        ] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NoCursor), "{wrong}");
        }
    }
}
