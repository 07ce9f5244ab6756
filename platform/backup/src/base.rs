//! A copy of the whole cluster, with the log it needs to open, and the list of the files its rows name.

use std::path::PathBuf;
use std::process::Stdio;

use platform_db::embedded::Tools;
use platform_storage::{Files, Listed, Store, catch_up};
use platform_types::{Clock, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use crate::BackupError;
use crate::folder::{Folder, New, clear, make, moments, name_of, read_json, write_json};
use crate::line::{Cluster, Line};
use crate::segments::{Segment, lsn};

/// What a base is taken of.
#[derive(Clone, Debug)]
pub struct Order {
    /// PostgreSQL's programs of the cluster's version.
    pub tools: Tools,
    /// How the superuser reaches the cluster; any database of it.
    pub admin: PgConnectOptions,
    /// The house's data directory, which remembers that backups were begun.
    pub data_dir: PathBuf,
}

impl Order {
    /// A program that speaks to the cluster, without a password.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = self.tools.command(program);
        if let Some(socket) = self.admin.get_socket() {
            command.arg("--host").arg(socket);
        }
        command.arg("--port").arg(self.admin.get_port().to_string());
        command.arg("--username").arg(self.admin.get_username()).arg("--no-password");
        command
    }

    /// Opens the folder for this cluster's backups. One that is empty is begun, unless there were backups before.
    pub(crate) fn open(&self, folder: &std::path::Path, house: &str, begin: bool) -> Result<Folder, BackupError> {
        let memory = self.data_dir.join(BEGUN);
        let new = if begin || !memory.exists() { New::Begin } else { New::Refuse };
        let opened = Folder::open(folder, house, new)?;
        if !memory.exists() {
            std::fs::write(&memory, "Backups of this house were begun: an empty backup folder has lost its disk.\n")
                .map_err(BackupError::system("write", &memory))?;
        }
        Ok(opened)
    }

    pub(crate) async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        PgConnection::connect_with(&self.admin.clone().database("postgres")).await
    }
}

/// One base that is whole.
#[derive(Clone, Debug)]
pub struct Base {
    /// The moment it began, as in its folder's name.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
    /// What is written in it.
    pub about: About,
    /// When it was checked to the last byte.
    pub verified: Option<Timestamp>,
}

/// What is known of a base.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// PostgreSQL's own number of the cluster.
    pub house: String,
    /// The stretch of the log that goes on from here; empty: none was received.
    pub line: String,
    /// By this machine's clock.
    pub started: Timestamp,
    /// The same; every commit before it is in the base or in the log beside it.
    pub finished: Timestamp,
    /// The first file of the log that is needed.
    pub first_segment: String,
    /// From here on it is consistent.
    pub end: String,
    /// PostgreSQL's major version.
    pub postgres: u32,
    /// The program that took it.
    pub version: String,
    /// In bytes.
    pub size: u64,
    /// Uploaded files that its rows name.
    pub files: usize,
}

#[derive(Serialize, Deserialize)]
struct Verified {
    at: Timestamp,
}

/// In the data directory.
const BEGUN: &str = "backup.begun";
const ABOUT: &str = "base.json";
const FILES: &str = "files.json";
const VERIFIED: &str = "verified.json";

impl Base {
    /// Those in the folder, oldest first.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] when one says something else than we write.
    pub fn all(folder: &Folder) -> Result<Vec<Self>, BackupError> {
        let mut all = Vec::new();
        for name in moments(&folder.bases())? {
            let path = folder.bases().join(&name);
            let about = read_json(&path.join(ABOUT))?;
            let verified = path.join(VERIFIED).is_file().then(|| read_json::<Verified>(&path.join(VERIFIED))).transpose()?;
            all.push(Self { name, path, about, verified: verified.map(|verified| verified.at) });
        }
        Ok(all)
    }

    /// Checks it to the last byte, and notes that it was.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] when something is wrong with it.
    pub async fn verify(&mut self, now: Timestamp) -> Result<(), BackupError> {
        match crate::verify::check_base(self).await? {
            None => self.note_verified(now),
            Some(why) => Err(BackupError::Damaged { path: self.path.clone(), why }),
        }
    }

    /// The copy of the cluster's folder.
    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// The files that its rows name.
    pub(crate) fn files(&self) -> Result<Vec<Listed>, BackupError> {
        read_json(&self.path.join(FILES))
    }

    pub(crate) fn first_segment(&self) -> Result<Segment, BackupError> {
        let why = || format!("“{}” is no name of a file of the log", self.about.first_segment);
        Segment::parse(&self.about.first_segment).ok_or_else(|| BackupError::Damaged { path: self.path.join(ABOUT), why: why() })
    }

    pub(crate) fn note_verified(&mut self, at: Timestamp) -> Result<(), BackupError> {
        write_json(&self.path.join(VERIFIED), &Verified { at })?;
        self.verified = Some(at);
        Ok(())
    }
}

/// Takes one while the house serves. First the files, then the cluster, then the files again: whatever the rows of this base
/// name was either copied before it, or came in while uploads are copied as they come.
///
/// `line` is the stretch of the log that is being received; none: the base stands by itself. `progress` is told a line from time to
/// time.
///
/// # Errors
/// [`BackupError::InUse`] while another one is taken.
pub async fn take(
    order: &Order,
    folder: &Folder,
    line: Option<&Line>,
    files: &Files,
    clock: &Clock,
    mut progress: impl FnMut(String) + Send,
) -> Result<Base, BackupError> {
    let _lock = folder.lock("base.lock")?;
    clear(&folder.bases())?;
    let mut admin = order.connect().await?;
    let cluster = Cluster::ask(&mut admin).await?;
    admin.close().await?;

    let copies = Store::disk(&folder.files())?;
    let caught = catch_up(files, &copies).await?;
    progress(format!("{} uploaded files, {} of them new", caught.listed.len(), caught.copied));

    let started = clock.now();
    let name = name_of(started);
    let path = folder.bases().join(format!("{name}.part"));
    make(&path)?;
    let data = path.join("data");
    copy_cluster(order, &data, &mut progress).await?;
    let finished = clock.now();
    let (first_segment, end) = places(&data)?;

    let caught = catch_up(files, &copies).await?;
    write_json(&path.join(FILES), &caught.listed)?;
    let about = About {
        house: cluster.house,
        line: line.map(|line| line.name.clone()).unwrap_or_default(),
        started,
        finished,
        first_segment,
        end,
        postgres: order.tools.major(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        size: size_of(&data)?,
        files: caught.listed.len(),
    };
    write_json(&path.join(ABOUT), &about)?;
    let whole = folder.bases().join(&name);
    std::fs::rename(&path, &whole).map_err(BackupError::system("move", &path))?;
    let synced = std::fs::File::open(folder.bases()).and_then(|dir| dir.sync_all());
    synced.map_err(BackupError::system("write", &folder.bases()))?;
    Ok(Base { name, path: whole, about, verified: None })
}

async fn copy_cluster(order: &Order, to: &std::path::Path, progress: &mut (impl FnMut(String) + Send)) -> Result<(), BackupError> {
    const PROGRAM: &str = "pg_basebackup";
    let mut command = order.command(PROGRAM);
    command.arg("--pgdata").arg(to);
    command.args(["--format=plain", "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256", "--progress"]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(BackupError::system("run", &order.tools.path(PROGRAM)))?;
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        let mut lines = BufReader::new(stderr).lines();
        while let Some(line) = lines.next_line().await.map_err(BackupError::system("read what is said by", &order.tools.path(PROGRAM)))? {
            if line.contains("kB (") {
                progress(line.trim().to_owned());
            } else if !line.contains("NOTICE") {
                said.push_str(line.trim());
                said.push(' ');
            }
        }
    }
    let status = child.wait().await.map_err(BackupError::system("run", &order.tools.path(PROGRAM)))?;
    if status.success() { Ok(()) } else { Err(BackupError::Program { program: PROGRAM, said: format!("{said}({status})") }) }
}

/// The first file of the log it needs, and the place from which it is consistent.
fn places(data: &std::path::Path) -> Result<(String, String), BackupError> {
    let label = data.join("backup_label");
    let text = std::fs::read_to_string(&label).map_err(BackupError::system("read", &label))?;
    let first = text.lines().find_map(|line| line.strip_prefix("START WAL LOCATION: ")?.split("(file ").nth(1)?.strip_suffix(')'));
    let first = first.ok_or_else(|| BackupError::Damaged { path: label, why: "no start of the log".to_owned() })?;
    let manifest = data.join("backup_manifest");
    let found: serde_json::Value = read_json(&manifest)?;
    let end = found["WAL-Ranges"][0]["End-LSN"].as_str().filter(|end| lsn(end).is_some());
    let end = end.ok_or_else(|| BackupError::Damaged { path: manifest, why: "no end of the log".to_owned() })?;
    Ok((first.to_owned(), end.to_owned()))
}

fn size_of(folder: &std::path::Path) -> Result<u64, BackupError> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder).map_err(BackupError::system("look into", folder))?.flatten() {
        let found = entry.metadata().map_err(BackupError::system("look at", &entry.path()))?;
        size += if found.is_dir() { size_of(&entry.path())? } else { found.len() };
    }
    Ok(size)
}
