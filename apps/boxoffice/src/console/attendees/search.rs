//! Finds tickets with their orders: one page of a list, all that match for a file, or only their orders.

use platform_db::Tx;
use platform_types::{EventId, OrderId, TicketId, Timestamp};
use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder, Row};
use uuid::Uuid;

use super::filter::{AttendeeFilter, Sort};
use crate::console::lists::{Choice, Cut, PER_PAGE, Place, cut};

/// A line of the list.
#[derive(Clone, Debug)]
pub struct AttendeeRow {
    /// Which ticket.
    pub id: TicketId,
    /// Who comes.
    pub name: String,
    /// The same, as the list is sorted by it.
    pub bare: String,
    /// Where the ticket was mailed to.
    pub email: String,
    /// Who bought it.
    pub buyer_name: String,
    /// With which ticket.
    pub type_name: String,
    /// As stored.
    pub status: String,
    /// For typing at the door.
    pub human_code: String,
    /// When let in.
    pub checked_in_at: Option<Timestamp>,
    /// Where.
    pub gate: Option<String>,
    /// Bought with.
    pub order: OrderId,
    /// The order's number.
    pub order_number: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl AttendeeRow {
    /// What the list is sorted by, as an address can say it.
    pub fn value(&self, sort: Sort) -> String {
        match sort {
            Sort::Name => self.bare.clone(),
            Sort::Sold => self.created_at.to_rfc3339(),
        }
    }
}

/// The event is named of both tables: each of them is found by its own index and its own policy.
pub(in crate::console) fn within(query: &mut QueryBuilder<Postgres>, event: EventId, filter: &AttendeeFilter, choice: &Choice) {
    query.push(" FROM tickets t JOIN orders o ON o.id = t.order_id WHERE t.event_id = ").push_bind(event.0);
    query.push(" AND o.event_id = ").push_bind(event.0);
    as_it_is(query, event);
    narrow(query, filter, choice);
}

/// Tests while the event is tried out, and none of them afterwards.
fn as_it_is(query: &mut QueryBuilder<Postgres>, event: EventId) {
    query.push(" AND t.is_test = (SELECT e.test_mode FROM events e WHERE e.id = ").push_bind(event.0).push(")");
}

fn narrow(query: &mut QueryBuilder<Postgres>, filter: &AttendeeFilter, choice: &Choice) {
    filter.narrow(query);
    if let Some(ids) = choice.ids() {
        query.push(" AND t.id = ANY (").push_bind(ids.to_vec()).push(")");
    }
}

/// One page, and how many match in all.
pub async fn find_page(tx: &mut Tx, event: EventId, filter: &AttendeeFilter, place: &Place) -> Result<Cut<AttendeeRow>, sqlx::Error> {
    let total = count(tx, event, filter, &Choice::All).await?;
    let place = if place.spot().is_none_or(|spot| filter.sort.reads(&spot.value)) { place } else { &Place::Start };
    let rows = rows(tx, event, filter, &Choice::All, place, i64::from(PER_PAGE) + 1).await?;
    Ok(cut(rows, total, place))
}

/// How many of a choice there are.
pub async fn count(tx: &mut Tx, event: EventId, filter: &AttendeeFilter, choice: &Choice) -> Result<u64, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT count(*)");
    if filter.q.is_empty() {
        // Only a text is looked for in the orders too: without one, a hundred thousand of them need not be joined.
        query.push(" FROM tickets t WHERE t.event_id = ").push_bind(event.0);
        as_it_is(&mut query, event);
        narrow(&mut query, filter, choice);
    } else {
        within(&mut query, event, filter, choice);
    }
    let n: i64 = query.build_query_scalar().fetch_one(&mut **tx).await?;
    Ok(u64::try_from(n).unwrap_or(0))
}

/// At most `limit` of a choice, from a place on, in the direction in which the place is read.
pub async fn rows(
    tx: &mut Tx,
    event: EventId,
    filter: &AttendeeFilter,
    choice: &Choice,
    place: &Place,
    limit: i64,
) -> Result<Vec<AttendeeRow>, sqlx::Error> {
    let (column, kind) = filter.sort.column();
    let down = filter.down != place.is_backwards();
    let direction = if down { " DESC" } else { "" };
    let mut query = QueryBuilder::new(
        "SELECT t.* FROM (
           SELECT t.id, t.type_name, t.attendee_name, t.attendee_bare, t.status, t.human_code, t.checked_in_at, t.checked_in_gate, t.created_at, t.order_id, t.ticket_type_id, o.email, o.buyer_name, o.number",
    );
    within(&mut query, event, filter, choice);
    if let Some(spot) = place.spot() {
        query.push(format!(" AND ({column}, t.id) {} (", if down { "<" } else { ">" }));
        query.push_bind(spot.value.clone()).push(format!("::text::{kind}, ")).push_bind(spot.id).push(")");
    }
    query.push(format!(" ORDER BY {column}{direction}, t.id{direction} LIMIT ")).push_bind(limit);
    query.push(format!(") t ORDER BY {column}{direction}, t.id{direction}"));
    query.build().try_map(|row: PgRow| read(&row)).fetch_all(&mut **tx).await
}

fn read(row: &PgRow) -> Result<AttendeeRow, sqlx::Error> {
    Ok(AttendeeRow {
        id: TicketId(row.try_get("id")?),
        name: row.try_get("attendee_name")?,
        bare: row.try_get("attendee_bare")?,
        email: row.try_get("email")?,
        buyer_name: row.try_get("buyer_name")?,
        type_name: row.try_get("type_name")?,
        status: row.try_get("status")?,
        human_code: row.try_get("human_code")?,
        checked_in_at: row.try_get("checked_in_at")?,
        gate: row.try_get("checked_in_gate")?,
        order: OrderId(row.try_get("order_id")?),
        order_number: row.try_get("number")?,
        created_at: row.try_get("created_at")?,
    })
}

/// Orders of the chosen tickets that still live, each once, at most `most`.
pub async fn orders_of(tx: &mut Tx, event: EventId, filter: &AttendeeFilter, choice: &Choice, most: i64) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT DISTINCT o.id");
    within(&mut query, event, filter, choice);
    query.push(" AND t.status NOT IN ('void', 'refunded') ORDER BY o.id LIMIT ").push_bind(most);
    query.build_query_scalar().fetch_all(&mut **tx).await
}
