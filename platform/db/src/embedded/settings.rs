//! PostgreSQL's settings.
//!
//! What must hold is on the command line, where nothing in a file can change it. What is a
//! matter of size is in `postgres.conf`, written anew at each start; an administrator's
//! `ALTER SYSTEM` is read after it and wins.

use std::path::Path;

use super::error::ClusterError as E;
use super::house::House;
use super::{ClusterConfig, ClusterError, PORT};

/// Sizes for a machine that also runs the product and its neighbours: 64 MiB of buffers, the
/// operating system's cache does the rest. The log keeps no statement and no detail, because
/// both carry people's data.
const SIZES: &str = "
max_connections = 100
shared_buffers = 64MB
work_mem = 4MB
maintenance_work_mem = 32MB
effective_cache_size = 512MB
min_wal_size = 32MB
max_wal_size = 512MB
max_worker_processes = 4
max_parallel_workers = 2
max_parallel_workers_per_gather = 1
max_wal_senders = 6
max_replication_slots = 6
# A reader of the log that never comes back must not fill the disk.
max_slot_wal_keep_size = 1GB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
cluster_name = 'callboard'
log_line_prefix = '%m [%p] %u@%d '
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
";

/// For a throw-away cluster that many tests use at once.
const UNSAFE_SIZES: &str = "
max_connections = 300
max_wal_senders = 40
max_replication_slots = 40
shared_buffers = 128MB
max_wal_size = 1GB
autovacuum_naptime = 5min
log_checkpoints = off
";

/// Counts statements, without values, so that whoever runs the house sees which cost most. A thousand kinds are plenty, and take a
/// few megabytes.
const COUNTING: &str = "
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.max = 1000
pg_stat_statements.track_utility = off
";

/// The library behind [`COUNTING`].
pub(super) const COUNTER: &str = "pg_stat_statements";

/// Writes `postgres.conf` beside the cluster's folder, not into it: that folder is the
/// account's, and root does not write where another account can put a link.
///
/// `waits_for` is the reader of the log that a commit waits for (`synchronous_standby_names`). A start names none: a
/// cluster that waits for a reader that is not there answers nobody.
pub(super) fn write(house: &House, durable: bool, counts: bool, waits_for: Option<&str>) -> Result<(), ClusterError> {
    let base = house.cluster.join("postgresql.conf").display().to_string();
    let mut text = format!(
        "# Written by callboard at each start. To change a setting, use ALTER SYSTEM.\n\
         include_if_exists = '{}'\n{SIZES}",
        base.replace('\\', r"\\").replace('\'', "''")
    );
    if !durable {
        text.push_str(UNSAFE_SIZES);
    }
    if counts {
        text.push_str(COUNTING);
    }
    if let Some(reader) = waits_for {
        text.push_str(&format!("synchronous_standby_names = '{reader}'\n"));
    }
    let written = std::fs::write(&house.settings, text);
    written.map_err(E::system("cannot write", &house.settings))?;
    let readable = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o644);
    std::fs::set_permissions(&house.settings, readable).map_err(E::system("cannot open", &house.settings))
}

/// The settings on the command line, as name and value.
pub(super) fn enforced(config: &ClusterConfig, house: &House, socket_dir: &Path) -> Vec<(&'static str, String)> {
    let mut settings = vec![
        ("config_file", house.settings.display().to_string()),
        ("listen_addresses", String::new()),
        ("unix_socket_directories", listed(socket_dir)),
        ("unix_socket_permissions", "0700".to_owned()),
        ("port", PORT.to_string()),
        ("wal_level", wal_level(config).to_owned()),
        // The log goes to our file, which we shorten; see `log`.
        ("logging_collector", "off".to_owned()),
        ("log_destination", "stderr".to_owned()),
    ];
    for name in ["fsync", "full_page_writes", "synchronous_commit"] {
        settings.push((name, on_off(config.durable).to_owned()));
    }
    settings.extend(config.recovery.iter().flat_map(super::Recovery::settings));
    settings
}

/// What `show wal_level` must answer.
pub(super) fn wal_level(config: &ClusterConfig) -> &'static str {
    if config.wal_logical { "logical" } else { "replica" }
}

/// What `show fsync` must answer.
pub(super) fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// A path in a list of paths: in quotes, because commas separate and spaces are trimmed.
fn listed(dir: &Path) -> String {
    format!("\"{}\"", dir.display().to_string().replace('"', "\"\""))
}
