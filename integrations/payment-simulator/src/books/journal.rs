//! The store: an append-only file of JSON lines, synced before anything is acknowledged.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use tokio::sync::watch;

use super::{Entry, State};

const FILE: &str = "payments.jsonl";

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file or its directory.
    #[error("the journal {path} cannot be opened: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another simulator writes it.
    #[error("the journal {0} is in use by another simulator")]
    InUse(PathBuf),
    /// A line before the last one is not ours: somebody edited the file or the disk failed.
    #[error("line {line} of the journal {path} is damaged: {reason}")]
    Damaged {
        /// Where.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// The disk said no; nothing can be acknowledged any more.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the simulator's journal cannot be written")]
pub(crate) struct Stopped;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Durable(u64),
    Broken,
}

/// Adds everything that the journal in `theirs` holds to the one in `into`. Ids are drawn at random, so nothing in one of
/// them speaks of the other; neither may be in use.
///
/// # Errors
/// What opening either of them is refused for, or the disk's.
pub fn take_over(into: &Path, theirs: &Path) -> Result<(), JournalError> {
    // Opened and closed: locked by nobody, whole lines only, and each of them understood.
    drop(Journal::open(theirs)?);
    drop(Journal::open(into)?);
    let (from, to) = (theirs.join(FILE), into.join(FILE));
    let lines = std::fs::read(&from).map_err(|source| JournalError::Io { path: from, source })?;
    let append = |to: &Path| {
        let mut file = OpenOptions::new().append(true).open(to)?;
        file.write_all(&lines)?;
        file.sync_all()
    };
    append(&to).map_err(|source| JournalError::Io { path: to, source })
}

/// The writing end. Lines go to a thread that writes and syncs all that wait in one go.
#[derive(Debug)]
pub(crate) struct Journal {
    lines: Option<Sender<(u64, String)>>,
    progress: watch::Receiver<Progress>,
    writer: Option<JoinHandle<()>>,
}

impl Journal {
    /// Opens or makes the journal in `dir` and reads what it holds.
    pub fn open(dir: &Path) -> Result<(Self, State), JournalError> {
        let path = dir.join(FILE);
        let io = |source| JournalError::Io { path: path.clone(), source };
        std::fs::create_dir_all(dir).map_err(io)?;
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(&path).map_err(io)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => JournalError::InUse(path.clone()),
            TryLockError::Error(source) => io(source),
        })?;
        let (state, whole) = replay(&file, &path)?;
        // A torn last line was never acknowledged.
        file.set_len(whole).map_err(io)?;
        file.seek(SeekFrom::End(0)).map_err(io)?;
        file.sync_all().map_err(io)?;
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(io)?;

        let (lines, waiting) = channel();
        let (done, progress) = watch::channel(Progress::Durable(0));
        let writer =
            std::thread::Builder::new().name("simulator-journal".to_owned()).spawn(move || write_all(file, &waiting, &done)).map_err(io)?;
        Ok((Self { lines: Some(lines), progress, writer: Some(writer) }, state))
    }

    /// Queues a line under a number that grows with each call. Call in the order of the changes.
    pub fn append(&self, number: u64, entry: &Entry) -> Result<(), Stopped> {
        let line = serde_json::to_string(entry).map_err(|_| Stopped)?;
        self.lines.as_ref().ok_or(Stopped)?.send((number, line)).map_err(|_| Stopped)
    }

    /// Waits until the line of this number, and all before it, are on the disk.
    pub async fn durable(&self, number: u64) -> Result<(), Stopped> {
        let mut progress = self.progress.clone();
        let reached = progress.wait_for(|p| *p == Progress::Broken || matches!(p, Progress::Durable(n) if *n >= number)).await;
        match reached.map(|p| *p) {
            Ok(Progress::Durable(_)) => Ok(()),
            _ => Err(Stopped),
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        drop(self.lines.take());
        if let Some(writer) = self.writer.take() {
            // What it had to say was said through the progress.
            let _ = writer.join();
        }
    }
}

fn write_all(mut file: File, waiting: &Receiver<(u64, String)>, done: &watch::Sender<Progress>) {
    while let Ok((mut number, mut batch)) = waiting.recv() {
        batch.push('\n');
        while let Ok((next, line)) = waiting.try_recv() {
            number = next;
            batch.push_str(&line);
            batch.push('\n');
        }
        if let Err(error) = file.write_all(batch.as_bytes()).and_then(|()| file.sync_data()) {
            tracing::error!(%error, "the simulator's journal cannot be written; it acknowledges nothing any more");
            done.send_replace(Progress::Broken);
            return;
        }
        done.send_replace(Progress::Durable(number));
    }
}

/// Reads all whole lines; returns the state and the length up to which the file is whole.
fn replay(file: &File, path: &Path) -> Result<(State, u64), JournalError> {
    let io = |source| JournalError::Io { path: path.to_owned(), source };
    let mut reader = BufReader::new(file);
    let mut state = State::default();
    let (mut whole, mut number, mut line) = (0, 0, Vec::new());
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line).map_err(io)?;
        if line.last() != Some(&b'\n') {
            if length > 0 {
                tracing::warn!(bytes = length, "the journal's last line is torn and was never acknowledged; it is dropped");
            }
            return Ok((state, whole));
        }
        number += 1;
        let entry: Entry = serde_json::from_slice(&line).map_err(|error| JournalError::Damaged {
            path: path.to_owned(),
            line: number,
            reason: error.to_string(),
        })?;
        state.apply(entry);
        whole += u64::try_from(length).unwrap_or(u64::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(seconds: i64) -> Entry {
        Entry { clock_ahead: Some(seconds), ..Entry::default() }
    }

    async fn write(dir: &Path, entries: &[i64]) {
        let (journal, _) = Journal::open(dir).unwrap();
        for (number, seconds) in (1..).zip(entries) {
            journal.append(number, &ahead(*seconds)).unwrap();
        }
        journal.durable(entries.len() as u64).await.unwrap();
    }

    fn read(dir: &Path) -> Result<i64, JournalError> {
        Journal::open(dir).map(|(_, state)| state.clock_ahead)
    }

    #[tokio::test]
    async fn what_was_acknowledged_is_there_after_any_tear_of_the_last_line() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[1, 2, 3]).await;
        let file = dir.path().join(FILE);
        let bytes = std::fs::read(&file).unwrap();
        let second_end = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').nth(1).unwrap().0 + 1;
        for cut in second_end..bytes.len() {
            std::fs::write(&file, &bytes[..cut]).unwrap();
            assert_eq!(read(dir.path()).unwrap(), 2, "cut at {cut}");
            write(dir.path(), &[7]).await;
            assert_eq!(read(dir.path()).unwrap(), 7, "writing goes on after the tear at {cut}");
        }
    }

    #[tokio::test]
    async fn damage_before_the_last_line_is_named_and_nothing_is_lost_by_looking() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[1, 2]).await;
        let file = dir.path().join(FILE);
        let damaged = std::fs::read_to_string(&file).unwrap().replacen("clock", "cl", 1);
        std::fs::write(&file, &damaged).unwrap();
        let error = read(dir.path()).unwrap_err();
        assert!(matches!(error, JournalError::Damaged { line: 1, .. }), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), damaged);
    }

    #[tokio::test]
    async fn a_journal_takes_over_another_one_line_by_line() {
        let (mine, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(mine.path(), &[1, 2]).await;
        write(theirs.path(), &[3, 4]).await;
        {
            let _used = Journal::open(theirs.path()).unwrap();
            assert!(matches!(take_over(mine.path(), theirs.path()), Err(JournalError::InUse(_))));
        }
        take_over(mine.path(), theirs.path()).unwrap();
        let lines = std::fs::read_to_string(mine.path().join(FILE)).unwrap();
        assert_eq!((lines.lines().count(), read(mine.path()).unwrap()), (4, 4));
    }

    #[tokio::test]
    async fn two_simulators_never_share_a_journal() {
        let dir = tempfile::tempdir().unwrap();
        let (_first, _) = Journal::open(dir.path()).unwrap();
        assert!(matches!(Journal::open(dir.path()), Err(JournalError::InUse(_))));
    }
}
