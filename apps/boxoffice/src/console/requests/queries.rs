//! Requests as staff read them, under their own role.

use platform_db::Tx;
use platform_types::{EventId, OrderId, TicketId, Timestamp};
use uuid::Uuid;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The request.
    pub id: Uuid,
    /// Of which order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Who asks.
    pub buyer_name: String,
    /// For how many tickets.
    pub tickets: i64,
    /// In minor units, by the policy when it was asked for.
    pub amount_minor: i64,
    /// When.
    pub created_at: Timestamp,
}

/// Requests of an event that wait, the oldest first.
pub async fn list_requests(tx: &mut Tx, event: EventId, limit: i64) -> Result<Vec<Request>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT r.id, r.order_id, o.number, o.buyer_name, r.amount_minor, r.created_at, (SELECT count(*) FROM refund_tickets t WHERE t.refund_id = r.id) AS "tickets!"
           FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.event_id = $1 AND r.status = 'requested' ORDER BY r.created_at, r.id LIMIT $2"#,
        event.0,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Request {
            id: r.id,
            order: r.order_id.into(),
            number: r.number,
            buyer_name: r.buyer_name,
            tickets: r.tickets,
            amount_minor: r.amount_minor,
            created_at: r.created_at,
        })
        .collect())
}

/// How many wait.
pub async fn count_requests(tx: &mut Tx, event: EventId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM refunds WHERE event_id = $1 AND status = 'requested'"#, event.0)
        .fetch_one(&mut **tx)
        .await
}

/// One request with its tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `requested`, or how it was decided.
    pub status: String,
    /// In minor units.
    pub amount_minor: i64,
    /// When.
    pub created_at: Timestamp,
    /// Which tickets, with how much for each.
    pub tickets: Vec<(TicketId, i64)>,
}

/// A buyer's request of this order.
pub async fn find_request(tx: &mut Tx, order: OrderId, id: Uuid) -> Result<Option<Asked>, sqlx::Error> {
    let row = sqlx::query!(
        "SELECT status, amount_minor, created_at FROM refunds WHERE id = $1 AND order_id = $2 AND origin = 'buyer'",
        id,
        order.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let tickets = sqlx::query!("SELECT ticket_id, amount_minor FROM refund_tickets WHERE refund_id = $1", id).fetch_all(&mut **tx).await?;
    let tickets = tickets.into_iter().map(|t| (TicketId(t.ticket_id), t.amount_minor)).collect();
    Ok(Some(Asked { status: row.status, amount_minor: row.amount_minor, created_at: row.created_at, tickets }))
}
