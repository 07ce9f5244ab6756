//! Fees and capacities, written as the organizer.

use platform_audit::Entry;
use platform_auth::permission as may;
use platform_db::{DbError, Tx};
use platform_http::FieldFault;
use platform_texts::t;
use platform_types::{Actor, Money, OrganizationId};
use serde_json::json;
use uuid::Uuid;

use super::form::{Capacities, EVENT_CAPACITY, Fees, capacity_field};
use super::pools::join_event_pool;
use crate::BoxOffice;
use crate::catalogue::{self, CatalogueError};
use crate::console::access::Desk;
use crate::console::events::charge_refusal;
use crate::console::form::wrong;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum TicketsError {
    /// Not there, or not for the caller to change.
    #[error("{}", t!("console-tickets-not-found"))]
    NotFound,
    /// Something typed needs another look.
    #[error("{}", t!("console-tickets-refused", count = .0.len()))]
    Refused(Vec<FieldFault>),
    /// Somebody else changed it since it was read.
    #[error("{}", t!("console-tickets-stale"))]
    Stale,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for TicketsError {
    fn from(error: sqlx::Error) -> Self {
        CatalogueError::from(error).into()
    }
}

impl From<CatalogueError> for TicketsError {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::NotFound => Self::NotFound,
            CatalogueError::SaleWindow => Self::Refused(wrong("sale_ends", error.to_string())),
            CatalogueError::Limits => Self::Refused(wrong("max_per_order", error.to_string())),
            CatalogueError::BelowSold | CatalogueError::NotCounted => Self::Refused(wrong(EVENT_CAPACITY, error.to_string())),
            CatalogueError::PricingStays => Self::Refused(wrong("pricing", error.to_string())),
            CatalogueError::ZoneKept | CatalogueError::ZoneScanned | CatalogueError::ZoneCode => {
                Self::Refused(wrong("zones", error.to_string()))
            }
            CatalogueError::Stale => Self::Stale,
            CatalogueError::Database(error) => Self::Database(error),
        }
    }
}

pub(super) fn allowed(desk: &Desk) -> Result<OrganizationId, TicketsError> {
    if desk.held.may(may::TICKETS_MANAGE) { Ok(desk.place.id) } else { Err(TicketsError::NotFound) }
}

/// Replaces fees and tax. Orders that were placed keep their prices; none may become one that cannot be charged.
pub async fn set_fees(shop: &BoxOffice, actor: &Actor, desk: &Desk, fees: &Fees) -> Result<(), TicketsError> {
    let organization = allowed(desk)?;
    let event = &desk.event;
    let now = shop.clock().now();
    let tariff = fees.tariff(event.currency);
    let mut tx = shop.db().as_actor(actor).await?;
    let before = catalogue::tariff_of(&mut tx, event.id, event.currency).await?;
    for price in list_prices(&mut tx, desk).await? {
        let unit = tariff.unit(price.minor).map_err(|e| {
            TicketsError::Refused(wrong(
                "fee_percent",
                t!("console-fees-unpriceable", name = price.name, error = e.to_string()).into_owned(),
            ))
        })?;
        let refused = (unit.all_in_minor() > 0).then(|| charge_refusal(shop, Money::new(unit.all_in_minor(), event.currency))).flatten();
        if let Some(why) = refused {
            return Err(TicketsError::Refused(wrong(
                "fee_percent",
                t!("console-fees-uncharged", name = price.name, why = why).into_owned(),
            )));
        }
    }
    catalogue::set_fees(&mut tx, shop.entropy(), now, organization, event.id, fees.rate_millionths, fees.fixed_minor, fees.tax.as_ref())
        .await?;
    let told = |fees: Vec<(i64, i64)>, tax: Option<(&str, i64, bool)>| json!({ "fees": fees, "tax": tax });
    let was = told(
        before.fees.iter().map(|f| (f.rate_millionths, f.fixed_minor)).collect(),
        before.tax.as_ref().map(|t| (t.name.as_str(), t.rate_millionths, t.included)),
    );
    let is =
        told(vec![(fees.rate_millionths, fees.fixed_minor)], fees.tax.as_ref().map(|t| (t.name.as_str(), t.rate_millionths, t.included)));
    platform_audit::record(&mut tx, Entry::new("fees.set", "events").on(event.id.0).within(organization).before(was).after(is)).await?;
    Ok(tx.commit().await?)
}

struct Price {
    name: String,
    minor: i64,
}

async fn list_prices(tx: &mut Tx, desk: &Desk) -> Result<Vec<Price>, sqlx::Error> {
    sqlx::query_as!(
        Price,
        "SELECT name, price_minor AS minor FROM ticket_types WHERE event_id = $1 AND archived_at IS NULL ORDER BY position, id",
        desk.event.id.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// Changes capacities, all of them or none. False, and no line in the audit, where they were so already.
pub async fn set_capacities(shop: &BoxOffice, actor: &Actor, desk: &Desk, wanted: &Capacities) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    let event = desk.event.id;
    let now = shop.clock().now();
    let mut tx = shop.db().as_actor(actor).await?;
    if let Some(capacity) = wanted.open_event {
        catalogue::open_event_pool(&mut tx, shop.entropy(), now, organization, event, capacity).await?;
    }
    for (pool, capacity) in &wanted.changed {
        let changed = set_capacity(&mut tx, pool.id, *capacity).await.map_err(TicketsError::from);
        changed.map_err(|error| match error {
            // Somebody bought between the page and the button.
            TicketsError::Refused(_) => TicketsError::Refused(wrong(&capacity_field(pool), t!("console-capacity-bought-meanwhile"))),
            other => other,
        })?;
    }
    let joined = join_event_pool(&mut tx, event).await?;
    if wanted.changed.is_empty() && wanted.open_event.is_none() && !joined {
        return Ok(false);
    }
    let told = |of: &dyn Fn(&(super::Pool, i32)) -> i32| {
        wanted.changed.iter().map(|c| (c.0.name.clone(), json!(of(c)))).collect::<serde_json::Map<_, _>>()
    };
    let before = told(&|c| c.0.capacity);
    let mut after = told(&|c| c.1);
    if let Some(capacity) = wanted.open_event {
        after.insert("Event".to_owned(), json!(capacity));
    }
    platform_audit::record(&mut tx, Entry::new("capacity.set", "events").on(event.0).within(organization).before(before).after(after))
        .await?;
    tx.commit().await?;
    Ok(true)
}

async fn set_capacity(tx: &mut Tx, pool: Uuid, capacity: i32) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT boxoffice.set_capacity($1, $2)", pool, capacity).execute(&mut **tx).await?;
    Ok(())
}
