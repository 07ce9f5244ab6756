//! Which format a file has.

use crate::limits::{Beginning, FileError};

/// A format of programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 5545.
    ICalendar,
    /// Pentabarf's and frab's `schedule.xml`, as FOSDEM and the CCC publish it.
    FrabXml,
    /// frab's and pretalx's `schedule.json`.
    FrabJson,
}

impl Format {
    /// As it is typed.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "ics" | "icalendar" => Some(Self::ICalendar),
            "xml" | "frab-xml" | "pentabarf" => Some(Self::FrabXml),
            "json" | "frab-json" => Some(Self::FrabJson),
            _ => None,
        }
    }

    /// By how the file begins.
    ///
    /// # Errors
    /// [`FileError::Unknown`].
    pub fn of(bytes: &[u8]) -> Result<Self, FileError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]).trim_start().to_owned();
        if start.to_ascii_uppercase().starts_with("BEGIN:VCALENDAR") {
            Ok(Self::ICalendar)
        } else if start.starts_with('<') {
            Ok(Self::FrabXml)
        } else if start.starts_with('{') || start.starts_with('[') {
            Ok(Self::FrabJson)
        } else {
            let begins = if start.is_empty() {
                Beginning::Empty
            } else if start.contains(char::REPLACEMENT_CHARACTER) {
                Beginning::NoText
            } else {
                Beginning::Text(start.chars().take(24).collect())
            };
            Err(FileError::Unknown { begins })
        }
    }
}
