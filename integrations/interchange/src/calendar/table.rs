//! Events of an iCalendar file as a table: our own properties where they are, else the standard's.

use std::collections::BTreeMap;

use icalendar::parser::Component;
use platform_types::Zone;

use super::times::{When, parameter};
use super::zones::Zones;
use super::{named, parse};
use crate::limits::{FileError, Limits};
use crate::table::{Kind, Raw, RawTable};

/// Reads it.
pub(crate) fn read(bytes: &[u8], zone: Zone, limits: &Limits) -> Result<RawTable, FileError> {
    let mut table = RawTable::default();
    parse(bytes, limits, &mut |calendar| {
        let zones = Zones::of(calendar, zone);
        for event in calendar.components.iter().filter(|c| named(c, "VEVENT")) {
            let place = format!("row {}", table.rows.len() + 1);
            let cells = cells(event, &zones);
            for name in cells.keys() {
                if !table.columns.contains(name) {
                    table.columns.push(name.clone());
                }
            }
            table.rows.push(Raw { place, cells });
        }
    })?;
    for row in &mut table.rows {
        for column in &table.columns {
            if !row.cells.contains_key(column) {
                row.cells.insert(column.clone(), String::new());
            }
        }
    }
    Ok(table)
}

fn cells(event: &Component<'_>, zones: &Zones) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    for property in &event.properties {
        let name = property.name.as_str().to_ascii_uppercase();
        let value = property.val.as_str().to_owned();
        if let Some(field) = name.strip_prefix("X-CALLBOARD-") {
            let field = field.to_ascii_lowercase().replace('-', "_");
            let column = match parameter(property, "LANGUAGE") {
                Some(tag) => format!("{field}:{tag}"),
                None => field,
            };
            if Kind::Events.knows(&column) {
                cells.insert(column, value);
            }
            continue;
        }
        let column = match name.as_str() {
            "UID" => "id",
            "SUMMARY" => "name",
            "DESCRIPTION" => "description",
            "LOCATION" => "venue",
            "DTSTART" => "starts",
            "DTEND" => "ends",
            _ => continue,
        };
        let value = match column {
            // What is no moment stays as it is written, and is refused with its field later.
            "starts" | "ends" => match When::read(property, zones).and_then(|when| when.instant(zones)) {
                Ok(Some(at)) => at.to_rfc3339(),
                _ => value,
            },
            _ => value,
        };
        // Our own property of the same field says it exactly, whichever comes first.
        cells.entry(column.to_owned()).or_insert(value);
    }
    cells
}
