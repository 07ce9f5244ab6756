//! The one key that is not in the database.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use platform_types::Entropy;
use zeroize::Zeroizing;

use crate::crypto::DataKey;

/// Wraps data keys. Kept in a file or the environment, never in the database or a backup of it.
#[derive(Clone)]
pub struct MasterKey(pub(crate) DataKey);

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The file cannot be read or written.
    #[error("cannot use the master key file {path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Others on the machine could read it.
    #[error("the master key file {0} can be read by others; give it mode 0600 (chmod 600)")]
    Permissions(PathBuf),
    /// Not a key.
    #[error("{0} does not hold a master key; it should be 64 hexadecimal digits")]
    Shape(String),
}

impl MasterKey {
    /// From 256 secret bits.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(DataKey::new(bytes))
    }

    /// A new one.
    pub fn generate(entropy: &Entropy) -> Self {
        Self::from_bytes(entropy.bytes())
    }

    /// From 64 hexadecimal digits, as the setting `keyring.master_key` and the file hold it;
    /// `whence` names the setting or file in the error.
    pub fn from_hex(text: &str, whence: &str) -> Result<Self, MasterKeyError> {
        let shape = || MasterKeyError::Shape(whence.to_owned());
        let bytes = Zeroizing::new(HEX.decode(text.trim().as_bytes()).map_err(|_| shape())?);
        Ok(Self::from_bytes(bytes.as_slice().try_into().map_err(|_| shape())?))
    }

    fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEX.encode(self.0.bytes()))
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// A master key in a file of mode 0600. While the key is being changed the next one lies beside
/// it, so that a crash at any moment leaves a key that opens the database.
#[derive(Clone, Debug)]
pub struct MasterKeyFile(PathBuf);

impl MasterKeyFile {
    /// The file; `<data dir>/master.key`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The key, made and written when there is no file yet.
    pub fn read_or_create(&self, entropy: &Entropy) -> Result<MasterKey, MasterKeyError> {
        if let Some(key) = read(&self.0)? {
            return Ok(key);
        }
        let key = MasterKey::generate(entropy);
        match write(&self.0, &key) {
            // Another process was first: its key is the key.
            Err(e) if e.kind() == ErrorKind::AlreadyExists => read(&self.0)?.ok_or_else(|| io(&self.0, e)),
            Err(e) => Err(io(&self.0, e)),
            Ok(()) => Ok(key),
        }
    }

    /// The next key, when a change was begun and not finished.
    pub fn staged(&self) -> Result<Option<MasterKey>, MasterKeyError> {
        read(&self.next())
    }

    /// Begins a change: a new key beside the old one. Re-wrap the data keys with it and commit,
    /// then [`MasterKeyFile::adopt_staged`]. A change begun before is taken up again.
    pub fn stage(&self, entropy: &Entropy) -> Result<MasterKey, MasterKeyError> {
        Self::new(self.next()).read_or_create(entropy)
    }

    /// Ends a change: the next key becomes the key.
    pub fn adopt_staged(&self) -> Result<(), MasterKeyError> {
        std::fs::rename(self.next(), &self.0).and_then(|()| sync_dir(&self.0)).map_err(|e| io(&self.0, e))
    }

    fn next(&self) -> PathBuf {
        let mut name = self.0.clone().into_os_string();
        name.push(".next");
        name.into()
    }
}

fn read(path: &Path) -> Result<Option<MasterKey>, MasterKeyError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(io(path, e)),
    };
    let mode = file.metadata().map_err(|e| io(path, e))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(MasterKeyError::Permissions(path.to_owned()));
    }
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(|e| io(path, e))?;
    MasterKey::from_hex(&text, &format!("the file {}", path.display())).map(Some)
}

/// Whole or not at all: written beside, then linked into place where nothing may be yet.
fn write(path: &Path, key: &MasterKey) -> std::io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(draft);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(key.to_hex().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    linked?;
    sync_dir(path)
}

fn sync_dir(path: &Path) -> std::io::Result<()> {
    let dir = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(dir)?.sync_all()
}

fn io(path: &Path, source: std::io::Error) -> MasterKeyError {
    MasterKeyError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, MasterKeyFile) {
        let dir = tempfile::tempdir().unwrap();
        let file = MasterKeyFile::new(dir.path().join("master.key"));
        (dir, file)
    }

    #[test]
    fn the_file_is_private_and_read_again() {
        let (dir, file) = file();
        let key = file.read_or_create(&Entropy::seeded(1)).unwrap();
        assert_eq!(std::fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        let again = file.read_or_create(&Entropy::seeded(2)).unwrap();
        assert_eq!(key.0.bytes(), again.0.bytes());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "no draft stays behind");
    }

    #[test]
    fn a_file_others_can_read_or_that_holds_no_key_is_refused() {
        let (_dir, file) = file();
        file.read_or_create(&Entropy::seeded(1)).unwrap();
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(file.read_or_create(&Entropy::seeded(1)), Err(MasterKeyError::Permissions(_))));
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(file.path(), "not a key").unwrap();
        let error = file.read_or_create(&Entropy::seeded(1)).unwrap_err();
        assert!(matches!(error, MasterKeyError::Shape(_)));
        assert!(!error.to_string().contains("not a key"));
    }

    #[test]
    fn a_change_can_be_taken_up_again() {
        let (_dir, file) = file();
        let old = file.read_or_create(&Entropy::seeded(1)).unwrap();
        assert!(file.staged().unwrap().is_none());
        let next = file.stage(&Entropy::seeded(2)).unwrap();
        assert_ne!(old.0.bytes(), next.0.bytes());
        assert_eq!(file.stage(&Entropy::seeded(3)).unwrap().0.bytes(), next.0.bytes());
        file.adopt_staged().unwrap();
        assert_eq!(file.read_or_create(&Entropy::seeded(4)).unwrap().0.bytes(), next.0.bytes());
        assert!(file.staged().unwrap().is_none());
    }
}
