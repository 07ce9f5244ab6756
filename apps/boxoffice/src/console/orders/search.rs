//! Finds orders for those who work on them: one page of a list, all that match for a file, or only their ids.
//!
//! The condition that names the event or the organization is written first, with an operator that row level security
//! lets near an index; whatever is not leakproof (LIKE) is looked at only among those rows.

use platform_db::Tx;
use platform_types::{Currency, EventId, Money, OrderId, OrganizationId, Timestamp, Zone};
use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder, Row};
use uuid::Uuid;

use super::filter::{OrderFilter, Sort};
use crate::console::lists::{Choice, Cut, PER_PAGE, Place, cut};
use crate::orders::{OrderKind, OrderStatus};

/// Whose orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of one event.
    Event(EventId),
    /// Of a whole organization.
    Organization(OrganizationId),
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// Which order.
    pub id: OrderId,
    /// What people read out.
    pub number: String,
    /// Who bought.
    pub buyer_name: String,
    /// The same, as the list is sorted by it.
    pub buyer_bare: String,
    /// Where the tickets went.
    pub email: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// How many tickets.
    pub tickets: i64,
    /// To pay.
    pub total: Money,
    /// Sold, or given away.
    pub kind: OrderKind,
    /// Fees within it.
    pub fees_minor: i64,
    /// Tax within it, added or contained.
    pub tax_minor: i64,
    /// Given back.
    pub refunded_minor: i64,
    /// When it was placed.
    pub created_at: Timestamp,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// For which event.
    pub event: EventId,
    /// Its title.
    pub event_name: String,
    /// Its clocks.
    pub zone: Zone,
}

impl OrderRow {
    /// What the list is sorted by, as an address can say it.
    pub fn value(&self, sort: Sort) -> String {
        match sort {
            Sort::Placed => self.created_at.to_rfc3339(),
            Sort::Total => self.total.minor.to_string(),
            Sort::Buyer => self.buyer_bare.clone(),
        }
    }
}

const COLUMNS: &str = "SELECT o.id, o.number, o.buyer_name, o.buyer_bare, o.email, o.status, o.kind, o.currency, o.total_minor, o.fees_minor,
  o.tax_added_minor + o.tax_included_minor AS tax_minor, o.refunded_minor, o.created_at, o.paid_at, e.id AS event_id, e.name AS event_name, e.timezone,
  (SELECT coalesce(sum(i.quantity), 0) FROM order_items i WHERE i.order_id = o.id) AS tickets
  FROM (";

fn within(query: &mut QueryBuilder<Postgres>, scope: Scope, filter: &OrderFilter) {
    match scope {
        Scope::Event(id) => {
            query.push(" FROM orders o WHERE o.event_id = ").push_bind(id.0);
            // While it is tried out its tests are what is worked with; afterwards there were none.
            query.push(" AND o.is_test = (SELECT e.test_mode FROM events e WHERE e.id = ").push_bind(id.0).push(")")
        }
        Scope::Organization(id) => query.push(" FROM orders o WHERE NOT o.is_test AND o.organization_id = ").push_bind(id.0),
    };
    filter.narrow(query);
}

/// One page, and how many match in all.
pub async fn find_page(tx: &mut Tx, scope: Scope, filter: &OrderFilter, place: &Place) -> Result<Cut<OrderRow>, sqlx::Error> {
    let total = count(tx, scope, filter, &Choice::All).await?;
    let place = if place.spot().is_none_or(|spot| filter.sort.reads(&spot.value)) { place } else { &Place::Start };
    let rows = rows(tx, scope, filter, &Choice::All, place, i64::from(PER_PAGE) + 1).await?;
    Ok(cut(rows, total, place))
}

/// How many of a choice there are.
pub async fn count(tx: &mut Tx, scope: Scope, filter: &OrderFilter, choice: &Choice) -> Result<u64, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT count(*)");
    within(&mut query, scope, filter);
    chosen(&mut query, choice);
    let n: i64 = query.build_query_scalar().fetch_one(&mut **tx).await?;
    Ok(u64::try_from(n).unwrap_or(0))
}

fn chosen(query: &mut QueryBuilder<Postgres>, choice: &Choice) {
    if let Some(ids) = choice.ids() {
        query.push(" AND o.id = ANY (").push_bind(ids.to_vec()).push(")");
    }
}

/// At most `limit` of a choice, from a place on, in the direction in which the place is read.
pub async fn rows(
    tx: &mut Tx,
    scope: Scope,
    filter: &OrderFilter,
    choice: &Choice,
    place: &Place,
    limit: i64,
) -> Result<Vec<OrderRow>, sqlx::Error> {
    let (column, kind) = filter.sort.column();
    let down = filter.down != place.is_backwards();
    let direction = if down { " DESC" } else { "" };
    let mut query = QueryBuilder::new(COLUMNS);
    query.push("SELECT o.*");
    within(&mut query, scope, filter);
    chosen(&mut query, choice);
    if let Some(spot) = place.spot() {
        query.push(format!(" AND ({column}, o.id) {} (", if down { "<" } else { ">" }));
        query.push_bind(spot.value.clone()).push(format!("::text::{kind}, ")).push_bind(spot.id).push(")");
    }
    query.push(format!(" ORDER BY {column}{direction}, o.id{direction} LIMIT ")).push_bind(limit);
    query.push(format!(") o JOIN events e ON e.id = o.event_id ORDER BY {column}{direction}, o.id{direction}"));
    query.build().try_map(|row: PgRow| read(&row)).fetch_all(&mut **tx).await
}

fn read(row: &PgRow) -> Result<OrderRow, sqlx::Error> {
    let status: String = row.try_get("status")?;
    let kind: String = row.try_get("kind")?;
    let currency: String = row.try_get("currency")?;
    let zone: String = row.try_get("timezone")?;
    Ok(OrderRow {
        id: OrderId(row.try_get("id")?),
        number: row.try_get("number")?,
        buyer_name: row.try_get("buyer_name")?,
        buyer_bare: row.try_get("buyer_bare")?,
        email: row.try_get("email")?,
        status: OrderStatus::parse(&status).unwrap_or(OrderStatus::Failed),
        tickets: row.try_get("tickets")?,
        total: Money::new(row.try_get("total_minor")?, currency.parse().unwrap_or(Currency::EUR)),
        kind: OrderKind::parse(&kind),
        fees_minor: row.try_get("fees_minor")?,
        tax_minor: row.try_get("tax_minor")?,
        refunded_minor: row.try_get("refunded_minor")?,
        created_at: row.try_get("created_at")?,
        paid_at: row.try_get("paid_at")?,
        event: EventId(row.try_get("event_id")?),
        event_name: row.try_get("event_name")?,
        zone: zone.parse().unwrap_or(Zone::UTC),
    })
}

/// The ids of the paid orders among a choice, at most `most`: those whose tickets can be mailed.
pub async fn ids_with_tickets(
    tx: &mut Tx,
    scope: Scope,
    filter: &OrderFilter,
    choice: &Choice,
    most: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT o.id");
    within(&mut query, scope, filter);
    chosen(&mut query, choice);
    query.push(" AND o.status IN ('paid', 'partially_refunded') ORDER BY o.id LIMIT ").push_bind(most);
    query.build_query_scalar().fetch_all(&mut **tx).await
}

/// Types of an event's tickets by name, withdrawn ones included: for choosing one in a filter.
pub async fn list_types(tx: &mut Tx, event: EventId) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let rows =
        sqlx::query!("SELECT id, name FROM ticket_types WHERE event_id = $1 ORDER BY position, id", event.0).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}
