//! IANA time zones: an event happens in a place, and its times are that place's.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use crate::Timestamp;
use crate::lang::told;

/// An IANA zone name such as `Asia/Hong_Kong`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// Why a zone or a local time cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// Not in the IANA database.
    #[error(
        "{}",
        told(
            "“{}” is not a time zone; use a name like Europe/Berlin",
            "„{}“ ist keine Zeitzone; verwenden Sie einen Namen wie Europe/Berlin",
            "«{}» ليست منطقة زمنية؛ استخدم اسمًا مثل Europe/Berlin"
        )
        .replacen("{}", .0, 1)
    )]
    Unknown(String),
    /// The clocks jump over this local time (spring).
    #[error(
        "{at} {why}",
        at = .0,
        why = told(
            "does not exist in {}: the clocks go forward then; choose an hour later",
            "gibt es in {} nicht: Dann werden die Uhren vorgestellt; wählen Sie eine Stunde später",
            "لا وجود له في {}: تُقدَّم الساعات حينها؛ اختر ساعة لاحقة"
        )
        .replacen("{}", .1, 1)
    )]
    Skipped(NaiveDateTime, &'static str),
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// Zones to choose from, by name: one for every place, without their older names, and UTC at the end.
    pub fn all() -> impl Iterator<Item = Self> {
        const PARTS: [&str; 9] = ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian"];
        let is_place = |name: &str| name.split_once('/').is_some_and(|(part, _)| PARTS.contains(&part) || part == "Pacific");
        chrono_tz::TZ_VARIANTS.iter().copied().filter(move |tz| is_place(tz.name())).map(Self).chain([Self::UTC])
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// An instant as the wall clocks there show it.
    pub fn local(self, at: Timestamp) -> DateTime<Tz> {
        at.with_timezone(&self.0)
    }

    /// The instant at which the wall clocks there show `local`. Of two (autumn) the first is meant;
    /// an hour that is skipped (spring) is an error, because guessing would move somebody's show.
    pub fn instant(self, local: NaiveDateTime) -> Result<Timestamp, ZoneError> {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => Ok(t.to_utc()),
            LocalResult::None => Err(ZoneError::Skipped(local, self.name())),
        }
    }
}

impl FromStr for Zone {
    type Err = ZoneError;
    fn from_str(s: &str) -> Result<Self, ZoneError> {
        s.parse::<Tz>().map(Self).map_err(|_| ZoneError::Unknown(s.to_owned()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_is_met_honestly() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let day = |d, h| chrono::NaiveDate::from_ymd_opt(2026, d, 29).unwrap().and_hms_opt(h, 30, 0).unwrap();
        assert!(matches!(berlin.instant(day(3, 2)), Err(ZoneError::Skipped(..))));
        let twice = chrono::NaiveDate::from_ymd_opt(2026, 10, 25).unwrap().and_hms_opt(2, 30, 0).unwrap();
        assert_eq!(berlin.instant(twice).unwrap().to_rfc3339(), "2026-10-25T00:30:00+00:00");
        assert!("Mars/Olympus".parse::<Zone>().is_err());
    }
}
