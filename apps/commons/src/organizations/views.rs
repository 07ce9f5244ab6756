//! The list of organizations, and the form that founds one.

use platform_auth::organizations::Organization;
use platform_http::FieldFault;
use platform_texts::t;
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
            html! { a href={ "/console/" (o.slug) "/events" } { (t!("list-events")) } },
        ]
    };
    let new = || {
        let (label, href) =
            if founding.is_open() { (t!("found-title"), "/organizations/new") } else { (t!("apply-title"), "/organizers/apply") };
        Button::link(label, href).icon(Icon::Plus)
    };
    let begin = if founding.is_open() { t!("list-begin-found") } else { t!("list-begin-apply") };
    let table = Table::new(
        t!("list-title"),
        vec![Column::new(t!("house-name")), Column::new(t!("house-zone")), Column::new(t!("house-currency")), Column::new(t!("list-work"))],
    )
    .rows(organizations.iter().map(row))
    .empty(EmptyState::new(Icon::Building2, t!("list-none"), begin).action(new().main()));
    let main = html! {
        @if founding.decides && (founding.needs_approval || founding.waiting > 0) {
            (Banner::new(if founding.waiting > 0 { Tone::Care } else { Tone::Note }, waiting_words(founding.waiting)).link(t!("list-see-applications"), "/organizers/applications"))
        }
        (table)
    };
    frame.page(None, "/organizations", &t!("list-title"), main).action(new()).render()
}

fn waiting_words(waiting: usize) -> String {
    t!("list-waiting", count = waiting).into_owned()
}

/// What an organization is called and where it is, as founding and applying both ask it.
pub(super) fn house_fields(form: &FoundForm, errors: &FieldErrors) -> Markup {
    let currencies = Currency::all().map(|c| Choice::new(c.code(), c.code())).collect();
    html! {
        (Field::text("name", t!("house-name")).value(&form.name).required().max_length(200).autocomplete("organization").error(errors.of("name")))
        (Field::text("slug", t!("house-slug")).value(&form.slug).max_length(60).help(t!("house-slug-help")).error(errors.of("slug")))
        div class="form__row" {
            (Field::text("zone", t!("house-zone")).value(&form.zone).required().help(t!("house-zone-help")).error(errors.of("zone")))
            (Field::select("currency", t!("house-currency"), currencies).value(&form.currency).required().help(t!("house-currency-help")).error(errors.of("currency")))
        }
    }
}

/// The form that founds one.
pub(super) fn form(frame: &Frame, form: &FoundForm, faults: &[FieldFault]) -> Markup {
    let errors = errors_of(faults);
    let fields = Card::new(house_fields(form, &errors));
    let form = Form::post("/organizations/new", fields.render())
        .errors(&errors)
        .button(Button::submit(t!("found-do")).main().large())
        .button(Button::link(t!("cancel"), "/organizations").quiet());
    frame
        .page(None, "/organizations", &t!("found-title"), form.render())
        .trail(t!("list-title"), "/organizations")
        .lead(t!("found-lead"))
        .render()
}
