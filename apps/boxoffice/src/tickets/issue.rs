//! Makes the tickets of an order, in the transaction that makes it paid.

use chrono::Duration;
use platform_db::Tx;
use platform_types::{EventId, OrderId, TicketId, Timestamp};

use super::EventKey;
use super::HumanCode;
use super::code::{self, TicketClaim};
use crate::BoxOffice;

/// A code is good from its making until so long after the event: late trains, second days, lost property.
pub const GOOD_AFTER_END: Duration = Duration::days(2);

/// One ticket per attendee row of the order.
pub async fn issue(shop: &BoxOffice, tx: &mut Tx, order: OrderId, event: EventId, key: &EventKey) -> Result<usize, sqlx::Error> {
    let now = shop.clock().now();
    let ends: Option<Timestamp> =
        sqlx::query_scalar!(r#"SELECT coalesce(ends_at, starts_at) AS "ends" FROM events WHERE id = $1"#, event.0)
            .fetch_one(&mut **tx)
            .await?;
    let attendees =
        sqlx::query!("SELECT position, ticket_type_id, name FROM order_attendees WHERE order_id = $1 ORDER BY position", order.0)
            .fetch_all(&mut **tx)
            .await?;
    for attendee in &attendees {
        let id = TicketId::new(shop.entropy(), now);
        let claim = TicketClaim { key_number: key.number, ticket: id, valid_from: now, valid_until: ends.unwrap_or(now) + GOOD_AFTER_END };
        let typed = HumanCode::random(shop.entropy());
        sqlx::query!(
            "INSERT INTO tickets (id, organization_id, event_id, order_id, position, ticket_type_id, user_id, guest_id, attendee_name, human_code, code)
             SELECT $1, o.organization_id, o.event_id, o.id, $3, $4, o.user_id, o.guest_id, $5, $6, $7 FROM orders o WHERE o.id = $2",
            id.0,
            order.0,
            attendee.position,
            attendee.ticket_type_id,
            attendee.name,
            typed.as_str(),
            code::sign(&key.signing, &claim),
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(attendees.len())
}
