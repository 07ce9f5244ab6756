//! What unfinished uploads, deleted files and dead programs left.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration};
use platform_types::failpoint;
use sqlx::types::Json;
use uuid::Uuid;

use crate::files::{Files, UploadError, Variant};

/// An upload that takes longer is given up: requests end long before.
const PATIENCE: Duration = Duration::hours(1);
/// Bytes without a row are left alone for so long after their file's id was made.
const STRAYS_AFTER: Duration = Duration::hours(24);
/// Files removed in one run.
const AT_ONCE: i64 = 200;

/// What a run removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads given up.
    pub given_up: u64,
    /// Files of which nothing is left now.
    pub removed: u64,
}

/// Gives up uploads that never ended and removes what is marked deleted: bytes first, then the row, so that a death in
/// between is repeated and not forgotten. Safe at any time and on several nodes at once.
pub async fn sweep(files: &Files) -> Result<Swept, UploadError> {
    let mut tx = files.db().as_system("give up uploads").await?;
    let given_up = sqlx::query!(
        "UPDATE storage.files SET state = 'deleted' WHERE state = 'uploading' AND created_at < $1",
        files.db().clock().now() - PATIENCE
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let gone = sqlx::query_as!(
        Gone,
        "SELECT id, parts_key, parts_id FROM storage.files WHERE state = 'deleted' ORDER BY updated_at, id LIMIT $1",
        AT_ONCE
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    let mut swept = Swept { given_up, removed: 0 };
    let mut first = None;
    for file in gone {
        // One that cannot be removed keeps nobody else's.
        match remove(files, &file).await {
            Ok(removed) => swept.removed += removed,
            Err(error) => {
                tracing::warn!(file = %file.id, %error, "the bytes of a deleted file could not be removed; tried again later");
                first.get_or_insert(error);
            }
        }
    }
    first.map_or(Ok(swept), Err)
}

/// A deleted file, and its unfinished upload in parts.
struct Gone {
    id: Uuid,
    parts_key: Option<String>,
    parts_id: Option<String>,
}

/// Of one deleted file.
async fn remove(files: &Files, file: &Gone) -> Result<u64, UploadError> {
    if let (Some(key), Some(upload)) = (&file.parts_key, &file.parts_id) {
        files.store().call_off(key, upload).await?;
        let mut tx = files.db().as_system("an upload in parts is called off").await?;
        sqlx::query!("UPDATE storage.files SET parts_key = NULL, parts_id = NULL WHERE id = $1", file.id).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    files.store().remove_folder(&files.folder(file.id).await?).await?;
    failpoint::pass("sweep.after_bytes").await;
    let mut tx = files.db().as_system("forget a deleted file").await?;
    let removed =
        sqlx::query!("DELETE FROM storage.files WHERE id = $1 AND state = 'deleted'", file.id).execute(&mut *tx).await?.rows_affected();
    tx.commit().await?;
    Ok(removed)
}

/// Removes bytes in this house's folder of the store that no row owns; how many files they were. The row of a file is
/// committed before its first byte and goes after its last, so that there are none, but for a store that came from elsewhere.
pub async fn sweep_strays(files: &Files) -> Result<u64, UploadError> {
    let strays = strays(files).await?;
    let before = files.db().clock().now() - STRAYS_AFTER;
    let mut removed = 0;
    for id in strays.into_iter().filter(|id| made_at(*id).is_some_and(|at| at < before)) {
        files.store().remove_folder(&files.folder(id).await?).await?;
        tracing::warn!(file = %id, "removed bytes that no file owned");
        removed += 1;
    }
    Ok(removed)
}

/// Ids with bytes and without a row.
async fn strays(files: &Files) -> Result<BTreeSet<Uuid>, UploadError> {
    // First the store, then the rows: what is being uploaded meanwhile has its row by then.
    let mut found: BTreeSet<Uuid> =
        files.store().folders(&files.house().await?.to_string()).await?.iter().filter_map(|name| name.parse().ok()).collect();
    let asked: Vec<Uuid> = found.iter().copied().collect();
    let mut tx = files.db().as_system("compare the store with the rows").await?;
    for id in sqlx::query_scalar!("SELECT id FROM storage.files WHERE id = ANY($1)", &asked).fetch_all(&mut *tx).await? {
        found.remove(&id);
    }
    Ok(found)
}

/// When an id of version 7 was made, by the house's clock.
fn made_at(id: Uuid) -> Option<DateTime<chrono::Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

/// What `callboard doctor` says about files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Stored files.
    pub stored: usize,
    /// Of these, files of which something is missing in the store, or is of another length.
    pub incomplete: Vec<Uuid>,
    /// Ids with bytes in the store and without a row.
    pub strays: Vec<Uuid>,
}

/// Compares every stored file with the store. Reads lists only, never the bytes.
pub async fn inspect(files: &Files) -> Result<Findings, UploadError> {
    let house = files.house().await?.to_string();
    let strays: Vec<Uuid> = strays(files).await?.into_iter().collect();
    let mut tx = files.db().as_system("look at every file").await?;
    let rows =
        sqlx::query!(r#"SELECT id, variants AS "variants: Json<Vec<Variant>>" FROM storage.files WHERE state = 'stored' ORDER BY id"#)
            .fetch_all(&mut *tx)
            .await?;
    drop(tx);
    let there: BTreeSet<(String, u64)> = files.store().list(&house).await?.into_iter().collect();
    let is_whole = |id: Uuid, variants: &[Variant]| variants.iter().all(|v| there.contains(&(format!("{house}/{id}/{}", v.name), v.size)));
    let incomplete = rows.iter().filter(|row| !is_whole(row.id, &row.variants)).map(|row| row.id).collect();
    Ok(Findings { stored: rows.len(), incomplete, strays })
}
