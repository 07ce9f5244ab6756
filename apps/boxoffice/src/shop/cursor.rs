//! Where a list of events goes on: after the last one shown, by time and id; or, in an order that has no such place, after so many.

use std::fmt;
use std::str::FromStr;

use chrono::DateTime;
use commons::events::Event;
use platform_types::{EventId, Timestamp};

use crate::discover::Sort;

/// Nobody turns so many pages; a search that is asked for more is told to narrow.
const FURTHEST: u32 = 100_000;

/// Opaque to callers: microseconds and id of the event before, or a number of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cursor {
    /// After this event, in order of time.
    After(Timestamp, EventId),
    /// After so many.
    Skip(u32),
}

impl Cursor {
    /// Behind the last of `shown` events that began `skipped` events into the list; none behind an event without a date, which no
    /// list shows.
    pub(super) fn behind(sort: Sort, skipped: u32, shown: &[Event]) -> Option<Self> {
        match sort {
            Sort::Date => shown.last().and_then(|event| event.starts_at.map(|at| Self::After(at, event.id))),
            _ => Some(Self::Skip(skipped.saturating_add(u32::try_from(shown.len()).ok()?))).filter(|c| c.skipped() <= FURTHEST),
        }
    }

    /// As the list query wants it.
    pub(super) fn pair(self) -> Option<(Timestamp, EventId)> {
        match self {
            Self::After(at, id) => Some((at, id)),
            Self::Skip(_) => None,
        }
    }

    /// How many events lie before it, where they are counted.
    pub(super) fn skipped(self) -> u32 {
        match self {
            Self::After(..) => 0,
            Self::Skip(n) => n,
        }
    }

    /// Whether it is a place in a list of this order.
    pub(super) fn fits(self, sort: Sort) -> bool {
        matches!(self, Self::After(..)) == (sort == Sort::Date)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(at, id) => write!(f, "{}_{id}", at.timestamp_micros()),
            Self::Skip(n) => write!(f, "{n}"),
        }
    }
}

/// Not one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let Some((micros, id)) = text.split_once('_') else {
            let skip: u32 = text.parse().map_err(|_| NoCursor)?;
            return if (1..=FURTHEST).contains(&skip) { Ok(Self::Skip(skip)) } else { Err(NoCursor) };
        };
        // Years that PostgreSQL knows too: a made-up place is none, whatever its number.
        let known = |at: &Timestamp| (1970..=9999).contains(&chrono::Datelike::year(at));
        let at = micros.parse().ok().and_then(DateTime::from_timestamp_micros).filter(known).ok_or(NoCursor)?;
        Ok(Self::After(at, id.parse().map_err(|_| NoCursor)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_out_and_comes_back() {
        let cursor = Cursor::After("2026-03-14T11:30:00.000001Z".parse().unwrap(), "0195a1b2-0000-7000-8000-000000000001".parse().unwrap());
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert_eq!("36".parse(), Ok(Cursor::Skip(36)));
        assert!(cursor.fits(Sort::Date) && !cursor.fits(Sort::Price) && Cursor::Skip(36).fits(Sort::Fit));
        for wrong in [
            "",
            "0",
            "-1",
            "100001",
            "x",
            "1_",
            "_0195a1b2-0000-7000-8000-000000000001",
            "99999999999999999999_x",
            "1_2_3",
            "9223372036854775807_0195a1b2-0000-7000-8000-000000000001",
            "-210895056000000000_0195a1b2-0000-7000-8000-000000000001",
        ] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NoCursor), "{wrong}");
        }
    }
}
