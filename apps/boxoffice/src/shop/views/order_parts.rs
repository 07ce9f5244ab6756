//! Parts of pages that show an order.

use platform_types::Money;
use platform_ui::{OrderLine, OrderSummary};

use super::where_when::when_short;
use crate::readable::{ORDER_NUMBER, order_number};
use crate::shop::order_access::Opened;

/// What the order cost, at the prices of then.
pub(super) fn summary(opened: &Opened) -> OrderSummary {
    let order = &opened.order;
    let money = |minor| Money::new(minor, order.currency);
    let what = format!("{} · {}", opened.event.name, when_short(&opened.event));
    let lines = opened.items.iter().map(|item| {
        let count = u32::try_from(item.quantity).unwrap_or(0);
        OrderLine::new(item.name.clone(), count, money(item.unit_all_in_minor.saturating_mul(i64::from(item.quantity)))).note(what.as_str())
    });
    let summary =
        OrderSummary::new(lines.collect(), money(order.total_minor)).title(format!("{ORDER_NUMBER} {}", order_number(&order.number)));
    let summary = contained(summary, money(order.fees_minor), money(order.tax_added_minor + order.tax_included_minor));
    if order.refunded_minor > 0 { summary.contained("Given back", money(order.refunded_minor)) } else { summary }
}

/// Fees and taxes are in the prices above; here they are named.
pub(super) fn contained(mut summary: OrderSummary, fees: Money, tax: Money) -> OrderSummary {
    if !fees.is_zero() {
        summary = summary.contained("incl. fees", fees);
    }
    if !tax.is_zero() {
        summary = summary.contained("incl. tax", tax);
    }
    summary
}
