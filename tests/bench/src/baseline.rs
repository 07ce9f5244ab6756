//! What the figures stand beside: `pgbench` and `nginx`.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use drills::failure::{Failure, wrong};
use drills::house::House;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

/// Where a tool is, or what to do.
fn find(name: &str, package: &str) -> Result<PathBuf, String> {
    let mut folders: Vec<PathBuf> = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    // Debian keeps servers and PostgreSQL's tools outside of people's paths.
    folders.extend(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    let found = folders.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file());
    found.ok_or_else(|| format!("{name} is not here; install it with: sudo apt-get install -y --no-install-recommends {package}"))
}

/// The tools.
#[derive(Clone, Debug)]
pub struct Tools {
    pgbench: PathBuf,
    nginx: PathBuf,
}

impl Tools {
    /// Where they are; else every message about what to install.
    pub fn find() -> Result<Self, Vec<String>> {
        match (find("pgbench", "postgresql"), find("nginx", "nginx-light")) {
            (Ok(pgbench), Ok(nginx)) => Ok(Self { pgbench, nginx }),
            (a, b) => Err([a.err(), b.err()].into_iter().flatten().collect()),
        }
    }
}

/// What `pgbench` found.
#[derive(Clone, Copy, Debug)]
pub struct Bare {
    /// Scripts a second.
    pub rate: f64,
    /// Of one, on average, in milliseconds.
    pub latency: f64,
}

/// Runs a script from so many connections. The house stands still meanwhile, so that it takes nothing of the machine.
pub async fn statements(tools: &Tools, house: &House, script: &str, clients: u32, prepared: bool, time: Duration) -> Result<Bare, Failure> {
    let path = house.base.join("bench.sql");
    std::fs::write(&path, script).map_err(Failure::system("a script for pgbench"))?;
    let pidfile = house.data().join("postgres/postmaster.pid");
    let text = std::fs::read_to_string(pidfile).map_err(Failure::system("no database runs"))?;
    let socket = text.lines().nth(4).unwrap_or_default();
    let still = Still::of(house);
    let output = Command::new(&tools.pgbench)
        .args(["-n", "-h", socket, "-p", "5432", "-U", "callboard_admin", "-j", "2"])
        .args(["-M", if prepared { "prepared" } else { "simple" }])
        .args(["-c", &clients.to_string(), "-T", &time.as_secs().max(1).to_string(), "-f"])
        .arg(&path)
        .arg("callboard")
        .env_remove("PGOPTIONS")
        .stdin(Stdio::null())
        .output()
        .await
        .map_err(Failure::system("cannot run pgbench"))?;
    drop(still);
    let said = String::from_utf8_lossy(&output.stdout);
    let after = |name: &str| -> Option<f64> { said.lines().find_map(|l| l.strip_prefix(name))?.split_whitespace().next()?.parse().ok() };
    match (after("tps = "), after("latency average = "), output.status.success()) {
        (Some(rate), Some(latency), true) => Ok(Bare { rate, latency }),
        _ => {
            let errors = String::from_utf8_lossy(&output.stderr);
            Err(wrong(format!("pgbench: {}", errors.lines().find(|line| line.contains("ERROR")).unwrap_or(&errors))))
        }
    }
}

/// The house's processes, stopped until this is dropped.
struct Still(Vec<Pid>);

impl Still {
    fn of(house: &House) -> Self {
        let Some(server) = house.server_pid() else { return Self(Vec::new()) };
        // The simulator is its child; PostgreSQL is one too, and has to go on.
        let simulator = children(server).into_iter().filter(|pid| {
            std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|text| String::from_utf8_lossy(&text).contains("simulate"))
        });
        let all = std::iter::once(server).chain(simulator).filter_map(|pid| i32::try_from(pid).ok()).map(Pid::from_raw).collect();
        let still = Self(all);
        still.tell(Signal::SIGSTOP);
        still
    }

    fn tell(&self, signal: Signal) {
        for pid in &self.0 {
            kill(*pid, signal).ok();
        }
    }
}

impl Drop for Still {
    fn drop(&mut self) {
        self.tell(Signal::SIGCONT);
    }
}

/// Of all its threads: a child belongs to the one that started it.
fn children(of: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{of}/task")).into_iter().flatten().filter_map(Result::ok);
    let lists = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>()).collect()
}

/// nginx with one file.
pub struct Nginx {
    child: Child,
    /// Where it answers.
    pub listen: SocketAddr,
}

impl Nginx {
    /// Serves `content` at `/`.
    pub async fn start(tools: &Tools, folder: &Path, content: &str) -> Result<Self, Failure> {
        let folder = folder.join("nginx");
        let failed = || Failure::system("a folder for nginx");
        std::fs::create_dir_all(&folder).map_err(failed())?;
        std::fs::write(folder.join("index.html"), content).map_err(failed())?;
        let listen = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr()).map_err(failed())?;
        let at = folder.display();
        let temporary: String =
            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {at}/{kind};")).concat();
        let settings = format!(
            "daemon off; worker_processes 2; pid {at}/pid; error_log {at}/error.log;\n\
             events {{ worker_connections 2048; }}\n\
             http {{ access_log off; default_type text/html; keepalive_requests 1000000000; {temporary}\n\
             server {{ listen {listen}; root {at}; index index.html; open_file_cache max=10; }} }}\n"
        );
        std::fs::write(folder.join("nginx.conf"), settings).map_err(failed())?;
        let child = Command::new(&tools.nginx)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(Failure::system("cannot run nginx"))?;
        let begun = std::time::Instant::now();
        while tokio::net::TcpStream::connect(listen).await.is_err() {
            drills::house::within(begun, Duration::from_secs(5), "nginx to answer")?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(Self { child, listen })
    }

    /// Ends it, its workers with it.
    pub async fn stop(mut self) {
        if let Some(pid) = self.child.id().and_then(|pid| i32::try_from(pid).ok()) {
            kill(Pid::from_raw(pid), Signal::SIGTERM).ok();
        }
        self.child.wait().await.ok();
    }
}
