//! The rows of `programme_uploads`, under the caller's own role: the policies show nobody another person's.

use chrono::Duration;
use platform_db::{DbError, Tx};
use platform_types::{EventId, OrganizationId, Timestamp};
use sqlx::types::Json;
use uuid::Uuid;

use super::look::Summary;

/// How long a file waits to be confirmed.
pub const PATIENCE: Duration = Duration::hours(1);
/// How long what it did can be looked at again.
const MEMORY: Duration = Duration::hours(24);
/// Files of one person that wait for one event: who uploads more loses the oldest.
const WAITING: i64 = 5;

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its id.
    pub id: Uuid,
    /// Its name, cleaned.
    pub name: String,
    /// The source its items have in the running order.
    pub source: String,
    /// In bytes.
    pub size: i32,
    /// Its digest.
    pub sha256: Vec<u8>,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// What it did, once it is in.
    pub outcome: Option<Summary>,
}

/// A new file.
#[derive(Clone, Copy, Debug)]
pub struct NewUpload<'a> {
    /// Its id, where it is not here already.
    pub id: Uuid,
    /// Of which organization.
    pub organization: OrganizationId,
    /// For which event.
    pub event: EventId,
    /// Its name, cleaned.
    pub name: &'a str,
    /// The source its items will have.
    pub source: &'a str,
    /// Its bytes.
    pub content: &'a [u8],
}

/// Keeps a file for an hour; sent twice, it is kept once. The answer is its id.
pub async fn keep(tx: &mut Tx, now: Timestamp, new: NewUpload<'_>) -> Result<Uuid, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"INSERT INTO programme_uploads (id, organization_id, event_id, user_id, name, source, size_bytes, sha256, content, expires_at)
           VALUES ($1, $2, $3, auth.uid(), $4, $5, octet_length($6::bytea), pg_catalog.sha256($6::bytea), $6, $7)
           ON CONFLICT (event_id, user_id, source, sha256) WHERE imported_at IS NULL DO UPDATE SET name = excluded.name, expires_at = excluded.expires_at
           RETURNING id"#,
        new.id,
        new.organization.0,
        new.event.0,
        new.name,
        new.source,
        new.content,
        now + PATIENCE
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "DELETE FROM programme_uploads WHERE id IN (
           SELECT id FROM programme_uploads WHERE event_id = $1 AND user_id = auth.uid() AND imported_at IS NULL AND id <> $2 ORDER BY expires_at DESC, id DESC OFFSET $3)",
        new.event.0,
        id,
        WAITING - 1
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// One's own file, as long as it is remembered.
pub async fn find(tx: &mut Tx, event: EventId, id: Uuid) -> Result<Option<Upload>, sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT id, name, source, size_bytes, sha256, expires_at, outcome AS "outcome: Json<Summary>"
           FROM programme_uploads WHERE id = $1 AND event_id = $2 AND user_id = auth.uid() AND expires_at > clock.now()"#,
        id,
        event.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| Upload {
        id: r.id,
        name: r.name,
        source: r.source,
        size: r.size_bytes,
        sha256: r.sha256,
        expires_at: r.expires_at,
        outcome: r.outcome.map(|o| o.0),
    }))
}

/// The bytes of a file that waits.
pub async fn content(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("SELECT content FROM programme_uploads WHERE id = $1", id).fetch_optional(&mut **tx).await.map(Option::flatten)
}

/// Nobody else confirms it until this transaction ends. Whether it still waits; none where it is forgotten.
pub async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT imported_at IS NULL AS "waits!" FROM programme_uploads WHERE id = $1 AND expires_at > clock.now() FOR UPDATE"#,
        id
    )
    .fetch_optional(&mut **tx)
    .await
}

/// It is in: its bytes go, what it did stays for a day.
pub async fn done(tx: &mut Tx, now: Timestamp, id: Uuid, outcome: &Summary) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE programme_uploads SET content = NULL, imported_at = $2, expires_at = $3, outcome = $4 WHERE id = $1",
        id,
        now,
        now + MEMORY,
        Json(outcome) as _
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes what has expired; how many they were. Safe at any time and on several nodes at once.
pub async fn forget_expired(db: &platform_db::Db) -> Result<u64, DbError> {
    let mut tx = db.as_system("forget uploaded programmes").await?;
    let gone = sqlx::query!("DELETE FROM programme_uploads WHERE expires_at <= $1", db.clock().now()).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected())
}
