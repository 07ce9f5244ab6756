//! When people came: quarters of an hour without a gap, or hours and days where an event goes on for long.

use chrono::Duration;
use platform_texts::{Telling, in_zone};
use platform_types::{Timestamp, Zone};
use platform_ui::Label;

/// As many parts as are drawn.
const MOST: i64 = 96;

/// Admissions of one part of the evening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When, by the event's clocks.
    pub label: Label,
    /// How many.
    pub admitted: i64,
}

/// Parts from the first admission to the last, none left out, and how long each is, in words.
pub fn doors(quarters: &[(Timestamp, i64)], zone: Zone) -> (Vec<Arrival>, &'static str) {
    let (Some((first, _)), Some((last, _))) = (quarters.first(), quarters.last()) else { return (Vec::new(), "quarter") };
    let lengths = [(15, "quarter"), (60, "hour"), (24 * 60, "day")];
    let fits = |(minutes, _): &(i64, &str)| (*last - *first).num_minutes() / minutes < MOST;
    let (minutes, words) = lengths.into_iter().find(fits).unwrap_or((7 * 24 * 60, "week"));
    let length = Duration::minutes(minutes);
    // Parts begin where the clocks show a full hour; whole days begin at the first admission's midnight.
    let local = zone.local(*first);
    let into = match minutes {
        15 => Duration::zero(),
        60 => Duration::minutes(i64::from(chrono::Timelike::minute(&local))),
        _ => Duration::seconds(i64::from(chrono::Timelike::num_seconds_from_midnight(&local))),
    };
    let mut at = *first - into;
    let mut parts = Vec::new();
    let mut rest = quarters;
    while at <= *last {
        let end = at + length;
        let within = rest.partition_point(|(quarter, _)| *quarter < end);
        let admitted = rest[..within].iter().map(|(_, n)| n).sum();
        rest = &rest[within..];
        let short = if minutes < 24 * 60 { Telling::Time } else { Telling::DayMonth };
        parts.push(Arrival { label: Label::new(in_zone(at, zone, short), in_zone(at, zone, Telling::Full)), admitted });
        at = end;
    }
    (parts, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn quiet_quarters_are_drawn_too_and_nobody_is_lost() {
        let berlin = "Europe/Berlin".parse().unwrap();
        let (parts, words) = doors(&[(at("2026-03-14T18:00:00Z"), 12), (at("2026-03-14T18:45:00Z"), 3)], berlin);
        let told: Vec<(&str, i64)> = parts.iter().map(|p| (p.label.short.as_str(), p.admitted)).collect();
        assert_eq!((told, words), (vec![("19:00", 12), ("19:15", 0), ("19:30", 0), ("19:45", 3)], "quarter"));
        assert_eq!(doors(&[], berlin).0, vec![]);
    }

    #[test]
    fn the_night_on_which_clocks_go_back_shows_an_hour_twice() {
        let (parts, _) = doors(&[(at("2026-10-25T00:30:00Z"), 1), (at("2026-10-25T01:30:00Z"), 2)], "Europe/Berlin".parse().unwrap());
        let shown: Vec<&str> = parts.iter().map(|p| p.label.short.as_str()).collect();
        assert_eq!(shown, ["02:30", "02:45", "02:00", "02:15", "02:30"]);
    }

    #[test]
    fn a_week_of_doors_is_told_by_the_hour_and_a_season_by_the_day() {
        let of = |days: i64| vec![(at("2026-03-01T18:15:00Z"), 5), (at("2026-03-01T18:15:00Z") + Duration::days(days), 7)];
        for (days, words) in [(2, "hour"), (60, "day"), (200, "week")] {
            let (parts, told) = doors(&of(days), Zone::UTC);
            assert!(told == words && parts.len() <= 97, "{days}: {told}, {}", parts.len());
            assert_eq!(parts.iter().map(|p| p.admitted).sum::<i64>(), 12);
        }
    }
}
