//! The refunds of an event: requests that wait, the policy, and its form.

use platform_auth::permission as may;
use platform_texts::t;
use platform_types::Money;
use platform_ui::{Button, Card, Choice, Column, EmptyState, Field, FieldErrors, Form, Icon, Markup, Moment, Table, html};

use super::form::{OWN, PolicyForm, ROWS};
use crate::console::access::Desk;
use crate::console::frame::{EventTab, Frame};
use crate::console::requests::Request;
use crate::readable::order_number;
use crate::refunds::{Policy, presets, words};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct RefundsPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// What it promises now.
    pub policy: &'a Policy,
    /// What stands in the form.
    pub form: &'a PolicyForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Requests that wait; none where the caller may not see orders.
    pub requests: Option<&'a [Request]>,
}

/// The page.
pub fn page(frame: &Frame, model: &RefundsPage<'_>) -> Markup {
    let main = html! {
        @if let Some(requests) = model.requests.filter(|r| !r.is_empty() || (model.policy.gives() && !model.policy.self_service)) { (Card::new(waiting(model, requests)).title(t!("console-policy-waiting")).flush()) }
        (Card::new(html! { ul class="consequences" { @for line in words(model.policy) { li { (line) } } } }).title(t!("console-policy-read")))
        @if model.desk.held.may(may::TICKETS_MANAGE) { (Card::new(form(model)).title(t!("console-policy-heading"))) }
    };
    frame.event_page(model.desk, EventTab::Refunds, main).render()
}

fn waiting(model: &RefundsPage<'_>, requests: &[Request]) -> Markup {
    let row = |r: &Request| {
        vec![
            html! { a class="figures-only" href={ "/console/orders/" (r.order) "/requests/" (r.id) } { (order_number(&r.number)) } },
            html! { (r.buyer_name) },
            html! { (r.tickets) },
            html! { span class="nowrap" { (Moment::short(r.created_at, model.desk.event.zone)) } },
            html! { (Money::new(r.amount_minor, model.desk.event.currency)) },
        ]
    };
    let columns = vec![
        Column::new(t!("console-policy-column-order")),
        Column::new(t!("console-policy-column-buyer")),
        Column::figures(t!("console-policy-column-tickets")),
        Column::new(t!("console-policy-column-asked")),
        Column::figures(t!("console-policy-column-amount")),
    ];
    Table::new(t!("console-policy-requests"), columns)
        .rows(requests.iter().map(row))
        .empty(EmptyState::new(Icon::Undo2, t!("console-policy-no-requests"), t!("console-policy-no-requests-help")))
        .render()
}

fn form(model: &RefundsPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let mut choices: Vec<Choice> = presets().into_iter().map(|(name, label, _)| Choice::new(name, label)).collect();
    choices.push(Choice::new(OWN, t!("console-policy-own")));
    let fields = html! {
        (Field::choices("preset", t!("console-policy-what"), choices).value(form.get("preset")).required().error(errors.of("preset")))
        fieldset class="own-rules" {
            legend { (t!("console-policy-own")) }
            p class="muted" { (t!("console-policy-own-help")) }
            @for n in 1..=ROWS { (row(form, errors, n)) }
        }
        (Field::checkbox("self_service", t!("console-policy-self-service"), !form.get("self_service").is_empty())
            .help(t!("console-policy-self-service-help")))
    };
    Form::post(format!("/console/events/{}/refunds", model.desk.event.id), fields)
        .errors(errors)
        .button(Button::submit(t!("console-policy-save")))
        .render()
}

fn row(form: &PolicyForm, errors: &FieldErrors, n: usize) -> Markup {
    let name = |what: &str| format!("{what}_{n}");
    let value = |what: &str| form.get(&name(what));
    let error = |what: &str| errors.of(&name(what)).map(str::to_owned);
    let units = vec![Choice::new("days", t!("console-policy-days")), Choice::new("hours", t!("console-policy-hours"))];
    let fees = vec![Choice::new("with", t!("console-policy-with-fees")), Choice::new("without", t!("console-policy-without-fees"))];
    html! {
        div class="form__row" {
            (Field::number(name("count"), t!("console-policy-rule", n = n).into_owned()).value(value("count")).min(0).error(error("count").as_deref()))
            (Field::select(name("unit"), t!("console-policy-unit"), units).value(if value("unit").is_empty() { "days" } else { value("unit") }).error(error("unit").as_deref()))
            (Field::number(name("percent"), t!("console-policy-percent")).value(value("percent")).suffix("%").min(0).max(100).error(error("percent").as_deref()))
            (Field::select(name("fees"), t!("console-policy-of"), fees).value(if value("fees").is_empty() { "with" } else { value("fees") }).error(error("fees").as_deref()))
        }
    }
}
