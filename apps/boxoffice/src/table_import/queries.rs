//! What an import of events looks up beside the events themselves.

use std::collections::BTreeMap;

use platform_db::Tx;
use platform_types::EventId;
use uuid::Uuid;

/// Names and prices of the ticket types of events, in their order; archived ones are not among them.
pub(super) async fn prices(tx: &mut Tx, events: &[Uuid]) -> Result<BTreeMap<EventId, Vec<(String, i64)>>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT event_id, name, price_minor FROM ticket_types WHERE event_id = ANY ($1) AND archived_at IS NULL ORDER BY event_id, position, number",
        events
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut prices: BTreeMap<EventId, Vec<(String, i64)>> = BTreeMap::new();
    for row in rows {
        prices.entry(row.event_id.into()).or_default().push((row.name, row.price_minor));
    }
    Ok(prices)
}

/// How many people may come to events that say so.
pub(super) async fn capacities(tx: &mut Tx, events: &[Uuid]) -> Result<BTreeMap<EventId, i32>, sqlx::Error> {
    let rows = sqlx::query!("SELECT event_id, capacity FROM pools WHERE event_id = ANY ($1) AND kind = 'event'", events)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|r| (r.event_id.into(), r.capacity)).collect())
}
