//! One request, with both answers below it.

use platform_types::Money;
use platform_ui::{Banner, Button, Card, Column, Field, FieldErrors, Form, Markup, Moment, Table, Toast, Tone, html};
use uuid::Uuid;

use super::Asked;
use crate::console::frame::Frame;
use crate::console::orders::detail::Opened;
use crate::console::orders::detail_view::{in_frame, ticket_badge};
use crate::console::orders::refund::used_ids;
use crate::readable::order_number;

/// What the page shows.
pub struct RequestPage<'a> {
    /// The request.
    pub request: Uuid,
    /// Its order.
    pub(in crate::console) opened: &'a Opened,
    /// What is asked for.
    pub asked: &'a Asked,
    /// What was typed as the reason.
    pub why: &'a str,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Why the last button did nothing.
    pub notice: Option<&'a str>,
}

/// The page.
pub(in crate::console) fn page(frame: &Frame, model: &RequestPage<'_>) -> Markup {
    let order = &model.opened.order;
    let back = format!("/console/orders/{}", order.id);
    let here = format!("{back}/requests/{}", model.request);
    let amount = Money::new(model.asked.amount_minor, order.currency);
    let waits = model.asked.status == "requested";
    let label = if amount.is_zero() { "Approve".to_owned() } else { format!("Approve and refund {amount}") };
    let main = html! {
        @if let Some(notice) = model.notice { (Toast::new(Tone::Care, notice).flash()) }
        (Card::new(tickets(model)).title("Asked for").flush())
        @if waits {
            (Card::new(html! { div class="stack" {
                ul class="consequences" {
                    @if !amount.is_zero() { li { (amount) " goes back to " (order.buyer_name) " the way it came." } }
                    li { "The tickets stop working at once, and their places go on sale again." }
                    li { "The buyer is written to. This cannot be undone." }
                }
                (Form::post(format!("{here}/approve"), html! {}).hidden("came_in", used_ids(&model.opened.tickets)).button(Button::submit(label).main()))
            } }).title("Yes"))
            (Card::new(Form::post(format!("{here}/decline"), html! {
                (Field::text("why", "Reason").value(model.why).required().max_length(500).help("The buyer reads it.").error(model.errors.of("why")))
            }).errors(model.errors).button(Button::submit("Decline").danger()).render()).title("No"))
        } @else {
            (Banner::new(Tone::Note, "This request was answered already."))
        }
    };
    in_frame(frame, &model.opened.desk, &format!("{} asks for a refund", order.buyer_name), main)
        .trail(format!("Order {}", order_number(&order.number)), back.as_str())
        .lead(format!("Asked for {}.", Moment::full(model.asked.created_at, model.opened.desk.event.zone).text()))
        .render()
}

fn tickets(model: &RequestPage<'_>) -> Markup {
    let money = |minor| Money::new(minor, model.opened.order.currency);
    let chosen = model.opened.tickets.iter().filter_map(|t| Some((t, model.asked.tickets.iter().find(|(id, _)| *id == t.id)?.1)));
    let rows = chosen.map(|(t, minor)| {
        vec![html! { (t.attendee_name) }, html! { (t.type_name) }, html! { (ticket_badge(&t.status)) }, html! { (money(minor)) }]
    });
    let columns = vec![Column::new("Name"), Column::new("Ticket"), Column::new("State"), Column::figures("By the policy")];
    Table::new("Tickets to be given back", columns).rows(rows).render()
}
