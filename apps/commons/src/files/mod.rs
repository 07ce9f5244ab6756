//! What refers to uploaded files: pictures of events, plans of venues, papers of events.
//!
//! Everything here reads and writes under the caller's own role. A file is kept in the transaction that refers to it and
//! let go in the one that no longer does; whoever sees the row that refers to a file may read the file
//! (`sql/policies/storage.files.sql`).

mod documents;
mod of_event;
mod pictures;
mod plans;

pub use documents::{Document, add_document, list_documents, remove_document};
pub use of_event::list_files_of_event;
pub use pictures::{EventPicture, describe_picture, find_picture, list_pictures, remove_picture, set_picture, share_picture};
pub use plans::{Plan, PlanChange, add_plan, change_plan, find_plan, list_plans, list_public_plans, remove_plan};

use platform_db::{DbError, constraint_of};
use platform_storage::{UploadError, Variant, variant_path};
use platform_ui::{Picture, PictureSource};
use uuid::Uuid;

/// Why a file is not referred to.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The caller may not, or what it belongs to is not there.
    #[error("there is nothing here that you may change")]
    NotFound,
    /// The file was let go meanwhile, or its upload was given up.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for FileError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("event_pictures_file" | "venue_plans_file" | "event_documents_file") => Self::Upload(UploadError::GivenUp),
            _ => match &error {
                sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501" || c == "23503") => Self::NotFound,
                _ => Self::Database(error.into()),
            },
        }
    }
}

/// “340 kB”, “1.2 MB”.
pub fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// What pages show of a file's variants, where they are a picture's.
fn drawn(file: Uuid, size: Option<(i32, i32)>, variants: &[Variant], alt: &str) -> Option<Picture> {
    let side = |n: i32| u32::try_from(n).ok();
    let (width, height) = size.and_then(|(width, height)| Some((side(width)?, side(height)?)))?;
    let source = |variant: &Variant| {
        Some(PictureSource { href: variant_path(file, &variant.name), content_type: variant.content_type.clone(), width: variant.width? })
    };
    let sources: Vec<_> = variants.iter().filter_map(source).collect();
    (!sources.is_empty()).then(|| Picture::new(sources, (width, height), alt))
}
