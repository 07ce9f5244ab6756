//! A programme in whatever it is written.

use platform_types::Zone;

use super::{Format, Programme, read_programme};
use crate::limits::{FileError, Limits};
use crate::rows::sessions;
use crate::table::{Kind, read_table};

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// One of the formats of programmes.
    Format(Format),
    /// CSV or a JSON array with our own columns.
    Table,
}

impl Recognised {
    /// As rows and programs name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Format(Format::ICalendar) => "icalendar",
            Self::Format(Format::FrabXml) => "frab_xml",
            Self::Format(Format::FrabJson) => "frab_json",
            Self::Table => "table",
        }
    }
}

/// A programme, and how it was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// What the file turned out to be.
    pub is: Recognised,
    /// What it says.
    pub programme: Programme,
    /// Columns of a table that nothing was read from.
    pub unread: Vec<String>,
}

/// Reads a programme by what its bytes show: the name of a file decides nothing. `zone` is the event's: a time without a zone of
/// its own is one of its clocks.
///
/// # Errors
/// Only when the file as a whole cannot be trusted; rows are refused in [`Programme::refused`].
pub fn recognise_programme(bytes: &[u8], zone: Zone, limits: &Limits) -> Result<Read, FileError> {
    let table = || {
        let table = read_table(bytes, Kind::Programme, None, limits)?;
        Ok(Read { is: Recognised::Table, programme: sessions(&table, zone, &[]), unread: table.unknown })
    };
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bare.iter().copied().find(|b| !b.is_ascii_whitespace()) == Some(b'[') {
        return table();
    }
    match Format::of(bytes) {
        Ok(format) => {
            let programme = read_programme(bytes, Some(format), zone, limits)?;
            Ok(Read { is: Recognised::Format(format), programme, unread: Vec::new() })
        }
        // None of the formats of programmes: perhaps CSV. Where that is no table either, its own words say more.
        Err(unknown) if bytes.contains(&b',') || bytes.contains(&b';') || bytes.contains(&b'\t') => table().map_err(|e| match e {
            FileError::Malformed { .. } => unknown,
            e => e,
        }),
        Err(unknown) => Err(unknown),
    }
}
