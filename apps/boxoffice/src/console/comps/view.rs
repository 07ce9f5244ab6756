//! The form that gives tickets away, and what was given.

use commons::events::EventStatus;
use platform_texts::t;
use platform_ui::{Button, Card, Choice, Column, EmptyState, Field, FieldErrors, Form, Icon, Markup, Moment, Table, html};

use super::{BatchRow, CompForm};
use crate::catalogue::Offer;
use crate::comps::MOST;
use crate::console::access::Desk;
use crate::console::frame::{EventTab, Frame};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct CompsPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its tickets.
    pub offers: &'a [Offer],
    /// What was given before.
    pub batches: &'a [BatchRow],
    /// What is typed.
    pub form: &'a CompForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
}

/// The page.
pub fn page(frame: &Frame, model: &CompsPage<'_>) -> Markup {
    let main = html! {
        (Card::new(form(model)).title(t!("console-comps-give")))
        (Card::new(given(model)).title(t!("console-comps-given")).flush())
    };
    frame.event_page(model.desk, EventTab::Comps, main).render()
}

fn form(model: &CompsPage<'_>) -> Markup {
    let open = matches!(model.desk.event.status, EventStatus::Published | EventStatus::Postponed);
    if !open || model.offers.is_empty() {
        return html! { p { (t!("console-comps-closed")) } };
    }
    let label = |o: &Offer| t!("console-comps-left", name = o.name, left = o.left.max(0)).into_owned();
    let kinds = model.offers.iter().map(|o| Choice::new(o.id.to_string(), label(o))).collect();
    let fields = html! {
        (Field::select("kind", t!("console-comps-tickets"), kinds).value(&model.form.kind).required().error(model.errors.of("kind")))
        (Field::textarea("people", t!("console-comps-people")).value(&model.form.people).rows(6).required()
            .placeholder(t!("console-comps-people-example"))
            .help(t!("console-comps-people-help", most = MOST).into_owned())
            .error(model.errors.of("people")))
        (Field::text("reason", t!("console-comps-reason")).value(&model.form.reason).required().max_length(500).help(t!("console-comps-reason-help")).error(model.errors.of("reason")))
    };
    Form::post(format!("/console/events/{}/comps", model.desk.event.id), fields)
        .errors(model.errors)
        .hidden("batch", &model.form.batch)
        .button(Button::submit(t!("console-comps-button")).main().icon(Icon::Send))
        .render()
}

fn given(model: &CompsPage<'_>) -> Markup {
    let zone = model.desk.event.zone;
    let row = |b: &BatchRow| {
        vec![
            html! { (names(b)) },
            html! { (b.kind) },
            html! { div { (b.reason) @if !b.by.is_empty() { div class="muted small" { (b.by) } } } },
            html! { span class="nowrap" { (Moment::short(b.created_at, zone)) } },
            html! { (b.tickets) },
        ]
    };
    Table::new(
        t!("console-comps-given-caption"),
        vec![
            Column::new(t!("console-comps-column-for")),
            Column::new(t!("console-comps-column-ticket")),
            Column::new(t!("console-comps-column-reason")),
            Column::new(t!("console-comps-column-when")),
            Column::figures(t!("console-comps-column-tickets")),
        ],
    )
    .rows(model.batches.iter().map(row))
    .empty(EmptyState::new(Icon::Ticket, t!("console-comps-none"), t!("console-comps-none-help")))
    .render()
}

/// The first few; nothing where the caller may not see orders.
fn names(batch: &BatchRow) -> String {
    let shown = batch.names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    if batch.names.len() > 3 { t!("console-comps-and-others", names = shown).into_owned() } else { shown }
}
