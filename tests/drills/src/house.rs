//! A house of our own: its folder, its processes, its clock. Made as a newcomer makes one (`callboard
//! demo`), then run either so or as its parts (`serve` and `simulate payments`), each of which can be killed.

use std::fs::{File, Permissions};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use chrono::SecondsFormat;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use platform_types::{Clock, Entropy, Timestamp};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection, PgConnection};
use tokio::process::{Child, Command};
use url::Url;

use crate::failure::{Failure, wrong};
use crate::http::Browser;

/// Between two looks at something that is about to happen.
pub const TICK: Duration = Duration::from_millis(50);
/// A start, with recovery after a kill, on a machine that does other things too.
const START: Duration = Duration::from_secs(90);
const STOP: Duration = Duration::from_secs(40);

/// A running or stopped house.
pub struct House {
    /// Everything lies below it; removed by [`House::close`].
    pub base: PathBuf,
    program: PathBuf,
    server: Option<Running>,
    simulator: Option<Running>,
    /// Where the house answers.
    pub listen: SocketAddr,
    /// Where the simulator answers.
    pub payments: SocketAddr,
    /// How far its clock is ahead of the machine's.
    ahead: chrono::Duration,
    starts: u32,
    /// Where it keeps backups, from the next start on.
    pub backup: Option<PathBuf>,
    settings: Vec<(&'static str, String)>,
}

struct Running {
    child: Child,
    log: PathBuf,
}

impl House {
    /// A folder and two free ports; nothing runs yet. In the system's folder for temporary files, because as root
    /// the house becomes an account of its own, which has to get through.
    pub fn new(program: &Path) -> Result<Self, Failure> {
        let stamp = Clock::system().now().timestamp_micros();
        let base = std::env::temp_dir().join(format!("callboard-drills-{}-{stamp}", std::process::id()));
        std::fs::create_dir_all(&base).map_err(Failure::system(format!("cannot make {}", base.display())))?;
        std::fs::set_permissions(&base, Permissions::from_mode(0o755)).map_err(Failure::system("cannot open the folder"))?;
        let (listen, payments) = (free_port()?, free_port()?);
        let program = program.to_owned();
        Ok(Self {
            base,
            program,
            server: None,
            simulator: None,
            listen,
            payments,
            ahead: chrono::Duration::zero(),
            starts: 0,
            backup: None,
            settings: Vec::new(),
        })
    }

    /// From the next start on it has this setting: `CALLBOARD_LIMITS__BROWSE_PER_MINUTE`.
    pub fn set(&mut self, variable: &'static str, value: impl Into<String>) {
        self.settings.push((variable, value.into()));
    }

    /// The house's data folder.
    pub fn data(&self) -> PathBuf {
        self.base.join("house")
    }

    /// An address of the house.
    pub fn url(&self, path: &str) -> Result<Url, Failure> {
        Url::parse(&format!("http://{}", self.listen)).and_then(|base| base.join(path)).map_err(|e| wrong(format!("{path}: {e}")))
    }

    /// An address of the simulator.
    pub fn pay_url(&self, path: &str) -> Result<Url, Failure> {
        Url::parse(&format!("http://{}", self.payments)).and_then(|base| base.join(path)).map_err(|e| wrong(format!("{path}: {e}")))
    }

    /// What its clock shows.
    pub fn now(&self) -> Timestamp {
        Clock::system().now() + self.ahead
    }

    /// From the next start on its clock is that much further ahead. Time never goes back.
    pub fn travel(&mut self, by: chrono::Duration) {
        self.ahead += by;
    }

    /// As a newcomer starts it: one command, the simulator beside it.
    pub async fn open_demo(&mut self, failpoints: &str) -> Result<(), Failure> {
        let data = self.data();
        let mut command = self.command(failpoints);
        command.args(["demo", "--season", "small"]).arg("--data-dir").arg(&data).arg("--listen").arg(self.listen.to_string());
        self.server = Some(self.spawn(command, "demo")?);
        self.answers().await
    }

    /// The server alone.
    pub async fn open_server(&mut self, failpoints: &str) -> Result<(), Failure> {
        let data = self.data();
        let mut command = self.command(failpoints);
        command.arg("serve").arg("--data-dir").arg(&data).arg("--listen").arg(self.listen.to_string());
        self.server = Some(self.spawn(command, "serve")?);
        self.answers().await
    }

    /// The simulator alone, as the same account.
    pub async fn open_simulator(&mut self, failpoints: &str) -> Result<(), Failure> {
        let (key, webhook) = self.secrets()?;
        let owner = std::fs::metadata(self.data()).map_err(Failure::system("the data folder"))?;
        let mut command = self.command(failpoints);
        command.args(["simulate", "payments", "--listen", &self.payments.to_string()]);
        command.args(["--webhook", self.url("/api/webhooks/stripe")?.as_str()]).arg("--data-dir").arg(self.data().join("payments"));
        command.args(["--clock-start", &self.clock_text()]);
        command.env("CALLBOARD_SIMULATOR_KEY", key).env("CALLBOARD_SIMULATOR_WEBHOOK_SECRET", webhook);
        if nix::unistd::geteuid().is_root() {
            command.uid(owner.uid()).gid(owner.gid());
        }
        self.simulator = Some(self.spawn(command, "simulator")?);
        let url = self.pay_url("/")?;
        let since = Instant::now();
        while Browser::new().patience(Duration::from_secs(2)).get(&url).await.is_err() {
            if let Some(status) = exited(&mut self.simulator)? {
                return Err(wrong(format!("the simulator did not start ({status}): {}", self.tail("simulator"))));
            }
            within(since, START, "the simulator to answer")?;
        }
        Ok(())
    }

    /// The key the house shows and the key that signs webhooks, as the house made them.
    pub fn secrets(&self) -> Result<(String, String), Failure> {
        let text = std::fs::read_to_string(self.data().join("simulator.key")).map_err(Failure::system("the simulator's key"))?;
        let (key, webhook) = text.trim().split_at(text.trim().len() / 2);
        Ok((format!("sk_test_{key}"), format!("whsec_{webhook}")))
    }

    /// The server's process.
    pub fn server_pid(&self) -> Option<u32> {
        self.server.as_ref().and_then(|running| running.child.id())
    }

    /// The simulator's process, where it is not the demo's.
    pub fn simulator_pid(&self) -> Option<u32> {
        self.simulator.as_ref().and_then(|running| running.child.id())
    }

    /// Returns when the process has ended, however it did.
    pub async fn death_of(pid: Option<u32>) {
        let alive = |pid: u32| {
            let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            text.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
        };
        while pid.is_some_and(alive) {
            tokio::time::sleep(TICK).await;
        }
    }

    /// Whether the server has ended by itself.
    pub fn server_ended(&mut self) -> Result<bool, Failure> {
        Ok(exited(&mut self.server)?.is_some())
    }

    /// Whether the simulator has ended by itself.
    pub fn simulator_ended(&mut self) -> Result<bool, Failure> {
        Ok(exited(&mut self.simulator)?.is_some())
    }

    /// kill -9, and waits for the corpse.
    pub async fn kill_server(&mut self) -> Result<(), Failure> {
        end(self.server.take(), Signal::SIGKILL).await
    }

    /// kill -9, and waits for the corpse.
    pub async fn kill_simulator(&mut self) -> Result<(), Failure> {
        end(self.simulator.take(), Signal::SIGKILL).await
    }

    /// Ends both as Ctrl-C does; the database goes with the server.
    pub async fn stop(&mut self) -> Result<(), Failure> {
        end(self.server.take(), Signal::SIGTERM).await?;
        end(self.simulator.take(), Signal::SIGTERM).await
    }

    /// The postmaster's process, if one has the data.
    pub fn postmaster(&self) -> Option<i32> {
        let text = std::fs::read_to_string(self.data().join("postgres/postmaster.pid")).ok()?;
        let pid: i32 = text.lines().next()?.trim().parse().ok()?;
        let command = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?;
        command.contains(&*self.data().to_string_lossy()).then_some(pid)
    }

    /// The database as its superuser sees it, past every guard of the house.
    pub async fn database(&self) -> Result<PgConnection, Failure> {
        self.database_as("callboard_admin").await
    }

    /// The database under one of its logins.
    pub async fn database_as(&self, login: &str) -> Result<PgConnection, Failure> {
        let file = std::fs::read_to_string(self.data().join("postgres/postmaster.pid")).map_err(Failure::system("no database runs"))?;
        let socket = file.lines().nth(4).unwrap_or_default();
        let options = PgConnectOptions::new_without_pgpass().socket(socket).port(5432).username(login).database("callboard");
        Ok(PgConnection::connect_with(&options.ssl_mode(PgSslMode::Disable)).await?)
    }

    /// A number from the database.
    pub async fn number(&self, query: &'static str) -> Result<i64, Failure> {
        let mut database = self.database().await?;
        let number = sqlx::query_scalar::<_, Option<i64>>(query).fetch_one(&mut database).await?;
        database.close().await?;
        Ok(number.unwrap_or(0))
    }

    /// Types a command of the program and waits for its end.
    pub async fn type_in(&self, words: &[&str]) -> Result<Output, Failure> {
        let mut command = self.command("");
        command.args(words).output().await.map_err(Failure::system(format!("cannot run callboard {}", words.join(" "))))
    }

    /// `callboard doctor --invariants`: what is wrong with the data, none when all is well.
    pub async fn doctor(&self) -> Result<Vec<String>, Failure> {
        let mut command = self.command("");
        command.args(["doctor", "--invariants", "--json", "--data-dir"]).arg(self.data()).stdin(Stdio::null());
        let output = command.output().await.map_err(Failure::system("cannot run callboard doctor"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let report: serde_json::Value = serde_json::from_str(text.trim())
            .map_err(|_| wrong(format!("callboard doctor did not report: {text} {}", String::from_utf8_lossy(&output.stderr))))?;
        let findings = report["findings"].as_array().cloned().unwrap_or_default();
        let looked_at: Vec<&str> = findings.iter().filter_map(|f| f["what"].as_str()).collect();
        if !looked_at.contains(&"stock") || !looked_at.contains(&"audit") {
            return Err(wrong(format!("callboard doctor did not come to the invariants: {text}")));
        }
        let line = |f: &serde_json::Value| format!("{}: {}", f["what"].as_str().unwrap_or("?"), f["detail"].as_str().unwrap_or("?"));
        // A full disk is the machine's trouble, not the house's.
        Ok(findings.iter().filter(|f| f["fine"] != true && f["what"] != "disk").map(line).collect())
    }

    /// Ends everything and removes the folder, or keeps it for whoever wants to know what went wrong.
    pub async fn close(mut self, keep: bool) -> Result<(), Failure> {
        let stopped = self.stop().await;
        if let Some(pid) = self.postmaster() {
            kill(Pid::from_raw(pid), Signal::SIGINT).ok();
            let since = Instant::now();
            while self.postmaster().is_some() && since.elapsed() < STOP {
                tokio::time::sleep(TICK).await;
            }
        }
        if keep {
            crate::failure::say(format!("Logs and data are kept in {}", self.base.display()));
        } else {
            std::fs::remove_dir_all(&self.base).ok();
        }
        stopped
    }

    /// The end of a process's log.
    pub fn tail(&self, name: &str) -> String {
        let path = self.base.join(format!("{name}-{}.log", self.starts));
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(12)..].join("\n")
    }

    async fn answers(&mut self) -> Result<(), Failure> {
        let url = self.url("/health/ready")?;
        let since = Instant::now();
        loop {
            let answer = Browser::new().patience(Duration::from_secs(2)).get_json(&url).await;
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            if let Some(status) = exited(&mut self.server)? {
                let log = self.server.as_ref().map(|running| running.log.clone()).unwrap_or_default();
                let text = std::fs::read_to_string(&log).unwrap_or_default();
                return Err(wrong(format!("the house did not open ({status}): {text}")));
            }
            within(since, START, "the house to answer")?;
            tokio::time::sleep(TICK).await;
        }
    }

    fn clock_text(&self) -> String {
        self.now().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    fn command(&self, failpoints: &str) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("CALLBOARD_") || name.starts_with("PG")) {
                command.env_remove(name);
            }
        }
        command
            .env("CALLBOARD_PAYMENTS__API_BASE", format!("http://{}", self.payments))
            .env("CALLBOARD_PAYMENTS__PAGE_ORIGIN", format!("http://{}", self.payments))
            .env("CALLBOARD_SERVER__LISTEN", self.listen.to_string())
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null());
        command.envs(self.settings.iter().map(|(variable, value)| (variable, value)));
        if !self.ahead.is_zero() {
            command.env("CALLBOARD_SERVER__CLOCK_START", self.clock_text());
        }
        if let Some(folder) = &self.backup {
            command.env("CALLBOARD_BACKUP__FOLDER", folder);
        }
        if !failpoints.is_empty() {
            command.env("CALLBOARD_FAILPOINTS", failpoints);
        }
        command
    }

    fn spawn(&mut self, mut command: Command, name: &str) -> Result<Running, Failure> {
        self.starts += 1;
        let log = self.base.join(format!("{name}-{}.log", self.starts));
        let file = File::create(&log).map_err(Failure::system("cannot make a log"))?;
        let again = file.try_clone().map_err(Failure::system("cannot make a log"))?;
        let child = command.stdout(file).stderr(again).process_group(0).spawn();
        Ok(Running { child: child.map_err(Failure::system(format!("cannot run {}", self.program.display())))?, log })
    }
}

/// Fails when something takes longer than it may.
pub fn within(since: Instant, at_most: Duration, what: &str) -> Result<(), Failure> {
    if since.elapsed() < at_most { Ok(()) } else { Err(wrong(format!("waited {} s for {what}", at_most.as_secs()))) }
}

fn exited(running: &mut Option<Running>) -> Result<Option<ExitStatus>, Failure> {
    match running {
        Some(running) => running.child.try_wait().map_err(Failure::system("cannot wait for a process")),
        None => Ok(None),
    }
}

async fn end(running: Option<Running>, by: Signal) -> Result<(), Failure> {
    let Some(mut running) = running else { return Ok(()) };
    if let Some(pid) = running.child.id().and_then(|pid| i32::try_from(pid).ok()) {
        kill(Pid::from_raw(pid), by).ok();
    }
    match tokio::time::timeout(STOP, running.child.wait()).await {
        Ok(_) => Ok(()),
        Err(_) => {
            running.child.kill().await.ok();
            Err(wrong(format!("a process did not end within {} s of {by}; its log: {}", STOP.as_secs(), running.log.display())))
        }
    }
}

/// Below the ports that the system gives to connections: while a killed process is down, nobody gets its port.
fn free_port() -> Result<SocketAddr, Failure> {
    let entropy = Entropy::from_os();
    for _ in 0..200 {
        let port = 18_000 + u16::try_from(entropy.below(14_000)).unwrap_or(0);
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            return listener.local_addr().map_err(Failure::system("no free port"));
        }
    }
    Err(wrong("no free port between 18000 and 32000"))
}
