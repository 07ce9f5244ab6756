//! How far the money of a called-off event is, on the event's page.

use platform_auth::permission as may;
use platform_texts::t;
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
            @if cancellation.orders > 0 { progress class="given-back" max=(cancellation.orders) value=(cancellation.refunded) aria-label=(t!("console-cancelled-bar")) {} }
            @if cancellation.arrived_minor + cancellation.under_way_minor > 0 {
                p { (t!("console-cancelled-money", arrived = money(cancellation.arrived_minor), waiting = money(cancellation.under_way_minor))) }
            }
            p class="muted" { (t!("console-cancelled-because", reason = cancellation.reason)) }
        }
    };
    html! {
        (Card::new(facts).title(t!("console-cancelled-heading")))
        @if !cancellation.failures.is_empty() { (Card::new(failures(desk, &cancellation.failures)).title(t!("console-cancelled-failures")).flush()) }
    }
}

fn how_far(cancellation: &Cancellation) -> String {
    match (cancellation.refunded, cancellation.orders) {
        (_, 0) => t!("console-cancelled-nobody").into_owned(),
        (done, all) if done == all => t!("console-cancelled-all", n = all).into_owned(),
        (done, all) => t!("console-cancelled-some", done = done, all = all).into_owned(),
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
                        form method="post" action={ "/console/orders/" (f.order) "/refunds/" (money) "/retry" } { (Button::submit(t!("console-cancelled-retry")).small().icon(Icon::Undo2)) }
                    },
                    None => span class="muted small" { (t!("console-cancelled-itself")) },
                }
            },
        ]
    };
    let columns = vec![
        Column::new(t!("console-cancelled-column-order")),
        Column::new(t!("console-cancelled-column-buyer")),
        Column::new(t!("console-cancelled-column-why")),
        Column::new(t!("console-cancelled-column-do")),
    ];
    Table::new(t!("console-cancelled-failures-caption"), columns).rows(failures.iter().map(row)).render()
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
