//! PostgreSQL's log file: opened by us, appended to by it, kept short by us.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::ClusterError;
use super::error::ClusterError as E;

/// Above this many bytes the log is moved to `postgres.log.1`.
const LONGEST: u64 = 8 * 1024 * 1024;

/// How much of the log an error shows, in bytes.
const TAIL: u64 = 2_000;

/// The log, for appending.
pub(super) fn open(path: &Path) -> Result<File, ClusterError> {
    let open = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    open.map_err(E::system("cannot open", path))
}

/// The log's length now.
pub(super) fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| found.len())
}

/// The end of what was written after `from`.
pub(super) fn tail(path: &Path, from: u64) -> String {
    let read = || -> std::io::Result<String> {
        let mut file = File::open(path)?;
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(from.max(end.saturating_sub(TAIL)).min(end)))?;
        let mut bytes = Vec::new();
        file.take(TAIL).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    };
    read().unwrap_or_else(|e| format!("(unreadable: {e})"))
}

/// Keeps one old log. The writer appends, so that cutting the file under it is safe; lines
/// written between the copy and the cut are lost.
pub(super) fn shorten(path: &Path) {
    if length(path) <= LONGEST {
        return;
    }
    let old = path.with_extension("log.1");
    let cut = fs::copy(path, &old).and_then(|_| OpenOptions::new().write(true).open(path)?.set_len(0));
    if let Err(e) = cut {
        tracing::warn!(log = %path.display(), error = %e, "cannot shorten the database's log");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_only_what_this_start_wrote() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("postgres.log");
        fs::write(&path, "old trouble\n").unwrap();
        let before = length(&path);
        fs::write(&path, "old trouble\nFATAL: new trouble\n").unwrap();
        assert_eq!(tail(&path, before), "FATAL: new trouble");
    }

    #[test]
    fn a_long_log_is_moved_away_under_its_writer() {
        use std::io::Write;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("postgres.log");
        let mut writer = open(&path).unwrap();
        writer.write_all(&vec![b'x'; usize::try_from(LONGEST).unwrap() + 1]).unwrap();
        shorten(&path);
        writer.write_all(b"after").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(length(&dir.path().join("postgres.log.1")), LONGEST + 1);
    }
}
