//! `schedule.json` of frab and pretalx: `schedule.conference.days[].rooms{}.[]`.

use std::collections::BTreeMap;

use platform_types::Zone;
use serde::Deserialize;
use serde_json::Value;

use super::Programme;
use super::frab::{Raw, Reading};
use crate::limits::{FileError, Limits};

#[derive(Deserialize)]
struct File {
    schedule: Schedule,
}

#[derive(Deserialize)]
struct Schedule {
    conference: Conference,
}

#[derive(Deserialize)]
struct Conference {
    #[serde(default)]
    title: String,
    #[serde(default)]
    time_zone_name: Option<String>,
    #[serde(default)]
    days: Vec<Day>,
}

#[derive(Deserialize)]
struct Day {
    #[serde(default)]
    date: String,
    #[serde(default)]
    rooms: serde_json::Map<String, Value>,
}

/// Whatever is missing or null is empty; an id may be a number.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    guid: Value,
    id: Value,
    date: Value,
    start: Value,
    duration: Value,
    room: Value,
    title: Value,
    subtitle: Value,
    track: Value,
    #[serde(rename = "type")]
    kind: Value,
    language: Value,
    #[serde(rename = "abstract")]
    summary: Value,
    description: Value,
    url: Value,
    persons: Vec<BTreeMap<String, Value>>,
    links: Vec<Value>,
    attachments: Vec<Value>,
}

/// Reads it.
pub(super) fn read(text: &str, zone: Zone, limits: &Limits) -> Result<Programme, FileError> {
    // serde_json bounds the depth itself.
    let file: File = serde_json::from_str(text)
        .map_err(|e| FileError::Malformed { format: "JSON", what: format!("{e}; schedule.conference.days is expected") })?;
    let conference = file.schedule.conference;
    let mut reading = Reading::new(zone);
    if let Some(name) = &conference.time_zone_name {
        reading.zone_named(name);
    }
    let mut rows = 0;
    for day in conference.days {
        for (room, events) in day.rooms {
            for event in events.as_array().into_iter().flatten() {
                rows += 1;
                if rows > limits.rows {
                    return Err(FileError::TooManyRows { limit: limits.rows });
                }
                match serde_json::from_value::<Row>(event.clone()) {
                    Ok(row) => reading.take(raw(row, &day.date, &room)),
                    Err(e) => {
                        let shown = event.get("id").map(Value::to_string).unwrap_or_default();
                        reading.programme.refused.push(crate::Refused::new(
                            &shown,
                            "event",
                            &event.to_string(),
                            "programme.row_misshapen",
                            e.to_string(),
                        ));
                    }
                }
            }
        }
    }
    reading.programme.title = crate::text::line(&conference.title);
    Ok(reading.programme)
}

fn raw(row: Row, day: &str, room: &str) -> Raw {
    let name = |person: &BTreeMap<String, Value>| {
        ["public_name", "name", "full_public_name"]
            .iter()
            .filter_map(|field| person.get(*field))
            .map(words)
            .find(|name| !name.trim().is_empty())
    };
    let link = |value: &Value| match value {
        Value::String(url) => (url.clone(), String::new()),
        other => (words(&other["url"]), words(other.get("title").unwrap_or(&Value::Null))),
    };
    Raw {
        guid: words(&row.guid),
        id: words(&row.id),
        date: words(&row.date),
        start: words(&row.start),
        duration: words(&row.duration),
        room: words(&row.room),
        outer_room: room.to_owned(),
        title: words(&row.title),
        subtitle: words(&row.subtitle),
        track: words(&row.track),
        kind: words(&row.kind),
        language: words(&row.language),
        summary: words(&row.summary),
        description: words(&row.description),
        url: words(&row.url),
        persons: row.persons.iter().filter_map(name).collect(),
        links: row.links.iter().chain(&row.attachments).map(link).collect(),
        day: day.to_owned(),
    }
}

/// A text, a number as one; in pretalx a text may also be given by language, English first.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(by_language) => by_language.get("en").or_else(|| by_language.values().next()).map(words).unwrap_or_default(),
        _ => String::new(),
    }
}
