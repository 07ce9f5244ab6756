//! Withdraws one ticket of an order, without its money.

use platform_audit::Entry;
use platform_db::Service;
use platform_types::{Actor, OrderId, OrganizationId, TicketId};
use serde_json::json;

use super::RefundError;
use super::refund::may_refund;
use crate::BoxOffice;

/// The ticket admits nobody from here on. Its place goes on sale again with `restock`, otherwise it is withdrawn
/// with it. False when the ticket was withdrawn or refunded before.
pub async fn revoke_ticket(
    shop: &BoxOffice,
    actor: &Actor,
    order: OrderId,
    ticket: TicketId,
    reason: &str,
    restock: bool,
) -> Result<bool, RefundError> {
    may_refund(shop, actor, order).await?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let was = sqlx::query!("SELECT organization_id, event_id, status FROM tickets WHERE id = $1 AND order_id = $2", ticket.0, order.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(RefundError::NotFound)?;
    let died = sqlx::query_scalar!(r#"SELECT boxoffice.revoke_ticket($1, $2) AS "died!""#, ticket.0, restock).fetch_one(&mut *tx).await?;
    if !died {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO ticket_revocations (ticket_id, organization_id, event_id, order_id, revoked_by, reason, restocked) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        ticket.0,
        was.organization_id,
        was.event_id,
        order.0,
        actor.user_id().map(|u| u.0),
        reason,
        restock,
    )
    .execute(&mut *tx)
    .await?;
    let entry = Entry::new("ticket.revoked", "tickets")
        .on(ticket.0)
        .within(OrganizationId(was.organization_id))
        .before(json!({"status": was.status}))
        .after(json!({"status": "void", "order": order, "reason": reason, "restocked": restock}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(true)
}
