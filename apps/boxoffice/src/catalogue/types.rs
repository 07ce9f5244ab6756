//! A ticket type as its organizer sees it: all that can be said about one, changed without touching what was sold.
//!
//! Orders keep names and prices of then, tickets the name and role, holds a chosen price; the database keeps the
//! stock above what is taken and the zones that tickets were bought with.

use platform_db::Tx;
use platform_types::{Entropy, EventId, OrganizationId, TicketTypeId, Timestamp};
use uuid::Uuid;

use super::write::{CatalogueError, NewTicketType, add_ticket_type, set_pool_capacity};

/// All that an organizer says about a ticket type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDetails {
    /// Name, price, stock, window and limits. Where the buyer chooses, the price is the least.
    pub basics: NewTicketType,
    /// What is suggested where the buyer chooses the price, in minor units; none for a fixed price.
    pub suggested_minor: Option<i64>,
    /// Not shown to the public.
    pub hidden: bool,
    /// Code of what it makes of its holder (see [`super::HOLDER_ROLES`]).
    pub grants_role: Option<String>,
    /// The zones it opens, in order of their ids.
    pub zones: Vec<Uuid>,
}

/// One that is there.
#[derive(Clone, Debug)]
pub struct TypeRow {
    /// Its id.
    pub id: TicketTypeId,
    /// Grows with every change of it.
    pub version: i32,
    /// All that is said about it; the quantity is its own pool's size.
    pub details: TypeDetails,
    /// Since when it is sold no more.
    pub archived_at: Option<Timestamp>,
    /// Sold and not given back.
    pub sold: i32,
    /// In carts.
    pub held: i32,
}

/// Every ticket type of an event in its order, archived ones among them.
pub async fn list_types(tx: &mut Tx, event: EventId) -> Result<Vec<TypeRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT t.id, t.version, t.name, t.description, t.price_minor, t.suggested_minor, t.sale_starts_at, t.sale_ends_at, t.min_per_order, t.max_per_order, t.hidden,
             t.grants_role, t.archived_at, own.sold AS "sold!", own.held AS "held!", own.capacity AS "capacity!",
             ARRAY(SELECT z.zone_id FROM ticket_type_zones z WHERE z.ticket_type_id = t.id ORDER BY z.zone_id) AS "zones!"
           FROM ticket_types t
           CROSS JOIN LATERAL (SELECT coalesce(sum(p.sold), 0)::integer AS sold, coalesce(sum(p.held), 0)::integer AS held, coalesce(sum(p.capacity), 0)::integer AS capacity
                               FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id AND p.kind = 'type' WHERE tp.ticket_type_id = t.id) own
           WHERE t.event_id = $1 ORDER BY t.position, t.id"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| TypeRow {
            id: r.id.into(),
            version: r.version,
            details: TypeDetails {
                basics: NewTicketType {
                    name: r.name,
                    description: r.description,
                    price_minor: r.price_minor,
                    quantity: r.capacity,
                    sale_starts_at: r.sale_starts_at,
                    sale_ends_at: r.sale_ends_at,
                    min_per_order: r.min_per_order,
                    max_per_order: r.max_per_order,
                },
                suggested_minor: r.suggested_minor,
                hidden: r.hidden,
                grants_role: r.grants_role,
                zones: r.zones,
            },
            archived_at: r.archived_at,
            sold: r.sold,
            held: r.held,
        })
        .collect())
}

/// Adds a ticket type with all that is said about it.
pub async fn add_type(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    new: &TypeDetails,
) -> Result<TicketTypeId, CatalogueError> {
    let id = add_ticket_type(tx, entropy, now, organization, event, &new.basics).await?;
    if new.suggested_minor.is_some() || new.hidden || new.grants_role.is_some() {
        sqlx::query!(
            "UPDATE ticket_types SET pricing = CASE WHEN $2::bigint IS NULL THEN 'fixed' ELSE 'chosen' END, suggested_minor = $2, hidden = $3, grants_role = $4 WHERE id = $1",
            id.0,
            new.suggested_minor,
            new.hidden,
            new.grants_role,
        )
        .execute(&mut **tx)
        .await?;
    }
    set_zones(tx, event, id, &new.zones).await?;
    Ok(id)
}

/// Changes what is said about a type, if it is still what the caller saw: its version, and the size of its stock, which
/// the capacities' form changes too. What was sold stays as it was sold.
pub async fn update_type(tx: &mut Tx, event: EventId, seen: &TypeRow, new: &TypeDetails) -> Result<(), CatalogueError> {
    let basics = &new.basics;
    let done = sqlx::query!(
        "UPDATE ticket_types SET name = $4, description = $5, price_minor = $6, suggested_minor = $7, pricing = CASE WHEN $7::bigint IS NULL THEN 'fixed' ELSE 'chosen' END,
           sale_starts_at = $8, sale_ends_at = $9, min_per_order = $10, max_per_order = $11, hidden = $12, grants_role = $13
         WHERE id = $1 AND event_id = $2 AND version = $3 AND archived_at IS NULL",
        seen.id.0,
        event.0,
        seen.version,
        basics.name,
        basics.description,
        basics.price_minor,
        new.suggested_minor,
        basics.sale_starts_at,
        basics.sale_ends_at,
        basics.min_per_order,
        basics.max_per_order,
        new.hidden,
        new.grants_role,
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(CatalogueError::Stale);
    }
    let pools = sqlx::query!(
        "SELECT p.id, p.capacity, p.name FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id AND p.kind = 'type' WHERE tp.ticket_type_id = $1",
        seen.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    if pools.iter().map(|p| p.capacity).sum::<i32>() != seen.details.basics.quantity {
        return Err(CatalogueError::Stale);
    }
    // A type has one pool of its own; an imported one that has none has no stock to set.
    if let [own] = pools.as_slice() {
        if own.capacity != basics.quantity {
            set_pool_capacity(tx, own.id, basics.quantity).await?;
        }
        if own.name != basics.name {
            sqlx::query!("SELECT boxoffice.rename_pool($1, $2)", own.id, basics.name).execute(&mut **tx).await?;
        }
    }
    set_zones(tx, event, seen.id, &new.zones).await
}

async fn set_zones(tx: &mut Tx, event: EventId, id: TicketTypeId, zones: &[Uuid]) -> Result<(), CatalogueError> {
    sqlx::query!("DELETE FROM ticket_type_zones WHERE ticket_type_id = $1 AND NOT zone_id = ANY ($2)", id.0, zones)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "INSERT INTO ticket_type_zones (ticket_type_id, zone_id, event_id) SELECT $1, z, $3 FROM unnest($2::uuid[]) z ON CONFLICT DO NOTHING",
        id.0,
        zones,
        event.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a type off sale for good, or brings it back. Its tickets stay valid, and carts that hold some can still be paid.
pub async fn set_archived(tx: &mut Tx, event: EventId, id: TicketTypeId, version: i32, archived: bool) -> Result<(), CatalogueError> {
    let done = sqlx::query!(
        "UPDATE ticket_types SET archived_at = CASE WHEN $4 THEN clock.now() END WHERE id = $1 AND event_id = $2 AND version = $3 AND (archived_at IS NULL) = $4",
        id.0,
        event.0,
        version,
        archived
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(CatalogueError::Stale) } else { Ok(()) }
}

/// Puts the types that are sold into another order, if they still stand in the one the caller saw. False, and nothing
/// written, where they stand in the wanted one already.
pub async fn reorder_types(tx: &mut Tx, event: EventId, seen: &[Uuid], wanted: &[Uuid]) -> Result<bool, CatalogueError> {
    let now = sqlx::query_scalar!(
        "SELECT id FROM ticket_types WHERE event_id = $1 AND archived_at IS NULL ORDER BY position, id FOR NO KEY UPDATE",
        event.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let set = |ids: &[Uuid]| ids.iter().copied().collect::<std::collections::BTreeSet<_>>();
    if now == wanted {
        return Ok(false);
    }
    if now != seen || wanted.len() != now.len() || set(wanted) != set(&now) {
        return Err(CatalogueError::Stale);
    }
    sqlx::query!(
        "UPDATE ticket_types t SET position = w.place::integer FROM unnest($1::uuid[]) WITH ORDINALITY w (id, place) WHERE t.id = w.id AND t.event_id = $2 AND t.position <> w.place",
        wanted,
        event.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(true)
}
