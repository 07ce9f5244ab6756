//! What comes with a mail, made when it is delivered.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names an attachment: which source makes it, of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRef {
    /// A source's kind, `tickets.pdf`.
    pub kind: String,
    /// Of which row.
    pub id: Uuid,
}

impl AttachmentRef {
    /// `kind` of `id`.
    pub fn new(kind: &'static str, id: impl Into<Uuid>) -> Self {
        Self { kind: kind.to_owned(), id: id.into() }
    }
}

/// What an attachment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentType {
    /// A document.
    Pdf,
    /// Dates for a calendar (RFC 5545).
    Calendar,
    /// A picture.
    Png,
    /// Plain text.
    Text,
}

impl ContentType {
    /// As a header says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Calendar => "text/calendar; charset=utf-8; method=PUBLISH",
            Self::Png => "image/png",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// A file.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name; letters, digits, dots and dashes are kept, anything else becomes a dash.
    name: String,
    /// What it is.
    pub content_type: ContentType,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// A file called `name`.
    pub fn new(name: &str, content_type: ContentType, bytes: Vec<u8>) -> Self {
        let name: String =
            name.chars().take(100).map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' }).collect();
        let name = name.trim_start_matches('.');
        Self { name: if name.is_empty() { "file".to_owned() } else { name.to_owned() }, content_type, bytes }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attachment({}, {} bytes)", self.content_type.as_str(), self.bytes.len())
    }
}

/// Why an attachment could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// No source of that kind is registered.
    #[error("nobody makes attachments of kind {0}")]
    UnknownKind(String),
    /// What it is made of is not there any more; trying again cannot help.
    #[error("what {kind} is made of is gone")]
    Gone {
        /// The source's kind.
        kind: String,
    },
    /// Something failed; trying again may help.
    #[error("{kind} could not be made")]
    Failed {
        /// The source's kind.
        kind: String,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// Makes attachments of one kind. Runs in a job, without an open transaction; reads through its own doors.
#[async_trait]
pub trait AttachmentSource: Send + Sync {
    /// The file of this row; none when it is gone.
    async fn make(&self, id: Uuid) -> Result<Option<Attachment>, Box<dyn Error + Send + Sync>>;
}

/// All sources. Filled by the composition root.
#[derive(Clone, Default)]
pub struct Attachments(BTreeMap<&'static str, Arc<dyn AttachmentSource>>);

impl Attachments {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `source` makes attachments of `kind`.
    pub fn source(mut self, kind: &'static str, source: Arc<dyn AttachmentSource>) -> Self {
        self.0.insert(kind, source);
        self
    }

    pub(crate) async fn make(&self, wanted: &AttachmentRef) -> Result<Attachment, AttachmentError> {
        let kind = &wanted.kind;
        let source = self.0.get(kind.as_str()).ok_or_else(|| AttachmentError::UnknownKind(kind.clone()))?;
        match source.make(wanted.id).await {
            Ok(Some(file)) => Ok(file),
            Ok(None) => Err(AttachmentError::Gone { kind: kind.clone() }),
            Err(source) => Err(AttachmentError::Failed { kind: kind.clone(), source }),
        }
    }
}

impl fmt::Debug for Attachments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
