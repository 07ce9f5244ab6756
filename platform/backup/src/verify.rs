//! Whether a backup is what it says, to the last byte.

use platform_db::embedded::Tools;
use platform_storage::Store;
use platform_types::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::BackupError;
use crate::base::Base;
use crate::folder::Folder;
use crate::line::Line;
use crate::segments::{Held, Segment, lsn};

/// Read at once of a file.
const PIECE: u64 = 1024 * 1024;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Bases whose every file has the bytes it was written with.
    pub bases: usize,
    /// Files of the log whose every record is whole.
    pub segments: usize,
    /// Uploaded files with their bytes.
    pub files: usize,
    /// In words.
    pub wrong: Vec<String>,
}

/// Checks every base, the log since the oldest one that it goes on from, and every uploaded file that the bases' rows name. Bases
/// that are right are marked so.
///
/// # Errors
/// What keeps it from looking; what is wrong with the backup is in the answer.
pub async fn check(folder: &Folder, now: Timestamp, mut progress: impl FnMut(String) + Send) -> Result<Checked, BackupError> {
    let mut checked = Checked::default();
    let mut bases = Base::all(folder)?;
    for base in &mut bases {
        progress(format!("base {} ({} MiB)", base.name, base.about.size >> 20));
        match check_base(base).await? {
            None => {
                base.note_verified(now)?;
                checked.bases += 1;
            }
            Some(wrong) => checked.wrong.push(format!("base {}: {wrong}", base.name)),
        }
    }
    for line in Line::all(folder)? {
        let own: Vec<&Base> = bases.iter().filter(|base| base.about.line == line.name).collect();
        let Some(major) = own.first().map(|base| base.about.postgres) else { continue };
        progress(format!("log {}", line.name));
        match check_line(&line, &own, &Tools::find(folder.path(), Some(major))?).await {
            Ok(segments) => checked.segments += segments,
            Err(BackupError::Damaged { path, why }) => checked.wrong.push(format!("{}: {why}", path.display())),
            Err(other) => return Err(other),
        }
    }
    let (files, wrong) = check_files(folder, &bases).await?;
    checked.files = files;
    checked.wrong.extend(wrong);
    if bases.is_empty() {
        checked.wrong.push("there is no base yet: `callboard backup` takes one".to_owned());
    }
    Ok(checked)
}

/// One base against its manifest; what is wrong.
pub(crate) async fn check_base(base: &Base) -> Result<Option<String>, BackupError> {
    const PROGRAM: &str = "pg_verifybackup";
    let tools = Tools::find(&base.path, Some(base.about.postgres))?;
    let mut command = tools.command(PROGRAM);
    let output = command.arg("--quiet").arg(base.data()).output().await.map_err(BackupError::system("run", &tools.path(PROGRAM)))?;
    Ok((!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ")))
}

/// From the oldest base that the log still reaches back to.
async fn check_line(line: &Line, bases: &[&Base], tools: &Tools) -> Result<usize, BackupError> {
    let held = line.held()?;
    let Some(first_kept) = held.whole.first().copied().or(held.partial) else {
        return Err(BackupError::Damaged { path: line.path.clone(), why: "the log is empty".to_owned() });
    };
    let mut firsts = Vec::new();
    for base in bases {
        firsts.push(base.first_segment()?);
    }
    // A base older than the log is kept for what it is by itself; the newest one needs it.
    let newest = firsts.iter().max().copied().unwrap_or(first_kept);
    let first = firsts.into_iter().filter(|first| *first >= first_kept).min().unwrap_or(newest);
    if let Some(missing) = held.missing(first) {
        return Err(gap(line, missing));
    }
    let whole: Vec<Segment> = held.whole.iter().copied().filter(|segment| *segment >= first).collect();
    if let Some(last) = whole.last() {
        dump(line, tools, first, *last).await?;
    }
    Ok(whole.len())
}

pub(crate) fn gap(line: &Line, missing: Segment) -> BackupError {
    BackupError::Damaged {
        path: line.path.join(missing.name()),
        why: "this file of the log is missing; what was committed after it cannot be restored".to_owned(),
    }
}

/// Reads every record; each carries a sum of its bytes.
pub(crate) async fn dump(line: &Line, tools: &Tools, first: Segment, last: Segment) -> Result<(), BackupError> {
    const PROGRAM: &str = "pg_waldump";
    let mut command = tools.command(PROGRAM);
    command.arg("--quiet").arg("--path").arg(&line.path);
    // A record that goes on in the file after the last one is not read, and not missed.
    let output = command.arg(first.name()).arg(last.name()).output().await.map_err(BackupError::system("run", &tools.path(PROGRAM)))?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() {
        return Ok(());
    }
    // It names the place of the record it could not read.
    let place = said.split(" at ").nth(1).and_then(|rest| rest.split([':', ' ']).next()).and_then(lsn);
    let path = place.map_or_else(|| line.path.clone(), |place| line.path.join(Segment::of(line.timeline, place).name()));
    Err(BackupError::Damaged { path, why: said })
}

/// Every uploaded file that some base names, once.
async fn check_files(folder: &Folder, bases: &[Base]) -> Result<(usize, Vec<String>), BackupError> {
    let mut named = std::collections::BTreeMap::new();
    for base in bases {
        for file in base.files()? {
            named.insert(file.key.clone(), file);
        }
    }
    let store = Store::disk(&folder.files())?;
    let (mut fine, mut wrong) = (0, Vec::new());
    for file in named.into_values() {
        match digest(&store, &file.key, file.size).await? {
            Some(found) if found.starts_with(&file.digest) => fine += 1,
            Some(_) => wrong.push(format!("uploaded file {}: other bytes than were sent", file.key)),
            None => wrong.push(format!("uploaded file {}: missing, or of another length", file.key)),
        }
    }
    Ok((fine, wrong))
}

async fn digest(store: &Store, key: &str, size: u64) -> Result<Option<String>, BackupError> {
    if store.size(key).await? != Some(size) {
        return Ok(None);
    }
    let mut digest = Sha256::new();
    let mut at = 0;
    while at < size {
        let end = size.min(at + PIECE);
        let Some(bytes) = store.range(key, at..end).await? else { return Ok(None) };
        digest.update(&bytes);
        at = end;
    }
    Ok(Some(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

/// The stretch of a base, when the log it goes on with is still there without a gap.
pub(crate) fn log_of(folder: &Folder, base: &Base) -> Result<Option<(Line, Held)>, BackupError> {
    let Some(line) = Line::all(folder)?.into_iter().find(|line| line.name == base.about.line) else { return Ok(None) };
    let held = line.held()?;
    let first = base.first_segment()?;
    let cut = held.whole.first().copied().or(held.partial).is_none_or(|kept| kept > first);
    if cut {
        return Ok(None);
    }
    match held.missing(first) {
        None => Ok(Some((line, held))),
        Some(missing) => Err(gap(&line, missing)),
    }
}

/// Since when any moment can be restored; none when the log of the present begins with no whole base.
///
/// # Errors
/// What keeps it from looking.
pub fn any_moment_since(folder: &Folder) -> Result<Option<Timestamp>, BackupError> {
    let mut since = None;
    for base in Base::all(folder)?.iter().rev().filter(|base| !base.about.line.is_empty()) {
        match log_of(folder, base) {
            // One stretch after the other: between two there is a gap.
            Ok(Some(_)) if since.as_ref().is_none_or(|(_, line): &(Timestamp, String)| *line == base.about.line) => {
                since = Some((base.about.finished, base.about.line.clone()));
            }
            Ok(_) | Err(BackupError::Damaged { .. }) => break,
            Err(other) => return Err(other),
        }
    }
    Ok(since.map(|(at, _)| at))
}

/// Whether the newest stretch of the log can be restored: a base was taken since it began.
///
/// # Errors
/// What keeps it from looking.
pub fn log_has_base(folder: &Folder) -> Result<bool, BackupError> {
    let Some(newest) = Line::all(folder)?.pop() else { return Ok(true) };
    Ok(Base::all(folder)?.iter().any(|base| base.about.line == newest.name && base.verified.is_some()))
}
