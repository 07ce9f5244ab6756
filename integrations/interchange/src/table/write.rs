//! The same tables, written. What is written reads back as it was, also where a spreadsheet would take it for a formula.

use serde_json::{Map, Value};

/// Whether a spreadsheet would do what the text says: it begins so, or so behind apostrophes, which would hide the guard.
pub(super) fn is_armed(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A file for spreadsheets (RFC 4180, UTF-8). Texts that would be formulas get an apostrophe in front, which the import takes away;
/// plain numbers stay numbers.
pub fn csv_file(columns: &[String], rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    };
    line(columns);
    for row in rows {
        line(row);
    }
    out
}

fn quoted(cell: &str) -> String {
    let is_number =
        cell.parse::<f64>().is_ok_and(f64::is_finite) && cell.starts_with('-') && cell[1..].starts_with(|c: char| c.is_ascii_digit());
    let armed = is_armed(cell) && !is_number;
    let needs = armed || cell.contains([',', '"', '\r', '\n', ';', '\t']) || cell.trim() != cell;
    match (needs, armed) {
        (false, _) => cell.to_owned(),
        (true, true) => format!("\"'{}\"", cell.replace('"', "\"\"")),
        (true, false) => format!("\"{}\"", cell.replace('"', "\"\"")),
    }
}

/// An array of objects; cells without a text are left out, those of `lists` are arrays of their lines.
pub fn json_file(columns: &[String], rows: &[Vec<String>], lists: &[&str]) -> String {
    let object = |row: &Vec<String>| {
        let cells = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        let value = |name: &str, cell: &str| {
            if lists.contains(&name) { Value::Array(cell.split('\n').map(Value::from).collect()) } else { Value::from(cell) }
        };
        Value::Object(cells.map(|(name, cell)| (name.clone(), value(name, cell))).collect::<Map<_, _>>())
    };
    let rows: Vec<Value> = rows.iter().map(object).collect();
    serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
}
