//! A form that brings a file.

use std::collections::BTreeMap;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use futures::stream;
use platform_http::{Ctx, code};
use platform_types::OrganizationId;

use super::upload_error::FIELD;
use super::{Files, Incoming, Kept, Purpose, UploadError};

/// The form's field with the key that makes a double click one upload.
pub const FORM_KEY: &str = "key";

/// Longest text field in bytes.
const LONGEST_TEXT: usize = 16 << 10;

/// What a form brought. What is wrong with the file does not hide what was typed beside it.
#[derive(Debug)]
pub struct Received {
    /// Text fields by name; of one sent twice the last.
    pub texts: BTreeMap<String, String>,
    /// The file, in the store already; or why not.
    pub file: Result<Kept, UploadError>,
}

impl Received {
    /// A form that cannot bring a file: it was not sent in parts.
    pub fn nothing() -> Self {
        Self { texts: BTreeMap::new(), file: Err(UploadError::NoFile) }
    }

    /// A text field; empty where it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The file's key in the form, as sent.
    pub fn form_key(&self) -> &str {
        self.text(FORM_KEY)
    }

    /// Gives up a file that was received, because something beside it is wrong.
    pub async fn discard(&self, files: &Files, ctx: &Ctx) {
        if let Ok(kept) = &self.file {
            files.discard(&ctx.actor, kept.id).await;
        }
    }
}

impl From<MultipartError> for UploadError {
    fn from(error: MultipartError) -> Self {
        Self::BrokenOff(error.into())
    }
}

/// Reads the whole form. Text fields stand before the file, as browsers send them in the order of the page: the key that
/// makes a double click one upload is known when the bytes come. `organization`: whose the file will be.
pub async fn read_form(
    files: &Files,
    ctx: &Ctx,
    organization: OrganizationId,
    purpose: Purpose,
    mut form: Multipart,
) -> Result<Received, UploadError> {
    let mut texts = BTreeMap::new();
    let mut file = Err(UploadError::NoFile);
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            // After a file that was too long there is nothing more to read; what was typed is still shown.
            Err(error) => {
                file = Err(of(error, purpose));
                break;
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == FIELD {
            let given = field.file_name().unwrap_or_default().to_owned();
            let fresh = ctx.entropy().token();
            let key = texts.get(FORM_KEY).filter(|key: &&String| !key.is_empty() && key.len() <= 200).unwrap_or(&fresh);
            let incoming = Incoming { organization, purpose, name: &given, form_key: key };
            let pieces = Box::pin(stream::unfold(field, async |mut field| match field.chunk().await {
                Ok(Some(piece)) => Some((Ok(piece), field)),
                Ok(None) => None,
                Err(error) => Some((Err(of(error, purpose)), field)),
            }));
            file = match files.receive(&ctx.actor, &incoming, pieces).await {
                // A form without a choice sends an empty file without a name.
                Err(UploadError::Empty) if given.is_empty() => Err(UploadError::NoFile),
                file => file,
            };
            if matches!(file, Err(UploadError::TooLarge(_) | UploadError::BrokenOff(_))) {
                break;
            }
        } else {
            let mut text = Vec::new();
            let mut field = field;
            while let Some(piece) = field.chunk().await.map_err(|error| of(error, purpose))? {
                if text.len() + piece.len() > LONGEST_TEXT {
                    return Err(UploadError::BrokenOff(format!("the field {name} is longer than {LONGEST_TEXT} bytes").into()));
                }
                text.extend_from_slice(&piece);
            }
            texts.insert(name, String::from_utf8_lossy(&text).replace('\0', ""));
        }
    }
    Ok(Received { texts, file })
}

/// The request's own limit is the purpose's limit with some room.
fn of(error: MultipartError, purpose: Purpose) -> UploadError {
    if error.status() == code::http::TOO_LARGE.status() { UploadError::TooLarge(purpose) } else { error.into() }
}
