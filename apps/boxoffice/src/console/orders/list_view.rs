//! The table of an event's orders.

use platform_ui::{Button, Column, EmptyState, Field, Icon, Markup, Moment, Table, html};

use super::list::PER_PAGE;
use super::{OrderRow, status_badge};
use crate::console::access::Desk;
use crate::console::events::list_view::paginate;
use crate::console::frame::{EventTab, Frame};
use crate::readable::order_number;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct OrdersPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// What is looked for.
    pub q: &'a str,
    /// The lines.
    pub rows: &'a [OrderRow],
    /// How many there are in all.
    pub total: i64,
    /// How many stand before these.
    pub offset: i64,
}

/// The page.
pub fn page(frame: &Frame, model: &OrdersPage<'_>) -> Markup {
    let base = format!("/console/events/{}/orders", model.desk.event.id);
    let at = |offset: i64| {
        format!("{base}?{}", serde_urlencoded::to_string([("q", model.q), ("offset", &offset.to_string())]).unwrap_or_default())
    };
    let shown = i64::try_from(model.rows.len()).unwrap_or(0);
    let main = html! {
        form class="cluster" method="get" action=(base) role="search" {
            (Field::search("q", "Number, e-mail or name").value(model.q).max_length(200))
            (Button::submit("Find").icon(Icon::Search))
            @if !model.q.is_empty() { (Button::link("Show all", base.as_str()).quiet()) }
        }
        (table(model).empty(empty(model)))
        (paginate(model.offset, shown, model.total, PER_PAGE, &at))
    };
    frame.event_page(model.desk, EventTab::Orders, main).render()
}

fn empty(model: &OrdersPage<'_>) -> EmptyState {
    if model.q.is_empty() {
        EmptyState::new(Icon::Receipt, "No orders yet", "They appear here the moment somebody buys.")
    } else {
        EmptyState::new(Icon::Search, "Nobody found", "Look for the number, the e-mail address or a part of the name.")
    }
}

fn table(model: &OrdersPage<'_>) -> Table {
    let zone = model.desk.event.zone;
    let row = |order: &OrderRow| {
        vec![
            html! { a class="figures-only" href={ "/console/orders/" (order.id) } { (order_number(&order.number)) } },
            html! { div { (order.buyer_name) div class="muted small" { (order.email) } } },
            html! { (status_badge(order.status)) },
            html! { span class="nowrap" { (Moment::short(order.created_at, zone)) } },
            html! { (order.tickets) },
            html! { (order.total) },
        ]
    };
    let columns = vec![
        Column::new("Order"),
        Column::new("Buyer"),
        Column::new("State"),
        Column::new("Placed"),
        Column::figures("Tickets"),
        Column::figures("Total"),
    ];
    Table::new("Orders", columns).rows(model.rows.iter().map(row))
}
