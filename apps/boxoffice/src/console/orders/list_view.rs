//! The table of orders, of an event or of a whole organization.

use std::borrow::Cow;

use platform_auth::permission as may;
use platform_http::FieldFault;
use platform_texts::{Telling, on_day, t};
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
        At::Organization(place) => frame
            .page(Some(place), &base, &t!("console-orders-heading"), main)
            .lead(t!("console-orders-lead", organization = place.name).into_owned()),
    };
    if model.cut.total == 0 {
        return page.render();
    }
    page.more(export_dialog(
        &format!("{base}/export"),
        model.params,
        &t!("console-orders-export-says", count = model.cut.total, n = platform_ui::words::grouped(model.cut.total)),
    ))
    .render()
}

fn toolbar<'a>(model: &OrdersPage<'a>, base: &'a str) -> Toolbar<'a> {
    let kept_at = (model.at.view_page(), model.at.place().slug.as_str(), model.at.event().map(|id| id.to_string()));
    Toolbar { base, params: model.params, on: on(model), form: form(model, base), views: model.views, kept_at }
}

fn form(model: &OrdersPage<'_>, base: &str) -> FilterForm {
    let said = |name: &str| model.params.get(name).to_owned();
    let errors = errors_of(model.faults);
    let (_, currency) = model.at.clocks();
    let pick = |name: &'static str, label: Cow<'static, str>, choices: Vec<Choice>| {
        Field::select(name, label, choices).value(said(name)).placeholder(t!("console-orders-any")).error(errors.of(name))
    };
    let states = OrderStatus::ALL.into_iter().map(|s| Choice::new(s.as_str(), status_words(s))).collect();
    let mut form = FilterForm::new(base, Field::search("q", t!("console-orders-search")).value(said("q")).max_length(200))
        .field(pick("status", t!("console-orders-state"), states))
        .field(Field::date("from", t!("console-orders-from")).value(said("from")).error(errors.of("from")))
        .field(Field::date("until", t!("console-orders-until")).value(said("until")).error(errors.of("until")));
    if !model.types.is_empty() {
        form = form.field(pick(
            "type",
            t!("console-orders-ticket"),
            model.types.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        ));
    }
    form = form
        .field(Field::money("least", t!("console-orders-least"), currency).value(said("least")).error(errors.of("least")))
        .field(Field::money("most", t!("console-orders-most"), currency).value(said("most")).error(errors.of("most")))
        .field(pick("kind", t!("console-orders-kind"), Kind::ALL.into_iter().map(|k| Choice::new(k.as_str(), k.label())).collect()));
    if model.at.place().held.may(may::PAYMENTS_VIEW) {
        form = form.field(pick(
            "payment",
            t!("console-orders-payment"),
            Payment::ALL.into_iter().map(|p| Choice::new(p.as_str(), p.label())).collect(),
        ));
    }
    let sort = said("sort");
    if sort.is_empty() { form } else { form.hidden("sort", sort) }.open(!model.faults.is_empty())
}

/// What is on, in words.
fn on(model: &OrdersPage<'_>) -> Vec<(String, &'static [&'static str])> {
    let filter = model.filter;
    let mut on: Vec<(String, &'static [&'static str])> = Vec::new();
    if !filter.q.is_empty() {
        on.push((t!("console-orders-chip-quoted", text = filter.q).into_owned(), &["q"]));
    }
    if let Some(status) = filter.status {
        on.push((status_words(status).into_owned(), &["status"]));
    }
    match (filter.from, filter.until) {
        (Some((from, _)), Some((until, _))) if from == until => on.push((on_day(from, Telling::ShortDate), &["from", "until"])),
        (from, until) => {
            let told = |day| on_day(day, Telling::ShortDate);
            on.extend(from.map(|(day, _)| (t!("console-orders-chip-from-day", day = told(day)).into_owned(), &["from"][..])));
            on.extend(until.map(|(day, _)| (t!("console-orders-chip-until-day", day = told(day)).into_owned(), &["until"][..])));
        }
    }
    if let Some(kind) = filter.ticket_type {
        let known = model.types.iter().find(|(id, _)| *id == kind.0).map(|(_, name)| name.clone());
        on.push((known.unwrap_or_else(|| t!("console-orders-chip-other-ticket").into_owned()), &["type"]));
    }
    on.extend(filter.least.map(|money| (t!("console-orders-chip-least", money = money).into_owned(), &["least"][..])));
    on.extend(filter.most.map(|money| (t!("console-orders-chip-most", money = money).into_owned(), &["most"][..])));
    on.extend(filter.kind.map(|kind| (kind.label().into_owned(), &["kind"][..])));
    on.extend(filter.payment.map(|payment| (payment.label().into_owned(), &["payment"][..])));
    on
}

fn table(model: &OrdersPage<'_>, base: &str) -> DataTable {
    let by = (model.filter.sort.as_str(), model.filter.down);
    let sorted = |column: Column, key: &str| sorted_column(column, key, by, base, model.params);
    let everywhere = model.at.event().is_none();
    let mut columns = vec![
        Column::new(t!("console-orders-column-order")),
        sorted(Column::new(t!("console-orders-column-buyer")), "buyer"),
        Column::new(t!("console-orders-column-state")),
        sorted(Column::new(t!("console-orders-column-placed")), "placed"),
    ];
    if everywhere {
        columns.insert(2, Column::new(t!("console-orders-column-event")));
    }
    columns.extend([
        Column::figures(t!("console-orders-column-tickets")),
        sorted(Column::figures(t!("console-orders-column-total")), "total"),
    ]);
    let row = |order: &OrderRow| {
        let number = order_number(&order.number);
        let mut cells = vec![
            html! { a class="figures-only nowrap" href={ "/console/orders/" (order.id) } { (number) } },
            html! { div { (order.buyer_name) div class="muted small" { (order.email) } } },
            html! { (status_badge(order.status)) },
            html! { (Moment::short(order.created_at, order.zone)) },
        ];
        if everywhere {
            cells.insert(2, html! { a href={ "/console/events/" (order.event) } { (order.event_name) } });
        }
        cells.extend([
            html! { (order.tickets) },
            html! { @match order.kind { OrderKind::Comp => span class="muted" { (t!("console-orders-comp")) }, OrderKind::Sale => (order.total) } },
        ]);
        DataRow::new(order.id, t!("console-orders-row", number = number, name = order.buyer_name).into_owned(), cells)
    };
    let mut table = DataTable::new(t!("console-orders-caption"), "orders", columns)
        .rows(model.cut.rows.iter().map(row))
        .total(model.cut.total)
        .empty(empty(model, base));
    for (name, value) in model.params.pairs() {
        table = table.hidden(name, value);
    }
    table = table.hidden("send", model.send.to_string());
    if model.at.may(may::TICKETS_MANAGE) {
        table = table.bulk(Button::submit(t!("console-orders-resend")).sends_to(format!("{base}/resend")).icon(Icon::Send).small());
    }
    table.bulk(Button::submit(t!("console-orders-export")).sends_to(format!("{base}/export")).icon(Icon::Download).small())
}

fn empty(model: &OrdersPage<'_>, base: &str) -> EmptyState {
    if on(model).is_empty() {
        EmptyState::new(Icon::Receipt, t!("console-orders-none"), t!("console-orders-none-help"))
    } else {
        EmptyState::new(Icon::Search, t!("console-orders-no-match"), t!("console-orders-no-match-help"))
            .action(Button::link(t!("console-orders-show-all"), base))
    }
}
