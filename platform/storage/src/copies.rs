//! The same bytes in a second store: a backup's files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use sqlx::types::Json;
use uuid::Uuid;

use crate::files::{Files, UploadError, Variant};
use crate::store::{PART, Store, StoreError};

/// Where everything that comes in is put a second time, while there is such a place.
#[derive(Debug, Default)]
pub struct Copies {
    store: RwLock<Option<Store>>,
    missed: AtomicBool,
}

impl Copies {
    /// From now on they go there; none: nowhere.
    pub fn go_to(&self, store: Option<Store>) {
        *self.store.write().unwrap_or_else(PoisonError::into_inner) = store;
    }

    /// Whether one could not be made since this was last asked: [`catch_up`] is due.
    pub fn missed(&self) -> bool {
        self.missed.swap(false, Ordering::Relaxed)
    }

    fn store(&self) -> Option<Store> {
        self.store.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Files {
    /// Copies what was just received. An upload is not refused because the backup is out of order: that is told by
    /// whoever watches the backup, and made up for later.
    pub(crate) async fn copy_beside(&self, file: Uuid, variants: &[Variant]) -> Result<(), UploadError> {
        let Some(store) = self.copies().store() else { return Ok(()) };
        let folder = self.folder(file).await?;
        for variant in variants {
            if let Err(error) = copy(self.store(), &store, &format!("{folder}/{}", variant.name), variant.size).await {
                tracing::error!(%error, %file, "an upload could not be copied to the backup; tried again later");
                self.copies().missed.store(true, Ordering::Relaxed);
            }
        }
        Ok(())
    }
}

/// One file that the rows say is stored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Listed {
    /// Its key in the store.
    pub key: String,
    /// In bytes.
    pub size: u64,
    /// The beginning of the SHA-256 of its bytes, in hex; of a document all of it.
    pub digest: String,
}

/// Everything that is stored now.
pub async fn listed(files: &Files) -> Result<Vec<Listed>, UploadError> {
    let house = files.house().await?;
    let mut tx = files.db().as_system("list every file").await?;
    let rows: Vec<(Uuid, Json<Vec<Variant>>, Vec<u8>)> =
        sqlx::query_as("SELECT id, variants, sha256 FROM storage.files WHERE state = 'stored' ORDER BY id").fetch_all(&mut *tx).await?;
    drop(tx);
    let of = |(id, variants, sha256): (Uuid, Json<Vec<Variant>>, Vec<u8>)| {
        let whole: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        variants.0.into_iter().map(move |variant| {
            // A picture's name ends with its own digest; a document is kept as it was sent.
            let named = variant.name.split_once('-').and_then(|(_, rest)| rest.split('.').next());
            let digest = named.map_or_else(|| whole.clone(), str::to_owned);
            Listed { key: format!("{house}/{id}/{}", variant.name), size: variant.size, digest }
        })
    };
    Ok(rows.into_iter().flat_map(of).collect())
}

/// What [`catch_up`] did.
#[derive(Clone, Debug, Default)]
pub struct Caught {
    /// Files in the store's list now, each with its bytes in the copies.
    pub listed: Vec<Listed>,
    /// Of these, copied just now.
    pub copied: usize,
}

/// Copies whatever the rows list and the second store lacks. A file that is removed meanwhile is left out.
pub async fn catch_up(files: &Files, to: &Store) -> Result<Caught, UploadError> {
    let all = listed(files).await?;
    let there: BTreeMap<String, u64> = to.list(&files.house().await?.to_string()).await?.into_iter().collect();
    let mut caught = Caught::default();
    let mut lost = Vec::new();
    for file in all {
        if there.get(&file.key) != Some(&file.size) {
            if copy(files.store(), to, &file.key, file.size).await? {
                caught.copied += 1;
            } else {
                lost.push(file);
                continue;
            }
        }
        caught.listed.push(file);
    }
    if !lost.is_empty() {
        let still: BTreeSet<String> = listed(files).await?.into_iter().map(|file| file.key).collect();
        lost.retain(|file| still.contains(&file.key));
        // What the store itself lacks is no reason to copy nothing; `doctor` names it.
        for file in &lost {
            tracing::error!(key = file.key, "a stored file lacks its bytes and cannot be copied");
        }
    }
    Ok(caught)
}

/// Puts back what the rows list and the store lacks; keys that the copies lack too.
pub async fn bring_back(files: &Files, from: &Store) -> Result<(usize, Vec<String>), UploadError> {
    let there: BTreeMap<String, u64> = files.store().list(&files.house().await?.to_string()).await?.into_iter().collect();
    let (mut brought, mut lacking) = (0, Vec::new());
    for file in listed(files).await?.into_iter().filter(|file| there.get(&file.key) != Some(&file.size)) {
        if copy(from, files.store(), &file.key, file.size).await? {
            brought += 1;
        } else {
            lacking.push(file.key);
        }
    }
    Ok((brought, lacking))
}

/// Removes copies of files that have no row any more and are `due`; the ids of those that are not due yet.
pub async fn forget(files: &Files, copies: &Store, due: impl Fn(Uuid) -> bool) -> Result<BTreeSet<Uuid>, UploadError> {
    let house = files.house().await?.to_string();
    let mut gone: BTreeSet<Uuid> = copies.folders(&house).await?.iter().filter_map(|name| name.parse().ok()).collect();
    let asked: Vec<Uuid> = gone.iter().copied().collect();
    let mut tx = files.db().as_system("compare the copies with the rows").await?;
    let known: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM storage.files WHERE id = ANY($1)").bind(&asked).fetch_all(&mut *tx).await?;
    drop(tx);
    for id in known {
        gone.remove(&id);
    }
    for id in gone.iter().copied().filter(|id| due(*id)).collect::<Vec<_>>() {
        copies.remove_folder(&format!("{house}/{id}")).await?;
        gone.remove(&id);
    }
    Ok(gone)
}

/// Copies one file, a part at a time; false when it is not there. What was begun and not ended cannot be read.
async fn copy(from: &Store, to: &Store, key: &str, size: u64) -> Result<bool, StoreError> {
    let part = PART as u64;
    if size <= part {
        let Some(bytes) = from.range(key, 0..size).await? else { return Ok(false) };
        to.put(key, bytes).await?;
        return Ok(true);
    }
    let mut parts = to.begin(key).await?;
    let mut at = 0;
    while at < size {
        let end = size.min(at + part);
        let read = match from.range(key, at..end).await {
            Ok(Some(bytes)) => parts.part(bytes).await,
            Ok(None) => {
                parts.abort().await?;
                return Ok(false);
            }
            Err(error) => Err(error),
        };
        if let Err(error) = read {
            if let Err(left) = parts.abort().await {
                tracing::warn!(error = %left, key, "an unfinished copy stays beside its place");
            }
            return Err(error);
        }
        at = end;
    }
    parts.complete().await?;
    Ok(true)
}
