//! A folder of this machine.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use object_store::local::LocalFileSystem;

use super::StoreError;

/// Makes the folder where it is missing. What is answered to have been written survives a loss of power.
pub(super) fn open(folder: &Path) -> Result<(PathBuf, LocalFileSystem), StoreError> {
    let wrong = |source| StoreError::Folder { folder: folder.display().to_string(), source };
    make(folder).map_err(wrong)?;
    let root = folder.canonicalize().map_err(wrong)?;
    let files = LocalFileSystem::new_with_prefix(&root)?.with_fsync(true);
    Ok((root, files))
}

fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The whole folder: `object_store` would not show us the halves of files that a dead program left.
pub(super) async fn remove_folder(root: &Path, folder: &str) -> Result<(), StoreError> {
    let path = below(root, folder)?;
    match tokio::fs::remove_dir_all(&path).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Folder { folder: path.display().to_string(), source: error })
        }
        _ => Ok(()),
    }
}

pub(super) async fn folders(root: &Path, folder: &str) -> Result<BTreeSet<String>, StoreError> {
    let path = below(root, folder)?;
    let wrong = |source| StoreError::Folder { folder: path.display().to_string(), source };
    let mut entries = match tokio::fs::read_dir(&path).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        entries => entries.map_err(wrong)?,
    };
    let mut names = BTreeSet::new();
    while let Some(entry) = entries.next_entry().await.map_err(wrong)? {
        if entry.file_type().await.map_err(wrong)?.is_dir() {
            names.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

/// A path that stays below the root: our keys are made of ids, anything else is a mistake of ours.
fn below(root: &Path, folder: &str) -> Result<PathBuf, StoreError> {
    let plain = !folder.is_empty()
        && folder.split('/').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    if plain { Ok(root.join(folder)) } else { Err(StoreError::Other(format!("“{folder}” is no folder of a store"))) }
}
