//! What can go wrong with a store, for whoever runs the house.

use std::error::Error;

/// Why bytes could not be written, read, listed or removed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store knows us not: wrong key, wrong secret, no right to this bucket.
    #[error("the file store refuses us (check storage.s3_access_key, storage.s3_secret_key and the rights on the bucket): {0}")]
    Refused(String),
    /// No bucket of that name.
    #[error("the file store has no such bucket (check storage.s3_bucket): {0}")]
    NoBucket(String),
    /// It gave no answer.
    #[error("the file store cannot be reached: {0}")]
    Away(String),
    /// The folder cannot be made or written.
    #[error("the folder {folder} cannot be used for files: {source}")]
    Folder {
        /// Which.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// Anything else.
    #[error("the file store failed: {0}")]
    Other(String),
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        use object_store::Error as E;
        let words = causes(&error);
        match error {
            E::PermissionDenied { .. } | E::Unauthenticated { .. } => Self::Refused(words),
            // What a list is refused with has no kind of its own.
            _ if ["403 Forbidden", "401 Unauthorized"].iter().any(|status| words.contains(status)) => Self::Refused(words),
            _ if words.contains("NoSuchBucket") => Self::NoBucket(words),
            _ if words.contains("cannot be reached") || words.contains("did not answer") || words.contains("failed too often") => {
                Self::Away(words)
            }
            _ => Self::Other(words),
        }
    }
}

/// The error and what lies below it, each said once.
pub(super) fn causes(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        next = cause.source();
    }
    words.chars().take(600).collect()
}
