//! Clocks of a calendar: IANA names, names that end in one, and zones that the file itself defines.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDateTime};
use icalendar::parser::Component;
use platform_types::{Timestamp, Zone};

use super::repeat;

/// Which clock a time is by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Clock {
    /// One of the IANA database.
    Iana(Zone),
    /// One that the file defines, by its place there.
    Own(usize),
}

impl Clock {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self::Iana(Zone::UTC)
    }
}

/// When a zone of the file's own changes its distance from UTC.
#[derive(Clone, Debug)]
struct Change {
    starts: NaiveDateTime,
    from_seconds: i64,
    to_seconds: i64,
    rule: Option<String>,
    further: Vec<NaiveDateTime>,
}

/// All clocks of one calendar.
pub(super) struct Zones {
    floating: Zone,
    names: BTreeMap<String, Clock>,
    own: Vec<Vec<Change>>,
}

impl Zones {
    /// Of a calendar whose times without a zone are by `floating`. A calendar's own X-WR-TIMEZONE goes before it.
    pub fn of(calendar: &Component<'_>, floating: Zone) -> Self {
        let calendars = calendar.find_prop("X-WR-TIMEZONE").and_then(|p| iana(p.val.as_str()));
        let mut zones = Self { floating: calendars.unwrap_or(floating), names: BTreeMap::new(), own: Vec::new() };
        for zone in calendar.components.iter().filter(|c| c.name.as_str().eq_ignore_ascii_case("VTIMEZONE")) {
            let Some(name) = zone.find_prop("TZID").map(|p| p.val.as_str().to_owned()) else { continue };
            let located = zone.find_prop("X-LIC-LOCATION").and_then(|p| iana(p.val.as_str()));
            let clock = match iana(&name).or(located) {
                Some(zone) => Clock::Iana(zone),
                None => {
                    let changes: Vec<Change> = zone.components.iter().filter_map(change).collect();
                    if changes.is_empty() {
                        continue;
                    }
                    zones.own.push(changes);
                    Clock::Own(zones.own.len() - 1)
                }
            };
            zones.names.insert(name, clock);
        }
        zones
    }

    /// The clock of a TZID; without one, the event's own.
    pub fn clock(&self, name: Option<&str>) -> Result<Clock, String> {
        let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(Clock::Iana(self.floating)) };
        let known = self.names.get(name).copied().or_else(|| iana(name).map(Clock::Iana));
        known.ok_or_else(|| format!("“{name}” is no time zone of the IANA database, and the file does not define it"))
    }

    /// The instant at which that clock shows `local`.
    pub fn instant(&self, local: NaiveDateTime, clock: Clock) -> Result<Timestamp, String> {
        match clock {
            Clock::Iana(zone) => zone.instant(local).map_err(|e| e.to_string()),
            Clock::Own(place) => {
                let changes = self.own.get(place).map_or(&[][..], Vec::as_slice);
                let seconds =
                    offset(changes, local).ok_or_else(|| "the file’s own time zone does not reach back to this time".to_owned())?;
                Ok(DateTime::from_naive_utc_and_offset(local - Duration::seconds(seconds), chrono::Utc))
            }
        }
    }
}

/// `Europe/London`, also at the end of a longer name (`/freeassociation.sourceforge.net/Europe/London`).
fn iana(name: &str) -> Option<Zone> {
    let name = name.trim();
    let mut tails = std::iter::once(name).chain(name.match_indices('/').map(|(at, _)| &name[at + 1..]));
    tails.find_map(|tail| tail.parse().ok())
}

fn change(part: &Component<'_>) -> Option<Change> {
    let value = |name: &str| part.find_prop(name).map(|p| p.val.as_str().to_owned());
    let local = |text: &str| NaiveDateTime::parse_from_str(text.trim(), "%Y%m%dT%H%M%S").ok();
    let further = part.properties.iter().filter(|p| p.name.as_str().eq_ignore_ascii_case("RDATE"));
    Some(Change {
        starts: local(&value("DTSTART")?)?,
        from_seconds: seconds(&value("TZOFFSETFROM")?)?,
        to_seconds: seconds(&value("TZOFFSETTO")?)?,
        rule: value("RRULE"),
        further: further.flat_map(|p| p.val.as_str().split(',').filter_map(local).collect::<Vec<_>>()).collect(),
    })
}

/// `+0100`, `-033000`.
fn seconds(written: &str) -> Option<i64> {
    let text = written.trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let pair = |at: usize| digits.get(at..at + 2).and_then(|d| d.parse::<u32>().ok()).map(i64::from);
    if !matches!(digits.len(), 4 | 6) {
        return None;
    }
    let (hours, minutes, rest) = (pair(0)?, pair(2)?, if digits.len() == 6 { pair(4)? } else { 0 });
    (hours < 24 && minutes < 60 && rest < 60).then_some(sign * (hours * 3_600 + minutes * 60 + rest))
}

/// The distance from UTC that the last change before `local` set; before the first one, what it changed from.
fn offset(changes: &[Change], local: NaiveDateTime) -> Option<i64> {
    let last = changes.iter().filter_map(|change| Some((last_onset(change, local)?, change.to_seconds))).max_by_key(|(at, _)| *at);
    let first = changes.iter().min_by_key(|change| change.starts).map(|change| change.from_seconds);
    last.map(|(_, seconds)| seconds).or(first)
}

fn last_onset(change: &Change, local: NaiveDateTime) -> Option<NaiveDateTime> {
    let once = std::iter::once(change.starts).chain(change.further.iter().copied()).filter(|at| *at <= local).max();
    let by_rule = change.rule.as_deref().and_then(|rule| {
        // Rules of zones are yearly and often begin in 1601: only the years around matter.
        let near = change.starts.with_year(local.year() - 2).filter(|near| *near > change.starts).unwrap_or(change.starts);
        let counted = rule.to_ascii_uppercase().contains("COUNT=");
        let from = if counted { change.starts } else { near };
        repeat::walls(rule, from, 400, Some(local), &|utc| utc + Duration::seconds(change.from_seconds))
            .ok()?
            .into_iter()
            .filter(|at| *at <= local)
            .max()
    });
    once.max(by_rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_distances_are_read() {
        assert_eq!(iana("/freeassociation.sourceforge.net/Europe/London").map(Zone::name), Some("Europe/London"));
        assert_eq!(iana("W. Europe Standard Time"), None);
        assert_eq!(
            (seconds("+0100"), seconds("-033015"), seconds("0100"), seconds("+9900"), seconds("")),
            (Some(3_600), Some(-12_615), None, None, None)
        );
    }
}
