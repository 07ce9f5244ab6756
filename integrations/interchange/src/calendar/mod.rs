//! iCalendar (RFC 5545) as a programme: each VEVENT one session, a repeating one a session for each of its times.

mod entry;
mod repeat;
pub(crate) mod table;
mod times;
mod write;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use icalendar::parser::{Component, read_components};
use platform_types::Zone;

use crate::limits::{FileError, Limits, utf8};
use crate::programme::{LeftOut, Programme};
use crate::refused::Refused;
use crate::text;
use entry::{Entry, Slot};
use zones::Zones;

const FORMAT: &str = "iCalendar";

pub use write::{events_file, programme_file};

/// Reads it.
pub(crate) fn read(bytes: &[u8], zone: Zone, limits: &Limits) -> Result<Programme, FileError> {
    let mut programme = Programme::default();
    let mut told = Ok(0);
    parse(bytes, limits, &mut |calendar| {
        if let Ok(so_far) = told {
            told = take(calendar, zone, limits, so_far, &mut programme);
        }
    })?;
    told.map(|_| programme)
}

/// Hands out each calendar of a file.
fn parse(bytes: &[u8], limits: &Limits, take: &mut dyn FnMut(&Component<'_>)) -> Result<(), FileError> {
    // Lines may be folded inside a character, so folds go before the bytes become text.
    if bytes.len() > limits.file_bytes {
        return Err(FileError::TooLarge { bytes: bytes.len(), limit: limits.file_bytes });
    }
    let unfolded = unfold(bytes);
    let file = utf8(&unfolded, limits)?;
    check_shape(file, limits)?;
    let mut any = false;
    for (first_line, text) in each_component(file) {
        let components = read_components(text).map_err(|what| FileError::Malformed { format: FORMAT, what: brief(&what, first_line) })?;
        for calendar in components.iter().filter(|c| named(c, "VCALENDAR")) {
            any = true;
            take(calendar);
        }
    }
    if any { Ok(()) } else { Err(FileError::Malformed { format: FORMAT, what: "it has no VCALENDAR".to_owned() }) }
}

/// The components that stand in a file one after the other (RFC 5545, 3.4: a stream may have several calendars; the parser reads
/// one), each with the number of its first line. What cannot be told apart stays one.
fn each_component(file: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let (mut depth, mut from, mut at) = (0_usize, (1, 0), 0);
    for (number, line) in file.split_inclusive('\n').enumerate() {
        at += line.len();
        if line.get(..6).unwrap_or_default().eq_ignore_ascii_case("BEGIN:") {
            depth += 1;
        } else if line.get(..4).unwrap_or_default().eq_ignore_ascii_case("END:") {
            depth = depth.saturating_sub(1);
            let rest = &file[at..];
            if depth == 0 && rest.trim_start().get(..6).unwrap_or_default().eq_ignore_ascii_case("BEGIN:") {
                parts.push((from.0, &file[from.1..at]));
                from = (number + 2, at);
            }
        }
    }
    parts.push((from.0, &file[from.1..]));
    parts
}

fn named(component: &Component<'_>, name: &str) -> bool {
    component.name.as_str().eq_ignore_ascii_case(name)
}

/// Takes out every line end that a space or tab follows, with that space.
fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 2);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let end = match (byte, bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => 2,
            (b'\n', _) => 1,
            _ => 0,
        };
        if end > 0 && matches!(bytes.get(at + end), Some(b' ' | b'\t')) {
            at += end + 1;
            continue;
        }
        out.push(byte);
        at += 1;
    }
    if !out.ends_with(b"\n") {
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Bounds that the parser itself does not hold: depth and number of components.
fn check_shape(file: &str, limits: &Limits) -> Result<(), FileError> {
    let (mut depth, mut rows) = (0_usize, 0_usize);
    for line in file.lines() {
        let start = line.get(..6).unwrap_or_default();
        if start.eq_ignore_ascii_case("BEGIN:") {
            depth += 1;
            rows += usize::from(line.trim_end().eq_ignore_ascii_case("BEGIN:VEVENT"));
        } else if line.get(..4).unwrap_or_default().eq_ignore_ascii_case("END:") {
            depth = depth.saturating_sub(1);
        }
        if depth > limits.depth {
            return Err(FileError::TooDeep { limit: limits.depth });
        }
        if rows > limits.rows {
            return Err(FileError::TooManyRows { limit: limits.rows });
        }
    }
    Ok(())
}

/// The parser tells how it is built; whoever made the file wants the line.
fn brief(what: &str, first_line: usize) -> String {
    let number = what.split_once("line ").map(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    match number.and_then(|digits| digits.parse::<usize>().ok()) {
        Some(line) => format!("it cannot be read on from line {}: a line is not NAME:value, or a part has no end", line + first_line - 1),
        None => format!("the part from line {first_line} cannot be read: a line is not NAME:value, or a part has no end"),
    }
}

/// The sessions of one calendar. A few repeating entries can tell more than memory holds, so what they will tell is counted before it is
/// told: the answer is how many bytes that is, with those `told` before.
fn take(calendar: &Component<'_>, zone: Zone, limits: &Limits, told: usize, programme: &mut Programme) -> Result<usize, FileError> {
    let mut told_bytes = told;
    let zones = Zones::of(calendar, zone);
    if programme.title.is_empty() {
        let title = ["X-WR-CALNAME", "NAME", "SUMMARY"].iter().find_map(|name| calendar.find_prop(name));
        programme.title = title.map(|p| text::line(p.val.as_str())).unwrap_or_default();
    }
    let ours = calendar.find_prop("PRODID").is_some_and(|p| p.val.as_str() == write::OURS);
    let called_off = calendar.find_prop("METHOD").is_some_and(|m| m.val.as_str().eq_ignore_ascii_case("CANCEL"));
    let mut entries: Vec<Entry> = Vec::new();
    for event in calendar.components.iter().filter(|c| named(c, "VEVENT")) {
        match Entry::read(event, &zones, ours) {
            Ok(entry) => entries.push(entry),
            Err(refused) => programme.refused.push(refused),
        }
    }
    // Changed single times of repeating entries, by entry and the time they stand for.
    let mut changed: BTreeMap<(String, NaiveDateTime), usize> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some(stands_for) = entry.stands_for {
            changed.insert((entry.uid.clone(), stands_for), at);
        }
    }
    let mut seen = BTreeSet::new();
    let mut used = BTreeSet::new();
    for entry in entries.iter().filter(|e| e.stands_for.is_none()) {
        let slots = match entry.slots(limits) {
            Ok(slots) => slots,
            Err(refused) => {
                programme.refused.push(refused);
                continue;
            }
        };
        told_bytes = told_bytes.saturating_add(slots.len().saturating_mul(entry.bytes()));
        if programme.sessions.len() + slots.len() > limits.rows {
            return Err(FileError::TooManyRows { limit: limits.rows });
        }
        if told_bytes > limits.told_bytes {
            return Err(FileError::TellsTooMuch { limit: limits.told_bytes });
        }
        for slot in slots {
            let other = slot.stands_for.and_then(|at| changed.get(&(entry.uid.clone(), at))).copied();
            if let Some(other) = other {
                used.insert(other);
            }
            let told = other.and_then(|other| entries.get(other)).unwrap_or(entry);
            let slot = if other.is_some() { Slot { id: slot.id, ..told.slot() } } else { slot };
            put(programme, &mut seen, told, slot, called_off);
        }
    }
    // A changed time whose rule is not in the file is a session of its own.
    for (_, entry) in entries.iter().enumerate().filter(|(at, e)| e.stands_for.is_some() && !used.contains(at)) {
        put(programme, &mut seen, entry, entry.slot(), called_off);
    }
    Ok(told_bytes)
}

fn put(programme: &mut Programme, seen: &mut BTreeSet<String>, entry: &Entry, slot: Slot, called_off: bool) {
    if called_off || entry.cancelled {
        let reason = "the file says that it is cancelled".to_owned();
        programme.left_out.push(LeftOut { row: slot.id, title: entry.title.clone(), reason });
        return;
    }
    if !seen.insert(slot.id.clone()) {
        let reason = "this UID was there before; the first row with it was taken";
        programme.refused.push(Refused::new(&slot.id, "UID", &slot.id, "programme.id_twice", reason));
        return;
    }
    match slot.when {
        Ok((starts_at, ends_at)) => programme.sessions.push(entry.session(slot.id, starts_at, ends_at)),
        Err(reason) => programme.refused.push(Refused::new(&slot.id, "DTSTART", &entry.written, "programme.hour_skipped", reason)),
    }
}
