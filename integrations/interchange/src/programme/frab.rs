//! What XML and JSON of the frab family have in common: an event as texts, and what it means.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime};
use platform_types::{Timestamp, Zone, is_blank};

use super::{Link, Programme, Session, language, web};
use crate::refused::Refused;
use crate::text;

/// An event as the file has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    pub guid: String,
    pub id: String,
    /// With the distance from UTC, or only a day.
    pub date: String,
    /// `10:35`.
    pub start: String,
    /// `00:25`, also `1:00` and `2:00:00` (days, hours, minutes).
    pub duration: String,
    pub room: String,
    /// The room around it.
    pub outer_room: String,
    pub title: String,
    pub subtitle: String,
    pub track: String,
    pub kind: String,
    pub language: String,
    pub summary: String,
    pub description: String,
    pub url: String,
    pub persons: Vec<String>,
    pub links: Vec<(String, String)>,
    /// The day around it.
    pub day: String,
}

/// Collects what is told, and refuses what is not understood.
pub(super) struct Reading {
    zone: Zone,
    seen: BTreeSet<String>,
    pub programme: Programme,
}

impl Reading {
    pub fn new(zone: Zone) -> Self {
        Self { zone, seen: BTreeSet::new(), programme: Programme::default() }
    }

    /// The zone that the file names for all its times, if it is one.
    pub fn zone_named(&mut self, name: &str) {
        if let Ok(zone) = name.trim().parse() {
            self.zone = zone;
        }
    }

    /// One event.
    pub fn take(&mut self, raw: Raw) {
        let id = [&raw.guid, &raw.id].into_iter().map(|id| text::line(id)).find(|id| !id.is_empty()).unwrap_or_default();
        let row = if id.is_empty() { format!("event “{}”", text::line(&raw.title)) } else { id.clone() };
        match self.understand(&raw, id, &row) {
            Ok(session) => self.programme.sessions.push(session),
            Err(refused) => self.programme.refused.push(refused),
        }
    }

    fn understand(&mut self, raw: &Raw, id: String, row: &str) -> Result<Session, Refused> {
        let refuse = |field: &str, value: &str, code, reason: &str| Err(Refused::new(row, field, value, code, reason));
        if id.is_empty() {
            return refuse("guid", "", "programme.id_missing", "an event needs a guid or an id, so that it is found again");
        }
        if !self.seen.insert(id.clone()) {
            return refuse("guid", &id, "programme.id_twice", "this id was there before; the first row with it was taken");
        }
        let title = text::line(&raw.title);
        if is_blank(&title) {
            return refuse("title", &raw.title, "programme.title_missing", "a title is needed");
        }
        let starts_at = self.start(raw, row)?;
        let ends_at = match (starts_at, raw.duration.trim()) {
            (_, "") | (None, _) => None,
            (Some(start), written) => match duration(written) {
                Some(length) => Some(start + length).filter(|end| *end > start),
                None => return refuse("duration", written, "programme.duration_unusable", "a duration like 00:25 is expected"),
            },
        };
        let subtitle = text::line(&raw.subtitle);
        let parts = [subtitle, text::plain(&raw.summary), text::plain(&raw.description)];
        let room = [&raw.room, &raw.outer_room].into_iter().map(|room| text::line(room)).find(|room| !room.is_empty()).unwrap_or_default();
        let track = [&raw.track, &raw.kind].into_iter().map(|track| text::line(track)).find(|track| !track.is_empty()).unwrap_or_default();
        let page = web(&raw.url).map(|url| Link { url, label: String::new() });
        let more = raw.links.iter().filter_map(|(url, label)| Some(Link { url: web(url)?, label: text::line(label) }));
        let mut links: Vec<Link> = Vec::new();
        for link in page.into_iter().chain(more) {
            if links.len() < 20 && !links.iter().any(|l| l.url == link.url) {
                links.push(link);
            }
        }
        Ok(Session {
            entry: id.clone(),
            source: None,
            position: None,
            id,
            starts_at,
            ends_at,
            title,
            description: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"),
            room,
            track,
            persons: raw.persons.iter().map(|name| text::line(name)).filter(|name| !is_blank(name)).collect(),
            links,
            language: language(&raw.language),
        })
    }

    /// With its distance from UTC the date says everything; else day and clock do, by the zone's clocks.
    fn start(&self, raw: &Raw, row: &str) -> Result<Option<Timestamp>, Refused> {
        let date = raw.date.trim();
        if let Ok(at) = DateTime::parse_from_rfc3339(date) {
            return Ok(Some(at.to_utc()));
        }
        let start = raw.start.trim();
        if date.is_empty() && start.is_empty() {
            return Ok(None);
        }
        let day = if date.is_empty() { raw.day.trim() } else { date };
        let day = NaiveDate::parse_from_str(day.get(..10).unwrap_or(day), "%Y-%m-%d")
            .map_err(|_| Refused::new(row, "date", date, "programme.date_unusable", "a date like 2025-02-01T10:35:00+01:00 is expected"))?;
        let clock = start.get(..5).unwrap_or(start);
        let clock = NaiveTime::parse_from_str(clock, "%H:%M")
            .map_err(|_| Refused::new(row, "start", start, "programme.start_unusable", "a time like 10:35 is expected"))?;
        let at = self.zone.instant(day.and_time(clock));
        at.map(Some).map_err(|e| Refused::new(row, "start", start, "programme.hour_skipped", e.to_string()))
    }
}

/// `00:25`, `1:00`, `1:02:00` (a day and two hours).
fn duration(written: &str) -> Option<Duration> {
    let parts: Vec<i64> = written.split(':').map(|part| part.trim().parse::<u32>().ok().map(i64::from)).collect::<Option<_>>()?;
    let minutes = match parts.as_slice() {
        [hours, minutes] => hours * 60 + minutes,
        [days, hours, minutes] => (days * 24 + hours) * 60 + minutes,
        _ => return None,
    };
    (minutes <= 60 * 24 * 31).then(|| Duration::minutes(minutes))
}
