//! An event's stock as its organizer sees it.

use platform_db::Tx;
use platform_types::EventId;
use uuid::Uuid;

/// A countable stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Its id.
    pub id: Uuid,
    /// `event`, `type` or `quota`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How many there are.
    pub capacity: i32,
    /// In carts.
    pub held: i32,
    /// Sold.
    pub sold: i32,
    /// Whether it is the stock of an archived type alone.
    pub archived: bool,
}

impl Pool {
    /// Whether it caps the whole event.
    pub fn is_event(&self) -> bool {
        self.kind == "event"
    }

    /// What cannot be taken away any more.
    pub fn taken(&self) -> i32 {
        self.held + self.sold
    }
}

/// All stock of an event, the event's own first.
pub async fn list_pools(tx: &mut Tx, event: EventId) -> Result<Vec<Pool>, sqlx::Error> {
    sqlx::query_as!(
        Pool,
        r#"SELECT p.id, p.kind, p.name, p.capacity, p.held, p.sold,
             p.kind = 'type' AND EXISTS (SELECT 1 FROM ticket_type_pools tp JOIN ticket_types t ON t.id = tp.ticket_type_id WHERE tp.pool_id = p.id AND t.archived_at IS NOT NULL) AS "archived!"
           FROM pools p WHERE p.event_id = $1 ORDER BY p.kind <> 'event', p.id"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// How many tickets are sold: by the event's own stock, or by its types' where some sold before it had any.
pub fn sold_of(pools: &[Pool]) -> i32 {
    let sold = |kind: &str| pools.iter().filter(|p| p.kind == kind).map(|p| p.sold).sum::<i32>();
    sold("event").max(sold("type"))
}

/// Names of ticket types that do not draw from the event's own stock: added before it had any.
pub async fn types_outside_event_pool(tx: &mut Tx, event: EventId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT t.name FROM ticket_types t WHERE t.event_id = $1 AND t.archived_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id WHERE tp.ticket_type_id = t.id AND p.kind = 'event')
         ORDER BY t.position, t.id",
        event.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// Lets every ticket type draw from the event's stock. One that has sold already cannot join: its past sales would not count.
/// Says whether any did.
pub async fn join_event_pool(tx: &mut Tx, event: EventId) -> Result<bool, sqlx::Error> {
    let joined = sqlx::query!(
        "INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id)
         SELECT t.id, p.id, t.event_id FROM ticket_types t JOIN pools p ON p.event_id = t.event_id AND p.kind = 'event' WHERE t.event_id = $1
           AND NOT EXISTS (SELECT 1 FROM ticket_type_pools own JOIN pools q ON q.id = own.pool_id WHERE own.ticket_type_id = t.id AND q.held + q.sold > 0)
         ON CONFLICT DO NOTHING",
        event.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(joined.rows_affected() > 0)
}
