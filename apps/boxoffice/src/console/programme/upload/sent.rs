//! The form that brings a programme's file, read into memory.

use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use integration_interchange::FileError;
use platform_http::{Code, code::http};
use platform_storage::FIELD;
use platform_texts::t;

use super::file_words::words_of;
use crate::console::code;

/// Longest file in bytes; the table has the same bound. The largest programme at hand has 2 MB.
pub const LONGEST: usize = 10 << 20;

/// Longest text field in bytes.
const LONGEST_TEXT: usize = 1 << 10;

/// Why a file is not looked at. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum SentError {
    /// No file was chosen.
    #[error("{}", t!("upload-no-file"))]
    NoFile,
    /// Not a byte in it.
    #[error("{}", t!("upload-empty"))]
    Empty,
    /// Over [`LONGEST`].
    #[error("{}", t!("upload-too-large", most = LONGEST >> 20))]
    TooLarge,
    /// The client went away, or what it sent is no form with a file.
    #[error("{}", t!("upload-broken-off"))]
    BrokenOff(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It is no programme.
    #[error("{}", words_of(.0))]
    File(#[from] FileError),
}

impl SentError {
    /// For programs, and for whoever asks for help.
    pub fn code(&self) -> Code {
        match self {
            Self::NoFile => platform_storage::codes::NO_FILE,
            Self::Empty => platform_storage::codes::EMPTY,
            Self::TooLarge | Self::File(FileError::TooLarge { .. } | FileError::TellsTooMuch { .. }) => platform_storage::codes::TOO_LARGE,
            Self::BrokenOff(_) => platform_storage::codes::BROKEN_OFF,
            Self::File(FileError::Encoding { .. }) => code::FILE_ENCODING,
            Self::File(FileError::Malformed { .. }) => code::FILE_MALFORMED,
            Self::File(FileError::Entity { .. }) => code::FILE_ENTITY,
            Self::File(FileError::TooDeep { .. }) => code::FILE_TOO_DEEP,
            Self::File(FileError::TooManyRows { .. }) => code::FILE_TOO_MANY_ROWS,
            Self::File(FileError::Column { .. }) => code::FILE_COLUMN_MISSING,
            Self::File(FileError::Unknown { .. } | FileError::Mapping { .. }) => code::FILE_UNKNOWN,
        }
    }
}

/// What a form brought. What is wrong with the file does not hide what was chosen beside it.
#[derive(Debug)]
pub struct Sent {
    /// Which programme it is a new edition of, as chosen.
    pub source: String,
    /// The file: its name, cleaned, and its bytes.
    pub file: Result<(String, Vec<u8>), SentError>,
}

/// Reads the whole form.
pub async fn read(form: Result<Multipart, MultipartRejection>) -> Sent {
    let mut sent = Sent { source: String::new(), file: Err(SentError::NoFile) };
    if let Ok(mut form) = form
        && let Err(error) = fill(&mut form, &mut sent).await
    {
        sent.file = Err(error);
    }
    sent
}

async fn fill(form: &mut Multipart, sent: &mut Sent) -> Result<(), SentError> {
    while let Some(mut field) = form.next_field().await.map_err(of)? {
        let is_file = field.name() == Some(FIELD);
        let given = field.file_name().unwrap_or_default().to_owned();
        let is_source = field.name() == Some("source");
        let mut bytes = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(of)? {
            if bytes.len() + piece.len() > if is_file { LONGEST } else { LONGEST_TEXT } {
                return Err(if is_file { SentError::TooLarge } else { SentError::BrokenOff("a field is too long".into()) });
            }
            bytes.extend_from_slice(&piece);
        }
        if is_source {
            sent.source = String::from_utf8_lossy(&bytes).into_owned();
        } else if is_file {
            sent.file = match (bytes.is_empty(), given.is_empty()) {
                // A form without a choice sends an empty file without a name.
                (true, true) => Err(SentError::NoFile),
                (true, false) => Err(SentError::Empty),
                (false, _) => Ok((platform_storage::clean_name(&given), bytes)),
            };
        }
    }
    Ok(())
}

/// The request's own limit is the file's with some room.
fn of(error: MultipartError) -> SentError {
    if error.status() == http::TOO_LARGE.status() { SentError::TooLarge } else { SentError::BrokenOff(error.into()) }
}
