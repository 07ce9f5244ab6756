//! A data directory for one test, cleaned up even when the test fails.

use std::fs::Permissions;
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use platform_db::embedded::{ADMIN, Cluster, ClusterConfig};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// Tells the child process of a test what to be.
pub const ROLE: &str = "CALLBOARD_EMBEDDED_TEST_ROLE";
pub const DATA: &str = "CALLBOARD_EMBEDDED_TEST_DATA";

pub fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

/// A folder that any account may pass through, as `/var/lib` is.
pub fn open_folder() -> TempDir {
    let open = Permissions::from_mode(0o711);
    tempfile::Builder::new().prefix("cb-").permissions(open).tempdir_in("/tmp").unwrap()
}

/// Ends what the test left running in its data directory.
pub struct House {
    pub data: PathBuf,
    _folder: TempDir,
}

impl House {
    pub fn new() -> Self {
        let folder = open_folder();
        Self { data: folder.path().join("data"), _folder: folder }
    }

    pub fn durable(&self) -> ClusterConfig {
        ClusterConfig::new(&self.data)
    }

    pub fn unsafe_but_fast(&self) -> ClusterConfig {
        ClusterConfig::fast_and_unsafe(&self.data)
    }

    /// Lines of `postmaster.pid`, if a postmaster runs or was killed.
    fn pid_file(&self) -> Option<Vec<String>> {
        let text = std::fs::read_to_string(self.data.join("postgres/postmaster.pid")).ok()?;
        Some(text.lines().map(str::to_owned).collect())
    }

    /// A session in a cluster that another process runs.
    pub async fn connect_beside(&self) -> PgConnection {
        let sockets = self.pid_file().unwrap()[4].clone();
        let options = PgConnectOptions::new().socket(sockets).username(ADMIN).database("postgres");
        PgConnection::connect_with(&options).await.unwrap()
    }

    /// Returns when a session runs this statement.
    pub async fn wait_for_session(&self, statement: &str) {
        let mut conn = self.connect_beside().await;
        let query = "select exists (select from pg_stat_activity where query = $1 and state = 'active')";
        while !sqlx::query_scalar::<_, bool>(query).bind(statement).fetch_one(&mut conn).await.unwrap() {
            tokio::task::yield_now().await;
        }
    }

    pub fn postmaster(&self) -> i32 {
        self.pid_file().unwrap()[0].parse().unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let Some(lines) = self.pid_file() else { return };
        let pid: i32 = lines[0].parse().unwrap();
        let cwd = std::fs::read_link(format!("/proc/{pid}/cwd"));
        if cwd.is_ok_and(|cwd| cwd.starts_with(&self.data)) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGQUIT);
            wait_until(|| has_ended(pid));
        }
        if let Some(sockets) = lines.get(4).filter(|dir| dir.contains("callboard-")) {
            let _ = std::fs::remove_dir_all(sockets);
        }
    }
}

pub fn has_ended(pid: i32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.is_empty() || stat.contains(") Z ")
}

/// Waits for something another process does.
pub fn wait_until(mut happened: impl FnMut() -> bool) {
    let since = Instant::now();
    while !happened() {
        assert!(since.elapsed() < Duration::from_mins(1), "did not happen within a minute");
        std::thread::yield_now();
    }
}

pub async fn connect(cluster: &Cluster) -> PgConnection {
    PgConnection::connect_with(&cluster.options(ADMIN, "postgres")).await.unwrap()
}

/// A second process that runs this test binary's `child` in the given role.
pub struct Other {
    pub process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Other {
    pub fn start(role: &str, data: &Path, env: &[(&str, &str)]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "child", "--nocapture", "--test-threads=1"]);
        command.env_clear().env(ROLE, role).env(DATA, data).envs(env.iter().copied());
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    /// What it says next after `prefix`; `None` when it has ended.
    pub fn says(&mut self, prefix: &str) -> Option<String> {
        let lines = self.lines.by_ref().map_while(Result::ok);
        let mut said = lines.filter_map(|line| line.split_once(prefix).map(|(_, rest)| rest.to_owned()));
        said.next()
    }

    /// Ends it as a power cut would, and collects it.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
