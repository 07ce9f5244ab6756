//! Payments, refunds and revocations of one order.

use platform_db::Tx;
use platform_types::{Currency, Money, OrderId, Timestamp};
use uuid::Uuid;

/// One try to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentTry {
    /// 1, 2, 3 …
    pub attempt: i32,
    /// As stored.
    pub status: String,
    /// How much.
    pub amount_minor: i64,
    /// Why it failed, as the buyer was told.
    pub failure: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
}

/// Every try to pay an order, oldest first; none where the caller may not see payments.
pub async fn list_payments(tx: &mut Tx, order: OrderId) -> Result<Vec<PaymentTry>, sqlx::Error> {
    sqlx::query_as!(
        PaymentTry,
        "SELECT attempt, status, amount_minor, failure_message AS failure, created_at, updated_at FROM payments WHERE subject_type = 'order' AND subject_id = $1 ORDER BY attempt",
        order.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// Money given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    /// The refund; none for money that came too late for a seat.
    pub id: Option<Uuid>,
    /// The money's own id, where there is money.
    pub money: Option<Uuid>,
    /// How much.
    pub amount_minor: i64,
    /// Why.
    pub reason: String,
    /// `requested`, `approved` (on its way), `processed`, `rejected`.
    pub status: String,
    /// Who asked for it; empty for the house itself.
    pub by: String,
    /// Whose tickets were given back.
    pub names: Vec<String>,
    /// What staff said to a request.
    pub decision: String,
    /// Why it did not arrive, as far as the caller may see payments.
    pub failure: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
}

/// Refunds of an order, oldest first: those that were asked for, and those of money that came too late for a seat.
pub async fn list_refunds(tx: &mut Tx, order: OrderId) -> Result<Vec<RefundRow>, sqlx::Error> {
    sqlx::query_as!(
        RefundRow,
        r#"SELECT r.id AS "id?", r.payment_refund_id AS money, r.amount_minor AS "amount_minor!", r.reason AS "reason!", r.status AS "status!", coalesce(u.full_name, '') AS "by!",
             ARRAY(SELECT t.attendee_name FROM refund_tickets i JOIN tickets t ON t.id = i.ticket_id WHERE i.refund_id = r.id ORDER BY t.position) AS "names!", r.decision AS "decision!",
             CASE WHEN p.status = 'failed' THEN coalesce(p.failure_message, '') END AS "failure?", r.created_at AS "created_at!", r.updated_at AS "updated_at!"
           FROM refunds r LEFT JOIN platform_users u ON u.id = r.requested_by LEFT JOIN payment_refunds p ON p.id = r.payment_refund_id WHERE r.order_id = $1
           UNION ALL
           SELECT NULL, p.id, p.amount_minor, p.reason, CASE p.status WHEN 'done' THEN 'processed' ELSE 'approved' END, '', '{}', '',
             CASE WHEN p.status = 'failed' THEN coalesce(p.failure_message, '') END, p.created_at, p.updated_at
           FROM payment_refunds p JOIN payments y ON y.id = p.payment_id
           WHERE y.subject_type = 'order' AND y.subject_id = $1 AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.payment_refund_id = p.id)
           ORDER BY 10, 2"#,
        order.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// A ticket that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationRow {
    /// Whose ticket it was.
    pub attendee: String,
    /// Which kind.
    pub type_name: String,
    /// Why.
    pub reason: String,
    /// Who did it; empty for the house itself.
    pub by: String,
    /// Whether its place went on sale again.
    pub restocked: bool,
    /// When.
    pub at: Timestamp,
}

/// Tickets of an order that were withdrawn, oldest first.
pub async fn list_revocations(tx: &mut Tx, order: OrderId) -> Result<Vec<RevocationRow>, sqlx::Error> {
    sqlx::query_as!(
        RevocationRow,
        r#"SELECT t.attendee_name AS attendee, t.type_name, r.reason, r.restocked, r.created_at AS at,
             coalesce((SELECT u.full_name FROM platform_users u WHERE u.id = r.revoked_by), '') AS "by!"
           FROM ticket_revocations r JOIN tickets t ON t.id = r.ticket_id
           WHERE r.order_id = $1 ORDER BY r.created_at, r.ticket_id"#,
        order.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// Money that should have gone back and did not: somebody has to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsentRefund {
    /// Of which order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// For which event.
    pub event: String,
    /// Whose money it is.
    pub buyer_name: String,
    /// How much.
    pub amount: Money,
    /// Why it did not arrive.
    pub failure: String,
}

/// Failed refunds of the orders and payments the caller may see, oldest first.
pub async fn list_unsent_refunds(tx: &mut Tx, limit: i64) -> Result<Vec<UnsentRefund>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT o.id, o.number, e.name AS event, o.buyer_name, p.amount_minor, y.currency, coalesce(p.failure_message, '') AS "failure!"
           FROM payment_refunds p JOIN payments y ON y.id = p.payment_id AND y.subject_type = 'order' JOIN orders o ON o.id = y.subject_id JOIN events e ON e.id = o.event_id
           WHERE p.status = 'failed'
             AND (o.organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR o.event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]))
           ORDER BY p.updated_at, p.id LIMIT $1"#,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| UnsentRefund {
            order: r.id.into(),
            number: r.number,
            event: r.event,
            buyer_name: r.buyer_name,
            amount: Money::new(r.amount_minor, r.currency.parse().unwrap_or(Currency::EUR)),
            failure: r.failure,
        })
        .collect())
}
