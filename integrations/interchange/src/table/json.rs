//! JSON: an array of objects, anywhere in the file.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Mapping, Raw, RawTable};
use crate::limits::{FileError, Limits};
use crate::refused::Refused;

/// Reads the array at the pointer `place`; its objects' own keys are columns, and every pointer that the mapping names.
pub(super) fn read(text: &str, place: &str, mapping: Option<&Mapping>, limits: &Limits) -> Result<RawTable, FileError> {
    let file: Value = serde_json::from_str(text).map_err(|e| FileError::Malformed { format: "JSON", what: e.to_string() })?;
    let rows = file.pointer(place).and_then(Value::as_array);
    let rows =
        rows.ok_or_else(|| FileError::Malformed { format: "JSON", what: format!("an array of rows is expected at “{place}”") })?;
    if rows.len() > limits.rows {
        return Err(FileError::TooManyRows { limit: limits.rows });
    }
    let pointers: Vec<&str> = mapping.map(Mapping::names).unwrap_or_default().into_iter().filter(|name| name.starts_with('/')).collect();
    let mut table = RawTable::default();
    for (n, row) in rows.iter().enumerate() {
        let place = format!("row {}", n + 1);
        let Some(object) = row.as_object() else {
            table.refused.push(Refused::new(&place, "", &row.to_string(), "table.no_object", "a row is an object with named values"));
            continue;
        };
        let mut cells: BTreeMap<String, String> = object.iter().map(|(name, value)| (name.clone(), words(value))).collect();
        for pointer in &pointers {
            cells.insert((*pointer).to_owned(), row.pointer(pointer).map(words).unwrap_or_default());
        }
        for name in cells.keys() {
            if !table.columns.contains(name) {
                table.columns.push(name.clone());
            }
        }
        table.rows.push(Raw { place, cells });
    }
    // A key that some rows leave out is a column all the same, and empty there.
    for row in &mut table.rows {
        for column in &table.columns {
            if !row.cells.contains_key(column) {
                row.cells.insert(column.clone(), String::new());
            }
        }
    }
    Ok(table)
}

/// A value as a text; several of them one on each line.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(words).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}
