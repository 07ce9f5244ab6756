//! Reading orders, under the caller's own role: buyers see theirs, staff those of their events.

use std::collections::HashMap;

use platform_db::Tx;
use platform_types::{Currency, EmailAddress, EventId, HoldId, Lang, OrderId, OrganizationId, TicketId, TicketTypeId, Timestamp, UserId};
use uuid::Uuid;

use super::{OrderKind, OrderStatus};
use crate::catalogue::holder_role;
use crate::pricing::UnitPrice;
use crate::tickets::TicketStatus;

/// An order as pages show it.
#[derive(Clone, Debug)]
pub struct OrderView {
    /// Its id.
    pub id: OrderId,
    /// Whose books.
    pub organization: OrganizationId,
    /// For which event.
    pub event: EventId,
    /// From which hold.
    pub hold: HoldId,
    /// When that hold lapses.
    pub hold_expires_at: Timestamp,
    /// What people read out.
    pub number: String,
    /// Opens it together with the e-mail address.
    pub lookup_code: String,
    /// Whose account, if one's.
    pub user: Option<UserId>,
    /// Where the tickets go.
    pub email: String,
    /// Who bought.
    pub buyer_name: String,
    /// What they read when they placed it: mails and papers are told in it.
    pub language: Lang,
    /// Where it stands.
    pub status: OrderStatus,
    /// Of all amounts.
    pub currency: Currency,
    /// Tickets.
    pub subtotal_minor: i64,
    /// Fees.
    pub fees_minor: i64,
    /// Tax on top.
    pub tax_added_minor: i64,
    /// Tax contained.
    pub tax_included_minor: i64,
    /// To pay.
    pub total_minor: i64,
    /// What a code took off the tickets' prices; the subtotal is what is left.
    pub discount_minor: i64,
    /// The code it was placed with; empty without one.
    pub promo_code: String,
    /// Sold, or given away.
    pub kind: OrderKind,
    /// Given back.
    pub refunded_minor: i64,
    /// What the buyer should be told.
    pub notice: String,
    /// Whether it was placed while its event was tried out: nothing was paid, and its tickets admit nobody real.
    pub is_test: bool,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// When it was placed.
    pub created_at: Timestamp,
}

/// A line of an order.
#[derive(Clone, Debug)]
pub struct OrderItem {
    /// Which type.
    pub ticket_type: TicketTypeId,
    /// Its name then.
    pub name: String,
    /// How many.
    pub quantity: i32,
    /// Price of one, everything in, then.
    pub unit_all_in_minor: i64,
    /// What a code took off the price of one.
    pub unit_discount_minor: i64,
}

/// An admission of an order.
#[derive(Clone, Debug)]
pub struct OrderTicket {
    /// Its id.
    pub id: TicketId,
    /// What it was bought as.
    pub type_name: String,
    /// Names of the zones it opens.
    pub zones: Vec<String>,
    /// What it makes of its holder, in words.
    pub role: Option<&'static str>,
    /// Who comes.
    pub attendee_name: String,
    /// As stored: `valid`, `checked_in`, `refunded` …
    pub status: String,
    /// For typing.
    pub human_code: String,
    /// For the QR.
    pub code: String,
    /// When it was admitted.
    pub checked_in_at: Option<Timestamp>,
}

/// A ticket with what was paid for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidTicket {
    /// Its id.
    pub id: TicketId,
    /// Who comes.
    pub name: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// Its price in its parts, at the order's prices.
    pub unit: UnitPrice,
}

struct Row {
    id: Uuid,
    organization_id: Uuid,
    event_id: Uuid,
    hold_id: Uuid,
    expires_at: Timestamp,
    number: String,
    lookup_code: String,
    user_id: Option<Uuid>,
    email: String,
    buyer_name: String,
    language: String,
    status: String,
    currency: String,
    subtotal_minor: i64,
    fees_minor: i64,
    tax_added_minor: i64,
    tax_included_minor: i64,
    total_minor: i64,
    discount_minor: i64,
    promo_code: String,
    kind: String,
    refunded_minor: i64,
    notice: String,
    is_test: bool,
    paid_at: Option<Timestamp>,
    created_at: Timestamp,
}

impl From<Row> for OrderView {
    fn from(r: Row) -> Self {
        Self {
            id: r.id.into(),
            organization: r.organization_id.into(),
            event: r.event_id.into(),
            hold: r.hold_id.into(),
            hold_expires_at: r.expires_at,
            number: r.number,
            lookup_code: r.lookup_code,
            user: r.user_id.map(UserId),
            email: r.email,
            buyer_name: r.buyer_name,
            language: r.language.parse().unwrap_or_default(),
            status: OrderStatus::parse(&r.status).unwrap_or(OrderStatus::Failed),
            currency: r.currency.parse().unwrap_or(Currency::EUR),
            subtotal_minor: r.subtotal_minor,
            fees_minor: r.fees_minor,
            tax_added_minor: r.tax_added_minor,
            tax_included_minor: r.tax_included_minor,
            total_minor: r.total_minor,
            discount_minor: r.discount_minor,
            promo_code: r.promo_code,
            kind: OrderKind::parse(&r.kind),
            refunded_minor: r.refunded_minor,
            notice: r.notice,
            is_test: r.is_test,
            paid_at: r.paid_at,
            created_at: r.created_at,
        }
    }
}

macro_rules! order_rows {
    ($tail:literal, $($arg:expr),*) => {
        sqlx::query_as!(
            Row,
            "SELECT o.id, o.organization_id, o.event_id, o.hold_id, h.expires_at, o.number, o.lookup_code, o.user_id, o.email, o.buyer_name, o.language, o.status, o.currency, o.subtotal_minor, o.fees_minor,
               o.tax_added_minor, o.tax_included_minor, o.total_minor, o.discount_minor, o.promo_code, o.kind, o.refunded_minor, o.notice, o.is_test, o.paid_at, o.created_at
             FROM orders o JOIN holds h ON h.id = o.hold_id " + $tail,
            $($arg),*
        )
    };
}

/// By id.
pub async fn find_order(tx: &mut Tx, id: OrderId) -> Result<Option<OrderView>, sqlx::Error> {
    Ok(order_rows!("WHERE o.id = $1", id.0).fetch_optional(&mut **tx).await?.map(OrderView::from))
}

/// By the hold it came from.
pub async fn find_order_by_hold(tx: &mut Tx, hold: HoldId) -> Result<Option<OrderView>, sqlx::Error> {
    Ok(order_rows!("WHERE o.hold_id = $1", hold.0).fetch_optional(&mut **tx).await?.map(OrderView::from))
}

/// By e-mail address and code, for a Sales transaction: whoever knows both may see it.
pub async fn find_by_lookup(tx: &mut Tx, email: &EmailAddress, code: &str) -> Result<Option<OrderView>, sqlx::Error> {
    Ok(order_rows!("WHERE o.email = $1 AND o.lookup_code = $2", email.as_str(), code).fetch_optional(&mut **tx).await?.map(OrderView::from))
}

/// The caller's own, newest first.
pub async fn list_of_owner(tx: &mut Tx, limit: i64) -> Result<Vec<OrderView>, sqlx::Error> {
    let rows = order_rows!(
        "WHERE (o.user_id = (SELECT auth.uid()) OR o.guest_id = (SELECT auth.guest())) AND o.status <> 'cancelled' ORDER BY o.created_at DESC, o.id LIMIT $1",
        limit
    );
    Ok(rows.fetch_all(&mut **tx).await?.into_iter().map(OrderView::from).collect())
}

impl OrderView {
    /// Its lines.
    pub async fn items(&self, tx: &mut Tx) -> Result<Vec<OrderItem>, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT ticket_type_id, name, quantity, unit_price_minor + unit_fee_minor + unit_tax_added_minor AS "all_in!", unit_discount_minor FROM order_items WHERE order_id = $1 ORDER BY id"#,
            self.id.0
        )
        .fetch_all(&mut **tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|r| OrderItem {
                ticket_type: r.ticket_type_id.into(),
                name: r.name,
                quantity: r.quantity,
                unit_all_in_minor: r.all_in,
                unit_discount_minor: r.unit_discount_minor,
            })
            .collect())
    }

    /// Its admissions; none before it is paid.
    pub async fn tickets(&self, tx: &mut Tx) -> Result<Vec<OrderTicket>, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT t.id, t.type_name, t.grants_role, t.attendee_name, t.status, t.human_code, t.code, t.checked_in_at,
                 ARRAY(SELECT z.name FROM ticket_type_zones tz JOIN event_zones z ON z.id = tz.zone_id WHERE tz.ticket_type_id = t.ticket_type_id ORDER BY z.position, z.id) AS "zones!"
               FROM tickets t WHERE t.order_id = $1 ORDER BY t.position"#,
            self.id.0
        )
        .fetch_all(&mut **tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|r| OrderTicket {
                id: r.id.into(),
                type_name: r.type_name,
                zones: r.zones,
                role: r.grants_role.as_deref().and_then(holder_role).map(|role| role.label),
                attendee_name: r.attendee_name,
                status: r.status,
                human_code: r.human_code,
                code: r.code,
                checked_in_at: r.checked_in_at,
            })
            .collect())
    }
}

/// What was paid for each ticket of an order, everything in, in minor units.
pub async fn ticket_prices(tx: &mut Tx, order: OrderId) -> Result<HashMap<TicketId, i64>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT t.id, i.unit_price_minor + i.unit_fee_minor + i.unit_tax_added_minor AS "all_in!"
           FROM tickets t JOIN order_attendees a ON a.order_id = t.order_id AND a.position = t.position JOIN order_items i ON i.id = a.item_id WHERE t.order_id = $1"#,
        order.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| (TicketId(r.id), r.all_in)).collect())
}

/// The tickets of an order with what was paid for each, in the order of the order.
pub async fn paid_tickets(tx: &mut Tx, order: OrderId) -> Result<Vec<PaidTicket>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT t.id, t.attendee_name, t.status, i.unit_price_minor, i.unit_fee_minor, i.unit_tax_added_minor, i.unit_tax_included_minor
         FROM tickets t JOIN order_attendees a ON a.order_id = t.order_id AND a.position = t.position JOIN order_items i ON i.id = a.item_id
         WHERE t.order_id = $1 ORDER BY t.position",
        order.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| PaidTicket {
            id: r.id.into(),
            name: r.attendee_name,
            status: TicketStatus::parse(&r.status).unwrap_or(TicketStatus::Void),
            unit: UnitPrice {
                price_minor: r.unit_price_minor,
                fee_minor: r.unit_fee_minor,
                tax_added_minor: r.unit_tax_added_minor,
                tax_included_minor: r.unit_tax_included_minor,
            },
        })
        .collect())
}
