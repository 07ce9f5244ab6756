//! The fields of a code, for one, for many, and for one that is there.

use platform_texts::{Telling, in_zone, t};
use platform_types::Money;
use platform_ui::{Button, Card, Choice, Field, FieldErrors, Form, Markup, html};

use super::form::type_field;
use super::{CodeForm, Counter, EventChoice, Scope};
use crate::console::frame::Frame;
use crate::console::typed;

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// One new code.
    One,
    /// Many random ones.
    Many,
}

/// What the page of a new code shows.
#[derive(Clone, Copy, Debug)]
pub struct NewPage<'a> {
    /// Whose.
    pub counter: &'a Counter,
    /// Where it will count.
    pub scope: &'a Scope,
    /// What is typed.
    pub form: &'a CodeForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// One or many.
    pub purpose: Purpose,
}

/// The page of a new code, or of many.
pub fn page(frame: &Frame, model: &NewPage<'_>) -> Markup {
    let base = format!("/console/{}/codes", model.counter.place.slug);
    let (path, heading, button) = match model.purpose {
        Purpose::One => (format!("{base}/new"), t!("console-codes-new-heading"), t!("console-codes-create-one")),
        Purpose::Many => (format!("{base}/many"), t!("console-codes-many-heading"), t!("console-codes-create-many")),
    };
    let own = html! {
        @match model.purpose {
            Purpose::One => (Field::text("code", t!("console-codes-code")).value(&model.form.code).required().max_length(40).autocomplete("off").help(t!("console-codes-code-help")).error(model.errors.of("code"))),
            Purpose::Many => div class="form__row" {
                (Field::number("count", t!("console-codes-how-many")).value(&model.form.count).required().min(1).max(super::form::MOST_CODES).error(model.errors.of("count")))
                (Field::text("prefix", t!("console-codes-begin-with")).value(&model.form.prefix).max_length(20).autocomplete("off").help(t!("console-codes-begin-with-help")).error(model.errors.of("prefix")))
            },
        }
    };
    let main = html! {
        (Card::new(where_form(&path, model)).title(t!("console-codes-where")))
        (Form::post(path.as_str(), html! { (own) (fields(model.scope, model.form, model.errors)) })
            .errors(model.errors)
            .hidden("event", &model.form.event)
            .button(Button::submit(button).main())
            .button(Button::link(t!("console-codes-back"), base.as_str()).quiet()))
    };
    frame.page(Some(&model.counter.place), &base, &heading, main).trail(t!("console-codes-trail"), base.clone()).render()
}

/// Chosen first: which ticket types, whose clock and which currency follow from it.
fn where_form(path: &str, model: &NewPage<'_>) -> Markup {
    let mut choices = Vec::new();
    if model.counter.all_events() {
        choices.push(Choice::new("all", t!("console-codes-all-events")));
    }
    choices.extend(model.counter.events.iter().map(|e| Choice::new(e.id.to_string(), label(e))));
    let chosen = model.scope.event.as_ref().map_or_else(|| "all".to_owned(), |e| e.id.to_string());
    html! {
        form class="code-where" method="get" action=(path) {
            (Field::select("event", t!("console-codes-event"), choices).value(chosen).required())
            (Button::submit(t!("console-codes-choose")))
        }
    }
}

fn label(event: &EventChoice) -> String {
    match event.starts_at {
        Some(at) => format!("{}, {}", event.name, in_zone(at, event.zone, Telling::ShortDate)),
        None => event.name.clone(),
    }
}

/// All but the code itself.
pub fn fields(scope: &Scope, form: &CodeForm, errors: &FieldErrors) -> Markup {
    let kinds = vec![
        Choice::new("percent", t!("console-codes-percent")).hint(t!("console-codes-percent-hint")),
        Choice::new("fixed", t!("console-codes-fixed")),
        Choice::new("free", t!("console-codes-free")).hint(t!("console-codes-free-hint")),
        Choice::new("access", t!("console-codes-access")).hint(t!("console-codes-access-hint")),
    ];
    let currency = scope.currency;
    html! {
        div class="code-terms stack" {
            (Field::choices("kind", t!("console-codes-what"), kinds).value(&form.kind).required().error(errors.of("kind")))
            div class="code-terms__percent" { (Field::text("percent", t!("console-codes-percent-off")).value(&form.percent).required().suffix("%").error(errors.of("percent"))) }
            div class="code-terms__fixed" { (Field::money("amount", t!("console-codes-off-order"), currency).value(&form.amount).required().error(errors.of("amount"))) }
            div class="code-terms__free" { (Field::number("free_tickets", t!("console-codes-tickets-free")).value(&form.free_tickets).required().min(1).max(100).error(errors.of("free_tickets"))) }
        }
        (Field::checkbox("reveals", t!("console-codes-reveals"), !form.reveals.is_empty()).help(t!("console-codes-reveals-help")))
        (types(scope, form))
        h2 class="form__part" { (t!("console-codes-when")) }
        div class="form__row" {
            (Field::datetime_local("starts", t!("console-codes-from")).value(&form.starts).help(t!("console-codes-clock", zone = scope.zone.name()).into_owned()).error(errors.of("starts")))
            (Field::datetime_local("ends", t!("console-codes-until")).value(&form.ends).error(errors.of("ends")))
        }
        h2 class="form__part" { (t!("console-codes-limits")) }
        div class="form__row" {
            (Field::number("max_uses", t!("console-codes-max-uses")).value(&form.max_uses).min(1).help(t!("console-codes-max-uses-help")).error(errors.of("max_uses")))
            (Field::number("max_uses_per_buyer", t!("console-codes-per-buyer")).value(&form.max_uses_per_buyer).min(1).help(t!("console-codes-per-buyer-help")).error(errors.of("max_uses_per_buyer")))
        }
        div class="form__row" {
            (Field::money("min_spend", t!("console-codes-min-spend"), currency).value(&form.min_spend).help(t!("console-codes-min-spend-help")).error(errors.of("min_spend")))
            (Field::money("max_discount", t!("console-codes-max-discount"), currency).value(&form.max_discount).error(errors.of("max_discount")))
        }
        (Field::number("max_tickets", t!("console-codes-max-tickets")).value(&form.max_tickets).min(1).max(100).help(t!("console-codes-max-tickets-help")).error(errors.of("max_tickets")))
        (Field::text("note", t!("console-codes-note")).value(&form.note).max_length(200).help(t!("console-codes-note-help")).error(errors.of("note")))
    }
}

fn types(scope: &Scope, form: &CodeForm) -> Markup {
    if scope.types.is_empty() {
        return html! {};
    }
    html! {
        fieldset class="field field--choices" {
            legend class="field__label" { (t!("console-codes-only-types")) }
            p class="field__help" { (t!("console-codes-only-types-help")) }
            @for kind in &scope.types {
                @let name = type_field(kind.id);
                @let label = if kind.hidden { t!("console-codes-type-hidden", name = kind.name).into_owned() } else { kind.name.clone() };
                (Field::checkbox(name.as_str(), label, form.others.contains_key(&name)))
            }
        }
    }
}

/// When and how often, in one line; nothing where nothing is limited.
pub fn limits(row: &super::CodeRow, zone: platform_types::Zone) -> Vec<String> {
    let money = |minor| Money::new(minor, row.currency);
    let time = |at| typed::as_local(at, zone).replace('T', " ");
    let all = [
        row.starts_at.map(|at| t!("console-codes-limit-from", time = time(at)).into_owned()),
        row.ends_at.map(|at| t!("console-codes-limit-until", time = time(at)).into_owned()),
        row.max_uses_per_buyer.map(|n| t!("console-codes-limit-per-buyer", n = n).into_owned()),
        row.min_spend_minor.map(|minor| t!("console-codes-limit-min", money = money(minor)).into_owned()),
        row.max_discount_minor.map(|minor| t!("console-codes-limit-max", money = money(minor)).into_owned()),
        row.max_tickets.map(|n| t!("console-codes-limit-tickets", count = n).into_owned()),
    ];
    all.into_iter().flatten().collect()
}

/// What a code does, in words.
pub fn what(row: &super::CodeRow) -> String {
    let terms = row.terms.words(row.currency);
    if row.reveals && row.terms != crate::codes::Terms::Access { t!("console-codes-opens-too", terms = terms).into_owned() } else { terms }
}
