//! The form that gives tickets away, and what was given.

use commons::events::EventStatus;
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
        (Card::new(form(model)).title("Give tickets away"))
        (Card::new(given(model)).title("Given before").flush())
    };
    frame.event_page(model.desk, EventTab::Comps, main).render()
}

fn form(model: &CompsPage<'_>) -> Markup {
    let open = matches!(model.desk.event.status, EventStatus::Published | EventStatus::Postponed);
    if !open || model.offers.is_empty() {
        return html! { p { "Tickets can be given away once the event is published and has tickets." } };
    }
    let label = |o: &Offer| format!("{}, {} left", o.name, o.left.max(0));
    let kinds = model.offers.iter().map(|o| Choice::new(o.id.to_string(), label(o))).collect();
    let fields = html! {
        (Field::select("kind", "Tickets", kinds).value(&model.form.kind).required().error(model.errors.of("kind")))
        (Field::textarea("people", "For whom").value(&model.form.people).rows(6).required()
            .placeholder("Ada Lovelace, ada@example.org")
            .help(format!("A name and an e-mail address on each line, with a comma between them; at most {MOST} lines. Each gets one ticket by mail, from the same stock as everybody’s."))
            .error(model.errors.of("people")))
        (Field::text("reason", "Reason").value(&model.form.reason).required().max_length(500).help("For your own people; it stays with the orders.").error(model.errors.of("reason")))
    };
    Form::post(format!("/console/events/{}/comps", model.desk.event.id), fields)
        .errors(model.errors)
        .hidden("batch", &model.form.batch)
        .button(Button::submit("Give tickets").main().icon(Icon::Send))
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
        "Given before",
        vec![Column::new("For"), Column::new("Ticket"), Column::new("Reason"), Column::new("When"), Column::figures("Tickets")],
    )
    .rows(model.batches.iter().map(row))
    .empty(EmptyState::new(Icon::Ticket, "Nothing given away yet", "Guests of the house, press and crew stand here with the reason."))
    .render()
}

/// The first few; nothing where the caller may not see orders.
fn names(batch: &BatchRow) -> String {
    let shown = batch.names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    if batch.names.len() > 3 { format!("{shown} and others") } else { shown }
}
