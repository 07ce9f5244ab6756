//! Times and durations as properties write them.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use icalendar::parser::Property;
use platform_types::Timestamp;

use super::zones::{Clock, Zones};

/// A moment as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum When {
    /// A whole day.
    Day(NaiveDate),
    /// By some clock.
    At(NaiveDateTime, Clock),
}

impl When {
    /// The first (or only) value of a property.
    pub fn read(property: &Property<'_>, zones: &Zones) -> Result<Self, String> {
        Self::read_value(property, property.val.as_str(), zones)
    }

    /// All values of a property that may have several. Of a period (`start/end`) the start.
    pub fn read_all(property: &Property<'_>, zones: &Zones) -> Result<Vec<Self>, String> {
        let value = property.val.as_str();
        value.split(',').map(|v| Self::read_value(property, v.split('/').next().unwrap_or(v), zones)).collect()
    }

    fn read_value(property: &Property<'_>, value: &str, zones: &Zones) -> Result<Self, String> {
        let value = value.trim();
        let wrong = || format!("“{value}” is no date or time; one like 20240531T172000 or 20240531 is expected");
        if value.len() == 8 {
            return NaiveDate::parse_from_str(value, "%Y%m%d").map(Self::Day).map_err(|_| wrong());
        }
        let (local, is_utc) = match value.strip_suffix(['Z', 'z']) {
            Some(local) => (local, true),
            None => (value, false),
        };
        // A leap second is the second before it.
        let local = if local.len() == 15 && local.ends_with("60") { format!("{}59", &local[..13]) } else { local.to_owned() };
        let local = NaiveDateTime::parse_from_str(&local, "%Y%m%dT%H%M%S").map_err(|_| wrong())?;
        let clock = if is_utc { Clock::utc() } else { zones.clock(parameter(property, "TZID").as_deref())? };
        Ok(Self::At(local, clock))
    }

    /// What the wall clock shows; midnight for a day.
    pub fn wall(self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(chrono::NaiveTime::MIN),
            Self::At(local, _) => local,
        }
    }

    /// The instant; nothing for a day.
    pub fn instant(self, zones: &Zones) -> Result<Option<Timestamp>, String> {
        match self {
            Self::Day(_) => Ok(None),
            Self::At(local, clock) => zones.instant(local, clock).map(Some),
        }
    }
}

/// A parameter's value.
pub(super) fn parameter(property: &Property<'_>, name: &str) -> Option<String> {
    let found = property.params.iter().find(|p| p.key.as_str().eq_ignore_ascii_case(name))?;
    found.val.as_ref().map(|v| v.as_str().trim_matches('"').to_owned())
}

/// `PT1H30M`, `P1D`, `P2W`; nothing for what is none, negative or longer than a month.
pub(super) fn duration(written: &str) -> Option<Duration> {
    let text = written.trim().to_ascii_uppercase();
    let text = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?.to_owned();
    let (days, clock) = text.split_once('T').unwrap_or((&text, ""));
    let mut seconds = 0_i64;
    let mut any = false;
    for (part, units) in [(days, &[('W', 604_800), ('D', 86_400)][..]), (clock, &[('H', 3_600), ('M', 60), ('S', 1)][..])] {
        let mut rest = part;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: i64 = rest[..end].parse::<u32>().ok()?.into();
            let (_, length) = units.iter().find(|(unit, _)| rest[end..].starts_with(*unit))?;
            seconds += number * length;
            any = true;
            rest = &rest[end + 1..];
        }
    }
    (any && (0..=31 * 86_400).contains(&seconds)).then(|| Duration::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_whole_or_not_at_all() {
        for (written, minutes) in
            [("PT25M", 25), ("PT1H30M", 90), ("P1D", 1_440), ("P1DT2H", 1_560), ("P2W", 20_160), ("pt0s", 0), ("+PT1M", 1)]
        {
            assert_eq!(duration(written), Some(Duration::minutes(minutes)), "{written}");
        }
        for written in ["", "P", "PT", "-PT5M", "PT5", "P1M", "1H", "PT1H x", "P9999999999D", "P60D"] {
            assert_eq!(duration(written), None, "{written}");
        }
    }
}
