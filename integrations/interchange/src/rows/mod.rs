//! What rows mean: venues, events and sessions, each typed or refused with its field.

mod event;
mod session;
mod venue;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use platform_types::{Timestamp, Zone, is_blank};

pub use event::{EventRow, Price, event_rows};
pub use session::sessions;
pub use venue::{VenueRow, venue_rows};

use crate::refused::Refused;
use crate::table::{Record, Table};
use crate::text;

/// Texts by BCP 47 tag.
pub type Languages = BTreeMap<String, String>;

/// Reads every row with `read`; ids are there once.
fn each<T>(table: &Table, mut read: impl FnMut(&Record, &mut Vec<Refused>) -> Option<T>) -> (Vec<T>, Vec<Refused>) {
    let mut refused = table.refused.clone();
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for record in &table.records {
        let key = (record.text("source").to_owned(), text::line(record.text("id")));
        if key.1.is_empty() || key.1.chars().count() > 200 {
            let reason = "an id of at most 200 characters is needed, so that the row is found again";
            refused.push(Refused::new(&record.place, "id", &key.1, "table.id_missing", reason));
        } else if seen.contains(&key) {
            let reason = "this id was there before; the first row with it was taken";
            refused.push(Refused::new(&key.1, "id", &key.1, "table.id_twice", reason));
        } else {
            seen.insert(key);
            rows.extend(read(record, &mut refused));
        }
    }
    (rows, refused)
}

/// A row while it is read: its mistakes are all named, not only the first.
struct Reading<'a> {
    record: &'a Record,
    row: String,
    refused: &'a mut Vec<Refused>,
    before: usize,
}

impl<'a> Reading<'a> {
    fn new(record: &'a Record, refused: &'a mut Vec<Refused>) -> Self {
        let before = refused.len();
        Self { record, row: text::line(&record.row()), refused, before }
    }

    /// Whether nothing was wrong so far.
    fn is_good(&self) -> bool {
        self.refused.len() == self.before
    }

    fn refuse(&mut self, field: &str, value: &str, code: &'static str, reason: impl Into<String>) {
        self.refused.push(Refused::new(&self.row, field, value, code, reason));
    }

    /// One line of at most `most` characters.
    fn line(&mut self, field: &str, most: usize) -> Option<String> {
        let value = text::line(&self.record.get(field)?.replace("\r\n", "\n"));
        self.fits(field, value, most)
    }

    /// Several lines.
    fn lines(&mut self, field: &str, most: usize) -> Option<String> {
        let value = text::lines(self.record.get(field)?);
        self.fits(field, value, most)
    }

    fn fits(&mut self, field: &str, value: String, most: usize) -> Option<String> {
        if value.chars().count() > most {
            self.refuse(field, &value, "table.too_long", format!("at most {most} characters fit"));
            return None;
        }
        Some(value)
    }

    /// A title or name, which shows something.
    fn title(&mut self, field: &str, most: usize) -> Option<String> {
        let value = self.line(field, most)?;
        if is_blank(&value) {
            self.refuse(field, &value, "table.title_missing", "a name or title is needed");
            return None;
        }
        Some(value)
    }

    /// The same in other languages.
    fn languages(&mut self, field: &str, most: usize) -> Option<Languages> {
        let all = self.record.by_language(field)?;
        let mut kept = Languages::new();
        for (tag, value) in all {
            let value = if field == "description" { text::lines(&value) } else { text::line(&value) };
            if let Some(value) = self.fits(&format!("{field}:{tag}"), value, most)
                && !value.is_empty()
            {
                kept.insert(tag, value);
            }
        }
        Some(kept)
    }

    /// A whole number from 1 on; blank is nothing.
    #[expect(clippy::option_option, reason = "no such column, an empty cell, and a value are three things")]
    fn count(&mut self, field: &str, most: i32) -> Option<Option<i32>> {
        let value = self.record.get(field)?.to_owned();
        if value.is_empty() {
            return Some(None);
        }
        // Spreadsheets and their kin write 310 as 310.0.
        let whole = value
            .split_once('.')
            .filter(|(_, rest)| !rest.is_empty() && rest.chars().all(|c| c == '0'))
            .map_or(value.as_str(), |(whole, _)| whole);
        match whole.parse::<i32>().ok().filter(|n| (1..=most).contains(n)) {
            Some(n) => Some(Some(n)),
            None => {
                self.refuse(field, &value, "table.number_unusable", format!("a whole number from 1 to {most} is expected, or nothing"));
                None
            }
        }
    }

    /// A zone's name.
    fn zone(&mut self, field: &str) -> Option<Zone> {
        let value = self.record.get(field).filter(|value| !value.is_empty())?.to_owned();
        match value.parse() {
            Ok(zone) => Some(zone),
            Err(e) => {
                let e: platform_types::ZoneError = e;
                self.refuse(field, &value, "table.zone_unknown", e.to_string());
                None
            }
        }
    }

    /// A moment: with its distance from UTC, or by the clocks of `zone`. A day alone is no moment.
    #[expect(clippy::option_option, reason = "no such column, an empty cell, and a value are three things")]
    fn moment(&mut self, field: &str, zone: Zone, patterns: &[String]) -> Option<Option<Timestamp>> {
        let value = self.record.get(field)?.to_owned();
        if value.is_empty() {
            return Some(None);
        }
        match moment(&value, zone, patterns) {
            Ok(at) => Some(Some(at)),
            Err(reason) => {
                self.refuse(field, &value, "table.time_unusable", reason);
                None
            }
        }
    }
}

fn moment(value: &str, zone: Zone, patterns: &[String]) -> Result<Timestamp, String> {
    const USUAL: [&str; 4] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    if let Ok(at) = DateTime::parse_from_rfc3339(value) {
        return Ok(at.to_utc());
    }
    let local = patterns.iter().map(String::as_str).chain(USUAL).find_map(|pattern| NaiveDateTime::parse_from_str(value, pattern).ok());
    match local {
        Some(local) => zone.instant(local).map_err(|e| e.to_string()),
        None if NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok() => {
            Err("a time of day is needed as well, like 2026-03-14 19:30".to_owned())
        }
        None => Err("a time like 2026-03-14 19:30 or 2026-03-14T19:30:00+08:00 is expected".to_owned()),
    }
}
