//! Reading what can be bought, under the caller's own role.

use platform_db::Tx;
use platform_types::{Currency, EventId, MoneyError, Timestamp};

use super::{Offer, availability};
use crate::pricing::{FeeRule, Tariff, TaxRule};

/// Fees and tax of an event.
pub async fn tariff_of(tx: &mut Tx, event: EventId, currency: Currency) -> Result<Tariff, sqlx::Error> {
    let fees = sqlx::query!("SELECT name, rate_millionths, fixed_minor FROM fee_rules WHERE event_id = $1 ORDER BY kind", event.0)
        .fetch_all(&mut **tx)
        .await?;
    let tax = sqlx::query!("SELECT name, rate_millionths, included FROM tax_rules WHERE event_id = $1", event.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(Tariff {
        currency,
        fees: fees.into_iter().map(|f| FeeRule { name: f.name, rate_millionths: f.rate_millionths, fixed_minor: f.fixed_minor }).collect(),
        tax: tax.map(|t| TaxRule { name: t.name, rate_millionths: t.rate_millionths, included: t.included }),
    })
}

/// Why offers cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum OffersError {
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A price cannot be computed.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Every ticket type of an event that the caller may see, with what is left. Hidden ones only `with_hidden`.
pub async fn list_offers(
    tx: &mut Tx,
    event: EventId,
    event_starts: Option<Timestamp>,
    tariff: &Tariff,
    now: Timestamp,
    with_hidden: bool,
) -> Result<Vec<Offer>, OffersError> {
    let rows = sqlx::query!(
        r#"SELECT t.id, t.name, t.names, t.description, t.descriptions, t.price_minor, t.suggested_minor, t.sale_starts_at, t.sale_ends_at, t.min_per_order, t.max_per_order, t.hidden,
             ARRAY(SELECT z.name FROM ticket_type_zones tz JOIN event_zones z ON z.id = tz.zone_id WHERE tz.ticket_type_id = t.id ORDER BY z.position, z.id) AS "zones!",
             least_left.left AS "left!", least_left.unsold AS "unsold!", own.sold AS "sold!", own.held AS "held!", own.capacity AS "capacity!"
           FROM ticket_types t
           CROSS JOIN LATERAL (SELECT coalesce(min(p.capacity - p.held - p.sold), 0) AS "left", coalesce(min(p.capacity - p.sold), 0) AS unsold
                               FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id WHERE tp.ticket_type_id = t.id) least_left
           CROSS JOIN LATERAL (SELECT coalesce(sum(p.sold), 0)::integer AS sold, coalesce(sum(p.held), 0)::integer AS held, coalesce(sum(p.capacity), 0)::integer AS capacity
                               FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id AND p.kind = 'type' WHERE tp.ticket_type_id = t.id) own
           WHERE t.event_id = $1 AND t.archived_at IS NULL AND (NOT t.hidden OR $2)
           ORDER BY t.position, t.id"#,
        event.0,
        with_hidden
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Offer {
                id: r.id.into(),
                name: r.name,
                names: r.names,
                description: r.description,
                descriptions: r.descriptions,
                unit: tariff.unit(r.price_minor)?,
                suggested_minor: r.suggested_minor,
                zones: r.zones,
                sale_starts_at: r.sale_starts_at,
                sale_ends_at: r.sale_ends_at,
                min_per_order: r.min_per_order,
                max_per_order: r.max_per_order,
                left: r.left,
                unsold: r.unsold,
                availability: availability(now, r.sale_starts_at, r.sale_ends_at, event_starts, r.left, r.min_per_order),
                hidden: r.hidden,
                sold: r.sold,
                held: r.held,
                capacity: r.capacity,
            })
        })
        .collect()
}
