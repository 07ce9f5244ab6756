//! What organizers type: times by a place's clock, percentages, counts, texts.

use chrono::NaiveDateTime;
use platform_texts::t;
use platform_types::{Timestamp, Zone, ZoneError, clean_line};

pub use crate::readable::percent as as_percent;

/// Why something typed was not understood. Each says what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedError {
    /// Not a day and a time.
    #[error("{}", t!("console-typed-time"))]
    Time,
    /// A year nobody plans for.
    #[error("{}", t!("console-typed-year"))]
    Year,
    /// The hour does not exist there.
    #[error("{}", t!("console-typed-skipped", at = .0, zone = .1))]
    Skipped(String, &'static str),
    /// Not a percentage.
    #[error("{}", t!("console-typed-percent"))]
    Percent,
    /// Not a whole number, or outside the limits.
    #[error("{}", t!("console-typed-count", least = .0, most = .1))]
    Count(i32, i32),
    /// Longer than fits.
    #[error("{}", t!("console-typed-too-long", most = .0))]
    TooLong(usize),
}

/// What a `datetime-local` field sends, and what people type without one.
const PATTERNS: [&str; 4] = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"];

/// Reads a time by the clock of `zone`; nothing typed is nothing. A text that still says what `was` stands there
/// for is `was` itself: seconds and the second of two equal autumn hours survive an edit of something else.
pub fn local_time(raw: &str, zone: Zone, was: Option<Timestamp>) -> Result<Option<Timestamp>, TypedError> {
    let text = raw.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(was) = was
        && as_local(was, zone) == text
    {
        return Ok(Some(was));
    }
    let local = PATTERNS.iter().find_map(|pattern| NaiveDateTime::parse_from_str(text, pattern).ok()).ok_or(TypedError::Time)?;
    if !(2000..2200).contains(&chrono::Datelike::year(&local)) {
        return Err(TypedError::Year);
    }
    match zone.instant(local) {
        Ok(at) => Ok(Some(at)),
        Err(ZoneError::Skipped(local, place)) => Err(TypedError::Skipped(local.format("%Y-%m-%d %H:%M").to_string(), place)),
        Err(ZoneError::Unknown(_)) => Err(TypedError::Time),
    }
}

/// An instant as a `datetime-local` field wants it.
pub fn as_local(at: Timestamp, zone: Zone) -> String {
    zone.local(at).format("%Y-%m-%dT%H:%M").to_string()
}

/// Parts per million of a percentage with at most four decimals: `8,25` is 82,500. Nothing typed is 0.
pub fn percent(raw: &str) -> Result<i64, TypedError> {
    let text = raw.trim().trim_end_matches('%').trim().replace(',', ".");
    if text.is_empty() {
        return Ok(0);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || whole.len() > 3 || fraction.len() > 4 || !digits(whole) || !digits(fraction) {
        return Err(TypedError::Percent);
    }
    let millionths: i64 = format!("{whole}{fraction:0<4}").parse().map_err(|_| TypedError::Percent)?;
    if millionths > 1_000_000 { Err(TypedError::Percent) } else { Ok(millionths) }
}

/// A whole number between the limits; spaces between digits are fine. Nothing typed is nothing.
pub fn count(raw: &str, least: i32, most: i32) -> Result<Option<i32>, TypedError> {
    let text: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    if text.is_empty() {
        return Ok(None);
    }
    let plain = text.len() <= 10 && text.chars().all(|c| c.is_ascii_digit());
    let number = plain.then(|| text.parse::<i32>().ok()).flatten().filter(|n| (least..=most).contains(n));
    number.map(Some).ok_or(TypedError::Count(least, most))
}

/// One line of at most `most` characters.
pub fn line(raw: &str, most: usize) -> Result<String, TypedError> {
    let text = clean_line(raw);
    if text.chars().count() > most { Err(TypedError::TooLong(most)) } else { Ok(text) }
}

/// Several lines of at most `most` characters, each cleaned as [`clean_line`] does; blank ends go.
pub fn text(raw: &str, most: usize) -> Result<String, TypedError> {
    let lines: Vec<String> = raw.lines().map(clean_line).collect();
    let whole = lines.join("\n").trim().to_owned();
    if whole.chars().count() > most { Err(TypedError::TooLong(most)) } else { Ok(whole) }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};

    use super::*;

    fn berlin() -> Zone {
        "Europe/Berlin".parse().unwrap()
    }

    #[test]
    fn times_are_those_of_the_place() {
        let at = local_time("2026-03-14T19:30", "Asia/Hong_Kong".parse().unwrap(), None).unwrap().unwrap();
        assert_eq!(at.to_rfc3339(), "2026-03-14T11:30:00+00:00");
        assert_eq!(local_time(" 2026-07-01 20:00 ", berlin(), None).unwrap().unwrap().to_rfc3339(), "2026-07-01T18:00:00+00:00");
        assert_eq!(local_time("  ", berlin(), None), Ok(None));
        for wrong in ["tomorrow", "2026-02-30T10:00", "19:30", "14.3.2026 19:30"] {
            assert_eq!(local_time(wrong, berlin(), None), Err(TypedError::Time), "{wrong}");
        }
        assert_eq!(local_time("0206-03-14T19:30", berlin(), None), Err(TypedError::Year));
    }

    #[test]
    fn a_skipped_hour_is_refused_with_what_would_be_right() {
        let error = local_time("2026-03-29T02:30", berlin(), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "at 2026-03-29 02:30 the clocks in Europe/Berlin go forward and skip this hour; choose a time an hour later"
        );
    }

    #[test]
    fn an_untouched_time_is_not_moved_by_saving_the_form() {
        // 02:30 happens twice on 2026-10-25; this is the second one, and it has seconds.
        let second = DateTime::parse_from_rfc3339("2026-10-25T01:30:15Z").unwrap().to_utc();
        let shown = as_local(second, berlin());
        assert_eq!(shown, "2026-10-25T02:30");
        assert_eq!(local_time(&shown, berlin(), Some(second)), Ok(Some(second)));
        assert_eq!(local_time(&shown, berlin(), None).unwrap().unwrap(), second - Duration::seconds(15) - Duration::hours(1));
    }

    #[test]
    fn percentages_as_people_type_them() {
        for (raw, millionths) in
            [("10", 100_000), ("8,25", 82_500), ("8.25 %", 82_500), ("", 0), ("100", 1_000_000), ("0.0001", 1), (".5", 5_000)]
        {
            assert_eq!(percent(raw), Ok(millionths), "{raw}");
        }
        for raw in ["-1", "100.0001", "8.25.1", "ten", "1e2", "0.00001", "."] {
            assert_eq!(percent(raw), Err(TypedError::Percent), "{raw}");
        }
        assert_eq!(as_percent(82_500), "8.25");
        assert_eq!(as_percent(0), "0");
        assert_eq!(as_percent(1_000_000), "100");
    }

    #[test]
    fn counts_never_swallow_a_decimal_sign() {
        assert_eq!(count("1 200", 1, 1_000_000), Ok(Some(1_200)));
        assert_eq!(count("", 1, 10), Ok(None));
        for raw in ["1.5", "1,200", "-3", "0", "99999999999", "many"] {
            assert_eq!(count(raw, 1, 1_000_000), Err(TypedError::Count(1, 1_000_000)), "{raw}");
        }
    }

    #[test]
    fn texts_keep_their_lines_and_lose_what_nobody_sees() {
        assert_eq!(text("  One\r\n\r\nTwo\u{0}\u{202E}  ", 100), Ok("One\n\nTwo".to_owned()));
        assert_eq!(line("a\nb", 10), Ok("a b".to_owned()));
        assert_eq!(line("abc", 2), Err(TypedError::TooLong(2)));
    }
}
