//! The list of places, with the form for a new one.

use commons::venues::VenueRow;
use platform_auth::permission as may;
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
        (Card::new(list(model)).title("Places").flush())
        @if !model.venues.is_empty() { (exports::links(&base, "venues", false)) }
        @if model.place.held.may(may::VENUES_MANAGE) {
            (Card::new(Form::post(base.as_str(), fields(model.form, model.errors)).errors(model.errors).button(Button::submit("Add place").icon(Icon::Plus)).render()).title("New place"))
        }
    };
    frame
        .page(Some(model.place), &base, "Places", main)
        .lead("Where your events happen. Each place has its own clock, and its plans.")
        .render()
}

fn list(model: &VenuesPage<'_>) -> Markup {
    let row = |v: &VenueRow| {
        vec![
            html! { a href={ "/console/venues/" (v.id) "/plans" } { (v.name) } },
            html! { (v.city) },
            html! { (v.timezone) },
            html! { @match v.capacity { Some(n) => (n), None => span class="muted" { "Not said" } } },
        ]
    };
    Table::new("Places", vec![Column::new("Name"), Column::new("Town"), Column::new("Time zone"), Column::figures("Holds")])
        .rows(model.venues.iter().map(row))
        .empty(EmptyState::new(
            Icon::Building2,
            "No places yet",
            "Add the first one below. Events need a place before they can be published.",
        ))
        .render()
}
