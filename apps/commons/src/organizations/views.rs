//! The list of organizations, and the form that founds one.

use platform_auth::organizations::Organization;
use platform_http::FieldFault;
use platform_types::Currency;
use platform_ui::{Banner, Button, Card, Choice, Column, EmptyState, Field, FieldErrors, Form, Icon, Markup, Table, Tone, html};

use super::Frame;
use super::applications::Founding;
use super::found::FoundForm;

/// Mistakes as pages show them: sentences, beside their fields.
pub(super) fn errors_of(faults: &[FieldFault]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for fault in faults {
        errors.add(fault.field.clone(), fault.sentence());
    }
    errors
}

/// Which ones one belongs to.
pub(super) fn list(frame: &Frame, organizations: &[Organization], founding: Founding) -> Markup {
    let row = |o: &Organization| {
        vec![
            html! { a href={ "/organizations/" (o.slug) } { (o.name) } },
            html! { (o.timezone) },
            html! { (o.currency) },
            html! { a href={ "/console/" (o.slug) "/events" } { "Events" } },
        ]
    };
    let new = || {
        let (label, href) =
            if founding.is_open() { ("Found an organization", "/organizations/new") } else { ("Become an organizer", "/organizers/apply") };
        Button::link(label, href).icon(Icon::Plus)
    };
    let begin = if founding.is_open() {
        "Found one to put on events, or ask somebody who runs one to invite you."
    } else {
        "Apply to put on events here, or ask somebody who runs one to invite you."
    };
    let table =
        Table::new("Organizations", vec![Column::new("Name"), Column::new("Time zone"), Column::new("Currency"), Column::new("Work")])
            .rows(organizations.iter().map(row))
            .empty(EmptyState::new(Icon::Building2, "You belong to no organization yet", begin).action(new().main()));
    let main = html! {
        @if founding.decides && (founding.needs_approval || founding.waiting > 0) {
            (Banner::new(if founding.waiting > 0 { Tone::Care } else { Tone::Note }, waiting_words(founding.waiting)).link("See applications", "/organizers/applications"))
        }
        (table)
    };
    frame.page(None, "/organizations", "Organizations", main).action(new()).render()
}

fn waiting_words(waiting: usize) -> String {
    match waiting {
        0 => "No application waits for a decision.".to_owned(),
        1 => "One application waits for a decision.".to_owned(),
        n => format!("{n} applications wait for a decision."),
    }
}

/// What an organization is called and where it is, as founding and applying both ask it.
pub(super) fn house_fields(form: &FoundForm, errors: &FieldErrors) -> Markup {
    let currencies = Currency::all().map(|c| Choice::new(c.code(), c.code())).collect();
    html! {
        (Field::text("name", "Name").value(&form.name).required().max_length(200).autocomplete("organization").error(errors.of("name")))
        (Field::text("slug", "Short name for addresses").value(&form.slug).max_length(60).help("Small letters, digits and dashes, such as lantern-house. Made of the name if you leave it empty.").error(errors.of("slug")))
        div class="form__row" {
            (Field::text("zone", "Time zone").value(&form.zone).required().help("A name like Europe/Berlin. Places can have their own.").error(errors.of("zone")))
            (Field::select("currency", "Currency", currencies).value(&form.currency).required().help("New events are priced in it unless you choose another.").error(errors.of("currency")))
        }
    }
}

/// The form that founds one.
pub(super) fn form(frame: &Frame, form: &FoundForm, faults: &[FieldFault]) -> Markup {
    let errors = errors_of(faults);
    let fields = Card::new(house_fields(form, &errors));
    let form = Form::post("/organizations/new", fields.render())
        .errors(&errors)
        .button(Button::submit("Found it").main().large())
        .button(Button::link("Cancel", "/organizations").quiet());
    frame
        .page(None, "/organizations", "Found an organization", form.render())
        .trail("Organizations", "/organizations")
        .lead("You own it, and can invite others.")
        .render()
}
