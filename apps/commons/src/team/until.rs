//! Until when a role is held: a day by the clocks of a place, the whole of it.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};
use platform_http::Check;
use platform_texts::t;
use platform_types::{Timestamp, Zone};

/// What was typed into `until`: nothing is for good, a day means to its end there. `None` when it was wrong; that is noted.
#[allow(clippy::option_option, reason = "wrong, for good, until then")]
pub fn read_until(typed: &str, zone: Zone, now: Timestamp, check: &mut Check) -> Option<Option<Timestamp>> {
    let text = typed.trim();
    if text.is_empty() {
        return Some(None);
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| (2000..2200).contains(&day.year()));
    let Some(end) = day.and_then(|day| end_of(day, zone)) else {
        check.wrong("until", t!("team-until-shape"));
        return None;
    };
    check.that(end > now, "until", &t!("team-until-over"));
    (end > now).then_some(Some(end))
}

/// The first instant of the next day; where the clocks skip midnight, the first one there is.
fn end_of(day: NaiveDate, zone: Zone) -> Option<Timestamp> {
    let midnight = day.succ_opt()?.and_time(NaiveTime::MIN);
    (0..4).find_map(|halves| zone.instant(midnight + Duration::minutes(30 * halves)).ok())
}

/// The last day on which a role is held, for a page: the end itself belongs to the next day.
pub fn as_day(until: Timestamp) -> Timestamp {
    until - Duration::seconds(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The end, “for good”, or “refused”; and how many mistakes were noted.
    fn read(typed: &str, zone: &str) -> (String, usize) {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let mut check = Check::new();
        let told = match read_until(typed, zone.parse().unwrap(), now, &mut check) {
            None => "refused".to_owned(),
            Some(None) => "for good".to_owned(),
            Some(Some(end)) => end.to_rfc3339(),
        };
        (told, check.faults().len())
    }

    #[test]
    fn a_day_means_to_its_end_by_the_clocks_of_the_place() {
        assert_eq!(read(" ", "Europe/Berlin"), ("for good".to_owned(), 0));
        assert_eq!(read("2026-03-14", "Asia/Hong_Kong"), ("2026-03-14T16:00:00+00:00".to_owned(), 0));
        // The night in which the clocks go forward, and a place where they skip midnight itself.
        assert_eq!(read("2026-03-29", "Europe/Berlin"), ("2026-03-29T22:00:00+00:00".to_owned(), 0));
        assert_eq!(read("2026-04-23", "Africa/Cairo"), ("2026-04-23T22:00:00+00:00".to_owned(), 0));
    }

    #[test]
    fn a_day_that_is_over_or_none_is_refused() {
        for typed in ["2026-02-28", "14.3.2026", "2026-02-30", "soon", "0001-01-01"] {
            assert_eq!(read(typed, "Europe/Berlin"), ("refused".to_owned(), 1), "{typed}");
        }
        assert_eq!(read("2026-03-01", "Europe/Berlin").1, 0, "today is not over");
    }
}
