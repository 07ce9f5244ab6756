//! A reader of flat XML files that trusts nothing: no document types, no entities beyond XML's own
//! five, bounded size, depth, rows and texts.

mod error;
mod walk;

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use crate::limits::{Limits, Progress, Stage};
use crate::refused::RefusedBecause;

pub use error::ListingError;
use walk::Walk;

/// What a file looks like: `<root><row id=".."><field>text</field>…</row>…</root>`.
pub(crate) struct Shape {
    pub stage: Stage,
    pub root: &'static str,
    pub row: &'static str,
    /// Elements we keep. All others are skipped unread: the full feed has enquiry telephone
    /// numbers and e-mail addresses, which we have no use for.
    pub fields: &'static [&'static str],
}

/// One row as text.
#[derive(Default)]
pub(crate) struct Row {
    pub id: Option<String>,
    pub fields: BTreeMap<&'static str, String>,
    /// What is wrong with its shape: field, value, why.
    pub faults: Vec<(String, String, RefusedBecause)>,
}

/// Calls `take` for each row of `xml`.
pub(crate) fn rows(
    xml: &[u8],
    shape: &Shape,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
    take: &mut dyn FnMut(Row),
) -> Result<(), ListingError> {
    let file = shape.root;
    if xml.len() > limits.file_bytes {
        return Err(ListingError::TooLarge { file, bytes: xml.len(), limit: limits.file_bytes });
    }
    let text = std::str::from_utf8(xml).map_err(|e| ListingError::Encoding { file, at: e.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk::new(shape, limits);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event.map_err(|e| ListingError::Malformed { file, at, what: e.to_string() })? {
            Event::Eof => break,
            Event::DocType(_) => return Err(ListingError::DocumentType { file, at }),
            Event::Start(start) => walk.open(&start, at)?,
            Event::End(_) => {
                if let Some(row) = walk.close() {
                    take(row);
                    if walk.rows.is_multiple_of(Progress::EVERY) {
                        progress(Progress { stage: shape.stage, rows: walk.rows, bytes: at, of_bytes: xml.len() });
                    }
                }
            }
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(resolve(&reference, file, at)?.encode_utf8(&mut [0; 4])),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if walk.depth > 0 || !walk.rooted {
        let what = if walk.rooted { "it ends too early" } else { "it is empty" };
        return Err(ListingError::Malformed { file, at: xml.len(), what: what.to_owned() });
    }
    progress(Progress { stage: shape.stage, rows: walk.rows, bytes: xml.len(), of_bytes: xml.len() });
    Ok(())
}

/// XML's own five entities and character references; nothing is ever expanded from a definition.
fn resolve(reference: &BytesRef<'_>, file: &'static str, at: usize) -> Result<char, ListingError> {
    let name: String = reference.chars().take(40).collect();
    match name.as_str() {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "quot" => return Ok('"'),
        "apos" => return Ok('\''),
        _ => {}
    }
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Ok(c),
        _ => Err(ListingError::Entity { file, name, at }),
    }
}

#[cfg(test)]
mod tests;
