//! From a backup to a cluster that opens.

use std::fs::{self, File};
use std::path::Path;

use platform_db::embedded::{ADMIN, Cluster, ClusterConfig, ClusterError, Recovery, Tools, cluster_in};
use platform_types::Timestamp;
use sqlx::{Connection as _, PgConnection};

use crate::BackupError;
use crate::base::Base;
use crate::folder::{Folder, make};
use crate::line::Line;
use crate::segments::{Segment, lsn};
use crate::verify::{check_base, dump, log_of};

/// A base that was checked, and how the log goes on from there.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Where it begins.
    pub base: Base,
    /// The log that is replayed; none: the base alone.
    pub log: Option<Line>,
    /// Up to this moment; none: everything there is.
    pub until: Option<Timestamp>,
    /// Newer bases that are damaged, in words.
    pub skipped: Vec<String>,
    /// The last whole file of the log, which has to be reached when the log is replayed to its end.
    last: Option<Segment>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Restored {
    /// When the last commit was made, by the clock of the machine that made it.
    pub last_commit: Option<Timestamp>,
    /// Whether the log ended before the moment that was asked for.
    pub ended_early: bool,
}

/// Chooses what to restore: everything there is, the state at a moment, or the base of this name alone.
///
/// # Errors
/// [`BackupError::Nothing`] when that cannot be restored; it says what can. [`BackupError::Damaged`] when a file of the log is
/// missing: silently ending there would lose what came after.
pub async fn choose(folder: &Folder, at: Option<Timestamp>, named: Option<&str>) -> Result<Chosen, BackupError> {
    let all = Base::all(folder)?;
    let names = || all.iter().map(|base| base.name.as_str()).collect::<Vec<_>>().join(", ");
    let fits = |base: &&Base| match (named, at) {
        (Some(name), _) => base.name == name,
        (None, Some(at)) => base.about.finished <= at && !base.about.line.is_empty(),
        (None, None) => true,
    };
    let mut skipped = Vec::new();
    for base in all.iter().rev().filter(fits) {
        if let Some(wrong) = check_base(base).await? {
            skipped.push(format!("base {}: {wrong}", base.name));
            continue;
        }
        if named.is_some() || (at.is_none() && base.about.line.is_empty()) {
            return Ok(Chosen { base: base.clone(), log: None, until: None, skipped, last: None });
        }
        let Some((line, held)) = log_of(folder, base)? else {
            return Err(BackupError::Nothing(format!(
                "the log does not reach back to base {}: that night alone can be restored, with --base {}",
                base.name, base.name
            )));
        };
        let last = held.whole.last().copied();
        if at.is_none() {
            read_log(base, &line, last).await?;
        }
        return Ok(Chosen { base: base.clone(), log: Some(line), until: at, skipped, last });
    }
    let asked = match (named, at) {
        (Some(name), _) => format!("there is no base {name} that is whole"),
        (None, Some(at)) => format!("there is no whole base of before {}", at.to_rfc3339()),
        (None, None) => "there is no base that is whole".to_owned(),
    };
    let damaged = if skipped.is_empty() { String::new() } else { format!("; damaged: {}", skipped.join("; ")) };
    Err(BackupError::Nothing(format!("{asked}; there are: {}{damaged}", if all.is_empty() { "none".to_owned() } else { names() })))
}

/// Copies the base into a data folder that is there and empty.
///
/// # Errors
/// [`BackupError::Occupied`] when it is not empty.
pub async fn fill(chosen: &Chosen, data_dir: &Path, mut progress: impl FnMut(String) + Send) -> Result<(), BackupError> {
    let mut entries = fs::read_dir(data_dir).map_err(BackupError::system("look into", data_dir))?;
    if entries.next().is_some() {
        return Err(BackupError::Occupied(data_dir.to_path_buf()));
    }
    progress(format!("base {} ({} MiB)", chosen.base.name, chosen.base.about.size >> 20));
    // A copy that was interrupted is not taken for a house.
    let draft = data_dir.join("postgres.restoring");
    let (from, to) = (chosen.base.data(), draft.clone());
    let copied = tokio::task::spawn_blocking(move || copy(&from, &to)).await;
    copied.map_err(|error| BackupError::Nothing(error.to_string()))??;
    let signal = draft.join("recovery.signal");
    fs::write(&signal, "").map_err(BackupError::system("write", &signal))?;
    let place = cluster_in(data_dir);
    fs::rename(&draft, &place).map_err(BackupError::system("move", &draft))?;
    File::open(data_dir).and_then(|dir| dir.sync_all()).map_err(BackupError::system("write", data_dir))
}

/// Replays the log in a folder that was filled, and stops the cluster again.
///
/// # Errors
/// [`BackupError::Damaged`] when the log could not be read to its end.
pub async fn recover(chosen: &Chosen, data_dir: &Path, mut progress: impl FnMut(String) + Send) -> Result<Restored, BackupError> {
    let log = chosen.log.as_ref().map(|line| line.path.clone());
    let recovery = |until| Recovery { log: log.clone(), until };
    let start = |until| {
        let config = ClusterConfig { recovery: Some(recovery(until)), ..ClusterConfig::new(data_dir) };
        Cluster::start(config)
    };
    progress("the log is replayed …".to_owned());
    let mut ended_early = false;
    let cluster = match start(chosen.until).await {
        Err(ClusterError::Start { tail, .. }) if tail.contains("before configured recovery target was reached") => {
            // Nothing was committed between its end and that moment: everything there is, is the state at that moment.
            ended_early = true;
            start(None).await?
        }
        other => other?,
    };
    let found = look(&cluster).await;
    cluster.stop().await?;
    let (place, last_commit) = found?;
    if let (true, Some(line)) = (ended_early, &chosen.log) {
        read_log(&chosen.base, line, chosen.last).await?;
    }
    let reached = place.as_deref().and_then(lsn).map(|at| Segment::of(chosen.log.as_ref().map_or(0, |line| line.timeline), at));
    if let (Some(last), Some(reached)) = (chosen.last, reached)
        && (chosen.until.is_none() || ended_early)
        && reached < last
    {
        let path = chosen.log.as_ref().map_or_else(|| data_dir.to_path_buf(), |line| line.path.join(reached.name()));
        return Err(BackupError::Damaged {
            path,
            why: format!("the log could be read to here only, though it goes on to {}", last.name()),
        });
    }
    Ok(Restored { last_commit, ended_early })
}

/// Whether every record of the whole files can be read: PostgreSQL takes the first one it cannot read for the end, without a word.
async fn read_log(base: &Base, line: &Line, last: Option<Segment>) -> Result<(), BackupError> {
    let Some(last) = last else { return Ok(()) };
    let first = base.first_segment()?;
    if last < first { Ok(()) } else { dump(line, &Tools::find(&base.path, Some(base.about.postgres))?, first, last).await }
}

async fn look(cluster: &Cluster) -> Result<(Option<String>, Option<Timestamp>), BackupError> {
    let mut admin = PgConnection::connect_with(&cluster.options(ADMIN, "postgres")).await?;
    let found = sqlx::query_as("SELECT pg_last_wal_replay_lsn()::text, pg_last_xact_replay_timestamp()").fetch_one(&mut admin).await?;
    admin.close().await?;
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    make(to)?;
    for entry in fs::read_dir(from).map_err(BackupError::system("look into", from))? {
        let entry = entry.map_err(BackupError::system("look into", from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(BackupError::system("look at", &source))?;
        if kind.is_dir() {
            copy(&source, &target)?;
        } else if kind.is_file() {
            let copied = fs::copy(&source, &target).and_then(|_| File::open(&target)?.sync_all());
            copied.map_err(BackupError::system("copy", &source))?;
        } else {
            return Err(BackupError::Damaged { path: source, why: "neither a file nor a folder".to_owned() });
        }
    }
    File::open(to).and_then(|dir| dir.sync_all()).map_err(BackupError::system("write", to))
}
