//! What happened to an order, in order, from the rows that tell of it.

use platform_types::{Currency, Money, Timestamp};

use super::{PaymentTry, RefundRow};
use crate::orders::{OrderStatus, OrderTicket, OrderView};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: String,
}

/// Oldest first. What happened at one instant keeps the order placed, tried, paid, scanned, refunded.
pub fn timeline(order: &OrderView, payments: &[PaymentTry], tickets: &[OrderTicket], refunds: &[RefundRow]) -> Vec<Step> {
    let money = |minor: i64| Money::new(minor, order.currency);
    let mut steps = vec![Step { at: order.created_at, what: "Order placed".to_owned() }];
    for payment in payments {
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
    for ticket in tickets {
        if let Some(at) = ticket.checked_in_at {
            steps.push(Step { at, what: format!("{} came in ({})", ticket.attendee_name, ticket.type_name) });
        }
    }
    steps.extend(refunds.iter().flat_map(|refund| refund_steps(refund, order.currency)));
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

fn refund_steps(refund: &RefundRow, currency: Currency) -> Vec<Step> {
    let by = if refund.by.is_empty() { String::new() } else { format!(" by {}", refund.by) };
    let mut steps = vec![Step {
        at: refund.created_at,
        what: format!("Refund of {} asked for{by}: {}", Money::new(refund.amount_minor, currency), refund.reason),
    }];
    if refund.status == "processed" && refund.amount_minor > 0 {
        steps.push(Step { at: refund.updated_at, what: "The provider sent the money back".to_owned() });
    }
    steps
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::console::samples;

    #[test]
    fn a_second_try_a_scan_and_a_refund_are_told_in_order() {
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
            money: None,
            amount_minor: 5_700,
            reason: "Ill".into(),
            status: "processed".into(),
            by: "Mei Chan".into(),
            failure: None,
            created_at: at(500),
            updated_at: at(501),
        };
        let told: Vec<String> = timeline(
            &order,
            &[pay(1, "failed", Some("not enough money"), 1), pay(2, "captured", None, 3)],
            &samples::order_tickets(),
            &[refund],
        )
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
                "Refund of €57.00 asked for by Mei Chan: Ill",
                "The provider sent the money back",
            ]
        );
    }
}
