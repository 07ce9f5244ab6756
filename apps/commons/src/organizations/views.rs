//! The list of organizations, and the form that founds one.

use platform_auth::organizations::Organization;
use platform_http::FieldFault;
use platform_types::Currency;
use platform_ui::{Button, Card, Choice, Column, EmptyState, Field, FieldErrors, Form, Icon, Markup, Table, html};

use super::Frame;
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
pub(super) fn list(frame: &Frame, organizations: &[Organization]) -> Markup {
    let row = |o: &Organization| {
        vec![
            html! { a href={ "/organizations/" (o.slug) } { (o.name) } },
            html! { (o.timezone) },
            html! { (o.currency) },
            html! { a href={ "/console/" (o.slug) "/events" } { "Events" } },
        ]
    };
    let new = || Button::link("Found an organization", "/organizations/new").icon(Icon::Plus);
    let table =
        Table::new("Organizations", vec![Column::new("Name"), Column::new("Time zone"), Column::new("Currency"), Column::new("Work")])
            .rows(organizations.iter().map(row))
            .empty(
                EmptyState::new(
                    Icon::Building2,
                    "You belong to no organization yet",
                    "Found one to put on events, or ask somebody who runs one to invite you.",
                )
                .action(new().main()),
            );
    frame.page(None, "/organizations", "Organizations", table.render()).action(new()).render()
}

/// The form that founds one.
pub(super) fn form(frame: &Frame, form: &FoundForm, faults: &[FieldFault]) -> Markup {
    let errors = errors_of(faults);
    let currencies = Currency::all().map(|c| Choice::new(c.code(), c.code())).collect();
    let fields = Card::new(html! {
        (Field::text("name", "Name").value(&form.name).required().max_length(200).autocomplete("organization").error(errors.of("name")))
        (Field::text("slug", "Short name for addresses").value(&form.slug).max_length(60).help("Small letters, digits and dashes, such as lantern-house. Made of the name if you leave it empty.").error(errors.of("slug")))
        div class="form__row" {
            (Field::text("zone", "Time zone").value(&form.zone).required().help("A name like Europe/Berlin. Places can have their own.").error(errors.of("zone")))
            (Field::select("currency", "Currency", currencies).value(&form.currency).required().help("New events are priced in it unless you choose another.").error(errors.of("currency")))
        }
    });
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
