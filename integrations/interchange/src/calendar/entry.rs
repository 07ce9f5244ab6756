//! One VEVENT.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use icalendar::parser::{Component, Property};
use platform_types::{Timestamp, is_blank};

use super::repeat;
use super::times::{When, duration, parameter};
use super::zones::{Clock, Zones};
use crate::limits::Limits;
use crate::programme::{Link, Session, language, web};
use crate::refused::Refused;
use crate::text;

/// An entry as understood.
pub(super) struct Entry<'z> {
    pub uid: String,
    pub title: String,
    pub cancelled: bool,
    /// The wall time of the repetition that this entry replaces.
    pub stands_for: Option<NaiveDateTime>,
    /// DTSTART as written, for reports.
    pub written: String,
    start: Option<When>,
    length: Option<Length>,
    rules: Vec<String>,
    also: Vec<When>,
    except: Vec<When>,
    source: Option<String>,
    entry: Option<String>,
    position: Option<i32>,
    description: String,
    room: String,
    track: String,
    persons: Vec<String>,
    links: Vec<Link>,
    language: String,
    zones: &'z Zones,
}

/// How long it lasts.
#[derive(Clone, Copy, Debug)]
enum Length {
    /// So long from the start, by the wall clock.
    For(Duration),
    /// Until here; of a repetition the same time later.
    Until(When),
    /// So many days.
    Days(i64),
}

/// One time of an entry.
pub(super) struct Slot {
    pub id: String,
    pub stands_for: Option<NaiveDateTime>,
    /// Start and end, or why the start is no time.
    pub when: Result<(Option<Timestamp>, Option<Timestamp>), String>,
}

impl<'z> Entry<'z> {
    /// Reads it, or says why it cannot be.
    /// A file of `ours` has plain texts; others may have HTML in them.
    pub fn read(event: &Component<'_>, zones: &'z Zones, ours: bool) -> Result<Self, Refused> {
        let value = |name: &str| find(event, name).map(|p| p.val.as_str().to_owned()).unwrap_or_default();
        let title = text::line(&value("SUMMARY"));
        let written = value("DTSTART");
        let uid = text::line(&value("UID"));
        // Without a UID the same title at the same time is taken for the same entry.
        let uid = if uid.is_empty() { format!("{written} {title}").trim().to_owned() } else { uid };
        let row = if uid.is_empty() { "VEVENT".to_owned() } else { uid.clone() };
        let refuse = |field: &str, code, reason: String| Refused::new(&row, field, &value(field), code, reason);
        if is_blank(&title) {
            return Err(refuse("SUMMARY", "programme.title_missing", "a title is needed".to_owned()));
        }
        let when = |name: &'static str| {
            let read = find(event, name).map(|p| When::read(p, zones)).transpose();
            read.map_err(|reason| refuse(name, "programme.time_unusable", reason))
        };
        let start = when("DTSTART")?;
        let stands_for = when("RECURRENCE-ID")?;
        let length = match (start, when("DTEND")?, find(event, "DURATION")) {
            (Some(When::Day(first)), Some(When::Day(after)), _) => Some(Length::Days((after - first).num_days().max(1))),
            (Some(_), Some(end), _) => Some(Length::Until(end)),
            (Some(_), None, Some(written)) => match duration(written.val.as_str()) {
                Some(length) => Some(Length::For(length)),
                None => return Err(refuse("DURATION", "programme.duration_unusable", "a duration like PT1H30M is expected".to_owned())),
            },
            _ => None,
        };
        let all = |name: &str| -> Result<Vec<When>, Refused> {
            let mut found = Vec::new();
            for property in every(event, name) {
                found.extend(When::read_all(property, zones).map_err(|reason| refuse(name, "programme.time_unusable", reason))?);
            }
            Ok(found)
        };
        let summary_language = find(event, "SUMMARY").and_then(|p| parameter(p, "LANGUAGE")).unwrap_or_default();
        let mut entry = Self {
            cancelled: value("STATUS").trim().eq_ignore_ascii_case("CANCELLED"),
            stands_for: stands_for.map(|at| in_clock_of(at, start, zones)),
            rules: every(event, "RRULE").map(|p| p.val.as_str().to_owned()).collect(),
            also: all("RDATE")?,
            except: all("EXDATE")?,
            description: if ours { text::lines(&value("DESCRIPTION")) } else { text::plain(&value("DESCRIPTION")) },
            source: Some(text::line(&value("X-CALLBOARD-SOURCE"))).filter(|s| !s.is_empty()),
            entry: Some(text::line(&value("X-CALLBOARD-ENTRY"))).filter(|s| !s.is_empty()),
            position: value("X-CALLBOARD-POSITION").parse().ok(),
            room: text::line(&value("LOCATION")),
            track: text::line(&or(value("X-CALLBOARD-TRACK"), value("CATEGORIES"))),
            persons: persons(event),
            links: links(event),
            language: language(&summary_language),
            uid,
            title,
            written,
            start,
            length,
            zones,
        };
        entry.check_end(&refuse)?;
        if let Some(When::Day(first)) = entry.start {
            entry.tell_day(first);
        }
        Ok(entry)
    }

    /// An end before the start is a mistake; one at the start says nothing.
    fn check_end(&mut self, refuse: &dyn Fn(&str, &'static str, String) -> Refused) -> Result<(), Refused> {
        let (Some(start), Some(Length::Until(end))) = (self.start, self.length) else { return Ok(()) };
        let instants = [start, end].map(|when| when.instant(self.zones).unwrap_or(None));
        if let [Some(start), Some(end)] = instants
            && end < start
        {
            return Err(refuse("DTEND", "programme.ends_before", "it ends before it starts".to_owned()));
        }
        Ok(())
    }

    /// A whole day has no set time: the day is told in the text.
    fn tell_day(&mut self, first: NaiveDate) {
        let last = match self.length {
            Some(Length::Days(days)) if days > 1 => Some(first + Duration::days(days - 1)),
            _ => None,
        };
        let day = |day: NaiveDate| day.format("%-d %B %Y").to_string();
        let told = match last {
            Some(last) => format!("All day, {} to {}.", day(first), day(last)),
            None => format!("All day, {}.", day(first)),
        };
        self.description = if self.description.is_empty() { told } else { format!("{told}\n\n{}", self.description) };
    }

    /// Its own time alone.
    pub fn slot(&self) -> Slot {
        let id = match self.stands_for {
            Some(at) => repeated_id(&self.uid, at),
            None => self.uid.clone(),
        };
        Slot { id, stands_for: self.stands_for, when: self.at(self.start.map(When::wall)) }
    }

    /// Every time it has.
    pub fn slots(&self, limits: &Limits) -> Result<Vec<Slot>, Refused> {
        let Some(start) = self.start.filter(|_| !self.rules.is_empty() || !self.also.is_empty()) else { return Ok(vec![self.slot()]) };
        let refuse = |value: &str, reason: String| Refused::new(&self.uid, "RRULE", value, "programme.rule_unusable", reason);
        let wall = |utc: NaiveDateTime| in_clock_of(When::At(utc, Clock::utc()), self.start, self.zones);
        let mut walls = vec![start.wall()];
        for rule in &self.rules {
            walls.extend(repeat::walls(rule, start.wall(), limits.repeats, None, &wall).map_err(|reason| refuse(rule, reason))?);
        }
        walls.extend(self.also.iter().map(|at| in_clock_of(*at, self.start, self.zones)));
        walls.sort_unstable();
        walls.dedup();
        walls.retain(|wall| {
            !self.except.iter().any(|but| match but {
                When::Day(day) => wall.date() == *day,
                at @ When::At(..) => in_clock_of(*at, self.start, self.zones) == *wall,
            })
        });
        if walls.len() > limits.repeats {
            return Err(refuse("", format!("it has more than {} times", limits.repeats)));
        }
        let slot = |wall: NaiveDateTime| Slot { id: repeated_id(&self.uid, wall), stands_for: Some(wall), when: self.at(Some(wall)) };
        Ok(walls.into_iter().map(slot).collect())
    }

    /// Start and end when its clock shows `wall` at the start.
    fn at(&self, wall: Option<NaiveDateTime>) -> Result<(Option<Timestamp>, Option<Timestamp>), String> {
        let (Some(wall), Some(When::At(first, clock))) = (wall, self.start) else { return Ok((None, None)) };
        let start = self.zones.instant(wall, clock)?;
        let later = wall - first;
        let end = match self.length {
            Some(Length::For(length)) => Some(start + length),
            Some(Length::Until(When::At(end, clock))) => Some(self.zones.instant(end + later, clock)?),
            Some(Length::Until(When::Day(_)) | Length::Days(_)) | None => None,
        };
        Ok((Some(start), end.filter(|end| *end > start)))
    }

    /// Bytes of the texts that each of its sessions has.
    pub fn bytes(&self) -> usize {
        let people: usize = self.persons.iter().map(String::len).sum();
        let links: usize = self.links.iter().map(|link| link.url.len() + link.label.len()).sum();
        self.title.len() + self.description.len() + self.room.len() + self.track.len() + people + links
    }

    /// The session at one time.
    pub fn session(&self, id: String, starts_at: Option<Timestamp>, ends_at: Option<Timestamp>) -> Session {
        Session {
            id,
            entry: self.entry.clone().unwrap_or_else(|| self.uid.clone()),
            source: self.source.clone(),
            position: self.position,
            starts_at,
            ends_at,
            title: self.title.clone(),
            description: self.description.clone(),
            room: self.room.clone(),
            track: self.track.clone(),
            persons: self.persons.clone(),
            links: self.links.clone(),
            language: self.language.clone(),
        }
    }
}

/// A time of a repeating entry: by what its clock was to show, so that it stays the same when only the rule grows.
fn repeated_id(uid: &str, wall: NaiveDateTime) -> String {
    format!("{uid}@{}", wall.format("%Y%m%dT%H%M"))
}

/// What `start`'s clock shows at a moment that may be written by another.
fn in_clock_of(at: When, start: Option<When>, zones: &Zones) -> NaiveDateTime {
    match (at, start) {
        (When::At(_, of), Some(When::At(_, Clock::Iana(zone)))) if of != Clock::Iana(zone) => {
            at.instant(zones).ok().flatten().map_or(at.wall(), |instant| zone.local(instant).naive_local())
        }
        (When::Day(day), Some(When::At(first, _))) => day.and_time(first.time()),
        _ => at.wall(),
    }
}

fn find<'c>(event: &'c Component<'_>, name: &str) -> Option<&'c Property<'c>> {
    every(event, name).next()
}

fn every<'c>(event: &'c Component<'_>, name: &str) -> impl Iterator<Item = &'c Property<'c>> {
    let name = name.to_owned();
    event.properties.iter().filter(move |p| p.name.as_str().eq_ignore_ascii_case(&name))
}

fn or(first: String, second: String) -> String {
    if first.trim().is_empty() { second } else { first }
}

/// Names: our own property, or the common names of attendees, as Pentabarf writes speakers.
fn persons(event: &Component<'_>) -> Vec<String> {
    let own = every(event, "X-CALLBOARD-PERSON").map(|p| text::line(p.val.as_str()));
    let own: Vec<String> = own.filter(|name| !is_blank(name)).collect();
    if !own.is_empty() {
        return own;
    }
    // RFC 6868.
    let plain = |name: String| name.replace("^n", " ").replace("^'", "\"").replace("^^", "^");
    every(event, "ATTENDEE")
        .filter_map(|p| parameter(p, "CN"))
        .map(|name| text::line(&plain(name)))
        .filter(|name| !is_blank(name))
        .collect()
}

fn links(event: &Component<'_>) -> Vec<Link> {
    let own = every(event, "X-CALLBOARD-LINK").map(|p| {
        let (url, label) = p
            .val
            .as_str()
            .split_once(' ')
            .map(|(url, label)| (url.to_owned(), label.to_owned()))
            .unwrap_or((p.val.as_str().to_owned(), String::new()));
        (url, label)
    });
    let usual = every(event, "URL").chain(every(event, "ATTACH")).map(|p| (p.val.as_str().to_owned(), String::new()));
    let mut links: Vec<Link> = Vec::new();
    for (url, label) in own.chain(usual) {
        let Some(url) = web(&url) else { continue };
        if links.len() < 20 && !links.iter().any(|l| l.url == url) {
            links.push(Link { url, label: text::line(&label) });
        }
    }
    links
}
