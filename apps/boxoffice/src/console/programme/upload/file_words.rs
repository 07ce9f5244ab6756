//! Why a programme's file is not read, in the language of the work at hand: the reader's own words are English, as commands are.

use integration_interchange::{Beginning, Encoding, FileError};
use platform_texts::t;

/// One sentence without its stop. Of what a parser said about a broken file its own words stay: they name line and place.
pub(super) fn words_of(error: &FileError) -> String {
    match error {
        FileError::TooLarge { bytes, limit } => t!("upload-file-too-large", bytes = bytes, limit = limit),
        FileError::Encoding { at, seems: Encoding::Utf16 } => t!("upload-file-utf16", at = at),
        FileError::Encoding { at, seems: Encoding::OneByte } => t!("upload-file-one-byte", at = at),
        FileError::Malformed { format, what } => t!("upload-file-malformed", format = format, what = what),
        FileError::Entity { at } => t!("upload-file-entity", at = at),
        FileError::TooDeep { limit } => t!("upload-file-too-deep", limit = limit),
        FileError::TooManyRows { limit } => t!("upload-file-too-many-rows", limit = limit),
        FileError::TellsTooMuch { limit } => t!("upload-file-tells-too-much", limit = limit),
        FileError::Column { column, known } => t!("upload-file-column", column = column, known = known),
        FileError::Mapping { what } => t!("upload-file-mapping", what = what),
        FileError::Unknown { begins: Beginning::Empty } => t!("upload-empty"),
        FileError::Unknown { begins: Beginning::NoText } => t!("upload-file-no-text"),
        FileError::Unknown { begins: Beginning::Text(text) } => t!("upload-file-begins", text = text),
        FileError::Unknown { begins: Beginning::Root(name) } => t!("upload-file-root", name = name),
    }
    .into_owned()
}
