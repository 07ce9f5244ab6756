//! Gives tickets away: all of them or none, once per batch.

use platform_audit::Entry;
use platform_db::{DbError, Service, Tx};
use platform_texts::t;
use platform_types::{Actor, EventId, GuestId, HoldId, Lang, OrderId, OrganizationId, TicketTypeId};
use serde_json::json;
use uuid::Uuid;

use super::Person;
use crate::BoxOffice;
use crate::orders::{SettleError, fulfil};
use crate::tickets::{self, HumanCode};

/// Who is given what, and why.
#[derive(Clone, Debug)]
pub struct Comps {
    /// Made with the form, so that the same form gives nothing twice.
    pub batch: Uuid,
    /// At which event.
    pub event: EventId,
    /// Tickets of this type.
    pub kind: TicketTypeId,
    /// One ticket each.
    pub people: Vec<Person>,
    /// For the organizer's own people; it stays with the orders.
    pub reason: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// So many tickets were given now.
    Now(usize),
    /// By the same form before; nothing was given again.
    Before,
}

/// Why nothing was given.
#[derive(Debug, thiserror::Error)]
pub enum CompError {
    /// Not there, or the caller may not.
    #[error("{}", t!("comps-not-found"))]
    NotFound,
    /// It is a draft, cancelled, or over.
    #[error("{}", t!("comps-closed"))]
    Closed,
    /// Fewer are left.
    #[error("{}", t!("comps-too-few", left = .0))]
    TooFew(i32),
    /// The tickets' keys or the books failed.
    #[error(transparent)]
    Fulfil(#[from] SettleError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for CompError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// One order: everybody who gave this address, and the hold of their tickets.
struct Letter<'a> {
    hold: HoldId,
    guest: GuestId,
    people: Vec<&'a Person>,
}

/// Gives tickets to these people and mails them. The event's key may have to be made first, through another door.
pub async fn issue(shop: &BoxOffice, actor: &Actor, comps: &Comps) -> Result<Given, CompError> {
    let organization = may_give(shop, actor, comps).await?;
    let key = tickets::signing_key(shop, comps.event).await.map_err(SettleError::from)?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let first = sqlx::query!(
        "INSERT INTO comp_batches (id, organization_id, event_id, ticket_type_id, tickets, reason, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        comps.batch,
        organization.0,
        comps.event.0,
        comps.kind.0,
        i32::try_from(comps.people.len()).unwrap_or(i32::MAX),
        comps.reason,
        actor.user_id().map(|u| u.0),
    )
    .execute(&mut *tx)
    .await?;
    if first.rows_affected() == 0 {
        return Ok(Given::Before);
    }
    let letters = letters(shop, &comps.people);
    let batch: Vec<_> = letters.iter().map(|l| json!({"hold": l.hold, "guest": l.guest, "quantity": l.people.len()})).collect();
    let left = sqlx::query_scalar!("SELECT boxoffice.take_comps($1, $2)", comps.kind.0, json!(batch)).fetch_one(&mut *tx).await?;
    if let Some(left) = left {
        return Err(CompError::TooFew(left));
    }
    for letter in &letters {
        let order = insert_order(shop, &mut tx, comps, organization, letter).await?;
        fulfil(shop, &mut tx, order, &key).await?;
    }
    let entry = Entry::new("comps.issued", "comp_batches")
        .on(comps.batch)
        .within(organization)
        .after(json!({"event": comps.event, "ticket_type": comps.kind, "tickets": comps.people.len(), "orders": letters.len(), "reason": comps.reason}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(Given::Now(comps.people.len()))
}

/// Asked under the caller's own identity, where row level security and permissions decide.
async fn may_give(shop: &BoxOffice, actor: &Actor, comps: &Comps) -> Result<OrganizationId, CompError> {
    let mut tx = shop.db().read(actor).await?;
    let event = sqlx::query!(
        r#"SELECT e.organization_id, e.status IN ('published', 'postponed') AND (coalesce(e.ends_at, e.starts_at + interval '6 hours') > clock.now() OR e.starts_at IS NULL) AS "open!"
           FROM events e JOIN ticket_types t ON t.event_id = e.id
           WHERE e.id = $1 AND t.id = $2 AND t.archived_at IS NULL AND (e.organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[])
             OR e.id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]))"#,
        comps.event.0,
        comps.kind.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(CompError::NotFound)?;
    if event.open { Ok(OrganizationId(event.organization_id)) } else { Err(CompError::Closed) }
}

/// Tickets in one order: `hold_items` has no room for more.
const ORDER_FITS: usize = 100;

/// People who gave the same address share an order and its mail, as far as they fit into one.
fn letters<'a>(shop: &BoxOffice, people: &'a [Person]) -> Vec<Letter<'a>> {
    let now = shop.clock().now();
    let mut letters: Vec<Letter<'a>> = Vec::new();
    for person in people {
        match letters.iter_mut().find(|l| l.people.len() < ORDER_FITS && l.people[0].email == person.email) {
            Some(letter) => letter.people.push(person),
            None => letters.push(Letter {
                hold: HoldId::new(shop.entropy(), now),
                // Nobody's cookie: the order opens by its lookup code.
                guest: GuestId::new(shop.entropy(), now),
                people: vec![person],
            }),
        }
    }
    letters
}

async fn insert_order(
    shop: &BoxOffice,
    tx: &mut Tx,
    comps: &Comps,
    organization: OrganizationId,
    letter: &Letter<'_>,
) -> Result<OrderId, sqlx::Error> {
    let now = shop.clock().now();
    let (id, item) = (OrderId::new(shop.entropy(), now), shop.entropy().uuid_v7(now));
    let lookup = HumanCode::random(shop.entropy());
    let Some(first) = letter.people.first() else { return Err(sqlx::Error::RowNotFound) };
    sqlx::query!(
        "INSERT INTO orders (id, organization_id, event_id, hold_id, number, lookup_code, guest_id, email, buyer_name, currency, subtotal_minor, fees_minor, tax_added_minor, tax_included_minor, total_minor, kind, comp_batch_id, language)
         SELECT $1, $2, e.id, $4, $5, $6, $7, $8, $9, e.currency, 0, 0, 0, 0, 0, 'comp', $10, $11 FROM events e WHERE e.id = $3",
        id.0,
        organization.0,
        comps.event.0,
        letter.hold.0,
        shop.entropy().readable_code(8),
        lookup.as_str(),
        letter.guest.0,
        first.email.as_str(),
        first.name.as_str(),
        comps.batch,
        // Nobody knows what a guest reads; whoever invites them is likely to share it.
        Lang::current().tag(),
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "INSERT INTO order_items (id, order_id, event_id, ticket_type_id, name, quantity, unit_price_minor, unit_fee_minor, unit_tax_added_minor, unit_tax_included_minor)
         SELECT $1, $2, t.event_id, t.id, t.name, $4, 0, 0, 0, 0 FROM ticket_types t WHERE t.id = $3",
        item,
        id.0,
        comps.kind.0,
        i32::try_from(letter.people.len()).unwrap_or(i32::MAX),
    )
    .execute(&mut **tx)
    .await?;
    for (position, person) in (1..).zip(&letter.people) {
        sqlx::query!(
            "INSERT INTO order_attendees (order_id, event_id, position, ticket_type_id, name, item_id) VALUES ($1, $2, $3, $4, $5, $6)",
            id.0,
            comps.event.0,
            position,
            comps.kind.0,
            person.name.as_str(),
            item
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(id)
}
