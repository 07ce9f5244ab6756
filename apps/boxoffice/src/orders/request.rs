//! A buyer asks for their money back, and staff decide where the policy does not.

use std::collections::HashMap;

use commons::events;
use platform_audit::Entry;
use platform_db::{Service, Tx};
use platform_types::{Actor, OrderId, OrganizationId, TicketId, failpoint};
use serde_json::json;
use uuid::Uuid;

use super::give_back::{Decided, GiveBack, Given, HowMuch, Origin, Row, Which, give_back, insert, note_tickets};
use super::refund::{Locked, lock, may_refund};
use super::{RefundError, find_order, paid_tickets};
use crate::refunds::{Offer, offer, policy_of, promise_of};
use crate::{BoxOffice, later};

/// What came of a buyer's wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requested {
    /// The money is on its way.
    Given(Given),
    /// It waits for the organizer.
    Waits,
}

/// What the buyer can have back now, if anything. For a transaction that sees the order.
pub async fn offer_of(shop: &BoxOffice, tx: &mut Tx, id: OrderId) -> Result<Option<Offer>, sqlx::Error> {
    let Some(order) = find_order(tx, id).await? else { return Ok(None) };
    if !matches!(order.status, super::OrderStatus::Paid | super::OrderStatus::PartiallyRefunded) {
        return Ok(None);
    }
    let Some(event) = events::find_event(tx, order.event).await? else { return Ok(None) };
    let (promise, current) = (promise_of(tx, id).await?, policy_of(tx, order.event).await?);
    let tickets = paid_tickets(tx, id).await?;
    Ok(offer(&promise, &current, &event, &tickets, order.total_minor - order.refunded_minor, shop.clock().now()))
}

/// Gives tickets back as the policy says, or asks the organizer to. The caller has made sure that the order is the
/// buyer's. `expected_minor` is the amount the buyer agreed to: another one is asked about again.
pub async fn request_refund(
    shop: &BoxOffice,
    actor: &Actor,
    id: OrderId,
    tickets: &[TicketId],
    expected_minor: i64,
) -> Result<Requested, RefundError> {
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let order = lock(&mut tx, id).await?;
    let waiting =
        sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM refunds WHERE order_id = $1 AND status = 'requested') AS "is!""#, id.0);
    if waiting.fetch_one(&mut *tx).await? {
        return Err(RefundError::Waiting);
    }
    let offer = offer_of(shop, &mut tx, id).await?.ok_or(RefundError::NotOffered)?;
    let offered: HashMap<TicketId, i64> = offer.tickets.iter().copied().collect();
    if tickets.is_empty() {
        return Err(RefundError::Nothing);
    }
    if !tickets.iter().all(|id| offered.contains_key(id)) {
        return Err(RefundError::NotOffered);
    }
    if offer.of(tickets) != expected_minor {
        return Err(RefundError::Changed);
    }
    let requested = if offer.self_service {
        let wish = GiveBack {
            which: Which::These(tickets),
            how_much: HowMuch::Exactly(expected_minor),
            reason: REASON,
            origin: Origin::Buyer,
            seen_minor: None,
            came_in: Some(&[]),
        };
        Requested::Given(give_back(shop, &mut tx, actor, &order, &wish, None).await?)
    } else {
        let amounts: Vec<_> = tickets.iter().map(|id| (*id, offered[id])).collect();
        write_down(shop, &mut tx, actor, &order, &amounts, expected_minor).await?;
        Requested::Waits
    };
    failpoint::pass("refund.before_commit").await;
    tx.commit().await?;
    failpoint::pass("refund.after_commit").await;
    Ok(requested)
}

/// What stands in the books beside a buyer's own refund.
const REASON: &str = "Given back by the buyer";

async fn write_down(
    shop: &BoxOffice,
    tx: &mut Tx,
    actor: &Actor,
    order: &Locked,
    amounts: &[(TicketId, i64)],
    amount: i64,
) -> Result<(), RefundError> {
    let row = Row { amount, reason: REASON, status: "requested", by: actor.user_id(), money: None, origin: Origin::Buyer };
    let refund = insert(shop, tx, order, &row).await?;
    note_tickets(tx, order, refund, amounts).await?;
    let entry = Entry::new("order.refund_requested", "orders").on(order.id.0).within(OrganizationId(order.organization)).after(json!({
        "refund": refund, "amount_minor": amount, "tickets": amounts.iter().map(|(id, _)| id).collect::<Vec<_>>(),
    }));
    platform_audit::record(tx, entry).await?;
    Ok(later::tell_refund(tx, refund).await?)
}

/// The tickets and amounts of a request that waits, under the order's lock.
async fn waiting(tx: &mut Tx, order: &Locked, request: Uuid) -> Result<(i64, HashMap<TicketId, i64>), RefundError> {
    let row = sqlx::query!("SELECT amount_minor, status FROM refunds WHERE id = $1 AND order_id = $2 FOR UPDATE", request, order.id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(RefundError::NotFound)?;
    if row.status != "requested" {
        return Err(RefundError::Changed);
    }
    let rows =
        sqlx::query!("SELECT ticket_id, amount_minor FROM refund_tickets WHERE refund_id = $1", request).fetch_all(&mut **tx).await?;
    Ok((row.amount_minor, rows.into_iter().map(|r| (TicketId(r.ticket_id), r.amount_minor)).collect()))
}

/// Staff say yes: the tickets die and the money goes back as it was asked for, however late it is now.
pub async fn approve_request(
    shop: &BoxOffice,
    actor: &Actor,
    id: OrderId,
    request: Uuid,
    came_in: &[TicketId],
) -> Result<Given, RefundError> {
    may_refund(shop, actor, id).await?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let order = lock(&mut tx, id).await?;
    let (amount, amounts) = waiting(&mut tx, &order, request).await?;
    let tickets: Vec<TicketId> = amounts.keys().copied().collect();
    let wish = GiveBack {
        which: Which::These(&tickets),
        how_much: HowMuch::Exactly(amount.min(order.left_minor())),
        reason: REASON,
        origin: Origin::Buyer,
        seen_minor: None,
        came_in: Some(came_in),
    };
    let decided = Decided { refund: request, action: "order.refund_approved", amounts };
    let given = give_back(shop, &mut tx, actor, &order, &wish, Some(decided)).await?;
    failpoint::pass("refund.before_commit").await;
    tx.commit().await?;
    failpoint::pass("refund.after_commit").await;
    Ok(given)
}

/// Staff say no, and why: the buyer reads it, and the tickets stay what they are.
pub async fn decline_request(shop: &BoxOffice, actor: &Actor, id: OrderId, request: Uuid, why: &str) -> Result<(), RefundError> {
    may_refund(shop, actor, id).await?;
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let order = lock(&mut tx, id).await?;
    let (amount, _) = waiting(&mut tx, &order, request).await?;
    sqlx::query!(
        "UPDATE refunds SET status = 'rejected', decision = $2, decided_by = $3, decided_at = clock.now() WHERE id = $1",
        request,
        why,
        actor.user_id().map(|u| u.0)
    )
    .execute(&mut *tx)
    .await?;
    let entry = Entry::new("order.refund_declined", "orders")
        .on(id.0)
        .within(OrganizationId(order.organization))
        .before(json!({"refund": request, "amount_minor": amount}))
        .after(json!({"why": why}));
    platform_audit::record(&mut tx, entry).await?;
    later::tell_refund(&mut tx, request).await?;
    Ok(tx.commit().await?)
}
