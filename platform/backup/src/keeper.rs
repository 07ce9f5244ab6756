//! What runs beside a serving house: receives the log, has commits wait for it, takes the nightly base.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use platform_config::Backup;
use platform_db::embedded::Cluster;
use platform_storage::{Files, Store, catch_up};
use platform_types::{Clock, Timestamp};
use sqlx::PgConnection;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::base::{Base, Order, take};
use crate::error::BackupError;
use crate::folder::Folder;
use crate::keep::prune;
use crate::line::{self, Line};

/// What the receiver calls itself; the name that commits wait for.
pub const RECEIVER: &str = "callboard_backup";

/// Between two looks at the receiver.
const TICK: Duration = Duration::from_millis(500);
/// A commit waits no longer for the backup's disk: buyers wait with it.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two attempts to reach a backup that is away.
const PAUSE: Duration = Duration::from_secs(5);
/// Between two looks whether a base is due.
const LOOK: Duration = Duration::from_secs(30);
/// After a base that failed.
const AFTER_FAILURE: Duration = Duration::from_mins(10);
/// The receiver has what was committed before the database ended by then; the database itself waits no longer.
const LAST_BYTES: Duration = Duration::from_secs(75);

/// How it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not receiving yet, or not up to the present.
    Starting(String),
    /// What is answered is there.
    InStep {
        /// By this machine's clock.
        since: Timestamp,
    },
    /// The house goes on without it.
    Away {
        /// In words.
        why: String,
        /// By this machine's clock.
        since: Timestamp,
    },
}

/// Keeps one house's backup. Cheap to clone.
#[derive(Clone)]
pub struct Keeper(Arc<Inner>);

struct Inner {
    days: Backup,
    path: PathBuf,
    files: Files,
    clock: Clock,
    state: watch::Sender<State>,
    newest: Mutex<Option<Base>>,
    failure: Mutex<Option<String>>,
}

/// Why the receiver ended, and whether it can go on where it was.
struct Ended {
    error: BackupError,
    begin: bool,
}

impl<E: Into<BackupError>> From<E> for Ended {
    fn from(error: E) -> Self {
        Self { error: error.into(), begin: false }
    }
}

impl Keeper {
    /// Into this folder. `clock` is the machine's, also in a house that is set to another day: nights and names are real.
    pub fn new(days: &Backup, path: PathBuf, files: Files, clock: Clock) -> Self {
        let (state, _) = watch::channel(State::Starting("starting".to_owned()));
        Self(Arc::new(Inner { days: days.clone(), path, files, clock, state, newest: Mutex::new(None), failure: Mutex::new(None) }))
    }

    /// How it is now.
    pub fn state(&self) -> State {
        self.0.state.borrow().clone()
    }

    /// The newest base of the log that is received.
    pub fn newest(&self) -> Option<Base> {
        self.0.newest.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Why the last base could not be taken, if it could not.
    pub fn last_failure(&self) -> Option<String> {
        self.0.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs until told to stop; then waits for the database to end, which sends the receiver its last bytes first.
    pub async fn run(&self, cluster: Cluster, stop: CancellationToken) {
        let order = Order { tools: cluster.tools(), admin: cluster.admin_options("postgres"), data_dir: cluster.data_dir().to_path_buf() };
        let mut begin = false;
        while !stop.is_cancelled() {
            match self.attend(&order, &cluster, begin, &stop).await {
                Ok(mut receiver) => {
                    if tokio::time::timeout(LAST_BYTES, receiver.child.wait()).await.is_err() {
                        tracing::error!("the backup's receiver did not end with the database");
                    }
                    return;
                }
                Err(ended) => {
                    self.0.files.copies().go_to(None);
                    // Fails while the database is down; it begins with nobody to wait for, and the next attempt asks again.
                    if let Err(error) = wait_for(&cluster, None).await {
                        tracing::warn!(%error, "commits may wait for the backup until the database answers");
                    }
                    begin = ended.begin;
                    self.away(&ended.error);
                    tokio::select! { () = tokio::time::sleep(PAUSE) => {}, () = stop.cancelled() => {} }
                }
            }
        }
    }

    fn away(&self, error: &BackupError) {
        let why = error.to_string();
        let now = self.0.clock.now();
        self.0.state.send_modify(|state| {
            let since = match state {
                State::Away { since, .. } => *since,
                _ => {
                    tracing::error!(code = error.code(), why, "the backup is away; the house goes on without it");
                    now
                }
            };
            *state = State::Away { why, since };
        });
    }

    /// Receives until something is wrong or it is told to stop.
    async fn attend(&self, order: &Order, cluster: &Cluster, begin: bool, stop: &CancellationToken) -> Result<Receiver, Ended> {
        wait_for(cluster, None).await?;
        let mut admin = order.connect().await?;
        let house = line::Cluster::ask(&mut admin).await?.house;
        let folder = order.open(&self.0.path, &house, false)?;
        let _lock = folder.lock("house.lock")?;
        let now = self.0.clock.now();
        let line = if begin { Line::begin(&mut admin, &folder, now).await? } else { Line::obtain(&mut admin, &folder, now).await? };
        line::free(&mut admin, &line.slot()).await?;
        let mut receiver = Receiver::start(order, &line)?;
        self.0.files.copies().go_to(Some(Store::disk(&folder.files())?));
        let mut night = Night::new(self.clone(), order.clone(), folder, line.clone());
        let mut step = Step::default();
        loop {
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                () = stop.cancelled() => return Ok(receiver),
            }
            if let Some(ended) = receiver.ended().await {
                return Err(ended);
            }
            if !line.is_there() {
                return Err(BackupError::Log(format!("{} has gone", line.path.display())).into());
            }
            let behind = step.look(&mut admin).await?;
            match behind {
                Some(bytes) if !step.reached => {
                    self.0.state.send_if_modified(|state| {
                        let text = format!("catching up, {} MiB to go", bytes >> 20);
                        let other = *state != State::Starting(text.clone());
                        *state = State::Starting(text);
                        other
                    });
                }
                Some(_) if step.late() => {
                    return Err(BackupError::Log(format!("its disk has taken nothing for {} s", PATIENCE.as_secs())).into());
                }
                Some(_) => {}
                None if step.reached => return Err(BackupError::Log("the receiver has lost the database".to_owned()).into()),
                None => {}
            }
            if step.reached && !matches!(self.state(), State::InStep { .. }) {
                wait_for(cluster, Some(RECEIVER)).await?;
                tracing::info!(line = line.name, "the backup is in step: a commit is answered when its disk has it too");
                self.0.state.send_replace(State::InStep { since: self.0.clock.now() });
            }
            night.attend().await;
        }
    }
}

async fn wait_for(cluster: &Cluster, reader: Option<&str>) -> Result<(), BackupError> {
    match tokio::time::timeout(PATIENCE, cluster.commits_wait_for(reader)).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(BackupError::Log(format!("the database did not answer within {} s", PATIENCE.as_secs()))),
    }
}

/// How far the receiver is.
struct Step {
    /// It was where the log ended a moment before.
    reached: bool,
    /// Where the log ended when it was last reached, and when that was.
    mark: (i64, Instant),
}

impl Default for Step {
    fn default() -> Self {
        Self { reached: false, mark: (i64::MAX, Instant::now()) }
    }
}

impl Step {
    /// Bytes of the log that it has not flushed; none: it is not connected.
    async fn look(&mut self, admin: &mut PgConnection) -> Result<Option<i64>, BackupError> {
        let asked = sqlx::query_as::<_, (i64, Option<i64>, Option<bool>)>(
            "SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint, (r.flush_lsn - '0/0'::pg_lsn)::bigint, r.state = 'streaming'
             FROM (SELECT 1) one LEFT JOIN pg_stat_replication r ON r.application_name = $1 ORDER BY r.flush_lsn DESC NULLS LAST LIMIT 1",
        )
        .bind(RECEIVER)
        .fetch_one(admin);
        let (ours, theirs, streaming) = match tokio::time::timeout(PATIENCE, asked).await {
            Ok(row) => row?,
            Err(_) => return Err(BackupError::Log(format!("the database did not answer within {} s", PATIENCE.as_secs()))),
        };
        if streaming.is_none() {
            return Ok(None);
        }
        let theirs = theirs.unwrap_or(0);
        if self.mark.0 == i64::MAX {
            self.mark = (ours, Instant::now());
        } else if theirs >= self.mark.0 && streaming == Some(true) {
            self.reached = true;
            self.mark = (ours, Instant::now());
        }
        Ok(Some((ours - theirs).max(0)))
    }

    fn late(&self) -> bool {
        self.mark.1.elapsed() > PATIENCE
    }
}

/// `pg_receivewal`.
struct Receiver {
    child: Child,
    said: JoinHandle<String>,
}

impl Receiver {
    fn start(order: &Order, line: &Line) -> Result<Self, BackupError> {
        const PROGRAM: &str = "pg_receivewal";
        let mut command = order.command(PROGRAM);
        command.env("PGAPPNAME", RECEIVER);
        command.arg("--directory").arg(&line.path).arg("--slot").arg(line.slot());
        // Flushed as it comes, and told at once; ends when the connection does, since we start it again ourselves.
        command.args(["--synchronous", "--no-loop"]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(BackupError::system("run", &order.tools.path(PROGRAM)))?;
        let stderr = child.stderr.take();
        let said = tokio::spawn(async move {
            let mut last = String::new();
            let Some(stderr) = stderr else { return last };
            let mut lines = BufReader::new(stderr).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                tracing::debug!(line, "pg_receivewal");
                if last.len() < 2_000 {
                    last.push_str(line.trim());
                    last.push(' ');
                }
            }
            last
        });
        Ok(Self { child, said })
    }

    /// Why it ended, if it did.
    async fn ended(&mut self) -> Option<Ended> {
        let status = self.child.try_wait().ok().flatten()?;
        let said = (&mut self.said).await.unwrap_or_default();
        // What follows on what it has is not there any more: this stretch ends, and another one begins.
        let begin = ["has already been removed", "is not in this server's history", "can no longer", "is ahead of the WAL flush position"]
            .iter()
            .any(|sign| said.contains(sign));
        Some(Ended { error: BackupError::Log(format!("pg_receivewal ended ({status}): {}", said.trim())), begin })
    }
}

/// The base that is due, and files that could not be copied when they came.
struct Night {
    keeper: Keeper,
    order: Order,
    folder: Folder,
    line: Line,
    work: Option<JoinHandle<Result<(), BackupError>>>,
    look_at: Instant,
    /// Files may have come in while nothing was copied.
    behind: bool,
}

impl Drop for Night {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            work.abort();
        }
    }
}

impl Night {
    fn new(keeper: Keeper, order: Order, folder: Folder, line: Line) -> Self {
        Self { keeper, order, folder, line, work: None, look_at: Instant::now(), behind: true }
    }

    /// Starts what is due, and takes note of what has ended.
    async fn attend(&mut self) {
        if let Some(work) = self.work.take_if(|work| work.is_finished()) {
            let failure = match work.await {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.to_string()),
                Err(error) => Some(error.to_string()),
            };
            if let Some(why) = &failure {
                tracing::error!(why, "the nightly backup failed; tried again in {} minutes", AFTER_FAILURE.as_secs() / 60);
                self.look_at = Instant::now() + AFTER_FAILURE;
                self.behind = true;
            }
            *self.keeper.0.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
        }
        if self.work.is_some() || Instant::now() < self.look_at {
            return;
        }
        self.look_at = Instant::now() + LOOK;
        let newest = match Base::all(&self.folder) {
            Ok(bases) => bases.into_iter().rev().find(|base| base.about.line == self.line.name),
            Err(error) => {
                tracing::error!(%error, "the backup cannot be read");
                return;
            }
        };
        let due = is_due(newest.as_ref().map(|base| base.about.started), &self.keeper.0.days, self.keeper.0.clock.now());
        *self.keeper.0.newest.lock().unwrap_or_else(PoisonError::into_inner) = newest;
        if due {
            // It copies the files too.
            self.behind = false;
            self.work = Some(tokio::spawn(night(self.keeper.clone(), self.order.clone(), self.folder.clone(), self.line.clone())));
            // Seen as soon as it is there.
            self.look_at = Instant::now();
        } else if self.keeper.0.files.copies().missed() || self.behind {
            self.behind = false;
            let (files, folder) = (self.keeper.0.files.clone(), self.folder.clone());
            self.work = Some(tokio::spawn(async move {
                catch_up(&files, &Store::disk(&folder.files())?).await?;
                Ok(())
            }));
        }
    }
}

/// One base, checked to the last byte, and what is too old removed.
async fn night(keeper: Keeper, order: Order, folder: Folder, line: Line) -> Result<(), BackupError> {
    let begun = Instant::now();
    let inner = &keeper.0;
    let mut base = take(&order, &folder, Some(&line), &inner.files, &inner.clock, |_| {}).await?;
    base.verify(inner.clock.now()).await?;
    let kept = prune(&folder, &inner.days, Some(&line), &inner.files, inner.clock.now()).await?;
    tracing::info!(
        base = base.name,
        bytes = base.about.size,
        files = base.about.files,
        seconds = begun.elapsed().as_secs(),
        old_bases = kept.bases,
        old_log_files = kept.segments,
        "a base was taken and checked"
    );
    Ok(())
}

/// Whether tonight's is still to be taken. One that was missed is made up for at once.
fn is_due(newest: Option<Timestamp>, days: &Backup, now: Timestamp) -> bool {
    let Some(newest) = newest else { return true };
    let today = now.date_naive().and_time(days.at).and_utc();
    let last = if today <= now { today } else { today - chrono::Duration::days(1) };
    newest < last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_due_once_a_night_and_after_a_missed_one_at_once() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let days = Backup { folder: None, at: "03:30:00".parse().unwrap(), database_days: 30, files_days: 90, log_days: 7 };
        let due = |newest: &str, now: &str| is_due(Some(at(newest)), &days, at(now));
        assert!(is_due(None, &days, at("2026-05-01T12:00:00Z")), "the first one is not waited for");
        assert!(!due("2026-05-01T03:30:02Z", "2026-05-02T03:29:00Z"));
        assert!(due("2026-05-01T03:30:02Z", "2026-05-02T03:30:00Z"));
        assert!(!due("2026-05-02T03:30:01Z", "2026-05-02T23:00:00Z"));
        assert!(due("2026-04-29T03:30:01Z", "2026-05-02T01:00:00Z"), "two nights were missed");
    }
}
