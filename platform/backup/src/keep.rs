//! How long what is kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use platform_config::Backup;
use platform_storage::{Files, Store, forget};
use platform_types::Timestamp;
use uuid::Uuid;

use crate::BackupError;
use crate::base::Base;
use crate::folder::{Folder, clear, name_of, read_json, remove, write_json};
use crate::line::Line;
use crate::segments::Segment;

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Bases removed.
    pub bases: usize,
    /// Files of the log removed.
    pub segments: usize,
}

const GONE: &str = "files-gone.json";

/// Removes what is older than it has to be kept. Never the newest base that was checked, nor a newer one.
///
/// # Errors
/// [`BackupError`] when something cannot be removed.
pub async fn prune(folder: &Folder, days: &Backup, current: Option<&Line>, files: &Files, now: Timestamp) -> Result<Kept, BackupError> {
    let mut kept = Kept::default();
    clear(&folder.bases())?;
    clear(&folder.lines())?;
    let (leave, go) = sort_bases(Base::all(folder)?, days, now);
    for base in &go {
        remove(&base.path)?;
        kept.bases += 1;
    }
    let yesterday = name_of(now - Duration::days(1));
    for line in Line::all(folder)? {
        let own: Vec<&Base> = leave.iter().filter(|base| base.about.line == line.name).collect();
        match log_from(&own, days, now)? {
            Some(first) => kept.segments += line.cut(first)?,
            // Nothing can be restored with it any more; one that began today may still wait for its first base.
            None if line.name < yesterday && current.is_none_or(|current| current.name != line.name) => remove(&line.path)?,
            None => {}
        }
    }
    prune_files(folder, days, files, now).await?;
    Ok(kept)
}

/// Those to keep and those to remove.
fn sort_bases(mut all: Vec<Base>, days: &Backup, now: Timestamp) -> (Vec<Base>, Vec<Base>) {
    let oldest = now - Duration::days(i64::from(days.database_days));
    let window = now - Duration::days(i64::from(days.log_days));
    let last_good = all.iter().rposition(|base| base.verified.is_some());
    // Without one of before it, the first days of the log would restore nothing.
    let before_window = all.iter().rposition(|base| base.verified.is_some() && base.about.finished <= window);
    let mut go = Vec::new();
    let mut number = 0;
    all.retain(|base| {
        let own = number;
        number += 1;
        let newest = last_good.is_none_or(|good| own >= good);
        let keep = newest || before_window == Some(own) || base.about.started >= oldest;
        if !keep {
            go.push(base.clone());
        }
        keep
    });
    (all, go)
}

/// The first file of the log that a stretch's bases need: from the newest base that is older than the days of the log, else from
/// the oldest base there is.
fn log_from(bases: &[&Base], days: &Backup, now: Timestamp) -> Result<Option<Segment>, BackupError> {
    let window = now - Duration::days(i64::from(days.log_days));
    let before = bases.iter().rev().find(|base| base.about.finished <= window && base.verified.is_some());
    before.or_else(|| bases.first()).map(|base| base.first_segment()).transpose()
}

/// Files that have no row any more, for so many days since that was first seen.
async fn prune_files(folder: &Folder, days: &Backup, files: &Files, now: Timestamp) -> Result<(), BackupError> {
    let path = folder.path().join(GONE);
    let since: BTreeMap<Uuid, Timestamp> = if path.is_file() { read_json(&path)? } else { BTreeMap::new() };
    let oldest = now - Duration::days(i64::from(days.files_days));
    let store = Store::disk(&folder.files())?;
    let gone: BTreeSet<Uuid> = forget(files, &store, |id| since.get(&id).is_some_and(|at| *at < oldest)).await?;
    let next: BTreeMap<Uuid, Timestamp> = gone.into_iter().map(|id| (id, since.get(&id).copied().unwrap_or(now))).collect();
    if next == since { Ok(()) } else { write_json(&path, &next) }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, TimeZone as _, Utc};

    use super::*;
    use crate::base::About;

    fn days() -> Backup {
        Backup { folder: None, at: NaiveTime::MIN, database_days: 30, files_days: 90, log_days: 7 }
    }

    fn day(number: i64) -> Timestamp {
        Utc.with_ymd_and_hms(2026, 1, 1, 3, 30, 0).unwrap() + Duration::days(number)
    }

    fn base(number: i64, verified: bool) -> Base {
        let about = About {
            house: "1".to_owned(),
            line: "l".to_owned(),
            started: day(number),
            finished: day(number),
            first_segment: Segment { timeline: 1, number: u64::try_from(number).unwrap() }.name(),
            end: "0/1".to_owned(),
            postgres: 15,
            version: String::new(),
            size: 1,
            files: 0,
        };
        Base { name: number.to_string(), path: "/nowhere".into(), about, verified: verified.then(|| day(number)) }
    }

    fn names(bases: &[Base]) -> Vec<i64> {
        bases.iter().map(|base| base.name.parse().unwrap()).collect()
    }

    #[test]
    fn thirty_nights_are_kept() {
        let (kept, gone) = sort_bases((0..60).map(|n| base(n, true)).collect(), &days(), day(59));
        assert_eq!(names(&kept), (29..60).collect::<Vec<_>>());
        assert_eq!(gone.len(), 29);
    }

    #[test]
    fn the_last_good_one_stays_however_old_it_is() {
        let (kept, _) = sort_bases(vec![base(0, true), base(1, true), base(2, false)], &days(), day(400));
        assert_eq!(names(&kept), [1, 2], "the newest that was checked, and what came after it");
        let (kept, _) = sort_bases(vec![base(0, false), base(1, false)], &days(), day(400));
        assert_eq!(names(&kept), [0, 1], "none was checked: none is thrown away");
    }

    #[test]
    fn the_log_reaches_back_to_a_base_before_its_seven_days() {
        let all: Vec<Base> = (40..60).map(|n| base(n, true)).collect();
        let own: Vec<&Base> = all.iter().collect();
        assert_eq!(log_from(&own, &days(), day(59)).unwrap().unwrap().number, 52);
        let young: Vec<&Base> = all.iter().skip(15).collect();
        assert_eq!(log_from(&young, &days(), day(59)).unwrap().unwrap().number, 55, "younger than seven days: all of it");
        assert_eq!(log_from(&[], &days(), day(59)).unwrap(), None);
    }
}
