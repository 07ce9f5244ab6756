//! What stands for one character in XML.

use quick_xml::events::BytesRef;

use crate::FileError;

/// XML's own five entities and character references; nothing is ever expanded from a definition.
pub(crate) fn resolve(reference: &BytesRef<'_>, at: usize) -> Result<char, FileError> {
    let name: String = reference.chars().take(12).collect();
    match name.as_str() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => reference.resolve_char_ref().ok().flatten().ok_or(FileError::Entity { at }),
    }
}
