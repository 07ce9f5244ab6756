//! CSV (RFC 4180): comma, semicolon or tab, quoted cells over several lines.

use std::collections::BTreeMap;

use super::{Raw, RawTable};
use crate::limits::{FileError, Limits};
use crate::refused::Refused;

const FORMAT: &str = "CSV";

/// Reads it. `own` files are those of our own export, whose cells are guarded against spreadsheets.
pub(super) fn read(text: &str, separator: Option<char>, own: bool, limits: &Limits) -> Result<RawTable, FileError> {
    let separator = separator.unwrap_or_else(|| separator_of(text));
    let separator = u8::try_from(separator)
        .map_err(|_| FileError::Mapping { what: format!("“{separator}” cannot separate cells; use , ; or a tab") })?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let wrong = |e: csv::Error| FileError::Malformed { format: FORMAT, what: e.to_string() };
    let columns: Vec<String> = reader.headers().map_err(wrong)?.iter().map(|name| name.trim().to_owned()).collect();
    let mut twice = columns.iter().enumerate().filter(|(at, name)| !name.is_empty() && columns[..*at].contains(name));
    if let Some((_, name)) = twice.next() {
        return Err(FileError::Malformed { format: FORMAT, what: format!("the column “{name}” is there twice") });
    }
    let mut table = RawTable { columns: columns.clone(), ..RawTable::default() };
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let place = format!("line {}", record.position().map_or(0, csv::Position::line));
        if table.rows.len() >= limits.rows {
            return Err(FileError::TooManyRows { limit: limits.rows });
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != columns.len() {
            let reason = format!("the row has {} cells, the head of the file {}", record.len(), columns.len());
            table.refused.push(Refused::new(&place, "", &record.iter().collect::<Vec<_>>().join(" | "), "table.cells_differ", reason));
            continue;
        }
        let cells: BTreeMap<String, String> = columns
            .iter()
            .zip(record.iter())
            .map(|(name, cell)| (name.clone(), if own { unguarded(cell) } else { cell }.to_owned()))
            .collect();
        table.rows.push(Raw { place, cells });
    }
    Ok(table)
}

/// The separator that the head of the file has most often outside of quotes.
fn separator_of(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            c if !quoted => counts.iter_mut().filter(|(mark, _)| *mark == c).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(',', |(mark, _)| mark)
}

/// The text behind the apostrophe that keeps a spreadsheet from taking it for a formula: the exact opposite of the export's guard.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if super::write::is_armed(rest) => rest,
        _ => cell,
    }
}
