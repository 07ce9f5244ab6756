//! The table of orders, of an event or of a whole organization.

use platform_auth::permission as may;
use platform_http::FieldFault;
use platform_ui::{Button, Choice, Column, DataRow, DataTable, EmptyState, Field, FilterForm, Icon, Markup, Moment, html};
use uuid::Uuid;

use super::filter::{Kind, OrderFilter, Payment};
use super::list::At;
use super::search::OrderRow;
use super::{status_badge, status_words};
use crate::console::form::errors_of;
use crate::console::frame::{EventTab, Frame};
use crate::console::lists::views::SavedView;
use crate::console::lists::{Cut, Params, Toolbar, export_dialog, sorted_column};
use crate::orders::{OrderKind, OrderStatus};
use crate::readable::order_number;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct OrdersPage<'a> {
    /// Whose orders.
    pub at: &'a At,
    /// What the address says.
    pub params: &'a Params,
    /// The same, understood.
    pub filter: &'a OrderFilter,
    /// What was not understood.
    pub faults: &'a [FieldFault],
    /// The lines.
    pub cut: &'a Cut<OrderRow>,
    /// Types of tickets to choose from, at an event.
    pub types: &'a [(Uuid, String)],
    /// Kept views.
    pub views: &'a [SavedView],
    /// Names this very sending, should somebody send tickets again: a second click is the same one.
    pub send: Uuid,
}

/// The page.
pub fn page(frame: &Frame, model: &OrdersPage<'_>) -> Markup {
    let base = model.at.base();
    let main = html! {
        (toolbar(model, &base).render())
        (table(model, &base))
        (model.cut.pagination(&base, model.params, |row| (row.id.0, row.value(model.filter.sort))))
    };
    let page = match model.at {
        At::Event(desk) => frame.event_page(desk, EventTab::Orders, main),
        At::Organization(place) => {
            frame.page(Some(place), &base, "Orders", main).lead(format!("Everything bought at {}, over all events.", place.name))
        }
    };
    if model.cut.total == 0 {
        return page.render();
    }
    page.more(export_dialog(&format!("{base}/export"), model.params, model.cut.total, ("order", "orders"))).render()
}

fn toolbar<'a>(model: &OrdersPage<'a>, base: &'a str) -> Toolbar<'a> {
    let kept_at = (model.at.view_page(), model.at.place().slug.as_str(), model.at.event().map(|id| id.to_string()));
    Toolbar { base, params: model.params, on: on(model), form: form(model, base), views: model.views, kept_at }
}

fn form(model: &OrdersPage<'_>, base: &str) -> FilterForm {
    let said = |name: &str| model.params.get(name).to_owned();
    let errors = errors_of(model.faults);
    let (_, currency) = model.at.clocks();
    let pick = |name: &'static str, label: &str, choices: Vec<Choice>| {
        Field::select(name, label, choices).value(said(name)).placeholder("Any").error(errors.of(name))
    };
    let states = OrderStatus::ALL.into_iter().map(|s| Choice::new(s.as_str(), status_words(s))).collect();
    let mut form = FilterForm::new(base, Field::search("q", "Number, name, e-mail or lookup code").value(said("q")).max_length(200))
        .field(pick("status", "State", states))
        .field(Field::date("from", "Placed from").value(said("from")).error(errors.of("from")))
        .field(Field::date("until", "Placed until").value(said("until")).error(errors.of("until")));
    if !model.types.is_empty() {
        form = form.field(pick("type", "Ticket", model.types.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect()));
    }
    form = form
        .field(Field::money("least", "Total from", currency).value(said("least")).error(errors.of("least")))
        .field(Field::money("most", "Total up to", currency).value(said("most")).error(errors.of("most")))
        .field(pick("kind", "Kind", Kind::ALL.into_iter().map(|k| Choice::new(k.as_str(), k.label())).collect()));
    if model.at.place().held.may(may::PAYMENTS_VIEW) {
        form = form.field(pick("payment", "Payment", Payment::ALL.into_iter().map(|p| Choice::new(p.as_str(), p.label())).collect()));
    }
    let sort = said("sort");
    if sort.is_empty() { form } else { form.hidden("sort", sort) }.open(!model.faults.is_empty())
}

/// What is on, in words.
fn on(model: &OrdersPage<'_>) -> Vec<(String, &'static [&'static str])> {
    let filter = model.filter;
    let mut on: Vec<(String, &'static [&'static str])> = Vec::new();
    if !filter.q.is_empty() {
        on.push((format!("“{}”", filter.q), &["q"]));
    }
    if let Some(status) = filter.status {
        on.push((status_words(status).to_owned(), &["status"]));
    }
    match (filter.from, filter.until) {
        (Some((from, _)), Some((until, _))) if from == until => on.push((from.format("%-d %b %Y").to_string(), &["from", "until"])),
        (from, until) => {
            on.extend(from.map(|(day, _)| (day.format("From %-d %b %Y").to_string(), &["from"][..])));
            on.extend(until.map(|(day, _)| (day.format("Until %-d %b %Y").to_string(), &["until"][..])));
        }
    }
    if let Some(kind) = filter.ticket_type {
        let name = model.types.iter().find(|(id, _)| *id == kind.0).map_or("Another event’s ticket", |(_, name)| name);
        on.push((name.to_owned(), &["type"]));
    }
    on.extend(filter.least.map(|money| (format!("From {money}"), &["least"][..])));
    on.extend(filter.most.map(|money| (format!("Up to {money}"), &["most"][..])));
    on.extend(filter.kind.map(|kind| (kind.label().to_owned(), &["kind"][..])));
    on.extend(filter.payment.map(|payment| (payment.label().to_owned(), &["payment"][..])));
    on
}

fn table(model: &OrdersPage<'_>, base: &str) -> DataTable {
    let by = (model.filter.sort.as_str(), model.filter.down);
    let sorted = |column: Column, key: &str| sorted_column(column, key, by, base, model.params);
    let everywhere = model.at.event().is_none();
    let mut columns =
        vec![Column::new("Order"), sorted(Column::new("Buyer"), "buyer"), Column::new("State"), sorted(Column::new("Placed"), "placed")];
    if everywhere {
        columns.insert(2, Column::new("Event"));
    }
    columns.extend([Column::figures("Tickets"), sorted(Column::figures("Total"), "total")]);
    let row = |order: &OrderRow| {
        let number = order_number(&order.number);
        let mut cells = vec![
            html! { a class="figures-only nowrap" href={ "/console/orders/" (order.id) } { (number) } },
            html! { div { (order.buyer_name) div class="muted small" { (order.email) } } },
            html! { (status_badge(order.status)) },
            html! { span class="nowrap" { (Moment::short(order.created_at, order.zone)) } },
        ];
        if everywhere {
            cells.insert(2, html! { a href={ "/console/events/" (order.event) } { (order.event_name) } });
        }
        cells.extend([
            html! { (order.tickets) },
            html! { @match order.kind { OrderKind::Comp => span class="muted" { "Comp" }, OrderKind::Sale => (order.total) } },
        ]);
        DataRow::new(order.id, format!("order {number} of {}", order.buyer_name), cells)
    };
    let mut table =
        DataTable::new("Orders", "orders", columns).rows(model.cut.rows.iter().map(row)).total(model.cut.total).empty(empty(model, base));
    for (name, value) in model.params.pairs() {
        table = table.hidden(name, value);
    }
    table = table.hidden("send", model.send.to_string());
    if model.at.may(may::TICKETS_MANAGE) {
        table = table.bulk(Button::submit("Mail tickets again").sends_to(format!("{base}/resend")).icon(Icon::Send).small());
    }
    table.bulk(Button::submit("Export").sends_to(format!("{base}/export")).icon(Icon::Download).small())
}

fn empty(model: &OrdersPage<'_>, base: &str) -> EmptyState {
    if on(model).is_empty() {
        EmptyState::new(Icon::Receipt, "No orders yet", "They appear here the moment somebody buys.")
    } else {
        EmptyState::new(Icon::Search, "None match", "No order is all of this at once. Take a filter away, or look at all of them.")
            .action(Button::link("Show all orders", base))
    }
}
