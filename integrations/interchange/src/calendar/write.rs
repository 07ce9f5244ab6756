//! Programmes and events as iCalendar that reads back as it was: what RFC 5545 has no property for stands in `X-CALLBOARD-…`.

use icalendar::parser::{Calendar, Component, Parameter, Property};
use platform_types::Timestamp;

use crate::programme::Session;

/// How our own files name themselves: their texts are taken as they are.
pub(super) const OURS: &str = "-//Callboard//Interchange//EN";

/// A programme as a file. `made` is when.
pub fn programme_file(title: &str, sessions: &[Session], made: Timestamp) -> String {
    file(title, sessions.iter().map(|session| session_event(session, made)).collect())
}

/// Events of a table (see [`crate::Kind::Events`]) as a file: start, end, title, description and place by the standard's own
/// properties, all of the rest by ours.
pub fn events_file(title: &str, columns: &[String], rows: &[Vec<String>], made: Timestamp) -> String {
    let event = |row: &Vec<String>| {
        let cell = |name: &str| columns.iter().position(|c| c == name).and_then(|at| row.get(at)).map_or("", String::as_str);
        let mut properties = vec![text("UID", &format!("{}/{}", cell("source"), cell("id"))), stamp("DTSTAMP", made)];
        for (name, column) in [("DTSTART", "starts"), ("DTEND", "ends")] {
            properties.extend(chrono::DateTime::parse_from_rfc3339(cell(column)).ok().map(|at| stamp(name, at.to_utc())));
        }
        properties.push(text("SUMMARY", cell("name")));
        properties.extend(filled("DESCRIPTION", cell("description")));
        for (column, cell) in columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let (name, tag) = column.split_once(':').map_or((column.as_str(), None), |(name, tag)| (name, Some(tag)));
            let mut property = text(&format!("X-CALLBOARD-{}", name.to_ascii_uppercase().replace('_', "-")), cell);
            property.params.extend(tag.map(|tag| parameter("LANGUAGE", tag)));
            properties.push(property);
        }
        Component { name: "VEVENT".into(), properties, components: Vec::new() }
    };
    file(title, rows.iter().map(event).collect())
}

fn file(title: &str, events: Vec<Component<'static>>) -> String {
    let properties = vec![text("VERSION", "2.0"), text("PRODID", OURS), text("CALSCALE", "GREGORIAN"), text("X-WR-CALNAME", title)];
    Calendar { properties, components: events }.to_string()
}

fn session_event(session: &Session, made: Timestamp) -> Component<'static> {
    let mut properties = vec![text("UID", &session.id), stamp("DTSTAMP", made)];
    properties.extend(session.starts_at.map(|at| stamp("DTSTART", at)));
    properties.extend(session.ends_at.map(|at| stamp("DTEND", at)));
    let mut title = text("SUMMARY", &session.title);
    if !session.language.is_empty() {
        title.params.push(parameter("LANGUAGE", &session.language));
    }
    properties.push(title);
    properties.extend(filled("DESCRIPTION", &session.description));
    properties.extend(filled("LOCATION", &session.room));
    properties.extend(filled("CATEGORIES", &session.track));
    properties.extend(filled("X-CALLBOARD-TRACK", &session.track));
    properties.extend(session.persons.iter().map(|name| text("X-CALLBOARD-PERSON", name)));
    properties.extend(session.links.iter().map(|link| text("X-CALLBOARD-LINK", format!("{} {}", link.url, link.label).trim_end())));
    properties.extend(filled("X-CALLBOARD-SOURCE", session.source.as_deref().unwrap_or_default()));
    properties.extend(filled("X-CALLBOARD-ENTRY", if session.entry == session.id { "" } else { &session.entry }));
    properties.extend(session.position.map(|n| text("X-CALLBOARD-POSITION", &n.to_string())));
    Component { name: "VEVENT".into(), properties, components: Vec::new() }
}

fn filled(name: &str, value: &str) -> Option<Property<'static>> {
    (!value.is_empty()).then(|| text(name, value))
}

/// A TEXT (section 3.3.11). Control characters are not allowed in one, and none is stored; a lone one becomes a space.
fn text(name: &str, value: &str) -> Property<'static> {
    let mut escaped = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    Property { name: name.to_owned().into(), val: escaped.into(), params: Vec::new() }
}

fn stamp(name: &str, at: Timestamp) -> Property<'static> {
    Property { name: name.to_owned().into(), val: at.format("%Y%m%dT%H%M%SZ").to_string().into(), params: Vec::new() }
}

fn parameter(name: &str, value: &str) -> Parameter<'static> {
    Parameter { key: name.to_owned().into(), val: Some(value.to_owned().into()) }
}
