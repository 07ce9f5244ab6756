//! Why a file was not kept, for the person who sent it and for the log.

use platform_db::DbError;
use platform_http::{Code, Fault, FieldFault};
use platform_texts::t;

use super::Purpose;
use crate::codes;
use crate::picture::PictureError;
use crate::store::StoreError;

/// The form's field that holds the file.
pub const FIELD: &str = "file";

/// Why nothing was kept. Every variant leaves no byte behind, or a row that the sweep finds.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// No file was chosen.
    #[error("{}", t!("upload-no-file"))]
    NoFile,
    /// Not a byte in it.
    #[error("{}", t!("upload-empty"))]
    Empty,
    /// Longer than the purpose allows.
    #[error("{}", t!("upload-too-large", most = .0.longest() >> 20))]
    TooLarge(Purpose),
    /// Of a kind that is not accepted.
    #[error("{}", t!("upload-kind", found = .found, wanted = .purpose.in_words()))]
    Kind {
        /// What it is.
        found: String,
        /// What it was for.
        purpose: Purpose,
    },
    /// A picture that cannot be drawn.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// It was given up while its bytes were still coming.
    #[error("{}", t!("upload-given-up"))]
    GivenUp,
    /// The client went away, or what it sent is no form with a file.
    #[error("{}", t!("upload-broken-off"))]
    BrokenOff(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for UploadError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl UploadError {
    /// The code of a refusal that a person can do something about; none where nobody's file is at fault.
    pub fn refusal(&self) -> Option<Code> {
        Some(match self {
            Self::NoFile => codes::NO_FILE,
            Self::Empty => codes::EMPTY,
            Self::TooLarge(_) => codes::TOO_LARGE,
            Self::Kind { .. } => codes::KIND,
            Self::Picture(PictureError::Unreadable) => codes::UNREADABLE,
            Self::Picture(_) => codes::TOO_MANY_PIXELS,
            Self::GivenUp => codes::GIVEN_UP,
            Self::BrokenOff(_) => codes::BROKEN_OFF,
            Self::Store(_) | Self::Database(_) => return None,
        })
    }

    /// What is wrong with the field, as the form shows it.
    pub fn field(&self) -> FieldFault {
        FieldFault { field: FIELD.to_owned(), message: self.to_string() }
    }
}

impl From<UploadError> for Fault {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Database(error) => error.into(),
            UploadError::Store(error) => Fault::new(codes::STORE_AWAY).with_context(error).with_retry_after(30),
            refused => {
                let code = refused.refusal().unwrap_or(codes::BROKEN_OFF);
                Fault::new(code).with_fields(vec![refused.field()]).with_context(refused)
            }
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        UploadError::Store(error).into()
    }
}

#[cfg(test)]
mod tests {
    use platform_types::Lang;

    use super::*;

    #[test]
    fn whoever_reads_german_is_told_in_german_what_would_be_right() {
        let refused = || UploadError::Kind {
            found: crate::files::Kind::of(b"<!DOCTYPE html>", true, "x.txt").unwrap_err(),
            purpose: Purpose::Picture,
        };
        assert_eq!(refused().to_string(), "this is a web page; choose a JPEG, PNG, WebP or GIF picture");
        let german = Lang::De.within(|| refused().to_string());
        assert_eq!(german, "das ist eine Webseite; wählen Sie ein Bild als JPEG, PNG, WebP oder GIF");
        assert_eq!(Lang::De.within(|| codes::EMPTY.message()), "Diese Datei ist leer.");
    }
}
