//! A hold becomes an order: who buys, who comes, what it costs. Free orders get their tickets at once.

use platform_audit::Entry;
use platform_db::{DbError, Service, Tx};
use platform_types::{
    Actor, Currency, EmailAddress, HoldId, Lang, MoneyError, OrderId, OrganizationId, PersonName, TicketTypeId, failpoint,
};
use uuid::Uuid;

use super::settle::fulfil;
use crate::codes::{self, PriceError, Quote, Refusal};
use crate::holds::{HoldStatus, HoldView, find_hold, keep_typed};
use crate::pricing::TaxRule;
use crate::refunds::{Promise, policy_of};
use crate::tickets::HumanCode;
use crate::{BoxOffice, catalogue, tickets};

/// What the buyer says.
#[derive(Clone, Debug)]
pub struct PlaceOrder {
    /// Which hold.
    pub hold: HoldId,
    /// Who buys.
    pub buyer_name: PersonName,
    /// Where the tickets go.
    pub email: EmailAddress,
    /// Who comes, one per ticket; where it is shorter the buyer's name stands in.
    pub attendees: Vec<(TicketTypeId, PersonName)>,
}

/// Why an order was not placed.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Not there, or not the caller's.
    #[error("there is no such reservation of yours")]
    NotFound,
    /// Too late.
    #[error("your reservation has lapsed")]
    Lapsed,
    /// It costs another amount than the buyer agreed to.
    #[error("the price has changed")]
    PriceChanged,
    /// The code that came with the reservation does not count.
    #[error(transparent)]
    Code(Refusal),
    /// A price cannot be computed.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The tickets' keys or the books failed.
    #[error(transparent)]
    Fulfil(#[from] super::SettleError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for PlaceError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<PriceError> for PlaceError {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::Refused(refusal) => Self::Code(refusal),
            PriceError::Lapsed => Self::Lapsed,
            PriceError::Money(error) => Self::Money(error),
            PriceError::Database(error) => error.into(),
        }
    }
}

/// Places the order of a hold, in the language of the work at hand. Repeating gives the same order, with the details as last said while it is not paid.
pub async fn place_order(shop: &BoxOffice, actor: &Actor, command: &PlaceOrder) -> Result<OrderId, PlaceError> {
    place_order_for(shop, actor, command, None).await
}

/// The same at the total the buyer agreed to, in minor units: a price that changes at the last moment places nothing.
pub async fn place_order_for(
    shop: &BoxOffice,
    actor: &Actor,
    command: &PlaceOrder,
    agreed_minor: Option<i64>,
) -> Result<OrderId, PlaceError> {
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let hold = find_hold(&mut tx, command.hold).await?.ok_or(PlaceError::NotFound)?;
    if !hold.is_of(actor) {
        return Err(PlaceError::NotFound);
    }
    // Two tabs, two clicks: one after the other.
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", hold.id.to_string()).execute(&mut *tx).await?;
    let known = sqlx::query!(
        "SELECT id, organization_id, status, total_minor, promo_code, email FROM orders WHERE hold_id = $1 FOR UPDATE",
        hold.id.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    let (id, pending, total_minor) = match known {
        Some(known) => {
            if known.status == "pending" {
                // Another address is another person, who may have used the code before.
                if known.email != command.email.as_str()
                    && let Some(code) = codes::find_code(&mut tx, OrganizationId(known.organization_id), &known.promo_code).await?
                {
                    codes::use_up(&mut tx, &code, hold.id, &command.email).await?;
                }
                correct_details(&mut tx, OrderId(known.id), &hold, command).await?;
            }
            (OrderId(known.id), known.status == "pending", known.total_minor)
        }
        None if hold.status != HoldStatus::Active || hold.expires_at <= shop.clock().now() => return Err(PlaceError::Lapsed),
        None => {
            let inserted = insert(shop, &mut tx, &hold, command).await?;
            if agreed_minor.is_some_and(|agreed| agreed != inserted.quote.totals.total_minor) {
                return Err(PlaceError::PriceChanged);
            }
            (inserted.id, true, inserted.quote.totals.total_minor)
        }
    };
    if hold.typed.is_some() {
        keep_typed(&mut tx, hold.id, None).await?;
    }
    failpoint::pass("place.before_commit").await;
    tx.commit().await?;
    failpoint::pass("place.after_commit").await;
    if pending && total_minor == 0 {
        give_free_tickets(shop, actor, &hold, id).await?;
    }
    Ok(id)
}

/// Nothing to pay: the tickets come at once. The event's key may have to be made first, through another door.
async fn give_free_tickets(shop: &BoxOffice, actor: &Actor, hold: &HoldView, id: OrderId) -> Result<(), PlaceError> {
    let key = tickets::signing_key(shop, hold.event).await.map_err(super::SettleError::from)?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    // The order before its stock, as everywhere.
    sqlx::query!("SELECT id FROM orders WHERE id = $1 FOR UPDATE", id.0).fetch_one(&mut *tx).await?;
    if !sqlx::query_scalar!(r#"SELECT boxoffice.commit_hold($1) AS "done!""#, hold.id.0).fetch_one(&mut *tx).await? {
        return Err(PlaceError::Lapsed);
    }
    fulfil(shop, &mut tx, id, &key).await?;
    failpoint::pass("place.free_before_commit").await;
    tx.commit().await?;
    failpoint::pass("place.free_after_commit").await;
    Ok(())
}

struct Inserted {
    id: OrderId,
    quote: Quote,
}

async fn insert(shop: &BoxOffice, tx: &mut Tx, hold: &HoldView, command: &PlaceOrder) -> Result<Inserted, PlaceError> {
    let now = shop.clock().now();
    let entropy = shop.entropy();
    let event =
        sqlx::query!("SELECT organization_id, currency, starts_at FROM events WHERE id = $1", hold.event.0).fetch_one(&mut **tx).await?;
    let currency: Currency = event.currency.parse().map_err(|_| PlaceError::NotFound)?;
    let tariff = catalogue::tariff_of(tx, hold.event, currency).await?;
    let (quote, code) = codes::price(shop, tx, OrganizationId(event.organization_id), &tariff, hold, &command.email).await?;
    let totals = quote.totals;

    // What the event promises about money back now is what this order was sold with.
    let promise = Promise { policy: policy_of(tx, hold.event).await?, starts_at: event.starts_at };
    let id = OrderId::new(entropy, now);
    let lookup = HumanCode::random(entropy);
    sqlx::query!(
        "INSERT INTO orders (id, organization_id, event_id, hold_id, number, lookup_code, user_id, guest_id, email, buyer_name, currency,
           subtotal_minor, fees_minor, tax_added_minor, tax_included_minor, total_minor, discount_minor, promo_code, refund_policy, language)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        id.0,
        event.organization_id,
        hold.event.0,
        hold.id.0,
        entropy.readable_code(8),
        lookup.as_str(),
        hold.user.map(|u| u.0),
        hold.guest.map(|g| g.0),
        command.email.as_str(),
        command.buyer_name.as_str(),
        currency.code(),
        totals.subtotal_minor,
        totals.fees_minor,
        totals.tax_added_minor,
        totals.tax_included_minor,
        totals.total_minor,
        quote.discount_minor,
        code.as_ref().map_or("", |code| code.text.as_str()),
        serde_json::json!(promise),
        Lang::current().tag(),
    )
    .execute(&mut **tx)
    .await?;
    let items = insert_items(shop, tx, id, hold, &quote, tariff.tax.as_ref()).await?;
    for ((position, ticket_type, name), line) in attendees(hold, command).into_iter().zip(&quote.tickets) {
        sqlx::query!(
            "INSERT INTO order_attendees (order_id, event_id, position, ticket_type_id, name, item_id) VALUES ($1, $2, $3, $4, $5, $6)",
            id.0,
            hold.event.0,
            position,
            ticket_type.0,
            name,
            items[*line]
        )
        .execute(&mut **tx)
        .await?;
    }
    let entry = Entry::new("order.placed", "orders")
        .on(id.0)
        .within(OrganizationId(event.organization_id))
        .after(serde_json::json!({"total_minor": totals.total_minor, "currency": currency, "discount_minor": quote.discount_minor, "code": code.map(|c| c.text)}));
    platform_audit::record(tx, entry).await?;
    Ok(Inserted { id, quote })
}

/// One line per price; their ids, in the order of the quote's lines.
async fn insert_items(
    shop: &BoxOffice,
    tx: &mut Tx,
    order: OrderId,
    hold: &HoldView,
    quote: &Quote,
    tax: Option<&TaxRule>,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let now = shop.clock().now();
    let mut ids = Vec::with_capacity(quote.lines.len());
    for line in &quote.lines {
        let id = shop.entropy().uuid_v7(now);
        sqlx::query!(
            "INSERT INTO order_items (id, order_id, event_id, ticket_type_id, name, quantity, unit_price_minor, unit_fee_minor, unit_tax_added_minor, unit_tax_included_minor, unit_discount_minor, tax_name, tax_rate_millionths)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            id,
            order.0,
            hold.event.0,
            line.ticket_type.0,
            line.name,
            line.quantity,
            line.unit.price_minor,
            line.unit.fee_minor,
            line.unit.tax_added_minor,
            line.unit.tax_included_minor,
            line.off_minor,
            tax.map_or("", |tax| tax.name.as_str()),
            tax.map(|tax| tax.rate_millionths),
        )
        .execute(&mut **tx)
        .await?;
        ids.push(id);
    }
    Ok(ids)
}

/// One name per admission, in the order of the hold's items.
fn attendees(hold: &HoldView, command: &PlaceOrder) -> Vec<(i32, TicketTypeId, String)> {
    let mut given: Vec<(TicketTypeId, PersonName)> = command.attendees.clone();
    let mut position = 0;
    let mut out = Vec::new();
    for item in &hold.items {
        for _ in 0..item.quantity {
            position += 1;
            let name = match given.iter().position(|(t, _)| *t == item.ticket_type) {
                Some(at) => given.remove(at).1,
                None => command.buyer_name.clone(),
            };
            out.push((position, item.ticket_type, name.to_string()));
        }
    }
    out
}

/// The person went back and corrected a name.
async fn correct_details(tx: &mut Tx, id: OrderId, hold: &HoldView, command: &PlaceOrder) -> Result<(), PlaceError> {
    sqlx::query!(
        "UPDATE orders SET email = $2, buyer_name = $3, language = $4 WHERE id = $1 AND status = 'pending'",
        id.0,
        command.email.as_str(),
        command.buyer_name.as_str(),
        Lang::current().tag()
    )
    .execute(&mut **tx)
    .await?;
    // By the places of the order: the types may have been put into another order since.
    let places = sqlx::query!("SELECT position, ticket_type_id FROM order_attendees WHERE order_id = $1 ORDER BY position", id.0)
        .fetch_all(&mut **tx)
        .await?;
    let mut names = attendees(hold, command);
    for place in places {
        let Some(at) = names.iter().position(|(_, kind, _)| kind.0 == place.ticket_type_id) else { continue };
        let (_, _, name) = names.remove(at);
        sqlx::query!("UPDATE order_attendees SET name = $3 WHERE order_id = $1 AND position = $2", id.0, place.position, name)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
