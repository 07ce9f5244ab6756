//! Papers of an event.

use platform_db::Tx;
use platform_storage::{Files, Kept, Variant, variant_path};
use platform_types::{Entropy, EventId, OrganizationId, Timestamp};
use sqlx::types::Json;
use uuid::Uuid;

use super::FileError;

/// A paper in the event's list.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: Uuid,
    /// The file's name.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// Where it is, for whoever may read it.
    pub href: String,
    /// Who brought it; empty where the caller does not know them.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Of an event, as far as the caller may see them, the newest first.
pub async fn list_documents(tx: &mut Tx, event: EventId) -> Result<Vec<Document>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT d.id, d.file_id, d.created_at, f.name, f.variants AS "variants: Json<Vec<Variant>>",
             coalesce((SELECT u.full_name FROM platform_users u WHERE u.id = d.created_by), '') AS "who!"
           FROM event_documents d JOIN storage.files f ON f.id = d.file_id WHERE d.event_id = $1 ORDER BY d.created_at DESC, d.id DESC LIMIT 500"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let of = |row: &Variant, file: Uuid| (variant_path(file, &row.name), row.size);
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (href, size) = of(row.variants.first()?, row.file_id);
            Some(Document { id: row.id, name: row.name, size, href, by: row.who, at: row.created_at })
        })
        .collect())
}

/// Keeps an uploaded file as a paper of this event. None when the same form had done so already.
pub async fn add_document(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    kept: &Kept,
) -> Result<Option<Uuid>, FileError> {
    let (file, _) = kept.keep(tx).await?;
    let made = sqlx::query_scalar!(
        "INSERT INTO event_documents (id, organization_id, event_id, file_id, created_by) VALUES ($1, $2, $3, $4, auth.uid())
         ON CONFLICT ON CONSTRAINT event_documents_once DO NOTHING RETURNING id",
        entropy.uuid_v7(now),
        organization.0,
        event.0,
        file
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(made)
}

/// Takes it away; its name, or none when there is no such paper.
pub async fn remove_document(tx: &mut Tx, event: EventId, document: Uuid) -> Result<Option<String>, FileError> {
    let found = sqlx::query!(
        "SELECT d.file_id, f.name FROM event_documents d JOIN storage.files f ON f.id = d.file_id WHERE d.event_id = $1 AND d.id = $2",
        event.0,
        document
    )
    .fetch_optional(&mut **tx)
    .await?;
    let gone = sqlx::query!("DELETE FROM event_documents WHERE event_id = $1 AND id = $2", event.0, document).execute(&mut **tx).await?;
    let Some(found) = found.filter(|_| gone.rows_affected() == 1) else { return Ok(None) };
    Files::let_go(tx, found.file_id).await?;
    Ok(Some(found.name))
}
