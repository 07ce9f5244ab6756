//! What belongs to an event and is copied with it: one function per table, called in the order of their foreign keys.
//! Never orders, carts, scans, use counts, or what was sold.

use std::collections::HashMap;

use platform_db::Tx;
use platform_types::{Entropy, EventId, OrganizationId, Timestamp};
use uuid::Uuid;

use super::Shift;

/// One copy on its way.
pub struct Copying<'a> {
    /// Copied.
    pub from: EventId,
    /// The copy.
    pub to: EventId,
    /// Whose both are.
    pub organization: OrganizationId,
    /// How times move; none when the copy has no date yet.
    pub shift: Option<Shift>,
    /// Where new ids come from.
    pub entropy: &'a Entropy,
    /// Now.
    pub now: Timestamp,
    /// Ids of the copies by the ids of what they are copies of, over all tables.
    pub ids: HashMap<Uuid, Uuid>,
}

impl Copying<'_> {
    fn new_id(&mut self, of: Uuid) -> Uuid {
        let id = self.entropy.uuid_v7(self.now);
        self.ids.insert(of, id);
        id
    }
}

/// All of them. A table that belongs to an event adds its line.
pub async fn copy_tables(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    pools(tx, copying).await?;
    ticket_types(tx, copying).await?;
    ticket_type_pools(tx, copying).await?;
    zones(tx, copying).await?;
    refund_policy(tx, copying).await?;
    fee_rules(tx, copying).await?;
    tax_rules(tx, copying).await
}

/// Parts of the place with a door of their own, and which types open them.
async fn zones(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    let zones = sqlx::query!("SELECT id, name, code, position FROM event_zones WHERE event_id = $1 ORDER BY position, id", copying.from.0)
        .fetch_all(&mut **tx)
        .await?;
    for zone in zones {
        sqlx::query!(
            "INSERT INTO event_zones (id, organization_id, event_id, name, code, position) VALUES ($1, $2, $3, $4, $5, $6)",
            copying.new_id(zone.id),
            copying.organization.0,
            copying.to.0,
            zone.name,
            zone.code,
            zone.position
        )
        .execute(&mut **tx)
        .await?;
    }
    let opened = sqlx::query!("SELECT ticket_type_id, zone_id FROM ticket_type_zones WHERE event_id = $1", copying.from.0)
        .fetch_all(&mut **tx)
        .await?;
    for row in opened {
        let (Some(kind), Some(zone)) = (copying.ids.get(&row.ticket_type_id), copying.ids.get(&row.zone_id)) else { continue };
        sqlx::query!("INSERT INTO ticket_type_zones (ticket_type_id, zone_id, event_id) VALUES ($1, $2, $3)", kind, zone, copying.to.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// What buyers are promised about money back.
async fn refund_policy(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    let policy = crate::refunds::policy_of(tx, copying.from).await?;
    crate::refunds::set_policy(tx, copying.organization, copying.to, &policy).await
}

/// Capacities; nothing of them is taken.
async fn pools(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    let rows = sqlx::query!("SELECT id, kind, name, capacity FROM pools WHERE event_id = $1 ORDER BY id", copying.from.0)
        .fetch_all(&mut **tx)
        .await?;
    for row in rows {
        sqlx::query!(
            "INSERT INTO pools (id, organization_id, event_id, kind, name, capacity) VALUES ($1, $2, $3, $4, $5, $6)",
            copying.new_id(row.id),
            copying.organization.0,
            copying.to.0,
            row.kind,
            row.name,
            row.capacity
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Types that are not archived; their sale windows move with the start.
async fn ticket_types(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT id, name, names, description, descriptions, price_minor, sale_starts_at, sale_ends_at, min_per_order, max_per_order, hidden, position, grants_role, pricing, suggested_minor
         FROM ticket_types WHERE event_id = $1 AND archived_at IS NULL ORDER BY position, id",
        copying.from.0
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let (opens, closes) = copying.shift.map_or((None, None), |shift| shift.span(row.sale_starts_at, row.sale_ends_at));
        sqlx::query!(
            "INSERT INTO ticket_types (id, organization_id, event_id, name, description, price_minor, sale_starts_at, sale_ends_at, min_per_order, max_per_order, hidden, position, grants_role, pricing, suggested_minor, names, descriptions)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            copying.new_id(row.id),
            copying.organization.0,
            copying.to.0,
            row.name,
            row.description,
            row.price_minor,
            opens,
            closes,
            row.min_per_order,
            row.max_per_order,
            row.hidden,
            row.position,
            row.grants_role,
            row.pricing,
            row.suggested_minor,
            row.names,
            row.descriptions
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Which type draws from which pool.
async fn ticket_type_pools(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    let rows = sqlx::query!("SELECT ticket_type_id, pool_id FROM ticket_type_pools WHERE event_id = $1", copying.from.0)
        .fetch_all(&mut **tx)
        .await?;
    for row in rows {
        let (Some(kind), Some(pool)) = (copying.ids.get(&row.ticket_type_id), copying.ids.get(&row.pool_id)) else { continue };
        sqlx::query!("INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id) VALUES ($1, $2, $3)", kind, pool, copying.to.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn fee_rules(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    let rows = sqlx::query!("SELECT id, kind, name, rate_millionths, fixed_minor FROM fee_rules WHERE event_id = $1", copying.from.0)
        .fetch_all(&mut **tx)
        .await?;
    for row in rows {
        sqlx::query!(
            "INSERT INTO fee_rules (id, organization_id, event_id, kind, name, rate_millionths, fixed_minor) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            copying.new_id(row.id),
            copying.organization.0,
            copying.to.0,
            row.kind,
            row.name,
            row.rate_millionths,
            row.fixed_minor
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn tax_rules(tx: &mut Tx, copying: &mut Copying<'_>) -> Result<(), sqlx::Error> {
    let rows = sqlx::query!("SELECT id, name, rate_millionths, included FROM tax_rules WHERE event_id = $1", copying.from.0)
        .fetch_all(&mut **tx)
        .await?;
    for row in rows {
        sqlx::query!(
            "INSERT INTO tax_rules (id, organization_id, event_id, name, rate_millionths, included) VALUES ($1, $2, $3, $4, $5, $6)",
            copying.new_id(row.id),
            copying.organization.0,
            copying.to.0,
            row.name,
            row.rate_millionths,
            row.included
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
