//! What the staff's lists share: an address that says everything, a place in the list, a choice of rows, a file of them.

mod choice;
pub(super) mod csv;
mod params;
mod place;
mod view;
pub(super) mod views;

pub use choice::{Choice, Pairs};
pub use params::Params;
pub use place::{Cut, PER_PAGE, Place, Spot, cut};
pub use view::{Toolbar, export_dialog, sorted_column};

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveTime};
use platform_texts::t;
use platform_types::{Timestamp, Zone};

/// A text as the searched columns are stored: without accents and case; each word as a pattern that finds it anywhere.
pub fn patterns(text: &str) -> Vec<String> {
    text.split_whitespace()
        .take(6)
        .map(|word| format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")))
        .collect()
}

/// A day as a date field sends it. Nothing typed is nothing.
pub fn day(raw: &str) -> Result<Option<NaiveDate>, Cow<'static, str>> {
    let text = raw.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| t!("console-lists-day"))?;
    if (2000..2200).contains(&chrono::Datelike::year(&day)) { Ok(Some(day)) } else { Err(t!("console-lists-year")) }
}

/// When a day begins by the clocks of a place: where they skip midnight, the hour after.
pub fn begins(day: NaiveDate, zone: Zone) -> Timestamp {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).and_then(|time| zone.instant(day.and_time(time)).ok());
    at(0).or_else(|| at(1)).unwrap_or_else(|| day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_by_the_clocks_of_its_place() {
        let hong_kong: Zone = "Asia/Hong_Kong".parse().unwrap();
        let at = |text: &str, zone| begins(day(text).unwrap().unwrap(), zone).to_rfc3339();
        assert_eq!(at("2026-03-14", hong_kong), "2026-03-13T16:00:00+00:00");
        // Midnight does not exist there on that day.
        assert_eq!(at("2026-09-06", "America/Santiago".parse().unwrap()), "2026-09-06T04:00:00+00:00");
        assert_eq!(day(" "), Ok(None));
        for wrong in ["14.3.2026", "2026-02-30", "tomorrow", "0206-01-01"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_typed_is_text_and_no_pattern() {
        assert_eq!(patterns(" 100% a_b "), ["%100\\%%", "%a\\_b%"]);
    }
}
