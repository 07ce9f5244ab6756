//! Programmes: who speaks or plays, when and where.

mod format;
mod frab;
mod frab_json;
mod frab_xml;
mod recognised;

pub use format::Format;
pub use recognised::{Read, Recognised, recognise_programme};

use platform_types::{Timestamp, Zone};
use serde::Serialize;

use crate::limits::{FileError, Limits, utf8};
use crate::refused::Refused;

/// A programme as a file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Programme {
    /// Its title, or nothing.
    pub title: String,
    /// In the order of the file.
    pub sessions: Vec<Session>,
    /// What is not taken.
    pub refused: Vec<Refused>,
    /// What was read, and left out on purpose.
    pub left_out: Vec<LeftOut>,
}

/// One talk, set or workshop at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Session {
    /// The same in every edition of the file, and unique in it.
    pub id: String,
    /// The entry it comes from: several sessions may repeat one.
    pub entry: String,
    /// Its source, where a file of ours names it.
    pub source: Option<String>,
    /// Its place among all, where a file of ours names it.
    pub position: Option<i32>,
    /// Start.
    pub starts_at: Option<Timestamp>,
    /// End, if told; always after the start.
    pub ends_at: Option<Timestamp>,
    /// Title, never blank.
    pub title: String,
    /// What it is about, as plain text.
    pub description: String,
    /// Stage or room.
    pub room: String,
    /// Track; where the file has none, its type.
    pub track: String,
    /// Names, in order.
    pub persons: Vec<String>,
    /// Its page, slides, recordings; always http or https.
    pub links: Vec<Link>,
    /// BCP 47 tag, or nothing.
    pub language: String,
}

/// An address with what is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// `https://…` or `http://…`.
    pub url: String,
    /// What is there; may be empty.
    pub label: String,
}

/// A row that is meant not to be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its id.
    pub row: String,
    /// Its title.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// Reads a programme. `zone` is the event's: a time without a zone of its own is one of its clocks.
///
/// # Errors
/// Only when the file as a whole cannot be trusted; rows are refused in [`Programme::refused`].
pub fn read_programme(bytes: &[u8], format: Option<Format>, zone: Zone, limits: &Limits) -> Result<Programme, FileError> {
    let format = match format {
        Some(format) => format,
        None => Format::of(bytes)?,
    };
    match format {
        Format::ICalendar => crate::calendar::read(bytes, zone, limits),
        Format::FrabXml => frab_xml::read(utf8(bytes, limits)?, zone, limits),
        Format::FrabJson => frab_json::read(utf8(bytes, limits)?, zone, limits),
    }
}

/// An address that a page may lead to, or nothing.
pub(crate) fn web(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let url = url::Url::parse(raw).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())?;
    let text = url.to_string();
    // What the source wrote is kept where it is an address already.
    Some(if raw.chars().any(char::is_whitespace) { text } else { raw.to_owned() })
}

/// A language tag, or nothing: `en`, `pt-BR`, also as `pt_BR`.
pub(crate) fn language(raw: &str) -> String {
    let tag = raw.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let plain = |part: &str, least: usize| (least..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let first = parts.next().is_some_and(|p| plain(p, 2) && p.chars().all(|c| c.is_ascii_alphabetic()));
    if first && parts.all(|p| plain(p, 1)) { tag } else { String::new() }
}
