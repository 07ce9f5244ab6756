//! What was given away before.

use platform_db::Tx;
use platform_types::{EventId, Timestamp};

/// Tickets that were given away together.
#[derive(Clone, Debug)]
pub struct BatchRow {
    /// Of which type.
    pub kind: String,
    /// How many.
    pub tickets: i32,
    /// To whom: the first few names.
    pub names: Vec<String>,
    /// Why.
    pub reason: String,
    /// By whom; empty for the house itself.
    pub by: String,
    /// When.
    pub created_at: Timestamp,
}

/// The newest batches of an event.
pub async fn list_batches(tx: &mut Tx, event: EventId, limit: i64) -> Result<Vec<BatchRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT t.name, b.tickets, b.reason, b.created_at, u.full_name AS "by?",
             ARRAY(SELECT o.buyer_name FROM orders o WHERE o.comp_batch_id = b.id ORDER BY o.buyer_name LIMIT 4) AS "names!"
           FROM comp_batches b JOIN ticket_types t ON t.id = b.ticket_type_id LEFT JOIN platform_users u ON u.id = b.issued_by
           WHERE b.event_id = $1 ORDER BY b.created_at DESC, b.id LIMIT $2"#,
        event.0,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| BatchRow {
            kind: r.name,
            tickets: r.tickets,
            names: r.names,
            reason: r.reason,
            by: r.by.unwrap_or_default(),
            created_at: r.created_at,
        })
        .collect())
}
