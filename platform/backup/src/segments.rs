//! Files of the database's log: their names, and whether one is missing.

use std::path::Path;

use crate::BackupError;

/// Bytes of one, as `initdb` makes clusters.
pub(crate) const BYTES: u64 = 16 * 1024 * 1024;
const IN_A_FILE: u64 = 0x1_0000_0000 / BYTES;

/// One file's place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Segment {
    pub timeline: u32,
    pub number: u64,
}

impl Segment {
    /// From `0000000100000000000000A3`.
    pub fn parse(name: &str) -> Option<Self> {
        if name.len() != 24 || !name.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let part = |range| u64::from_str_radix(&name[range], 16).ok();
        let timeline = u32::try_from(part(0..8)?).ok()?;
        Some(Self { timeline, number: part(8..16)? * IN_A_FILE + part(16..24)? })
    }

    /// The file that holds this place.
    pub fn of(timeline: u32, lsn: u64) -> Self {
        Self { timeline, number: lsn / BYTES }
    }

    pub fn name(self) -> String {
        format!("{:08X}{:08X}{:08X}", self.timeline, self.number / IN_A_FILE, self.number % IN_A_FILE)
    }

    pub fn next(self) -> Self {
        Self { number: self.number + 1, ..self }
    }
}

/// A place in the log, from `0/2000028`.
pub(crate) fn lsn(text: &str) -> Option<u64> {
    let (high, low) = text.trim().split_once('/')?;
    Some((u64::from_str_radix(high, 16).ok()? << 32) | u64::from_str_radix(low, 16).ok()?)
}

/// What lies in a folder: whole files in order, and the one that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub whole: Vec<Segment>,
    pub partial: Option<Segment>,
}

impl Held {
    pub fn look(folder: &Path) -> Result<Self, BackupError> {
        let mut held = Self::default();
        for entry in std::fs::read_dir(folder).map_err(BackupError::system("look into", folder))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(segment) = name.strip_suffix(".partial").and_then(Segment::parse) {
                held.partial = held.partial.max(Some(segment));
            } else if let Some(segment) = Segment::parse(&name) {
                let length = entry.metadata().map_err(BackupError::system("look at", &entry.path()))?.len();
                if length != BYTES {
                    return Err(BackupError::Damaged { path: entry.path(), why: format!("{length} bytes instead of {BYTES}") });
                }
                held.whole.push(segment);
            }
        }
        held.whole.sort();
        Ok(held)
    }

    /// The last file there is anything of.
    pub fn last(&self) -> Option<Segment> {
        self.partial.max(self.whole.last().copied())
    }

    /// The first file that is missing from `first` to the last one.
    pub fn missing(&self, first: Segment) -> Option<Segment> {
        let Some(last) = self.last() else { return Some(first) };
        let mut wanted = first;
        while wanted < last {
            if self.whole.binary_search(&wanted).is_err() {
                return Some(wanted);
            }
            wanted = wanted.next();
        }
        (first > last).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(number: u64) -> Segment {
        Segment { timeline: 1, number }
    }

    #[test]
    fn names_and_places_are_those_of_postgresql() {
        let last_of_a_file = Segment::parse("0000000100000000000000FF").unwrap();
        assert_eq!(last_of_a_file.next().name(), "000000010000000100000000");
        assert_eq!(Segment::of(1, lsn("0/2000028").unwrap()).name(), "000000010000000000000002");
        assert_eq!(Segment::parse("000000010000000000000002.partial"), None);
        assert_eq!(Segment::parse("00000002.history"), None);
    }

    #[test]
    fn a_gap_is_found_wherever_it_is() {
        let whole = vec![segment(3), segment(4), segment(6)];
        let held = Held { whole, partial: Some(segment(7)) };
        assert_eq!(held.missing(segment(3)), Some(segment(5)));
        assert_eq!(held.missing(segment(6)), None);
        assert_eq!(held.missing(segment(2)), Some(segment(2)));
        assert_eq!(held.missing(segment(8)), Some(segment(8)), "nothing of it is there");
        assert_eq!(Held::default().missing(segment(1)), Some(segment(1)));
        let without_the_partial = Held { whole: vec![segment(3), segment(4)], partial: None };
        assert_eq!(without_the_partial.missing(segment(3)), None);
    }
}
