//! `schedule.xml` of Pentabarf and frab, read as a stream that trusts nothing: no document types, no entities beyond XML's own five.

use platform_types::Zone;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Programme;
use super::frab::{Raw, Reading};
use crate::entities::resolve;
use crate::limits::{Beginning, FileError, Limits};

const FORMAT: &str = "XML";

/// Reads it.
pub(super) fn read(text: &str, zone: Zone, limits: &Limits) -> Result<Programme, FileError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk {
        limits,
        path: Vec::new(),
        reading: Reading::new(zone),
        rows: 0,
        day: String::new(),
        room: String::new(),
        event: None,
        text: String::new(),
        href: String::new(),
        rooted: false,
    };
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event.map_err(|e| FileError::Malformed { format: FORMAT, what: format!("{e} (byte {at})") })? {
            Event::Eof => break,
            Event::DocType(_) => return Err(FileError::Entity { at }),
            Event::Start(start) => walk.open(&start, at)?,
            Event::End(_) => walk.close(),
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(resolve(&reference, at)?.encode_utf8(&mut [0; 4])),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !walk.path.is_empty() || !walk.rooted {
        let what = if walk.rooted { "it ends too early" } else { "it has no <schedule>" };
        return Err(FileError::Malformed { format: FORMAT, what: what.to_owned() });
    }
    Ok(walk.reading.programme)
}

struct Walk<'a> {
    limits: &'a Limits,
    path: Vec<String>,
    reading: Reading,
    rows: usize,
    day: String,
    room: String,
    event: Option<Raw>,
    text: String,
    href: String,
    rooted: bool,
}

impl Walk<'_> {
    fn open(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), FileError> {
        let name = start.name().as_ref().to_owned();
        if self.path.is_empty() {
            if name != "schedule" {
                return Err(FileError::Unknown { begins: Beginning::Root(name.chars().take(40).collect()) });
            }
            self.rooted = true;
        }
        if self.path.len() >= self.limits.depth {
            return Err(FileError::TooDeep { limit: self.limits.depth });
        }
        let attribute = |wanted: &str| -> Result<String, FileError> {
            for attribute in start.attributes() {
                let attribute = attribute.map_err(|e| FileError::Malformed { format: FORMAT, what: format!("{e} (byte {at})") })?;
                if attribute.key.as_ref() == wanted {
                    return own_entities(&attribute.value, at);
                }
            }
            Ok(String::new())
        };
        match (self.event.is_some(), name.as_str()) {
            (false, "day") => self.day = attribute("date")?,
            (false, "room") => self.room = attribute("name")?,
            (false, "event") => {
                self.rows += 1;
                if self.rows > self.limits.rows {
                    return Err(FileError::TooManyRows { limit: self.limits.rows });
                }
                let (guid, id) = (attribute("guid")?, attribute("id")?);
                self.event = Some(Raw { guid, id, day: self.day.clone(), outer_room: self.room.clone(), ..Raw::default() });
            }
            (true, "link" | "attachment") => self.href = attribute("href")?,
            _ => {}
        }
        self.path.push(name);
        self.text.clear();
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.text.len() + text.len() <= self.limits.text_bytes {
            self.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let Some(name) = self.path.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let parent = self.path.last().map_or("", String::as_str);
        match (&mut self.event, parent, name.as_str()) {
            (Some(_), _, "event") => {
                if let Some(raw) = self.event.take() {
                    self.reading.take(raw);
                }
            }
            (Some(raw), "event", field) => match field {
                "date" => raw.date = text,
                "start" => raw.start = text,
                "duration" => raw.duration = text,
                "room" => raw.room = text,
                "title" => raw.title = text,
                "subtitle" => raw.subtitle = text,
                "track" => raw.track = text,
                "type" => raw.kind = text,
                "language" => raw.language = text,
                "abstract" => raw.summary = text,
                "description" => raw.description = text,
                "url" => raw.url = text,
                _ => {}
            },
            (Some(raw), "persons", "person") => raw.persons.push(text),
            (Some(raw), _, "link" | "attachment") => raw.links.push((std::mem::take(&mut self.href), text)),
            (None, "conference", "title") => self.reading.programme.title = crate::text::line(&text),
            (None, "conference", "time_zone_name") => self.reading.zone_named(&text),
            _ => {}
        }
    }
}

/// An attribute's value, with the same entities as a text may have.
fn own_entities(value: &str, at: usize) -> Result<String, FileError> {
    quick_xml::escape::unescape(value).map(std::borrow::Cow::into_owned).map_err(|_| FileError::Entity { at })
}
