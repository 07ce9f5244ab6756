//! Moves an event's times to another day, by the wall clock of its place.

use chrono::{Duration, NaiveDateTime};
use platform_types::{Timestamp, Zone};

/// From one start to another, as the wall clock shows them: doors an hour before stay an hour before on the clock, whether
/// or not the clocks change in between.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    zone: Zone,
    by: Duration,
}

impl Shift {
    /// The distance between two starts.
    pub fn between(zone: Zone, was: Timestamp, new: Timestamp) -> Self {
        Self { zone, by: zone.local(new).naive_local() - zone.local(was).naive_local() }
    }

    /// Where an instant moves to. An hour that the clocks skip there becomes the next one.
    pub fn at(&self, was: Timestamp) -> Timestamp {
        let local: NaiveDateTime = self.zone.local(was).naive_local() + self.by;
        self.zone.instant(local).or_else(|_| self.zone.instant(local + Duration::hours(1))).unwrap_or(was + self.by)
    }

    /// The same for a pair of which the second comes after the first, and still does.
    pub fn span(&self, from: Option<Timestamp>, to: Option<Timestamp>) -> (Option<Timestamp>, Option<Timestamp>) {
        let (new_from, new_to) = (from.map(|at| self.at(at)), to.map(|at| self.at(at)));
        match (from, to, new_from, new_to) {
            (Some(from), Some(to), Some(start), Some(end)) if end <= start => (Some(start), Some(start + (to - from))),
            _ => (new_from, new_to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn berlin() -> Zone {
        "Europe/Berlin".parse().unwrap()
    }

    #[test]
    fn the_wall_clock_keeps_its_distances_over_the_change_of_the_clocks() {
        // 20:00 on 14 March (winter) to 20:00 on 4 April (summer).
        let shift = Shift::between(berlin(), at("2026-03-14T19:00:00Z"), at("2026-04-04T18:00:00Z"));
        assert_eq!(shift.at(at("2026-03-14T18:00:00Z")), at("2026-04-04T17:00:00Z"), "doors at 19:00 stay at 19:00");
        assert_eq!(shift.at(at("2026-02-14T09:00:00Z")), at("2026-03-07T09:00:00Z"), "sales open at 10:00, before the change");
        // And back over the autumn.
        let back = Shift::between(berlin(), at("2026-10-24T18:00:00Z"), at("2026-10-31T19:00:00Z"));
        assert_eq!(back.at(at("2026-10-24T20:00:00Z")), at("2026-10-31T21:00:00Z"), "the end at 22:00 stays at 22:00");
    }

    #[test]
    fn an_hour_that_is_skipped_becomes_the_next_and_keeps_the_order() {
        // A night from 01:30 to 02:45, a week before the clocks go forward.
        let shift = Shift::between(berlin(), at("2026-03-22T00:30:00Z"), at("2026-03-29T00:30:00Z"));
        assert_eq!(shift.at(at("2026-03-22T01:45:00Z")), at("2026-03-29T01:45:00Z"), "02:45 is 03:45 that night");
        // 02:30 is skipped to 03:30, and 03:15 would come before it.
        let (from, to) = shift.span(Some(at("2026-03-22T01:30:00Z")), Some(at("2026-03-22T02:15:00Z")));
        assert_eq!((from, to), (Some(at("2026-03-29T01:30:00Z")), Some(at("2026-03-29T02:15:00Z"))));
    }
}
