//! Quotas: stock that several ticket types share. A type may draw from several; what is left of it is what is left of
//! the least of them.

use platform_db::Tx;
use platform_types::{Entropy, EventId, OrganizationId, Timestamp};
use uuid::Uuid;

use super::write::{CatalogueError, insert_pool};

/// What an organizer says about a quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaDetails {
    /// Its name.
    pub name: String,
    /// How many tickets its types may sell together.
    pub capacity: i32,
    /// The types that draw from it, in order of their ids.
    pub types: Vec<Uuid>,
}

/// One that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaRow {
    /// Its pool's id.
    pub id: Uuid,
    /// What is said about it.
    pub details: QuotaDetails,
    /// In carts.
    pub held: i32,
    /// Sold.
    pub sold: i32,
}

/// All of an event, oldest first.
pub async fn list_quotas(tx: &mut Tx, event: EventId) -> Result<Vec<QuotaRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT p.id, p.name, p.capacity, p.held, p.sold, ARRAY(SELECT tp.ticket_type_id FROM ticket_type_pools tp WHERE tp.pool_id = p.id ORDER BY tp.ticket_type_id) AS "types!"
           FROM pools p WHERE p.event_id = $1 AND p.kind = 'quota' ORDER BY p.id"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| QuotaRow {
            id: r.id,
            details: QuotaDetails { name: r.name, capacity: r.capacity, types: r.types },
            held: r.held,
            sold: r.sold,
        })
        .collect())
}

/// Adds one; what its types hold and have sold already counts from the first moment.
pub async fn add_quota(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    new: &QuotaDetails,
) -> Result<Uuid, CatalogueError> {
    let id = entropy.uuid_v7(now);
    insert_pool(tx, id, organization, event, "quota", &new.name, new.capacity).await?;
    let fresh = QuotaDetails { types: Vec::new(), ..new.clone() };
    update_quota(tx, id, &fresh, new).await?;
    Ok(id)
}

/// Changes name, capacity and types together, if they are still what the caller saw. Refused below what its types have
/// sold and hold.
pub async fn update_quota(tx: &mut Tx, id: Uuid, seen: &QuotaDetails, new: &QuotaDetails) -> Result<(), CatalogueError> {
    let done = sqlx::query_scalar!(
        r#"SELECT boxoffice.set_quota($1, $2, $3, $4, $5, $6, $7) AS "done!""#,
        id,
        seen.name,
        seen.capacity,
        &seen.types,
        new.name,
        new.capacity,
        &new.types
    )
    .fetch_one(&mut **tx)
    .await?;
    if done { Ok(()) } else { Err(CatalogueError::Stale) }
}

/// Removes one; its types sell as far as their other stock goes. False where it was gone already.
pub async fn remove_quota(tx: &mut Tx, id: Uuid) -> Result<bool, CatalogueError> {
    Ok(sqlx::query_scalar!(r#"SELECT boxoffice.drop_quota($1) AS "gone!""#, id).fetch_one(&mut **tx).await?)
}
