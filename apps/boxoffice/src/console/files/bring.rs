//! What every form with a file does: read it, say what is wrong, keep it or give it up.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use commons::files::FileError;
use platform_http::{Check, Ctx, Fault, FieldFault, Wants};
use platform_storage::{FIELD, Kept, Purpose, Received, UploadError, read_form};
use platform_types::{OrganizationId, is_blank};

use crate::console::{Console, typed};

/// A form as it came.
pub type Sent = Result<Multipart, MultipartRejection>;

/// A form that was read: its file in the store, or what is wrong.
pub struct Brought {
    received: Received,
    check: Check,
    status: StatusCode,
}

impl Brought {
    /// Reads the whole form. A refusal is told to programs at once, with its own code; people see the form again.
    pub async fn read(console: &Console, ctx: &Ctx, organization: OrganizationId, purpose: Purpose, sent: Sent) -> Result<Self, Fault> {
        let received = match sent {
            Ok(form) => read_form(console.files(), ctx, organization, purpose, form).await?,
            Err(_) => Received::nothing(),
        };
        let (mut check, mut status) = (Check::new(), StatusCode::UNPROCESSABLE_ENTITY);
        if let Err(error) = &received.file {
            match error.refusal() {
                Some(code) if ctx.wants != Wants::Json => {
                    check.wrong(FIELD, error.to_string());
                    status = code.status();
                }
                _ => return Err(received.file.err().map_or_else(|| Fault::internal("a file that is no error"), Fault::from)),
            }
        }
        Ok(Self { received, check, status })
    }

    /// A line that must not be empty. One that stands behind a file that was not read to its end is not missed: perhaps it was typed.
    pub fn line(&mut self, name: &str, longest: usize, wanted: &str) -> String {
        let text = self.check.field(name, typed::line(self.received.text(name), longest)).unwrap_or_default();
        self.check.that(!is_blank(&text) || self.is_unread(name), name, wanted);
        text
    }

    fn is_unread(&self, name: &str) -> bool {
        let broke = matches!(self.received.file, Err(UploadError::TooLarge(_) | UploadError::BrokenOff(_)));
        broke && !self.received.texts.contains_key(name)
    }

    /// What was typed, as it was typed.
    pub fn typed(&self, name: &str) -> String {
        self.received.text(name).to_owned()
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.received.text(name).is_empty()
    }

    /// The file; or what is wrong, with nothing kept.
    pub async fn file(self, console: &Console, ctx: &Ctx) -> Result<Kept, (StatusCode, Vec<FieldFault>)> {
        let Self { received, check, status } = self;
        if check.is_fine()
            && let Ok(kept) = received.file
        {
            return Ok(kept);
        }
        received.discard(console.files(), ctx).await;
        Err((status, check.faults()))
    }
}

/// What a refusal by the database means.
pub fn fault_of(error: FileError) -> Fault {
    match error {
        FileError::NotFound => Fault::not_found(),
        FileError::Upload(error) => error.into(),
        FileError::Database(error) => error.into(),
    }
}

/// Nothing refers to it: it is given up at once.
pub async fn or_give_up<T>(console: &Console, ctx: &Ctx, kept: &Kept, done: Result<T, Fault>) -> Result<T, Fault> {
    if done.is_err() {
        console.files().discard(&ctx.actor, kept.id).await;
    }
    done
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn faults(error: UploadError, alt: Option<&str>) -> Vec<String> {
        let mut check = Check::new();
        check.wrong(FIELD, error.to_string());
        let texts = alt.map(|alt| ("alt".to_owned(), alt.to_owned())).into_iter().collect::<BTreeMap<_, _>>();
        let mut brought = Brought { received: Received { texts, file: Err(error) }, check, status: StatusCode::UNPROCESSABLE_ENTITY };
        brought.line("alt", 300, "say what is to be seen");
        brought.check.faults().into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_wrong_file_and_a_missing_line_are_told_at_once_but_none_that_could_not_be_read() {
        assert_eq!(faults(UploadError::Empty, Some("")), [FIELD, "alt"]);
        assert_eq!(faults(UploadError::NoFile, None), [FIELD, "alt"]);
        assert_eq!(faults(UploadError::Empty, Some("Lanterns")), [FIELD]);
        assert_eq!(faults(UploadError::TooLarge(Purpose::Picture), None), [FIELD], "what stands behind it was perhaps typed");
    }
}
