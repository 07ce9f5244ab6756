//! How far the money of a called-off event is, on the event's page.

use platform_auth::permission as may;
use platform_types::Money;
use platform_ui::{Button, Card, Column, Icon, Markup, Table, html};

use crate::console::access::Desk;
use crate::orders::{Cancellation, CancellationFailure};
use crate::readable::order_number;

/// Orders given back of how many, the money, and what did not work.
pub(in crate::console) fn progress(desk: &Desk, cancellation: &Cancellation) -> Markup {
    let money = |minor| Money::new(minor, desk.event.currency);
    let facts = html! {
        div class="stack" {
            p role="status" { (how_far(cancellation)) }
            @if cancellation.orders > 0 { progress class="given-back" max=(cancellation.orders) value=(cancellation.refunded) aria-label="Orders given back" {} }
            @if cancellation.arrived_minor + cancellation.under_way_minor > 0 {
                p { (money(cancellation.arrived_minor)) " has been sent back, " (money(cancellation.under_way_minor)) " is on its way." }
            }
            p class="muted" { "Cancelled because: " (cancellation.reason) }
        }
    };
    html! {
        (Card::new(facts).title("Refunds of the cancelled event"))
        @if !cancellation.failures.is_empty() { (Card::new(failures(desk, &cancellation.failures)).title("What did not work").flush()) }
    }
}

fn how_far(cancellation: &Cancellation) -> String {
    match (cancellation.refunded, cancellation.orders) {
        (_, 0) => "Nobody had a ticket, so there is nothing to give back.".to_owned(),
        (done, all) if done == all => format!("All {all} orders are given back."),
        (done, all) => {
            format!("{done} of {all} orders are given back. The rest follows by itself; load the page again to see how far it is.")
        }
    }
}

fn failures(desk: &Desk, failures: &[CancellationFailure]) -> Markup {
    let row = |f: &CancellationFailure| {
        vec![
            html! { a class="figures-only" href={ "/console/orders/" (f.order) } { (order_number(&f.number)) } },
            html! { (f.buyer_name) },
            html! { (f.message) },
            html! {
                @match f.money {
                    Some(money) => @if desk.held.may(may::ORDERS_REFUND) {
                        form method="post" action={ "/console/orders/" (f.order) "/refunds/" (money) "/retry" } { (Button::submit("Try again").small().icon(Icon::Undo2)) }
                    },
                    None => span class="muted small" { "Tried again by itself" },
                }
            },
        ]
    };
    let columns = vec![Column::new("Order"), Column::new("Buyer"), Column::new("Why"), Column::new("What to do")];
    Table::new("Refunds that did not work", columns).rows(failures.iter().map(row)).render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_count_along() {
        let at = |refunded, orders| Cancellation {
            reason: "Rain".into(),
            orders,
            refunded,
            arrived_minor: 0,
            under_way_minor: 0,
            failures: vec![],
        };
        assert!(how_far(&at(3, 10)).starts_with("3 of 10 orders are given back."));
        assert_eq!(how_far(&at(10, 10)), "All 10 orders are given back.");
        assert!(how_far(&at(0, 0)).starts_with("Nobody"));
    }
}
