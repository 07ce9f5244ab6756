//! One request, with both answers below it.

use platform_texts::t;
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
    let label = if amount.is_zero() {
        t!("console-request-approve").into_owned()
    } else {
        t!("console-request-approve-refund", amount = amount).into_owned()
    };
    let main = html! {
        @if let Some(notice) = model.notice { (Toast::new(Tone::Care, notice).flash()) }
        (Card::new(tickets(model)).title(t!("console-request-asked-for")).flush())
        @if waits {
            (Card::new(html! { div class="stack" {
                ul class="consequences" {
                    @if !amount.is_zero() { li { (t!("console-request-goes-back", amount = amount, name = order.buyer_name)) } }
                    li { (t!("console-request-stop")) }
                    li { (t!("console-request-written")) }
                }
                (Form::post(format!("{here}/approve"), html! {}).hidden("came_in", used_ids(&model.opened.tickets)).button(Button::submit(label).main()))
            } }).title(t!("console-request-yes")))
            (Card::new(Form::post(format!("{here}/decline"), html! {
                (Field::text("why", t!("console-request-why")).value(model.why).required().max_length(500).help(t!("console-request-why-help")).error(model.errors.of("why")))
            }).errors(model.errors).button(Button::submit(t!("console-request-decline")).danger()).render()).title(t!("console-request-no")))
        } @else {
            (Banner::new(Tone::Note, t!("console-request-answered")))
        }
    };
    in_frame(frame, &model.opened.desk, &t!("console-request-heading", name = order.buyer_name), main)
        .trail(t!("console-request-order", number = order_number(&order.number)).into_owned(), back.as_str())
        .lead(t!("console-request-at", moment = Moment::full(model.asked.created_at, model.opened.desk.event.zone).text()).into_owned())
        .render()
}

fn tickets(model: &RequestPage<'_>) -> Markup {
    let money = |minor| Money::new(minor, model.opened.order.currency);
    let chosen = model.opened.tickets.iter().filter_map(|t| Some((t, model.asked.tickets.iter().find(|(id, _)| *id == t.id)?.1)));
    let rows = chosen.map(|(t, minor)| {
        vec![html! { (t.attendee_name) }, html! { (t.type_name) }, html! { (ticket_badge(&t.status)) }, html! { (money(minor)) }]
    });
    let columns = vec![
        Column::new(t!("console-request-column-name")),
        Column::new(t!("console-request-column-ticket")),
        Column::new(t!("console-request-column-state")),
        Column::figures(t!("console-request-column-policy")),
    ];
    Table::new(t!("console-request-tickets"), columns).rows(rows).render()
}
