//! How much of a foreign file is read, and why one is not read at all.

use std::fmt;

/// Upper bounds. The largest programme at hand has 2 MB and 943 sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Bytes of one text.
    pub text_bytes: usize,
    /// Rows.
    pub rows: usize,
    /// Open elements, objects or components inside each other.
    pub depth: usize,
    /// Times that one repeating entry may have.
    pub repeats: usize,
    /// Bytes of all texts, those of repeating entries once for each time.
    pub told_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 64 << 20, text_bytes: 256 << 10, rows: 100_000, depth: 16, repeats: 400, told_bytes: 256 << 20 }
    }
}

/// Why a whole file is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Over [`Limits::file_bytes`].
    #[error("the file has {bytes} bytes; at most {limit} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The bound.
        limit: usize,
    },
    /// Another encoding.
    #[error("the file is not UTF-8 (byte {at}; {seems}); save it as UTF-8 and try again")]
    Encoding {
        /// Where.
        at: usize,
        /// What it looks like.
        seems: Encoding,
    },
    /// Not what its format says.
    #[error("the file is not well-formed {format}: {what}")]
    Malformed {
        /// `iCalendar`, `XML`, `JSON`, `CSV`.
        format: &'static str,
        /// What is wrong, and where.
        what: String,
    },
    /// A document type could define entities, and entities could grow without end.
    #[error("the file has a document type declaration or an entity of its own (byte {at}); plain XML is expected")]
    Entity {
        /// Where.
        at: usize,
    },
    /// Over [`Limits::depth`].
    #[error("the file nests deeper than {limit}")]
    TooDeep {
        /// The bound.
        limit: usize,
    },
    /// Over [`Limits::rows`].
    #[error("the file has more than {limit} rows")]
    TooManyRows {
        /// The bound.
        limit: usize,
    },
    /// Over [`Limits::told_bytes`].
    #[error("the file’s repeating entries tell more than {limit} bytes")]
    TellsTooMuch {
        /// The bound.
        limit: usize,
    },
    /// A column that is needed, or that a mapping names, is not there.
    #[error("there is no column “{column}”; there are: {known}")]
    Column {
        /// Which.
        column: String,
        /// Those that are there.
        known: String,
    },
    /// A mapping that says nothing useful.
    #[error("the mapping: {what}")]
    Mapping {
        /// What is wrong with it.
        what: String,
    },
    /// A format, but not one of these.
    #[error("the file is none of iCalendar, Pentabarf or frab XML and frab JSON: {begins}")]
    Unknown {
        /// How it begins.
        begins: Beginning,
    },
}

/// What a file that is not UTF-8 looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// It begins with a byte order mark of two bytes.
    Utf16,
    /// One byte to a letter.
    OneByte,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf16 => "it looks like UTF-16",
            Self::OneByte => "it may be Windows-1252 or Latin-1",
        })
    }
}

/// How a file begins that is of no known format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// There is nothing in it.
    Empty,
    /// With what is no text.
    NoText,
    /// With these letters.
    Text(String),
    /// With an element that is no schedule.
    Root(String),
}

impl fmt::Display for Beginning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::NoText => f.write_str("it is no text"),
            Self::Text(text) => write!(f, "it begins with “{text}”"),
            Self::Root(name) => write!(f, "its root is <{name}>, not <schedule>"),
        }
    }
}

impl FileError {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::TellsTooMuch { .. } => "file.too_large",
            Self::Encoding { .. } => "file.not_utf8",
            Self::Malformed { .. } => "file.malformed",
            Self::Entity { .. } => "file.entity",
            Self::TooDeep { .. } => "file.too_deep",
            Self::TooManyRows { .. } => "file.too_many_rows",
            Self::Column { .. } => "file.column_missing",
            Self::Mapping { .. } => "file.mapping",
            Self::Unknown { .. } => "file.unknown",
        }
    }
}

/// The bytes as text, without a byte order mark.
pub(crate) fn utf8<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, FileError> {
    if bytes.len() > limits.file_bytes {
        return Err(FileError::TooLarge { bytes: bytes.len(), limit: limits.file_bytes });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let seems = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Encoding::Utf16,
            _ => Encoding::OneByte,
        };
        FileError::Encoding { at: e.valid_up_to(), seems }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
