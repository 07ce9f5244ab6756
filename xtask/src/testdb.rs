//! One throw-away PostgreSQL per checkout, kept between test runs.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration, Instant};

use platform_db::embedded::{ADMIN, Cluster, ClusterConfig, ClusterError};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::failure::{Failure, note};
use crate::workspace::Workspace;

/// A server somebody else runs for our tests.
const ELSEWHERE: &str = "CALLBOARD_TEST_ADMIN_URL";

/// How long another run of this task may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The administrator's URL of a test server that runs. Leaves a note for tests that are run
/// without us in `target/test-cluster.json`.
pub async fn ensure(workspace: &Workspace) -> Result<String, Failure> {
    if let Ok(url) = std::env::var(ELSEWHERE) {
        let mut conn = PgConnection::connect_with(&PgConnectOptions::from_str(&url)?).await?;
        conn.ping().await?;
        conn.close().await?;
        return Ok(url);
    }
    let cluster = start(workspace).await?;
    if !cluster.was_adopted() {
        forget_old_databases(&cluster).await?;
    }
    let url = cluster.url(ADMIN, "postgres");
    let note = json!({ "admin_url": url, "data_dir": cluster.data_dir(), "socket_dir": cluster.socket_dir(), "log": cluster.log() });
    let path = note_path(workspace);
    std::fs::create_dir_all(&workspace.target).map_err(Failure::system("cannot create", &workspace.target))?;
    std::fs::write(&path, format!("{note:#}\n")).map_err(Failure::system("cannot write", &path))?;
    Ok(url)
}

/// Ends the cluster and deletes it.
pub async fn stop(workspace: &Workspace) -> Result<(), Failure> {
    let config = config(workspace)?;
    let data = config.data_dir.clone();
    if let Some(cluster) = patiently(|| Cluster::find(config.clone())).await? {
        cluster.stop().await?;
    }
    for path in [note_path(workspace), data] {
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        match removed {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::system("cannot remove", &path)(e));
            }
            _ => {}
        }
    }
    Ok(())
}

fn note_path(workspace: &Workspace) -> PathBuf {
    workspace.target.join("test-cluster.json")
}

/// In a place that every account may pass through and that outlives `cargo clean`; the name
/// keeps checkouts and accounts apart.
fn config(workspace: &Workspace) -> Result<ClusterConfig, Failure> {
    let me = nix::unistd::geteuid().as_raw();
    let digest = Sha256::digest(workspace.root.as_os_str().as_encoded_bytes());
    let hash = digest.iter().take(6).fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte));
    let data = PathBuf::from(format!("/var/tmp/callboard-test-{me}-{hash:012x}"));
    if std::fs::symlink_metadata(&data).is_ok_and(|found| !found.is_dir() || found.uid() != me) {
        return Err(Failure::Refused(format!("{} belongs to another account; remove it", data.display())));
    }
    Ok(ClusterConfig::fast_and_unsafe(data))
}

async fn start(workspace: &Workspace) -> Result<Cluster, Failure> {
    let config = config(workspace)?;
    match patiently(|| Cluster::start(config.clone())).await {
        // Nothing in it is worth repairing: without fsync a power cut may have torn it.
        Err(ClusterError::Start { tail, .. }) => {
            note(&format!("the test cluster was broken, making a new one ({tail})"));
            let cluster = config.data_dir.join("postgres");
            std::fs::remove_dir_all(&cluster).map_err(Failure::system("cannot remove", &cluster))?;
            Ok(Cluster::start(config).await?)
        }
        other => Ok(other?),
    }
}

/// Waits for another run of this task to let go of the cluster.
async fn patiently<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, ClusterError>
where
    F: Future<Output = Result<T, ClusterError>>,
{
    let since = Instant::now();
    loop {
        match attempt().await {
            Err(ClusterError::InUse { .. }) if since.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            other => return other,
        }
    }
}

/// Drops what tests that were killed left behind. The cluster has just been started, so that no
/// test uses it.
async fn forget_old_databases(cluster: &Cluster) -> Result<(), Failure> {
    let mut conn = PgConnection::connect_with(&cluster.admin_options("postgres")).await?;
    let query = "select datname::text from pg_database where oid >= 16384 and datallowconn";
    let names: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut conn).await?;
    for name in names {
        let drop = format!("drop database if exists \"{}\" with (force)", name.replace('"', "\"\""));
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut conn).await?;
    }
    Ok(conn.close().await?)
}
