//! What happened to an order, in order, from the rows that tell of it.

use platform_types::{Currency, Money, Timestamp};

use super::detail_view::OrderPage;
use super::{PaymentTry, RefundRow, RevocationRow};
use crate::orders::OrderStatus;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: String,
}

/// Oldest first. What happened at one instant keeps the order placed, tried, paid, scanned, revoked, refunded.
pub fn timeline(model: &OrderPage<'_>) -> Vec<Step> {
    let order = model.order;
    let money = |minor: i64| Money::new(minor, order.currency);
    let mut steps = vec![Step { at: order.created_at, what: "Order placed".to_owned() }];
    for payment in model.payments {
        steps.push(Step {
            at: payment.created_at,
            what: format!("Payment of {} begun{}", money(payment.amount_minor), nth(payment.attempt)),
        });
        if let Some(what) = came_to_nothing(payment) {
            steps.push(Step { at: payment.updated_at, what });
        }
    }
    if let Some(at) = order.paid_at {
        steps.push(Step {
            at,
            what: if order.total_minor == 0 { "Free: tickets issued".to_owned() } else { "Paid: tickets issued and mailed".to_owned() },
        });
    }
    if order.status == OrderStatus::Expired {
        steps.push(Step { at: order.hold_expires_at, what: "The reservation lapsed unpaid".to_owned() });
    }
    for ticket in model.tickets {
        if let Some(at) = ticket.checked_in_at {
            steps.push(Step { at, what: format!("{} came in ({})", ticket.attendee_name, ticket.type_name) });
        }
    }
    steps.extend(model.revocations.iter().map(revoked));
    steps.extend(model.refunds.iter().flat_map(|refund| refund_steps(refund, order.currency)));
    steps.sort_by_key(|s| s.at);
    steps
}

fn nth(attempt: i32) -> String {
    if attempt > 1 { format!(", try {attempt}") } else { String::new() }
}

/// Tries that ended without money; those still open or captured are told elsewhere.
fn came_to_nothing(payment: &PaymentTry) -> Option<String> {
    let why = payment.failure.as_deref().filter(|f| !f.is_empty()).map(|f| format!(": {f}")).unwrap_or_default();
    match payment.status.as_str() {
        "failed" => Some(format!("Payment failed{why}")),
        "expired" => Some("Payment page closed unpaid".to_owned()),
        "cancelled" => Some(format!("Payment let go; nothing was taken{why}")),
        _ => None,
    }
}

fn by(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" by {name}") }
}

fn revoked(row: &RevocationRow) -> Step {
    let place = if row.restocked { "its place went on sale again" } else { "its place stays empty" };
    Step { at: row.at, what: format!("Ticket of {} ({}) revoked{}, {place}: {}", row.attendee, row.type_name, by(&row.by), row.reason) }
}

fn refund_steps(refund: &RefundRow, currency: Currency) -> Vec<Step> {
    let by = by(&refund.by);
    let mut steps = vec![Step {
        at: refund.created_at,
        what: format!("Refund of {} asked for{by}: {}", Money::new(refund.amount_minor, currency), refund.reason),
    }];
    match refund.status.as_str() {
        "processed" if refund.amount_minor > 0 => {
            steps.push(Step { at: refund.updated_at, what: "The provider sent the money back".to_owned() });
        }
        "rejected" => steps.push(Step { at: refund.updated_at, what: format!("The request was declined: {}", refund.decision) }),
        _ => {}
    }
    steps
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use commons::events::EventStatus;

    use super::*;
    use crate::console::access::Held;
    use crate::console::samples;

    #[test]
    fn a_second_try_a_scan_a_revocation_and_a_refund_are_told_in_order() {
        let order = samples::order(OrderStatus::Refunded);
        let at = |minutes| order.created_at + Duration::minutes(minutes);
        let pay = |attempt, status: &str, failure: Option<&str>, minutes| PaymentTry {
            attempt,
            status: status.into(),
            amount_minor: 5_700,
            failure: failure.map(Into::into),
            created_at: at(minutes),
            updated_at: at(minutes + 1),
        };
        let refund = RefundRow {
            id: None,
            names: vec![],
            decision: String::new(),
            money: None,
            amount_minor: 5_700,
            reason: "Ill".into(),
            status: "processed".into(),
            by: "Mei Chan".into(),
            failure: None,
            created_at: at(500),
            updated_at: at(501),
        };
        let revocation = |restocked, by: &str, minutes| RevocationRow {
            attendee: "Mei Chan".into(),
            type_name: "Stalls".into(),
            reason: "Resold".into(),
            by: by.into(),
            restocked,
            at: at(minutes),
        };
        let told: Vec<String> = timeline(&OrderPage {
            desk: &samples::desk(EventStatus::Published, Held::all()),
            order: &order,
            items: &[],
            tickets: &samples::order_tickets(),
            payments: &[pay(1, "failed", Some("not enough money"), 1), pay(2, "captured", None, 3)],
            refunds: &[refund],
            revocations: &[revocation(false, "Zoë", 400), revocation(true, "", 401)],
        })
        .into_iter()
        .map(|s| s.what)
        .collect();
        assert_eq!(
            told,
            [
                "Order placed",
                "Payment of €57.00 begun",
                "Payment failed: not enough money",
                "Payment of €57.00 begun, try 2",
                "Paid: tickets issued and mailed",
                "Björn Ångström came in (Stalls)",
                "Ticket of Mei Chan (Stalls) revoked by Zoë, its place stays empty: Resold",
                "Ticket of Mei Chan (Stalls) revoked, its place went on sale again: Resold",
                "Refund of €57.00 asked for by Mei Chan: Ill",
                "The provider sent the money back",
            ]
        );
    }
}
