//! The list of places, with the form for a new one.

use commons::venues::VenueRow;
use platform_auth::permission as may;
use platform_texts::t;
use platform_ui::{Button, Card, Column, EmptyState, FieldErrors, Form, Icon, Markup, Table, html};

use super::{VenueForm, fields};
use crate::console::access::Place;
use crate::console::exports;
use crate::console::frame::Frame;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct VenuesPage<'a> {
    /// Whose places.
    pub place: &'a Place,
    /// The places.
    pub venues: &'a [VenueRow],
    /// What is typed into the new one.
    pub form: &'a VenueForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
}

/// The page.
pub fn page(frame: &Frame, model: &VenuesPage<'_>) -> Markup {
    let base = format!("/console/{}/venues", model.place.slug);
    let main = html! {
        (Card::new(list(model)).title(t!("console-venues-card")).flush())
        @if !model.venues.is_empty() { (exports::links(&base, "venues", false)) }
        @if model.place.held.may(may::VENUES_MANAGE) {
            (Card::new(Form::post(base.as_str(), fields(model.form, model.errors)).errors(model.errors).button(Button::submit(t!("console-venues-add")).icon(Icon::Plus)).render()).title(t!("console-venues-new")))
        }
    };
    frame.page(Some(model.place), &base, &t!("console-venues-heading"), main).lead(t!("console-venues-lead")).render()
}

fn list(model: &VenuesPage<'_>) -> Markup {
    let row = |v: &VenueRow| {
        vec![
            html! { a href={ "/console/venues/" (v.id) "/plans" } { (v.name) } },
            html! { (v.city) },
            html! { (v.timezone) },
            html! { @match v.capacity { Some(n) => (n), None => span class="muted" { (t!("console-venues-not-said")) } } },
        ]
    };
    Table::new(
        t!("console-venues-caption"),
        vec![
            Column::new(t!("console-venues-column-name")),
            Column::new(t!("console-venues-column-city")),
            Column::new(t!("console-venues-column-zone")),
            Column::figures(t!("console-venues-column-holds")),
        ],
    )
    .rows(model.venues.iter().map(row))
    .empty(EmptyState::new(Icon::Building2, t!("console-venues-none"), t!("console-venues-none-help")))
    .render()
}
