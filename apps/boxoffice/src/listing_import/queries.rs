//! What an import looks up. Under the house's own role.

use std::collections::BTreeMap;

use platform_db::Tx;
use platform_types::{EventId, OrganizationId};
use uuid::Uuid;

use super::decide::StockState;

/// What events have sold, and whether their stock waits for a capacity.
pub(crate) async fn stock_states(tx: &mut Tx, events: &[Uuid]) -> Result<BTreeMap<EventId, StockState>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT e.id,
             EXISTS (SELECT 1 FROM pools p WHERE p.event_id = e.id AND p.held + p.sold > 0) OR EXISTS (SELECT 1 FROM orders o WHERE o.event_id = e.id) AS "taken!",
             NOT EXISTS (SELECT 1 FROM ticket_types t WHERE t.event_id = e.id) AS "bare!",
             EXISTS (SELECT 1 FROM ticket_types t WHERE t.event_id = e.id)
               AND NOT EXISTS (SELECT 1 FROM ticket_types t WHERE t.event_id = e.id AND t.version > 1)
               AND NOT EXISTS (SELECT 1 FROM pools p WHERE p.event_id = e.id AND (p.kind = 'event' OR p.capacity > 0)) AS "waits!"
           FROM events e WHERE e.id = ANY ($1)"#,
        events
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id.into(), StockState { taken: r.taken, waits: r.waits, bare: r.bare })).collect())
}

/// Held until the transaction ends: one import of a source into an organization at a time.
pub(super) async fn lock(tx: &mut Tx, organization: OrganizationId, source: &str) -> Result<(), sqlx::Error> {
    let key = format!("listing_import {source} {organization}");
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key).execute(&mut **tx).await?;
    Ok(())
}
