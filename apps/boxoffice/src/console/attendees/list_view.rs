//! The table of an event's attendees.

use std::borrow::Cow;

use platform_auth::permission as may;
use platform_http::FieldFault;
use platform_texts::t;
use platform_ui::{Button, Choice, Column, DataRow, DataTable, Dialog, EmptyState, Field, FilterForm, Icon, Markup, Moment, html, words};
use uuid::Uuid;

use super::filter::{AttendeeFilter, Inside, Standing};
use super::list::Retyped;
use super::print::{MOST, too_many};
use super::search::AttendeeRow;
use crate::console::access::Desk;
use crate::console::form::errors_of;
use crate::console::frame::{EventTab, Frame};
use crate::console::lists::views::{SavedView, ViewPage};
use crate::console::lists::{Cut, Params, Toolbar, export_dialog, sorted_column};
use crate::console::orders::detail_view::ticket_badge;
use crate::readable::{order_number, ticket_code};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct AttendeesPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// What the address says.
    pub params: &'a Params,
    /// The same, understood.
    pub filter: &'a AttendeeFilter,
    /// What was not understood.
    pub faults: &'a [FieldFault],
    /// The lines.
    pub cut: &'a Cut<AttendeeRow>,
    /// Types of tickets to choose from.
    pub types: &'a [(Uuid, String)],
    /// Kept views.
    pub views: &'a [SavedView],
    /// Names this very sending, should somebody send tickets again.
    pub send: Uuid,
    /// A name that was typed and not taken.
    pub retyped: Option<&'a Retyped>,
}

/// The page.
pub fn page(frame: &Frame, model: &AttendeesPage<'_>) -> Markup {
    let base = format!("/console/events/{}/attendees", model.desk.event.id);
    let main = html! {
        (toolbar(model, &base).render())
        (table(model, &base))
        (model.cut.pagination(&base, model.params, |row| (row.id.0, row.value(model.filter.sort))))
    };
    let mut page = frame.event_page(model.desk, EventTab::Attendees, main);
    if model.cut.total > 0 {
        let total = model.cut.total;
        let says = t!("console-attendees-export-says", count = total, n = words::grouped(total));
        let export = export_dialog(&format!("{base}/export"), model.params, &says);
        page = page.more(html! { (print_dialog(model, &base)) (export) });
    }
    page.render()
}

/// Asks for a list on paper of all that match.
fn print_dialog(model: &AttendeesPage<'_>, base: &str) -> Markup {
    let total = model.cut.total;
    let body = if total > MOST {
        html! { p { (sentence(&too_many(total))) } }
    } else {
        html! {
            p { (t!("console-attendees-print-says", count = total, n = words::grouped(total))) }
            form method="post" action={ (base) "/list.pdf" } {
                @for (name, value) in model.params.pairs() { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="all" value="on";
                div class="dialog__buttons" { (Button::submit(t!("console-attendees-print-download")).main().icon(Icon::Download)) }
            }
        }
    };
    html! { (Button::opens(t!("console-attendees-print"), "print").icon(Icon::Printer)) (Dialog::new("print", t!("console-attendees-print-heading"), body)) }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default();
    format!("{first}.")
}

fn toolbar<'a>(model: &AttendeesPage<'a>, base: &'a str) -> Toolbar<'a> {
    let kept_at = (ViewPage::EventAttendees, model.desk.place.slug.as_str(), Some(model.desk.event.id.to_string()));
    Toolbar { base, params: model.params, on: on(model), form: form(model, base), views: model.views, kept_at }
}

fn form(model: &AttendeesPage<'_>, base: &str) -> FilterForm {
    let said = |name: &str| model.params.get(name).to_owned();
    let errors = errors_of(model.faults);
    let pick = |name: &'static str, label: Cow<'static, str>, choices: Vec<Choice>| {
        Field::select(name, label, choices).value(said(name)).placeholder(t!("console-attendees-any")).error(errors.of(name))
    };
    let form = FilterForm::new(base, Field::search("q", t!("console-attendees-search")).value(said("q")).max_length(200))
        .field(pick(
            "type",
            t!("console-attendees-ticket"),
            model.types.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        ))
        .field(pick(
            "status",
            t!("console-attendees-state"),
            Standing::ALL.into_iter().map(|s| Choice::new(s.as_str(), s.label())).collect(),
        ))
        .field(pick("in", t!("console-attendees-at-door"), Inside::ALL.into_iter().map(|i| Choice::new(i.as_str(), i.label())).collect()));
    let sort = said("sort");
    if sort.is_empty() { form } else { form.hidden("sort", sort) }.open(!model.faults.is_empty())
}

/// What the address says in words, and by which of its names.
fn on(model: &AttendeesPage<'_>) -> Vec<(String, &'static [&'static str])> {
    model.filter.on(model.types)
}

fn table(model: &AttendeesPage<'_>, base: &str) -> DataTable {
    let by = (model.filter.sort.as_str(), model.filter.down);
    let sorted = |column: Column, key: &str| sorted_column(column, key, by, base, model.params);
    let columns = vec![
        sorted(Column::new(t!("console-attendees-column-name")), "name"),
        Column::new(t!("console-attendees-column-ticket")),
        Column::new(t!("console-attendees-column-state")),
        Column::new(t!("console-attendees-column-in")),
        Column::new(t!("console-attendees-column-email")),
        sorted(Column::new(t!("console-attendees-column-order")), "sold"),
    ];
    let mut table = DataTable::new(t!("console-attendees-caption"), "attendees", columns)
        .rows(model.cut.rows.iter().map(|row| line(model, base, row)))
        .total(model.cut.total)
        .empty(empty(model, base));
    for (name, value) in model.params.pairs() {
        table = table.hidden(name, value);
    }
    table = table.hidden("send", model.send.to_string());
    if model.desk.held.may(may::EVENTS_EDIT) {
        let write = format!("/console/events/{}/messages/compose", model.desk.event.id);
        table = table.bulk(Button::submit(t!("console-attendees-write")).sends_to(write).icon(Icon::Mail).small());
    }
    if model.desk.held.may(may::TICKETS_MANAGE) {
        table = table.bulk(Button::submit(t!("console-attendees-resend")).sends_to(format!("{base}/resend")).icon(Icon::Send).small());
    }
    table =
        table.bulk(Button::submit(t!("console-attendees-print-chosen")).sends_to(format!("{base}/list.pdf")).icon(Icon::Printer).small());
    table.bulk(Button::submit(t!("console-attendees-export")).sends_to(format!("{base}/export")).icon(Icon::Download).small())
}

fn line(model: &AttendeesPage<'_>, base: &str, row: &AttendeeRow) -> DataRow {
    let zone = model.desk.event.zone;
    let number = order_number(&row.order_number);
    let order = format!("/console/orders/{}", row.order);
    let cells = vec![
        html! { div class="named" { a href=(order) { (row.name) } (rename(model, base, row)) } },
        html! { (row.type_name) },
        html! { div { (ticket_badge(&row.status)) div class="muted small figures-only nowrap" { (ticket_code(&row.human_code)) } } },
        html! { @if let Some(at) = row.checked_in_at { div { span class="nowrap" { (Moment::short(at, zone)) } @if let Some(gate) = &row.gate { div class="muted small" { (gate) } } } } @else { span class="muted" { (t!("console-attendees-not-yet")) } } },
        html! { div { (row.email) @if row.buyer_name != row.name { div class="muted small" { (t!("console-attendees-bought-by", name = row.buyer_name)) } } } },
        html! { a class="figures-only nowrap" href=(order) { (number) } },
    ];
    DataRow::new(row.id, format!("{}, {}", row.name, row.type_name), cells)
}

/// The name in its row, to be corrected where it stands.
fn rename(model: &AttendeesPage<'_>, base: &str, row: &AttendeeRow) -> Markup {
    let living = !matches!(row.status.as_str(), "void" | "refunded");
    let retyped = model.retyped.filter(|r| r.ticket == row.id);
    let id = format!("name-{}", row.id);
    let error = retyped.map(|r| r.fault.sentence());
    html! {
        @if living && model.desk.held.may(may::TICKETS_MANAGE) {
            details class="rename" open[retyped.is_some()] {
                summary class="rename__open" { (Icon::Pencil) span class="unseen" { (t!("console-attendees-rename", name = row.name)) } }
                form class="rename__form" method="post" action={ (base) "/" (row.id) "/name" } {
                    @for (name, value) in model.params.pairs() { input type="hidden" name=(name) value=(value); }
                    input type="hidden" name="was" value=(row.name);
                    (Field::text("name", t!("console-attendees-rename-name")).id(id).value(retyped.map_or(row.name.as_str(), |r| r.name.as_str())).required().max_length(200).error(error.as_deref()))
                    (Button::submit(t!("console-attendees-rename-save")).main().small())
                }
            }
        }
    }
}

fn empty(model: &AttendeesPage<'_>, base: &str) -> EmptyState {
    if on(model).is_empty() {
        EmptyState::new(Icon::Ticket, t!("console-attendees-none"), t!("console-attendees-none-help"))
    } else {
        EmptyState::new(Icon::Search, t!("console-attendees-no-match"), t!("console-attendees-no-match-help"))
            .action(Button::link(t!("console-attendees-show-all"), base))
    }
}
