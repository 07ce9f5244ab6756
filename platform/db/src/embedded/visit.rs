//! Reaching a cluster that another process of this program runs: for commands beside a running server.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::error::ClusterError as E;
use super::pidfile::PidFile;
use super::postmaster::{TICK, serves};
use super::{ClusterError, PORT, house};

/// How long a server that is just starting is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The cluster in `data_dir` while another process holds that folder: how to reach it as any login. It is
/// neither started, watched nor stopped; when its server ends, the connections end too.
///
/// # Errors
/// [`ClusterError::InUse`] when whoever holds the folder has no database running within half a minute.
pub async fn visit(data_dir: &Path) -> Result<PgConnectOptions, ClusterError> {
    let data_dir = data_dir.canonicalize().map_err(E::system("cannot resolve", data_dir))?;
    let cluster = house::cluster_in(&data_dir);
    let since = Instant::now();
    loop {
        let running = PidFile::read(&cluster).filter(|file| file.is_ready() && serves(file.pid, &cluster));
        if let Some(file) = running {
            let base = PgConnectOptions::new_without_pgpass().socket(&file.socket_dir).port(PORT);
            return Ok(base.ssl_mode(PgSslMode::Disable));
        }
        if since.elapsed() > PATIENCE {
            return Err(E::InUse { data_dir, holder: None });
        }
        tokio::time::sleep(TICK).await;
    }
}
