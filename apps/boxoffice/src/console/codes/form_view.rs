//! The fields of a code, for one, for many, and for one that is there.

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
        Purpose::One => (format!("{base}/new"), "New code", "Create code"),
        Purpose::Many => (format!("{base}/many"), "Many random codes", "Create codes"),
    };
    let own = html! {
        @match model.purpose {
            Purpose::One => (Field::text("code", "Code").value(&model.form.code).required().max_length(40).autocomplete("off").help("What people type. Capital and small letters are the same.").error(model.errors.of("code"))),
            Purpose::Many => div class="form__row" {
                (Field::number("count", "How many").value(&model.form.count).required().min(1).max(super::form::MOST_CODES).error(model.errors.of("count")))
                (Field::text("prefix", "Begin with").value(&model.form.prefix).max_length(20).autocomplete("off").help("Eight random letters and digits follow.").error(model.errors.of("prefix")))
            },
        }
    };
    let main = html! {
        (Card::new(where_form(&path, model)).title("Where it counts"))
        (Form::post(path.as_str(), html! { (own) (fields(model.scope, model.form, model.errors)) })
            .errors(model.errors)
            .hidden("event", &model.form.event)
            .button(Button::submit(button).main())
            .button(Button::link("Back to the codes", base.as_str()).quiet()))
    };
    frame.page(Some(&model.counter.place), &base, heading, main).trail("Codes", base.clone()).render()
}

/// Chosen first: which ticket types, whose clock and which currency follow from it.
fn where_form(path: &str, model: &NewPage<'_>) -> Markup {
    let mut choices = Vec::new();
    if model.counter.all_events() {
        choices.push(Choice::new("all", "All events, also future ones"));
    }
    choices.extend(model.counter.events.iter().map(|e| Choice::new(e.id.to_string(), label(e))));
    let chosen = model.scope.event.as_ref().map_or_else(|| "all".to_owned(), |e| e.id.to_string());
    html! {
        form class="code-where" method="get" action=(path) {
            (Field::select("event", "Event", choices).value(chosen).required())
            (Button::submit("Choose"))
        }
    }
}

fn label(event: &EventChoice) -> String {
    match event.starts_at {
        Some(at) => format!("{}, {}", event.name, event.zone.local(at).format("%-d %b %Y")),
        None => event.name.clone(),
    }
}

/// All but the code itself.
pub fn fields(scope: &Scope, form: &CodeForm, errors: &FieldErrors) -> Markup {
    let kinds = vec![
        Choice::new("percent", "Percent off").hint("Off the price of every ticket; fees and tax follow."),
        Choice::new("fixed", "An amount off the order"),
        Choice::new("free", "Free tickets").hint("The cheapest ones of the order."),
        Choice::new("access", "Nothing off").hint("It only opens hidden tickets."),
    ];
    let currency = scope.currency;
    html! {
        div class="code-terms stack" {
            (Field::choices("kind", "What it does", kinds).value(&form.kind).required().error(errors.of("kind")))
            div class="code-terms__percent" { (Field::text("percent", "Percent off").value(&form.percent).required().suffix("%").error(errors.of("percent"))) }
            div class="code-terms__fixed" { (Field::money("amount", "Off the order", currency).value(&form.amount).required().error(errors.of("amount"))) }
            div class="code-terms__free" { (Field::number("free_tickets", "Tickets free").value(&form.free_tickets).required().min(1).max(100).error(errors.of("free_tickets"))) }
        }
        (Field::checkbox("reveals", "Opens hidden tickets", !form.reveals.is_empty()).help("Tickets that nobody else is shown can be seen and bought with it."))
        (types(scope, form))
        h2 class="section-title" { "When" }
        div class="form__row" {
            (Field::datetime_local("starts", "From").value(&form.starts).help(format!("By the clock of {}.", scope.zone)).error(errors.of("starts")))
            (Field::datetime_local("ends", "Until").value(&form.ends).error(errors.of("ends")))
        }
        h2 class="section-title" { "Limits" }
        div class="form__row" {
            (Field::number("max_uses", "Uses in all").value(&form.max_uses).min(1).help("One order is one use.").error(errors.of("max_uses")))
            (Field::number("max_uses_per_buyer", "Uses per buyer").value(&form.max_uses_per_buyer).min(1).help("By account or e-mail address.").error(errors.of("max_uses_per_buyer")))
        }
        div class="form__row" {
            (Field::money("min_spend", "Tickets cost at least", currency).value(&form.min_spend).help("Together, fees not counted.").error(errors.of("min_spend")))
            (Field::money("max_discount", "Takes off at most", currency).value(&form.max_discount).error(errors.of("max_discount")))
        }
        (Field::number("max_tickets", "For at most so many tickets of an order").value(&form.max_tickets).min(1).max(100).help("The cheapest ones.").error(errors.of("max_tickets")))
        (Field::text("note", "Note").value(&form.note).max_length(200).help("For your own people.").error(errors.of("note")))
    }
}

fn types(scope: &Scope, form: &CodeForm) -> Markup {
    if scope.types.is_empty() {
        return html! {};
    }
    html! {
        fieldset class="field field--choices" {
            legend class="field__label" { "Only for these tickets" }
            p class="field__help" { "None ticked: for all of them." }
            @for kind in &scope.types {
                @let name = type_field(kind.id);
                @let label = if kind.hidden { format!("{} (hidden)", kind.name) } else { kind.name.clone() };
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
        row.starts_at.map(|at| format!("from {}", time(at))),
        row.ends_at.map(|at| format!("until {}", time(at))),
        row.max_uses_per_buyer.map(|n| format!("{n} per buyer")),
        row.min_spend_minor.map(|minor| format!("from {} on", money(minor))),
        row.max_discount_minor.map(|minor| format!("at most {} off", money(minor))),
        row.max_tickets.map(|n| if n == 1 { "for 1 ticket".to_owned() } else { format!("for {n} tickets") }),
    ];
    all.into_iter().flatten().collect()
}

/// What a code does, in words.
pub fn what(row: &super::CodeRow) -> String {
    let terms = row.terms.words(row.currency);
    if row.reveals && row.terms != crate::codes::Terms::Access { format!("{terms}, opens hidden tickets") } else { terms }
}
