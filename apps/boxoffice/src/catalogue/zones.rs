//! Zones: parts of an event's place that only some tickets open.

use platform_db::Tx;
use platform_types::{Entropy, EventId, OrganizationId, Timestamp};
use uuid::Uuid;

use super::write::CatalogueError;

/// A part of the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneRow {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its short code, unique at the event: `LOUNGE`.
    pub code: String,
    /// Grows with every change of it.
    pub version: i32,
}

/// All of an event, in their order.
pub async fn list_zones(tx: &mut Tx, event: EventId) -> Result<Vec<ZoneRow>, sqlx::Error> {
    sqlx::query_as!(ZoneRow, "SELECT id, name, code, version FROM event_zones WHERE event_id = $1 ORDER BY position, id", event.0)
        .fetch_all(&mut **tx)
        .await
}

/// Adds one at the end.
pub async fn add_zone(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    name: &str,
    code: &str,
) -> Result<Uuid, CatalogueError> {
    let id = entropy.uuid_v7(now);
    sqlx::query!(
        "INSERT INTO event_zones (id, organization_id, event_id, name, code, position)
         SELECT $1, $2, $3, $4, $5, (SELECT coalesce(max(z.position), 0) + 1 FROM event_zones z WHERE z.event_id = $3)",
        id,
        organization.0,
        event.0,
        name,
        code
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Names it anew, if nobody did since the version the caller saw.
pub async fn rename_zone(tx: &mut Tx, event: EventId, id: Uuid, version: i32, name: &str, code: &str) -> Result<(), CatalogueError> {
    let done = sqlx::query!(
        "UPDATE event_zones SET name = $4, code = $5 WHERE id = $1 AND event_id = $2 AND version = $3",
        id,
        event.0,
        version,
        name,
        code
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(CatalogueError::Stale) } else { Ok(()) }
}

/// Removes one that no sold ticket opens and that was never scanned. False where it was gone already.
pub async fn remove_zone(tx: &mut Tx, event: EventId, id: Uuid) -> Result<bool, CatalogueError> {
    sqlx::query!("DELETE FROM ticket_type_zones WHERE zone_id = $1 AND event_id = $2", id, event.0).execute(&mut **tx).await?;
    let gone = sqlx::query!("DELETE FROM event_zones WHERE id = $1 AND event_id = $2", id, event.0).execute(&mut **tx).await?;
    Ok(gone.rows_affected() > 0)
}
