//! The page of a place's plans.

use commons::files::{Plan, PlanChange, size_in_words};
use platform_auth::permission as may;
use platform_storage::{FIELD, FORM_KEY, Purpose};
use platform_types::VenueId;
use platform_ui::{Button, Card, Dialog, EmptyState, Field, FieldErrors, Form, Icon, Markup, html};

use super::event_view::seen_by;
use crate::console::access::{Held, Place};
use crate::console::frame::Frame;

/// A place and what the caller holds at it.
#[derive(Clone, Debug)]
pub struct VenueDesk {
    /// Its id.
    pub id: VenueId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub place: Place,
    /// What the caller holds here.
    pub held: Held,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PlansPage<'a> {
    /// The place.
    pub desk: &'a VenueDesk,
    /// Its plans, as far as the caller may see them.
    pub plans: &'a [Plan],
    /// What is typed into the new one.
    pub said: &'a PlanChange,
    /// What makes a double click one upload.
    pub key: String,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// What is wrong with one that is there: `title-` and its id.
    pub of_one: &'a FieldErrors,
}

/// The page.
pub fn page(frame: &Frame, model: &PlansPage<'_>) -> Markup {
    let desk = model.desk;
    let venues = format!("/console/{}/venues", desk.place.slug);
    let main = html! {
        @if model.plans.is_empty() {
            (Card::new(html! { (EmptyState::new(Icon::MapPin, "No plans yet", "Seats, ways in and ways out: people find their place before they come, and your staff on the day.")) }))
        }
        (model.of_one.summary())
        @for plan in model.plans { (Card::new(shown(model, plan)).title(&plan.title)) }
        @if desk.held.may(may::VENUES_MANAGE) { (Card::new(add(model)).title("Add a plan")) }
    };
    frame
        .page(Some(&desk.place), &venues, &format!("Plans of {}", desk.name), main)
        .trail("Places", venues.clone())
        .lead("How the place is laid out: for everybody on the pages of its events, or for its staff alone.")
        .render()
}

fn shown(model: &PlansPage<'_>, plan: &Plan) -> Markup {
    let base = format!("/console/venues/{}/plans/{}", model.desk.id, plan.id);
    let (title, public, remove) = (format!("field-title-{}", plan.id), format!("field-public-{}", plan.id), format!("remove-{}", plan.id));
    html! {
        div class="stack" {
            @if let Some(picture) = &plan.picture {
                a class="files__picture" href=(plan.href) { (picture.clone().lazy().sizes("(max-width: 34rem) 100vw, 22rem")) }
            }
            p { a href=(plan.href) { "Open the plan" } " " span class="muted small" { (size_in_words(plan.size)) } " " (seen_by(plan)) }
            @if model.desk.held.may(may::VENUES_MANAGE) {
                form class="form" method="post" action=(base) novalidate {
                    (Field::text("title", "What it shows").id(title).value(&plan.title).required().max_length(120).error(model.of_one.of(&format!("title-{}", plan.id))))
                    (Field::checkbox("public", "Everybody may see it", plan.is_public).id(public))
                    div class="form__buttons" {
                        (Button::submit("Save"))
                        (Button::opens("Remove", remove.as_str()).danger().quiet())
                    }
                }
                (Dialog::confirm(remove.as_str(), "Remove the plan?", &format!("“{}” disappears from the pages of every event here and cannot be brought back.", plan.title), &format!("{base}/remove"), Button::submit("Remove").danger()))
            }
        }
    }
}

fn add(model: &PlansPage<'_>) -> Markup {
    let fields = html! {
        (Field::file(FIELD, "Plan", Purpose::Plan.accept()).required().help("PDF or picture (JPEG, PNG, WebP, GIF), at most 10 MB.").error(model.errors.of(FIELD)))
        (Field::text("title", "What it shows").value(&model.said.title).required().max_length(120).error(model.errors.of("title")))
        (Field::checkbox("public", "Everybody may see it", model.said.is_public).help("It then stands on the page of every event here."))
    };
    Form::upload(format!("/console/venues/{}/plans", model.desk.id), fields)
        .errors(model.errors)
        .hidden(FORM_KEY, &model.key)
        .button(Button::submit("Keep the plan").main().icon(Icon::Upload))
        .render()
}
