//! One refund inside its transaction: tickets die, the order says what went back, books and audit note it, the money
//! and the mail are put off.

use std::collections::HashMap;

use commons::events;
use commons::ledger::{self, Account, Line, Posting, Side};
use platform_audit::Entry;
use platform_db::Tx;
use platform_payments::store;
use platform_types::{Actor, EventId, OrganizationId, TicketId, UserId};
use serde_json::json;
use uuid::Uuid;

use super::refund::Locked;
use super::{PaidTicket, RefundError, paid_tickets};
use crate::pricing::UnitPrice;
use crate::refunds::{Parts, offer, policy_of, promise_of, share};
use crate::{BoxOffice, later};

/// Which tickets die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    /// Every one that lives.
    AllLiving,
    /// These; none of them is money alone.
    These(&'a [TicketId]),
}

/// How much goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowMuch {
    /// Everything that has not gone back yet.
    Rest,
    /// What was paid for the tickets.
    Paid,
    /// What the policy gives for them now.
    Policy,
    /// So many minor units.
    Exactly(i64),
}

/// Who began it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somebody of the organizer's.
    Staff,
    /// The buyer, and the policy let it through.
    Buyer,
    /// The event was called off.
    Cancelled,
}

impl Origin {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Buyer => "buyer",
            Self::Cancelled => "cancelled",
        }
    }

    fn action(self) -> &'static str {
        match self {
            Self::Staff | Self::Cancelled => "order.refunded",
            Self::Buyer => "order.refund_requested",
        }
    }
}

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub struct GiveBack<'a> {
    /// Which tickets.
    pub which: Which<'a>,
    /// How much.
    pub how_much: HowMuch,
    /// Why; it stays in the books.
    pub reason: &'a str,
    /// Who began it.
    pub origin: Origin,
    /// What had gone back when the caller looked, in minor units: another sum is another order.
    pub seen_minor: Option<i64>,
    /// Tickets that the caller saw used at a door; without it used ones are given back unasked.
    pub came_in: Option<&'a [TicketId]>,
}

/// What went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The refund.
    pub refund: Uuid,
    /// In minor units.
    pub amount_minor: i64,
    /// Which tickets died.
    pub tickets: Vec<TicketId>,
}

/// A request that was decided: its refund's row is there already.
pub(super) struct Decided {
    pub refund: Uuid,
    pub action: &'static str,
    pub amounts: HashMap<TicketId, i64>,
}

/// Does it, and commits nothing.
pub(super) async fn give_back(
    shop: &BoxOffice,
    tx: &mut Tx,
    actor: &Actor,
    order: &Locked,
    wish: &GiveBack<'_>,
    decided: Option<Decided>,
) -> Result<Given, RefundError> {
    let now = shop.clock().now();
    if wish.seen_minor.is_some_and(|seen| seen != order.refunded_minor) {
        return Err(RefundError::Changed);
    }
    // What the policy gives is asked of the tickets as they live.
    let paid = paid_tickets(tx, order.id).await?;
    let by_policy = policy_amounts(shop, tx, order, &paid).await?;
    let dead = let_die(tx, order, wish).await?;
    let unit = |id: &TicketId| paid.iter().find(|t| t.id == *id).map(|t| t.unit);
    let units: Vec<UnitPrice> = dead.iter().filter_map(unit).collect();
    let cost: i64 = units.iter().map(UnitPrice::all_in_minor).sum();
    let policy: i64 = dead.iter().filter_map(|id| by_policy.get(id)).sum();
    let left = order.left_minor();
    let amount = match wish.how_much {
        HowMuch::Rest => left,
        HowMuch::Paid => cost.min(left),
        HowMuch::Policy => policy.min(left),
        HowMuch::Exactly(minor) if minor > left || minor < 0 => return Err(RefundError::TooMuch { left_minor: left }),
        HowMuch::Exactly(minor) => minor,
    };
    if dead.is_empty() && amount == 0 && wish.how_much != HowMuch::Rest {
        return Err(RefundError::Nothing);
    }
    let money = match &order.payment {
        Some(payment) if amount > 0 => Some(store::insert_refund(tx, shop.entropy(), now, payment, amount, wish.reason).await?),
        _ => None,
    };
    let status = if money.is_some() { "approved" } else { "processed" };
    let action = decided.as_ref().map_or(wish.origin.action(), |d| d.action);
    let refund = match &decided {
        Some(decided) => {
            sqlx::query!(
                "UPDATE refunds SET status = $2, amount_minor = $3, payment_refund_id = $4, decided_by = $5, decided_at = clock.now() WHERE id = $1 AND status = 'requested'",
                decided.refund,
                status,
                amount,
                money,
                actor.user_id().map(|u| u.0)
            )
            .execute(&mut **tx)
            .await?;
            decided.refund
        }
        None => {
            insert(shop, tx, order, &Row { amount, reason: wish.reason, status, by: actor.user_id(), money, origin: wish.origin }).await?
        }
    };
    let amounts = split(&dead, &paid, amount, decided.map(|d| d.amounts).unwrap_or_default(), &by_policy);
    note_tickets(tx, order, refund, &amounts).await?;
    finish(tx, order, amount).await?;
    post(shop, tx, order, refund, amount, weights(&units)).await?;
    let entry = Entry::new(action, "orders").on(order.id.0).within(OrganizationId(order.organization)).after(json!({
        "refund": refund, "amount_minor": amount, "currency": order.currency, "tickets": dead, "paid_minor": cost,
        "policy_minor": policy, "reason": wish.reason, "origin": wish.origin.as_str(),
    }));
    platform_audit::record(tx, entry).await?;
    later::order_refunded(tx, order.id, refund).await?;
    if let Some(money) = money {
        later::settle_refund(tx, money).await?;
    }
    Ok(Given { refund, amount_minor: amount, tickets: dead })
}

/// What the policy gives for each living ticket now; empty when it gives nothing.
async fn policy_amounts(shop: &BoxOffice, tx: &mut Tx, order: &Locked, paid: &[PaidTicket]) -> Result<HashMap<TicketId, i64>, RefundError> {
    let event = EventId(order.event);
    let Some(shown) = events::find_event(tx, event).await? else { return Ok(HashMap::new()) };
    let (promise, current) = (promise_of(tx, order.id).await?, policy_of(tx, event).await?);
    let found = offer(&promise, &current, &shown, paid, order.left_minor(), shop.clock().now());
    Ok(found.map(|offer| offer.tickets.into_iter().collect()).unwrap_or_default())
}

/// The codes stop working and the places go on sale again: all of the chosen ones, or the reason why none.
async fn let_die(tx: &mut Tx, order: &Locked, wish: &GiveBack<'_>) -> Result<Vec<TicketId>, RefundError> {
    let ids = |tickets: &[TicketId]| tickets.iter().map(|t| t.0).collect::<Vec<_>>();
    let chosen = match wish.which {
        Which::AllLiving => None,
        Which::These([]) => return Ok(Vec::new()),
        Which::These(tickets) => Some(ids(tickets)),
    };
    // Nothing was paid for the tickets of a free order, so nothing was refunded when its event is called off.
    let last = if wish.origin == Origin::Cancelled && order.total_minor == 0 { "void" } else { "refunded" };
    let known_in = wish.came_in.map(ids);
    let rows = sqlx::query!(
        r#"SELECT ticket AS "ticket!", outcome AS "outcome!" FROM boxoffice.return_tickets($1, $2, $3, $4)"#,
        order.id.0,
        chosen.as_deref(),
        known_in.as_deref(),
        last
    )
    .fetch_all(&mut **tx)
    .await?;
    let of = |word: &str| rows.iter().filter(|r| r.outcome == word).map(|r| TicketId(r.ticket)).collect::<Vec<_>>();
    match (of("gone"), of("came_in")) {
        (gone, _) if !gone.is_empty() => Err(RefundError::Gone(gone)),
        (_, came_in) if !came_in.is_empty() => Err(RefundError::CameIn(came_in)),
        _ => Ok(of("returned")),
    }
}

/// A refund about to be written down.
pub(super) struct Row<'a> {
    pub amount: i64,
    pub reason: &'a str,
    pub status: &'a str,
    pub by: Option<UserId>,
    pub money: Option<Uuid>,
    pub origin: Origin,
}

pub(super) async fn insert(shop: &BoxOffice, tx: &mut Tx, order: &Locked, row: &Row<'_>) -> Result<Uuid, RefundError> {
    let id = shop.entropy().uuid_v7(shop.clock().now());
    sqlx::query!(
        "INSERT INTO refunds (id, organization_id, event_id, order_id, amount_minor, reason, status, requested_by, payment_refund_id, origin) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        order.organization,
        order.event,
        order.id.0,
        row.amount,
        row.reason,
        row.status,
        row.by.map(|u| u.0),
        row.money,
        row.origin.as_str(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// How much of the amount is for each ticket: as promised, as the policy says, or in proportion to what each cost; what
/// rounding leaves goes to the last.
fn split(
    dead: &[TicketId],
    paid: &[PaidTicket],
    amount: i64,
    promised: HashMap<TicketId, i64>,
    policy: &HashMap<TicketId, i64>,
) -> Vec<(TicketId, i64)> {
    for known in [&promised, policy] {
        if !dead.is_empty()
            && dead.iter().filter_map(|id| known.get(id)).sum::<i64>() == amount
            && dead.iter().all(|id| known.contains_key(id))
        {
            return dead.iter().map(|id| (*id, known[id])).collect();
        }
    }
    let cost = |id: &TicketId| paid.iter().find(|t| t.id == *id).map_or(0, |t| t.unit.all_in_minor());
    let total: i64 = dead.iter().map(cost).sum();
    let part = |id: &TicketId| {
        if total == 0 { 0 } else { i64::try_from(i128::from(amount) * i128::from(cost(id)) / i128::from(total)).unwrap_or(0) }
    };
    let mut parts: Vec<(TicketId, i64)> = dead.iter().map(|id| (*id, part(id))).collect();
    let given: i64 = parts.iter().map(|(_, minor)| minor).sum();
    if let Some(last) = parts.last_mut() {
        last.1 += amount - given;
    }
    parts
}

/// Which tickets a refund is about; a request's row is corrected to what was given.
pub(super) async fn note_tickets(tx: &mut Tx, order: &Locked, refund: Uuid, amounts: &[(TicketId, i64)]) -> Result<(), RefundError> {
    let (tickets, minors): (Vec<Uuid>, Vec<i64>) = amounts.iter().map(|(id, minor)| (id.0, *minor)).unzip();
    sqlx::query!(
        "INSERT INTO refund_tickets (refund_id, ticket_id, event_id, organization_id, amount_minor)
         SELECT $1, t.ticket, $2, $3, t.minor FROM unnest($4::uuid[], $5::bigint[]) AS t (ticket, minor)
         ON CONFLICT (refund_id, ticket_id) DO UPDATE SET amount_minor = EXCLUDED.amount_minor",
        refund,
        order.event,
        order.organization,
        &tickets[..],
        &minors[..]
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The order says what went back. It is refunded when nothing of it is left, neither money nor a ticket; a request that
/// still waits then has nothing to wait for.
async fn finish(tx: &mut Tx, order: &Locked, amount: i64) -> Result<(), RefundError> {
    let status = sqlx::query_scalar!(
        "UPDATE orders o SET refunded_minor = refunded_minor + $2,
           status = CASE WHEN refunded_minor + $2 = total_minor AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.order_id = o.id AND t.status NOT IN ('void', 'refunded'))
                    THEN 'refunded' ELSE 'partially_refunded' END
         WHERE o.id = $1 RETURNING status",
        order.id.0,
        amount
    )
    .fetch_one(&mut **tx)
    .await?;
    if status == "refunded" {
        sqlx::query!(
            "UPDATE refunds SET status = 'rejected', decided_at = clock.now(), decision = 'The whole order was refunded.' WHERE order_id = $1 AND status = 'requested'",
            order.id.0
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// What of the tickets' prices is ticket, fee and tax. Contained tax is split off fees and tickets in proportion, as
/// when the order was paid.
fn weights(units: &[UnitPrice]) -> Parts {
    units.iter().fold(Parts::default(), |sum, unit| {
        let taxed = unit.price_minor + unit.fee_minor;
        let of_fee = if taxed == 0 { 0 } else { unit.tax_included_minor * unit.fee_minor / taxed };
        Parts {
            revenue: sum.revenue + unit.price_minor - (unit.tax_included_minor - of_fee),
            fees: sum.fees + unit.fee_minor - of_fee,
            tax: sum.tax + unit.tax_added_minor + unit.tax_included_minor,
        }
    })
}

/// Undoes a part of what the order's journal says; the last part undoes what is left on every account.
async fn post(shop: &BoxOffice, tx: &mut Tx, order: &Locked, refund: Uuid, amount: i64, weights: Parts) -> Result<(), RefundError> {
    if amount == 0 {
        return Ok(());
    }
    let refunds: Vec<Uuid> = sqlx::query_scalar!("SELECT id FROM refunds WHERE order_id = $1", order.id.0).fetch_all(&mut **tx).await?;
    let sources: Vec<(&str, Uuid)> = std::iter::once(("order", order.id.0)).chain(refunds.into_iter().map(|id| ("refund", id))).collect();
    let balances = ledger::balances(tx, &sources).await?;
    let on = |account| balances.iter().find(|(a, _)| *a == account).map_or(0, |(_, minor)| *minor);
    let debit = |account, minor: i64| Line { account, side: if minor < 0 { Side::Credit } else { Side::Debit }, amount_minor: minor.abs() };
    let lines = if amount == -on(Account::Clearing) {
        balances.iter().map(|(account, minor)| debit(*account, *minor)).collect()
    } else {
        let remaining = Parts { revenue: on(Account::DeferredTicketRevenue), fees: on(Account::FeeRevenue), tax: on(Account::TaxPayable) };
        let parts = share(amount, weights, remaining);
        vec![
            debit(Account::DeferredTicketRevenue, parts.revenue),
            debit(Account::FeeRevenue, parts.fees),
            debit(Account::TaxPayable, parts.tax),
            debit(Account::Clearing, -amount),
        ]
    };
    let posting = Posting {
        organization: OrganizationId(order.organization),
        memo: format!("Order {} refunded", order.number),
        currency: order.currency,
        source_type: "refund",
        source_id: refund,
        kind: "refunded",
        event: Some(EventId(order.event)),
        lines,
    };
    ledger::post(tx, shop.entropy(), shop.clock().now(), &posting).await?;
    Ok(())
}
