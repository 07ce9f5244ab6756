//! Parts of pages that show an order.

use platform_texts::t;
use platform_types::{Currency, Money};
use platform_ui::{OrderLine, OrderSummary};

use super::where_when::when_short;
use crate::orders::OrderItem;
use crate::readable::order_number;
use crate::shop::order_access::Opened;

/// What the order cost, at the prices of then.
pub(super) fn summary(opened: &Opened) -> OrderSummary {
    let order = &opened.order;
    let money = |minor| Money::new(minor, order.currency);
    let what = format!("{} · {}", opened.event.name, when_short(&opened.event));
    let lines = opened.items.iter().map(|item| line(item, &what, order.currency));
    let summary =
        OrderSummary::new(lines.collect(), money(order.total_minor)).title(t!("order-number-title", number = order_number(&order.number)));
    let summary = contained(summary, money(order.fees_minor), money(order.tax_added_minor + order.tax_included_minor));
    let summary = discounted(summary, &order.promo_code, money(order.discount_minor));
    if order.refunded_minor > 0 { summary.contained(t!("order-given-back"), money(order.refunded_minor)) } else { summary }
}

/// A line at the price of then.
pub(super) fn line(item: &OrderItem, what: &str, currency: Currency) -> OrderLine {
    let count = u32::try_from(item.quantity).unwrap_or(0);
    let all = Money::new(item.unit_all_in_minor.saturating_mul(i64::from(item.quantity)), currency);
    OrderLine::new(item.name.clone(), count, all).note(note(what, Money::new(item.unit_discount_minor, currency)))
}

/// What a line is for, and what came off each of its tickets.
pub(super) fn note(what: &str, off: Money) -> String {
    if off.is_zero() { what.to_owned() } else { t!("order-less-each", what = what, off = off.to_string()).into_owned() }
}

/// What a code took off the tickets' prices is in the sum already; here it is named.
pub(super) fn discounted(summary: OrderSummary, code: &str, discount: Money) -> OrderSummary {
    if discount.is_zero() { summary } else { summary.contained(t!("order-discount", code = code), discount) }
}

/// Fees and taxes are in the prices above; here they are named.
pub(super) fn contained(mut summary: OrderSummary, fees: Money, tax: Money) -> OrderSummary {
    if !fees.is_zero() {
        summary = summary.contained(t!("order-incl-fees"), fees);
    }
    if !tax.is_zero() {
        summary = summary.contained(t!("order-incl-tax"), tax);
    }
    summary
}
