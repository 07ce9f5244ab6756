//! The folder with the backups.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use platform_types::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::BackupError;

/// Says whose backups these are.
pub(crate) const MARKER: &str = "callboard-backup.json";

/// A folder of backups that is there and ours.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

#[derive(Serialize, serde::Deserialize)]
struct Marker {
    format: u32,
    /// PostgreSQL's own number of the cluster, which a restored house keeps.
    house: String,
}

/// A folder that may be begun anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum New {
    /// An empty one is begun.
    Begin,
    /// An empty one has lost its disk.
    Refuse,
}

impl Folder {
    /// For reading only, whoever's backups they are.
    ///
    /// # Errors
    /// [`BackupError::NoBackups`] where there are none.
    pub fn read(root: &Path) -> Result<Self, BackupError> {
        if !root.exists() {
            return Err(missing(root));
        }
        if !root.join(MARKER).is_file() {
            return Err(BackupError::NoBackups(root.to_path_buf()));
        }
        let root = root.canonicalize().map_err(BackupError::system("resolve", root))?;
        Ok(Self { root })
    }

    /// For the house with this number. The folder itself is never made: one that is missing has lost its disk.
    ///
    /// # Errors
    /// [`BackupError`]; its messages say what to do.
    pub(crate) fn open(root: &Path, house: &str, new: New) -> Result<Self, BackupError> {
        match fs::metadata(root) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(BackupError::NotOurs(root.to_path_buf())),
            Err(e) if e.kind() == ErrorKind::NotFound => return Err(missing(root)),
            Err(e) => return Err(BackupError::system("look at", root)(e)),
        }
        let root = root.canonicalize().map_err(BackupError::system("resolve", root))?;
        let marker = root.join(MARKER);
        let folder = Self { root };
        if marker.is_file() {
            let found: Marker = read_json(&marker)?;
            if found.house != house {
                return Err(BackupError::OtherHouse(folder.root));
            }
        } else {
            let mut entries = fs::read_dir(&folder.root).map_err(BackupError::system("look into", &folder.root))?;
            // A file system of its own has this one from the start.
            if entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != "lost+found")) {
                return Err(BackupError::NotOurs(folder.root));
            }
            if new == New::Refuse {
                return Err(BackupError::Emptied(folder.root));
            }
            write_json(&marker, &Marker { format: 1, house: house.to_owned() })?;
        }
        for part in [folder.bases(), folder.lines(), folder.files()] {
            make(&part)?;
        }
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The nightly copies of the cluster.
    pub(crate) fn bases(&self) -> PathBuf {
        self.root.join("base")
    }

    /// The stretches of the log.
    pub(crate) fn lines(&self) -> PathBuf {
        self.root.join("log")
    }

    /// The uploaded files.
    pub fn files(&self) -> PathBuf {
        self.root.join("files")
    }

    /// Takes a lock of this name for as long as the answer lives; the kernel lets go when a process ends, however it ends.
    pub(crate) fn lock(&self, name: &str) -> Result<File, BackupError> {
        let path = self.root.join(name);
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = open.map_err(BackupError::system("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(BackupError::InUse(self.root.clone())),
            Err(TryLockError::Error(e)) => Err(BackupError::system("lock", &path)(e)),
        }
    }

    /// Free bytes.
    pub fn free(&self) -> Result<u64, BackupError> {
        let found = nix::sys::statvfs::statvfs(&self.root).map_err(|e| BackupError::system("look at", &self.root)(e.into()))?;
        Ok(found.blocks_available() * found.fragment_size())
    }
}

fn missing(root: &Path) -> BackupError {
    let uid = nix::unistd::geteuid();
    let account = nix::unistd::User::from_uid(uid).ok().flatten().map_or_else(|| uid.to_string(), |user| user.name);
    BackupError::Missing { folder: root.to_path_buf(), account }
}

/// A moment as it stands in names: sorts as time does, and is a word to PostgreSQL too.
pub(crate) fn name_of(at: Timestamp) -> String {
    at.format("%Y%m%dt%H%M%Sz").to_string()
}

/// Makes a folder for us alone.
pub(crate) fn make(path: &Path) -> Result<(), BackupError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(BackupError::system("make", path)(e)),
        _ => Ok(()),
    }
}

/// Names below a folder that look like moments, oldest first.
pub(crate) fn moments(path: &Path) -> Result<Vec<String>, BackupError> {
    let entries = match fs::read_dir(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(BackupError::system("look into", path))?,
    };
    let is_moment = |name: &String| name.len() == 16 && name.ends_with('z') && name.as_bytes()[8] == b't';
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).filter(is_moment).collect();
    names.sort();
    Ok(names)
}

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, BackupError> {
    let text = fs::read(path).map_err(BackupError::system("read", path))?;
    serde_json::from_slice(&text).map_err(|e| BackupError::Damaged { path: path.to_path_buf(), why: e.to_string() })
}

/// Whole or not at all, and there after a loss of power.
pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), BackupError> {
    let text = serde_json::to_vec_pretty(value).map_err(|e| BackupError::Damaged { path: path.to_path_buf(), why: e.to_string() })?;
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = PathBuf::from(draft);
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
    })();
    written.map_err(BackupError::system("write", path))
}

/// Removes a folder so that nobody ever takes what is left of it for whole.
pub(crate) fn remove(path: &Path) -> Result<(), BackupError> {
    let mut gone = path.as_os_str().to_owned();
    gone.push(".gone");
    let gone = PathBuf::from(gone);
    match fs::rename(path, &gone) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        renamed => renamed.map_err(BackupError::system("move away", path))?,
    }
    fs::remove_dir_all(&gone).map_err(BackupError::system("remove", &gone))
}

/// What removals and backups that ended early left: `.gone` and `.part`.
pub(crate) fn clear(parent: &Path) -> Result<(), BackupError> {
    for entry in fs::read_dir(parent).map_err(BackupError::system("look into", parent))?.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "gone" || ending == "part") {
            fs::remove_dir_all(&path).map_err(BackupError::system("remove", &path))?;
        }
    }
    Ok(())
}
