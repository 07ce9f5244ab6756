//! Writing what can be bought, under the caller's own role.

use platform_db::{DbError, Tx, constraint_of};
use platform_texts::t;
use platform_types::{Entropy, EventId, OrganizationId, TicketTypeId, Timestamp};
use uuid::Uuid;

/// What an organizer says about a ticket type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTicketType {
    /// Its name.
    pub name: String,
    /// What it includes.
    pub description: String,
    /// Price of the ticket itself in minor units of the event's currency.
    pub price_minor: i64,
    /// How many there are.
    pub quantity: i32,
    /// From when it sells.
    pub sale_starts_at: Option<Timestamp>,
    /// Until when it sells.
    pub sale_ends_at: Option<Timestamp>,
    /// At least so many at once.
    pub min_per_order: i32,
    /// At most so many at once.
    pub max_per_order: i32,
}

/// An event's tax.
#[derive(Clone, Debug)]
pub struct TaxChoice {
    /// As shown.
    pub name: String,
    /// Parts per million.
    pub rate_millionths: i64,
    /// Contained in the prices or added.
    pub included: bool,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The caller may not, or the event is not there.
    #[error("{}", t!("catalogue-not-found"))]
    NotFound,
    /// The window is upside down.
    #[error("{}", t!("catalogue-sale-window"))]
    SaleWindow,
    /// The limits are upside down.
    #[error("{}", t!("catalogue-limits"))]
    Limits,
    /// Less than is sold or in carts.
    #[error("{}", t!("catalogue-below-sold"))]
    BelowSold,
    /// Somebody else changed it since it was read.
    #[error("{}", t!("catalogue-stale"))]
    Stale,
    /// It was in carts already.
    #[error("{}", t!("catalogue-pricing-stays"))]
    PricingStays,
    /// Tickets were bought with it.
    #[error("{}", t!("catalogue-zone-kept"))]
    ZoneKept,
    /// The door let somebody into it.
    #[error("{}", t!("catalogue-zone-scanned"))]
    ZoneScanned,
    /// Another zone of the event has this code.
    #[error("{}", t!("catalogue-zone-code"))]
    ZoneCode,
    /// A type that sold would begin to draw from stock that knows nothing of it.
    #[error("{}", t!("catalogue-not-counted"))]
    NotCounted,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for CatalogueError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("ticket_types_sale_window") => Self::SaleWindow,
            Some("ticket_types_min_within_max") => Self::Limits,
            Some("pools_never_oversold") => Self::BelowSold,
            Some("ticket_types_pricing_stays") => Self::PricingStays,
            Some("ticket_type_zones_kept") => Self::ZoneKept,
            Some("ticket_scans_zone") => Self::ZoneScanned,
            Some("event_zones_code_once") => Self::ZoneCode,
            Some("ticket_type_pools_counted") => Self::NotCounted,
            _ => match &error {
                sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501" || c == "23503") => Self::NotFound,
                _ => Self::Database(error.into()),
            },
        }
    }
}

/// Gives an event its capacity; without it nothing can be sold. Repeating changes the capacity.
pub async fn open_event_pool(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    capacity: i32,
) -> Result<(), CatalogueError> {
    let known =
        sqlx::query_scalar!("SELECT id FROM pools WHERE event_id = $1 AND kind = 'event'", event.0).fetch_optional(&mut **tx).await?;
    match known {
        Some(pool) => set_pool_capacity(tx, pool, capacity).await?,
        None => insert_pool(tx, entropy.uuid_v7(now), organization, event, "event", "Event", capacity).await?,
    }
    Ok(())
}

/// Changes a pool's capacity under the lock of the event's stock.
pub async fn set_pool_capacity(tx: &mut Tx, pool: Uuid, capacity: i32) -> Result<(), CatalogueError> {
    sqlx::query!("SELECT boxoffice.set_capacity($1, $2)", pool, capacity).execute(&mut **tx).await?;
    Ok(())
}

/// Adds a ticket type with its own pool; it also draws from the event's.
pub async fn add_ticket_type(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    new: &NewTicketType,
) -> Result<TicketTypeId, CatalogueError> {
    let id = TicketTypeId::new(entropy, now);
    sqlx::query!(
        "INSERT INTO ticket_types (id, organization_id, event_id, name, description, price_minor, sale_starts_at, sale_ends_at, min_per_order, max_per_order, position)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT count(*)::integer FROM ticket_types WHERE event_id = $3)",
        id.0,
        organization.0,
        event.0,
        new.name,
        new.description,
        new.price_minor,
        new.sale_starts_at,
        new.sale_ends_at,
        new.min_per_order,
        new.max_per_order,
    )
    .execute(&mut **tx)
    .await?;
    let pool = entropy.uuid_v7(now);
    insert_pool(tx, pool, organization, event, "type", &new.name, new.quantity).await?;
    sqlx::query!(
        "INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id) SELECT $1, p.id, $3 FROM pools p WHERE p.event_id = $3 AND (p.id = $2 OR p.kind = 'event')",
        id.0,
        pool,
        event.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

pub(super) async fn insert_pool(
    tx: &mut Tx,
    id: Uuid,
    organization: OrganizationId,
    event: EventId,
    kind: &str,
    name: &str,
    capacity: i32,
) -> Result<(), CatalogueError> {
    sqlx::query!(
        "INSERT INTO pools (id, organization_id, event_id, kind, name, capacity) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        organization.0,
        event.0,
        kind,
        name,
        capacity
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets an event's service fee (rate and fixed part per ticket) and tax, replacing what was there.
pub async fn set_fees(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    rate_millionths: i64,
    fixed_minor: i64,
    tax: Option<&TaxChoice>,
) -> Result<(), CatalogueError> {
    sqlx::query!("DELETE FROM fee_rules WHERE event_id = $1", event.0).execute(&mut **tx).await?;
    sqlx::query!("DELETE FROM tax_rules WHERE event_id = $1", event.0).execute(&mut **tx).await?;
    if rate_millionths > 0 || fixed_minor > 0 {
        sqlx::query!(
            "INSERT INTO fee_rules (id, organization_id, event_id, kind, name, rate_millionths, fixed_minor) VALUES ($1, $2, $3, 'service', 'Service fee', $4, $5)",
            entropy.uuid_v7(now),
            organization.0,
            event.0,
            rate_millionths,
            fixed_minor
        )
        .execute(&mut **tx)
        .await?;
    }
    if let Some(tax) = tax {
        sqlx::query!(
            "INSERT INTO tax_rules (id, organization_id, event_id, name, rate_millionths, included) VALUES ($1, $2, $3, $4, $5, $6)",
            entropy.uuid_v7(now),
            organization.0,
            event.0,
            tax.name,
            tax.rate_millionths,
            tax.included
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
