//! What happened to an order, in order, from the rows that tell of it.

use platform_texts::t;
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
    let mut steps = vec![Step { at: order.created_at, what: t!("console-timeline-placed").into_owned() }];
    for payment in model.payments {
        steps.push(Step { at: payment.created_at, what: begun(payment, money(payment.amount_minor)) });
        if let Some(what) = came_to_nothing(payment) {
            steps.push(Step { at: payment.updated_at, what });
        }
    }
    if let Some(at) = order.paid_at {
        steps.push(Step {
            at,
            what: if order.total_minor == 0 { t!("console-timeline-free").into_owned() } else { t!("console-timeline-paid").into_owned() },
        });
    }
    if order.status == OrderStatus::Expired {
        steps.push(Step { at: order.hold_expires_at, what: t!("console-timeline-lapsed").into_owned() });
    }
    for ticket in model.tickets {
        if let Some(at) = ticket.checked_in_at {
            steps
                .push(Step { at, what: t!("console-timeline-came-in", name = ticket.attendee_name, type = ticket.type_name).into_owned() });
        }
    }
    steps.extend(model.revocations.iter().map(revoked));
    steps.extend(model.refunds.iter().flat_map(|refund| refund_steps(refund, order.currency)));
    steps.sort_by_key(|s| s.at);
    steps
}

fn begun(payment: &PaymentTry, money: Money) -> String {
    if payment.attempt > 1 {
        t!("console-timeline-payment-try", money = money, n = payment.attempt).into_owned()
    } else {
        t!("console-timeline-payment", money = money).into_owned()
    }
}

/// Tries that ended without money; those still open or captured are told elsewhere.
fn came_to_nothing(payment: &PaymentTry) -> Option<String> {
    let why = payment.failure.as_deref().filter(|f| !f.is_empty());
    match payment.status.as_str() {
        "failed" => Some(match why {
            Some(why) => t!("console-timeline-failed-why", why = why).into_owned(),
            None => t!("console-timeline-failed").into_owned(),
        }),
        "expired" => Some(t!("console-timeline-closed").into_owned()),
        "cancelled" => Some(match why {
            Some(why) => t!("console-timeline-let-go-why", why = why).into_owned(),
            None => t!("console-timeline-let-go").into_owned(),
        }),
        _ => None,
    }
}

fn revoked(row: &RevocationRow) -> Step {
    let (name, kind, by, reason) = (&row.attendee, &row.type_name, &row.by, &row.reason);
    let what = match (row.restocked, by.is_empty()) {
        (true, true) => t!("console-timeline-revoked-restocked", name = name, type = kind, reason = reason),
        (true, false) => t!("console-timeline-revoked-restocked-by", name = name, type = kind, by = by, reason = reason),
        (false, true) => t!("console-timeline-revoked-empty", name = name, type = kind, reason = reason),
        (false, false) => t!("console-timeline-revoked-empty-by", name = name, type = kind, by = by, reason = reason),
    };
    Step { at: row.at, what: what.into_owned() }
}

fn refund_steps(refund: &RefundRow, currency: Currency) -> Vec<Step> {
    let (money, by, reason) = (Money::new(refund.amount_minor, currency), &refund.by, &refund.reason);
    let asked = if by.is_empty() {
        t!("console-timeline-refund", money = money, reason = reason)
    } else {
        t!("console-timeline-refund-by", money = money, by = by, reason = reason)
    };
    let mut steps = vec![Step { at: refund.created_at, what: asked.into_owned() }];
    match refund.status.as_str() {
        "processed" if refund.amount_minor > 0 => {
            steps.push(Step { at: refund.updated_at, what: t!("console-timeline-sent-back").into_owned() });
        }
        "rejected" => {
            steps.push(Step { at: refund.updated_at, what: t!("console-timeline-declined", decision = refund.decision).into_owned() })
        }
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
