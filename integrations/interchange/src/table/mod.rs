//! Tables: rows of named texts, from CSV, JSON or XML, by our own columns or by a mapping.

mod csv;
mod json;
mod mapping;
mod write;
mod xml;

use std::collections::BTreeMap;

pub use mapping::{Kind, Mapping, Shape};
pub use write::{csv_file, json_file};

use crate::limits::{FileError, Limits, utf8};
use crate::refused::Refused;

/// One row: texts by our own fields. A field whose column is not in the file is not in the row either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Where it stands: `line 12`, `row 3`.
    pub place: String,
    fields: BTreeMap<String, String>,
}

impl Record {
    /// A field's text, trimmed; empty where the file says nothing, none where it has no such column.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|text| text.trim())
    }

    /// The same; empty also without the column.
    pub fn text(&self, field: &str) -> &str {
        self.get(field).unwrap_or_default()
    }

    /// What identifies the row in a report.
    pub fn row(&self) -> String {
        match self.text("id") {
            "" => self.place.clone(),
            id => id.to_owned(),
        }
    }

    /// Texts of a field by language: `name:zh-Hant`. None where the file has no such column.
    pub fn by_language(&self, field: &str) -> Option<BTreeMap<String, String>> {
        let prefix = format!("{field}:");
        let tagged = self.fields.iter().filter_map(|(name, text)| Some((name.strip_prefix(&prefix)?.to_owned(), text.trim().to_owned())));
        let all: Vec<(String, String)> = tagged.collect();
        (!all.is_empty()).then(|| all.into_iter().filter(|(_, text)| !text.is_empty()).collect())
    }
}

/// A table as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// In the order of the file.
    pub records: Vec<Record>,
    /// Rows that are none.
    pub refused: Vec<Refused>,
    /// Columns that say nothing to us.
    pub unknown: Vec<String>,
}

/// A row as the file has it: texts by the file's own names.
pub(crate) struct Raw {
    pub(crate) place: String,
    pub(crate) cells: BTreeMap<String, String>,
}

/// All rows of a file, before their names are ours.
#[derive(Default)]
pub(crate) struct RawTable {
    pub(crate) rows: Vec<Raw>,
    pub(crate) refused: Vec<Refused>,
    pub(crate) columns: Vec<String>,
}

/// Reads a table of `kind`. Without a mapping its columns have our own names.
///
/// # Errors
/// When the file as a whole cannot be read, or a column that is needed is not there.
pub fn read_table(bytes: &[u8], kind: Kind, mapping: Option<&Mapping>, limits: &Limits) -> Result<Table, FileError> {
    let text = utf8(bytes, limits)?;
    let shape = match mapping.and_then(|m| m.format) {
        Some(shape) => shape,
        None => Shape::of(text),
    };
    let place = mapping.map(|m| m.rows.as_str()).unwrap_or_default();
    let raw = match shape {
        Shape::Csv => csv::read(text, mapping.and_then(|m| m.separator), mapping.is_none(), limits)?,
        Shape::Json => json::read(text, place, mapping, limits)?,
        Shape::Xml => xml::read(text, place, limits)?,
    };
    match mapping {
        Some(mapping) => mapping.apply(raw),
        None => own(raw, kind),
    }
}

/// Reads events of an iCalendar file as a table. `zone` is that of times without one.
///
/// # Errors
/// When the file as a whole cannot be read.
pub fn read_event_calendar(bytes: &[u8], zone: platform_types::Zone, limits: &Limits) -> Result<Table, FileError> {
    own(crate::calendar::table::read(bytes, zone, limits)?, Kind::Events)
}

/// A table whose columns have our own names.
fn own(raw: RawTable, kind: Kind) -> Result<Table, FileError> {
    let missing = kind.needed().iter().find(|needed| !raw.columns.iter().any(|column| column == *needed));
    if let Some(column) = missing {
        return Err(FileError::Column { column: (*column).to_owned(), known: raw.columns.join(", ") });
    }
    let (known, unknown): (Vec<String>, Vec<String>) = raw.columns.into_iter().partition(|column| kind.knows(column));
    let take = |row: Raw| Record { place: row.place, fields: row.cells.into_iter().filter(|(name, _)| known.contains(name)).collect() };
    Ok(Table { records: raw.rows.into_iter().map(take).collect(), refused: raw.refused, unknown })
}
