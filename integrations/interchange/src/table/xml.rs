//! XML: the elements at a path are rows, their children and attributes columns.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Raw, RawTable};
use crate::entities::resolve;
use crate::limits::{FileError, Limits};

const FORMAT: &str = "XML";

/// Reads every element at `place` (`venues/venue`). Columns are `@id` for its attributes, `name` or `address/city` for what is in it.
pub(super) fn read(text: &str, place: &str, limits: &Limits) -> Result<RawTable, FileError> {
    let place: Vec<&str> = place.trim_matches('/').split('/').collect();
    if place.iter().any(|name| name.is_empty()) {
        return Err(FileError::Mapping { what: "rows needs the path of the elements that are rows, such as venues/venue".to_owned() });
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut walk =
        Walk { place: &place, limits, path: Vec::new(), row: None, text: String::new(), rooted: false, table: RawTable::default() };
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event.map_err(|e| FileError::Malformed { format: FORMAT, what: format!("{e} (byte {at})") })? {
            Event::Eof => break,
            Event::DocType(_) => return Err(FileError::Entity { at }),
            Event::Start(start) => walk.open(&start, at)?,
            Event::End(_) => walk.close()?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(resolve(&reference, at)?.encode_utf8(&mut [0; 4])),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !walk.path.is_empty() || !walk.rooted {
        return Err(FileError::Malformed { format: FORMAT, what: "it ends too early".to_owned() });
    }
    let mut table = walk.table;
    if table.rows.is_empty() {
        return Err(FileError::Malformed { format: FORMAT, what: format!("there is no element at {}", place.join("/")) });
    }
    for row in &mut table.rows {
        for column in &table.columns {
            if !row.cells.contains_key(column) {
                row.cells.insert(column.clone(), String::new());
            }
        }
    }
    Ok(table)
}

struct Walk<'a> {
    place: &'a [&'a str],
    limits: &'a Limits,
    path: Vec<String>,
    row: Option<BTreeMap<String, String>>,
    text: String,
    rooted: bool,
    table: RawTable,
}

impl Walk<'_> {
    fn open(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), FileError> {
        if self.path.len() >= self.limits.depth {
            return Err(FileError::TooDeep { limit: self.limits.depth });
        }
        self.rooted = true;
        self.path.push(start.name().as_ref().to_owned());
        self.text.clear();
        if self.row.is_none() && self.path.iter().map(String::as_str).eq(self.place.iter().copied()) {
            self.row = Some(BTreeMap::new());
        }
        let Some(row) = &mut self.row else { return Ok(()) };
        let inner = self.path[self.place.len()..].join("/");
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| FileError::Malformed { format: FORMAT, what: format!("{e} (byte {at})") })?;
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| FileError::Entity { at })?.into_owned();
            let name =
                if inner.is_empty() { format!("@{}", attribute.key.as_ref()) } else { format!("{inner}/@{}", attribute.key.as_ref()) };
            row.entry(name).or_insert(value);
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.text.len() + text.len() <= self.limits.text_bytes {
            self.text.push_str(text);
        }
    }

    fn close(&mut self) -> Result<(), FileError> {
        let text = std::mem::take(&mut self.text);
        let depth = self.path.len();
        if let Some(row) = &mut self.row
            && depth > self.place.len()
        {
            let name = self.path[self.place.len()..].join("/");
            // The same element again is a further line of the same column.
            row.entry(name).and_modify(|before| before.push_str(&format!("\n{text}"))).or_insert(text);
        } else if depth == self.place.len()
            && let Some(cells) = self.row.take()
        {
            if self.table.rows.len() >= self.limits.rows {
                return Err(FileError::TooManyRows { limit: self.limits.rows });
            }
            for name in cells.keys() {
                if !self.table.columns.contains(name) {
                    self.table.columns.push(name.clone());
                }
            }
            self.table.rows.push(Raw { place: format!("row {}", self.table.rows.len() + 1), cells });
        }
        self.path.pop();
        Ok(())
    }
}
