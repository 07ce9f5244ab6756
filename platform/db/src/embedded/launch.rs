//! Getting a postmaster that answers: adopted, or started.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;

use super::account::Account;
use super::binaries::Server;
use super::error::ClusterError as E;
use super::house::House;
use super::pidfile::{self, PidFile};
use super::postmaster::{Postmaster, TICK, serves};
use super::{ADMIN, ClusterConfig, ClusterError, ClusterState, PORT, log, settings, sockets};

/// How long a start may take. After a crash it replays up to `max_wal_size` of log first.
const START: Duration = Duration::from_mins(5);

/// How long the log of a backup may take to be replayed: days of a busy house.
const RECOVERY: Duration = Duration::from_hours(24);

/// How long children of a postmaster that was killed may hold its memory.
const LEFTOVERS: Duration = Duration::from_secs(30);

/// Everything that is settled before the first start and stays so.
#[derive(Debug)]
pub(super) struct Plan {
    pub config: ClusterConfig,
    pub account: Account,
    pub server: Server,
    pub house: House,
    pub socket_dir: PathBuf,
}

/// A postmaster of this plan that answers, and whether it was already there.
pub(super) async fn obtain(plan: &Plan, state: &watch::Receiver<ClusterState>) -> Result<(Postmaster, bool), ClusterError> {
    if let Some(found) = adopt(plan, state).await? {
        return Ok((found, true));
    }
    let since = Instant::now();
    loop {
        let error = match start(plan, state).await {
            Ok(started) => return Ok((started, false)),
            Err(error) => error,
        };
        // Sessions of a postmaster that was killed end by themselves, but not at once.
        let leftovers = matches!(&error, E::Start { tail, .. } if tail.contains("shared memory block"));
        if !leftovers || since.elapsed() > LEFTOVERS {
            return Err(error);
        }
        tokio::time::sleep(TICK * 10).await;
    }
}

/// The postmaster that a killed server left behind, if it lives and is as this plan wants it.
pub(super) async fn adopt(plan: &Plan, state: &watch::Receiver<ClusterState>) -> Result<Option<Postmaster>, ClusterError> {
    let cluster = &plan.house.cluster;
    let Some(file) = PidFile::read(cluster) else { return Ok(None) };
    if !serves(file.pid, cluster) {
        // PostgreSQL itself would refuse to start if a stranger has that number now. It still
        // checks, by the cluster's shared memory, that no session of the old one is left.
        tracing::info!(pid = file.pid, "the database was not shut down; recovering");
        return std::fs::remove_file(pidfile::path(cluster)).map(|()| None).map_err(E::system("cannot remove", &pidfile::path(cluster)));
    }
    let mut postmaster = Postmaster::found(file.pid);
    let stopping = file.status == "stopping";
    if !stopping && file.socket_dir == plan.socket_dir && sockets::socket_in(&plan.socket_dir).exists() {
        match ready(plan, &mut postmaster, state, 0).await {
            Ok(()) if as_wanted(plan).await? => {
                // Whoever it waited for went with the server that was killed.
                waits_for(plan, None).await?;
                return Ok(Some(postmaster));
            }
            Ok(()) => tracing::info!(pid = file.pid, "the running database has other settings; restarting it"),
            Err(error) => tracing::warn!(pid = file.pid, %error, "the running database does not answer; restarting it"),
        }
    }
    postmaster.stop(&plan.house.log).await?;
    Ok(None)
}

/// Whether an adopted cluster has the settings that only a restart can change.
async fn as_wanted(plan: &Plan) -> Result<bool, ClusterError> {
    let asked = async {
        let mut conn = PgConnection::connect_with(&options(plan, ADMIN, "postgres")).await?;
        let query = "select current_setting('fsync'), current_setting('wal_level')";
        let row: (String, String) = sqlx::query_as(query).fetch_one(&mut conn).await?;
        conn.close().await?;
        Ok(row)
    };
    let found = asked.await.map_err(|source| E::Database { what: "cannot ask the running database", source })?;
    Ok(found.0 == settings::on_off(plan.config.durable) && found.1 == settings::wal_level(&plan.config))
}

/// From now on a commit waits until this reader of the log has it on its disk; none: for nobody, and whoever waits goes on.
pub(super) async fn waits_for(plan: &Plan, reader: Option<&str>) -> Result<(), ClusterError> {
    settings::write(&plan.house, plan.config.durable, plan.server.has_library(settings::COUNTER), reader)?;
    let reloaded = async {
        let mut conn = PgConnection::connect_with(&options(plan, ADMIN, "postgres")).await?;
        sqlx::query("select pg_reload_conf()").execute(&mut conn).await?;
        conn.close().await
    };
    reloaded.await.map_err(|source| E::Database { what: "cannot have the database read its settings again", source })
}

/// Starts one. Call only when none serves the cluster.
async fn start(plan: &Plan, state: &watch::Receiver<ClusterState>) -> Result<Postmaster, ClusterError> {
    log::shorten(&plan.house.log);
    sockets::clear(&plan.socket_dir, &plan.house.cluster);
    settings::write(&plan.house, plan.config.durable, plan.server.has_library(settings::COUNTER), None)?;
    let before = log::length(&plan.house.log);
    let program = plan.server.program("postgres");
    let mut command = plan.account.command(&program);
    command.arg("-D").arg(&plan.house.cluster);
    for (name, value) in settings::enforced(&plan.config, &plan.house, &plan.socket_dir) {
        command.arg("-c").arg(format!("{name}={value}"));
    }
    command.stdout(log::open(&plan.house.log)?).stderr(log::open(&plan.house.log)?);
    let child = command.spawn().map_err(E::system("cannot run", &program))?;
    let pid = child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or_default();
    let mut postmaster = Postmaster::started(pid, child);
    match ready(plan, &mut postmaster, state, before).await {
        Ok(()) => Ok(postmaster),
        Err(error) => {
            if postmaster.ended().is_none() {
                postmaster.stop(&plan.house.log).await?;
            }
            Err(error)
        }
    }
}

/// Waits until the postmaster says it is ready and a session works in the right cluster.
async fn ready(plan: &Plan, postmaster: &mut Postmaster, state: &watch::Receiver<ClusterState>, log_from: u64) -> Result<(), ClusterError> {
    let since = Instant::now();
    let mut waiting_for = String::new();
    let patience = if plan.config.recovery.is_some() { RECOVERY } else { START };
    while since.elapsed() < patience {
        if matches!(*state.borrow(), ClusterState::Stopping) {
            return Err(E::Stopped);
        }
        if let Some(status) = postmaster.ended() {
            let tail = log::tail(&plan.house.log, log_from);
            return Err(E::Start { status, log: plan.house.log.clone(), tail });
        }
        let file = PidFile::read(&plan.house.cluster).filter(|file| file.pid == postmaster.pid);
        waiting_for = match file {
            Some(file) if file.is_ready() => match answers(plan).await {
                Ok(()) => return Ok(()),
                Err(error) => error.to_string(),
            },
            Some(file) => file.status,
            None => "no postmaster.pid".to_owned(),
        };
        tokio::time::sleep(TICK).await;
    }
    let log = plan.house.log.clone();
    Err(E::Unanswered { pid: postmaster.pid, seconds: patience.as_secs(), waiting_for, log })
}

/// Opens a session and makes sure that it is our cluster that answers.
async fn answers(plan: &Plan) -> Result<(), sqlx::Error> {
    let mut conn = PgConnection::connect_with(&options(plan, ADMIN, "postgres")).await?;
    let found: String = sqlx::query_scalar("select current_setting('data_directory')").fetch_one(&mut conn).await?;
    conn.close().await?;
    let ours = Path::new(&found) == plan.house.cluster;
    if ours { Ok(()) } else { Err(sqlx::Error::Configuration(format!("{found} answers").into())) }
}

/// How a login reaches a database of this cluster.
pub(super) fn options(plan: &Plan, user: &str, database: &str) -> PgConnectOptions {
    let base = PgConnectOptions::new_without_pgpass().socket(&plan.socket_dir).port(PORT);
    base.username(user).database(database).ssl_mode(PgSslMode::Disable)
}
