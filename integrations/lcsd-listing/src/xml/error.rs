//! Why a whole file is not read.

/// Why a whole file is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListingError {
    /// Over [`crate::Limits::file_bytes`].
    #[error("the {file} file has {bytes} bytes; at most {limit} are read")]
    TooLarge {
        /// Which file.
        file: &'static str,
        /// Its size.
        bytes: usize,
        /// The bound.
        limit: usize,
    },
    /// Not UTF-8.
    #[error("the {file} file is not UTF-8 at byte {at}")]
    Encoding {
        /// Which file.
        file: &'static str,
        /// Where.
        at: usize,
    },
    /// Not well-formed.
    #[error("the {file} file is not well-formed XML at byte {at}: {what}")]
    Malformed {
        /// Which file.
        file: &'static str,
        /// Where.
        at: usize,
        /// What the parser says.
        what: String,
    },
    /// A document type could define entities.
    #[error("the {file} file has a document type declaration (byte {at}); a plain file was expected")]
    DocumentType {
        /// Which file.
        file: &'static str,
        /// Where.
        at: usize,
    },
    /// An entity that XML itself does not define.
    #[error("the {file} file uses the entity &{name}; (byte {at}), which is not XML's own")]
    Entity {
        /// Which file.
        file: &'static str,
        /// Its name.
        name: String,
        /// Where.
        at: usize,
    },
    /// Elements too deep inside each other.
    #[error("the {file} file nests elements deeper than {limit} (byte {at})")]
    TooDeep {
        /// Which file.
        file: &'static str,
        /// The bound.
        limit: usize,
        /// Where.
        at: usize,
    },
    /// Too many rows.
    #[error("the {file} file has more than {limit} rows")]
    TooManyRows {
        /// Which file.
        file: &'static str,
        /// The bound.
        limit: usize,
    },
    /// Another kind of file.
    #[error("the {file} file should begin with <{expected}>, but begins with <{found}>")]
    Root {
        /// Which file.
        file: &'static str,
        /// What is right.
        expected: &'static str,
        /// What is there.
        found: String,
    },
}

impl ListingError {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "listing.file_too_large",
            Self::Encoding { .. } => "listing.file_not_utf8",
            Self::Malformed { .. } => "listing.file_malformed",
            Self::DocumentType { .. } => "listing.file_document_type",
            Self::Entity { .. } => "listing.file_entity",
            Self::TooDeep { .. } => "listing.file_too_deep",
            Self::TooManyRows { .. } => "listing.file_too_many_rows",
            Self::Root { .. } => "listing.file_root",
        }
    }
}
