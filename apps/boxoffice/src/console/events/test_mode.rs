//! Trying an event out before it is sold: into test mode, and out of it with every test voided.

use commons::events::{self, Event, EventStatus};
use platform_audit::Entry;
use platform_db::Tx;
use platform_types::{Actor, EventId};
use serde_json::json;

use super::publish::publishable;
use super::{PublishError, requirements_of, stock_of};
use crate::BoxOffice;

/// What was bought while an event was tried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tests {
    /// Orders.
    pub orders: i32,
    /// Tickets that live.
    pub tickets: i32,
    /// Carts.
    pub carts: i32,
}

/// What leaving test mode would void.
pub async fn count_tests(tx: &mut Tx, event: &Event) -> Result<Tests, sqlx::Error> {
    if event.status != EventStatus::Test {
        return Ok(Tests::default());
    }
    let row = sqlx::query!(
        r#"SELECT orders_count AS "orders!", tickets_count AS "tickets!", holds_count AS "carts!" FROM boxoffice.count_tests($1)"#,
        event.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| Tests { orders: r.orders, tickets: r.tickets, carts: r.carts }).unwrap_or_default())
}

/// Voids every test of an event in test mode, under the lock of its stock; nothing where it is not. The caller moves the
/// status on in the same transaction.
pub(super) async fn end(tx: &mut Tx, event: &Event) -> Result<Option<Tests>, sqlx::Error> {
    if event.status != EventStatus::Test {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"SELECT voided_orders AS "orders!", voided_tickets AS "tickets!", released_holds AS "carts!" FROM boxoffice.end_test($1)"#,
        event.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Some(Tests { orders: row.orders, tickets: row.tickets, carts: row.carts }))
}

/// Lets a draft be tried out: by its address, with tests for tickets. It needs all that it needs to be published.
pub async fn start_test(shop: &BoxOffice, actor: &Actor, id: EventId) -> Result<(), PublishError> {
    let now = shop.clock().now();
    let mut tx = shop.db().as_actor(actor).await?;
    let desk = publishable(&mut tx, id).await?;
    let stock = stock_of(&mut tx, &desk.event, now).await?;
    let requirements = requirements_of(shop, &desk.event, &stock, now);
    if requirements.iter().any(|r| r.missing.is_some()) {
        return Err(PublishError::NotReady(requirements));
    }
    let before = events::set_status(&mut tx, id, EventStatus::Test).await?;
    let entry = Entry::new("event.test_started", "events")
        .on(id.0)
        .within(desk.place.id)
        .before(json!({"status": before}))
        .after(json!({"status": EventStatus::Test}));
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}
