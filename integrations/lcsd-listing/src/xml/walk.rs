//! Where the reader stands in the file: root, row, field.

use quick_xml::events::BytesStart;

use super::{ListingError, Row, Shape};
use crate::limits::Limits;
use crate::refused::RefusedBecause;

/// Where the reader stands.
pub(super) struct Walk<'a> {
    shape: &'a Shape,
    limits: &'a Limits,
    pub depth: usize,
    /// Whether the root element was there.
    pub rooted: bool,
    pub rows: usize,
    row: Row,
    /// The known element we are in, and its text so far.
    field: Option<(&'static str, String)>,
}

impl<'a> Walk<'a> {
    pub fn new(shape: &'a Shape, limits: &'a Limits) -> Self {
        Self { shape, limits, depth: 0, rooted: false, rows: 0, row: Row::default(), field: None }
    }

    pub fn open(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), ListingError> {
        let file = self.shape.root;
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(ListingError::TooDeep { file, limit: self.limits.depth, at });
        }
        let name = start.name();
        let name = name.as_ref();
        match self.depth {
            1 if self.rooted || name != self.shape.root => {
                let found = name.chars().take(40).collect();
                return Err(ListingError::Root { file, expected: self.shape.root, found });
            }
            1 => self.rooted = true,
            2 => self.open_row(start, name, at)?,
            3 => self.open_field(name),
            _ => {
                if let Some((field, _)) = &self.field {
                    self.row.faults.push(((*field).to_owned(), format!("<{name}>"), RefusedBecause::Markup));
                }
            }
        }
        Ok(())
    }

    fn open_row(&mut self, start: &BytesStart<'_>, name: &str, at: usize) -> Result<(), ListingError> {
        let file = self.shape.root;
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(ListingError::TooManyRows { file, limit: self.limits.rows });
        }
        self.row = Row::default();
        if name != self.shape.row {
            self.row.faults.push((name.to_owned(), String::new(), RefusedBecause::UnknownRow));
        }
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| ListingError::Malformed { file, at, what: e.to_string() })?;
            if attribute.key.as_ref() == "id" {
                // An id with an entity in it is not one we accept anyway, so nothing is resolved.
                self.row.id = Some(attribute.value.to_string());
            }
        }
        Ok(())
    }

    fn open_field(&mut self, name: &str) {
        let Some(known) = self.shape.fields.iter().find(|f| **f == name) else { return };
        if self.row.fields.contains_key(known) {
            self.row.faults.push((name.to_owned(), String::new(), RefusedBecause::Twice));
        }
        self.field = Some((known, String::new()));
    }

    pub fn text(&mut self, text: &str) {
        if let Some((field, so_far)) = &mut self.field
            && self.depth == 3
        {
            if so_far.len() + text.len() <= self.limits.field_bytes {
                so_far.push_str(text);
            } else if !self.row.faults.iter().any(|f| f.2 == RefusedBecause::TooLong) {
                self.row.faults.push(((*field).to_owned(), so_far.clone(), RefusedBecause::TooLong));
            }
        }
    }

    /// The finished row, when the element that ends here is one.
    pub fn close(&mut self) -> Option<Row> {
        let closed = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if closed == 3
            && let Some((field, text)) = self.field.take()
        {
            if text.chars().any(is_forbidden) {
                self.row.faults.push((field.to_owned(), text.escape_debug().to_string(), RefusedBecause::ControlCharacter));
            }
            self.row.fields.insert(field, text);
        }
        (closed == 2).then(|| std::mem::take(&mut self.row))
    }
}

/// What XML 1.0 does not allow in a text, also when it hides in a character reference.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
