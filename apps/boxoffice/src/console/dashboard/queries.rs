//! Sales of events by day, under the caller's own role. Each is one pass over the rows of the events asked for.

use chrono::NaiveDate;
use platform_db::Tx;
use platform_types::{Currency, EventId, TicketTypeId, Timestamp};
use uuid::Uuid;

use super::range::Span;

/// Paid orders of one event on one day, in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayMoney {
    /// Whose.
    pub event: EventId,
    /// Which day.
    pub day: NaiveDate,
    /// Of all amounts.
    pub currency: Currency,
    /// How many orders.
    pub orders: i64,
    /// What buyers paid.
    pub gross_minor: i64,
    /// Fees within it, without their tax.
    pub fees_minor: i64,
    /// Tax within it.
    pub tax_minor: i64,
}

/// Money given back for orders of one event on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRefunds {
    /// Whose.
    pub event: EventId,
    /// The day on which it was decided.
    pub day: NaiveDate,
    /// Of the amount.
    pub currency: Currency,
    /// How many refunds.
    pub refunds: i64,
    /// How much.
    pub amount_minor: i64,
}

/// Tickets of one type that were issued on one day, refunded ones among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayTickets {
    /// Of which event.
    pub event: EventId,
    /// Which day.
    pub day: NaiveDate,
    /// Of which type.
    pub ticket_type: TicketTypeId,
    /// How many.
    pub tickets: i64,
}

/// What one type of ticket brought in, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeMoney {
    /// What it is called.
    pub name: String,
    /// Of the amount.
    pub currency: Currency,
    /// Fees and tax included.
    pub gross_minor: i64,
}

/// What became of checkouts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Orders that were placed.
    pub placed: i64,
    /// Of them paid, free ones too.
    pub paid: i64,
    /// Of them still waiting for their payment.
    pub waiting: i64,
}

fn ids(events: &[EventId]) -> Vec<Uuid> {
    events.iter().map(|e| e.0).collect()
}

fn currency(code: &str) -> Currency {
    code.parse().unwrap_or(Currency::EUR)
}

/// Lets this transaction add up in memory what would otherwise be sorted on disk: of 100,000 orders that is half the time.
pub async fn prepare(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT set_config('work_mem', '32MB', true)").fetch_one(&mut **tx).await?;
    Ok(())
}

/// Paid orders by day, without what was given away. Tax is split off fees as the books split it: in proportion, the tickets taking the remainder.
pub async fn list_paid(tx: &mut Tx, events: &[EventId], span: &Span) -> Result<Vec<DayMoney>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT o.event_id, (o.paid_at AT TIME ZONE $2)::date AS "day!", o.currency, count(*) AS "orders!", sum(o.total_minor)::bigint AS "gross!",
             sum(o.fees_minor - CASE WHEN o.tax_included_minor = 0 OR o.fees_minor = 0 THEN 0
               ELSE div(o.tax_included_minor::numeric * o.fees_minor, o.subtotal_minor + o.fees_minor) END)::bigint AS "fees!",
             sum(o.tax_added_minor + o.tax_included_minor)::bigint AS "tax!"
           FROM orders o WHERE o.event_id = ANY ($1) AND o.paid_at >= $3 AND o.paid_at < $4 AND o.kind = 'sale' AND NOT o.is_test GROUP BY 1, 2, 3 ORDER BY 2, 1, 3"#,
        &ids(events),
        span.zone.name(),
        span.from(),
        span.until()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| DayMoney {
            event: r.event_id.into(),
            day: r.day,
            currency: currency(&r.currency),
            orders: r.orders,
            gross_minor: r.gross,
            fees_minor: r.fees,
            tax_minor: r.tax,
        })
        .collect())
}

/// Refunds by the day on which they were decided; those that were only asked for or refused are none.
pub async fn list_refunded(tx: &mut Tx, events: &[EventId], span: &Span) -> Result<Vec<DayRefunds>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT r.event_id, (coalesce(r.decided_at, r.created_at) AT TIME ZONE $2)::date AS "day!", o.currency, count(*) AS "refunds!", sum(r.amount_minor)::bigint AS "amount!"
           FROM refunds r JOIN orders o ON o.id = r.order_id
           WHERE r.event_id = ANY ($1) AND coalesce(r.decided_at, r.created_at) >= $3 AND coalesce(r.decided_at, r.created_at) < $4 AND r.status IN ('approved', 'processed') GROUP BY 1, 2, 3 ORDER BY 2, 1, 3"#,
        &ids(events),
        span.zone.name(),
        span.from(),
        span.until()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| DayRefunds {
            event: r.event_id.into(),
            day: r.day,
            currency: currency(&r.currency),
            refunds: r.refunds,
            amount_minor: r.amount,
        })
        .collect())
}

/// Tickets by type and day.
pub async fn list_tickets(tx: &mut Tx, events: &[EventId], span: &Span) -> Result<Vec<DayTickets>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT t.event_id, (t.created_at AT TIME ZONE $2)::date AS "day!", t.ticket_type_id, count(*) AS "tickets!"
           FROM tickets t WHERE t.event_id = ANY ($1) AND NOT t.is_test AND t.created_at >= $3 AND t.created_at < $4 GROUP BY 1, 2, 3 ORDER BY 2, 1, 3"#,
        &ids(events),
        span.zone.name(),
        span.from(),
        span.until()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| DayTickets { event: r.event_id.into(), day: r.day, ticket_type: r.ticket_type_id.into(), tickets: r.tickets })
        .collect())
}

/// Names of an event's ticket types, in their order on the page; those that are sold no more are among them.
pub async fn list_type_names(tx: &mut Tx, event: EventId) -> Result<Vec<(TicketTypeId, String)>, sqlx::Error> {
    let rows = sqlx::query!("SELECT id, name FROM ticket_types WHERE event_id = $1 ORDER BY position, number", event.0)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|r| (r.id.into(), r.name)).collect())
}

/// What each type brought in within the span, by type and currency, the largest first.
pub async fn list_by_type(tx: &mut Tx, event: EventId, span: &Span) -> Result<Vec<TypeMoney>, sqlx::Error> {
    // Added up before the names are looked for: joined first, PostgreSQL meets every line of every order once per type.
    let rows = sqlx::query!(
        r#"SELECT t.name, s.currency, s.gross AS "gross!" FROM (
             SELECT i.ticket_type_id, o.currency, sum(i.quantity * (i.unit_price_minor + i.unit_fee_minor + i.unit_tax_added_minor))::bigint AS gross
             FROM orders o JOIN order_items i ON i.order_id = o.id
             WHERE o.event_id = $1 AND NOT o.is_test AND o.paid_at >= $2 AND o.paid_at < $3 GROUP BY 1, 2 OFFSET 0) s
           JOIN ticket_types t ON t.id = s.ticket_type_id ORDER BY s.gross DESC, t.name, s.currency"#,
        event.0,
        span.from(),
        span.until()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| TypeMoney { name: r.name, currency: currency(&r.currency), gross_minor: r.gross }).collect())
}

/// What became of the orders that buyers placed within the span; comps are placed by nobody.
pub async fn count_placed(tx: &mut Tx, events: &[EventId], span: &Span) -> Result<Placed, sqlx::Error> {
    sqlx::query_as!(
        Placed,
        r#"SELECT count(*) AS "placed!", count(*) FILTER (WHERE paid_at IS NOT NULL) AS "paid!", count(*) FILTER (WHERE status = 'pending') AS "waiting!"
           FROM orders WHERE event_id = ANY ($1) AND created_at >= $2 AND created_at < $3 AND kind = 'sale' AND NOT is_test"#,
        &ids(events),
        span.from(),
        span.until()
    )
    .fetch_one(&mut **tx)
    .await
}

/// The instant of the first paid order of these events; of the first ticket for whoever sees no orders.
pub async fn find_first_sale(tx: &mut Tx, events: &[EventId]) -> Result<Option<Timestamp>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT least((SELECT min(o.paid_at) FROM orders o WHERE o.event_id = ANY ($1) AND NOT o.is_test), (SELECT min(t.created_at) FROM tickets t WHERE t.event_id = ANY ($1) AND NOT t.is_test)) AS "first""#,
        &ids(events)
    )
    .fetch_one(&mut **tx)
    .await
}

/// Admissions of an event by quarter of an hour: whoever was let in, also when their ticket was withdrawn since.
pub async fn list_arrivals(tx: &mut Tx, event: EventId) -> Result<Vec<(Timestamp, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT date_bin('15 minutes', t.checked_in_at, timestamptz 'epoch') AS "at!", count(*) AS "admitted!"
           FROM tickets t WHERE t.event_id = $1 AND NOT t.is_test AND t.checked_in_at IS NOT NULL GROUP BY 1 ORDER BY 1"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.at, r.admitted)).collect())
}
