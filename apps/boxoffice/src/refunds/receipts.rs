//! Refunds of an order as its buyer reads of them.

use platform_db::Tx;
use platform_types::{OrderId, Timestamp};

/// One refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// In minor units.
    pub amount_minor: i64,
    /// How many tickets it is about.
    pub tickets: i64,
    /// `requested`, `approved` (on its way), `processed`, `rejected`.
    pub status: String,
    /// Whether the money did not arrive and somebody has to look.
    pub stuck: bool,
    /// What the organizer said when declining.
    pub decision: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was decided or arrived.
    pub updated_at: Timestamp,
}

/// Refunds of an order, oldest first, for a Sales transaction.
pub async fn list_receipts(tx: &mut Tx, order: OrderId) -> Result<Vec<Receipt>, sqlx::Error> {
    sqlx::query_as!(
        Receipt,
        r#"SELECT r.amount_minor, r.status, r.decision, r.created_at, r.updated_at, EXISTS (SELECT 1 FROM payment_refunds p WHERE p.id = r.payment_refund_id AND p.status = 'failed') AS "stuck!",
             (SELECT count(*) FROM refund_tickets t WHERE t.refund_id = r.id) AS "tickets!"
           FROM refunds r WHERE r.order_id = $1 ORDER BY r.created_at, r.id"#,
        order.0
    )
    .fetch_all(&mut **tx)
    .await
}
