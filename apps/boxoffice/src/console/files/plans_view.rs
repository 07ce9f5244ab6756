//! The page of a place's plans.

use commons::files::{Plan, PlanChange, size_in_words};
use platform_auth::permission as may;
use platform_storage::{FIELD, FORM_KEY, Purpose};
use platform_texts::t;
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
            (Card::new(html! { (EmptyState::new(Icon::MapPin, t!("console-plans-none"), t!("console-plans-none-help"))) }))
        }
        (model.of_one.summary())
        @for plan in model.plans { (Card::new(shown(model, plan)).title(&plan.title)) }
        @if desk.held.may(may::VENUES_MANAGE) { (Card::new(add(model)).title(t!("console-plans-add"))) }
    };
    frame
        .page(Some(&desk.place), &venues, &t!("console-plans-heading", venue = desk.name), main)
        .trail(t!("console-plans-trail"), venues.clone())
        .lead(t!("console-plans-lead"))
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
            p { a href=(plan.href) { (t!("console-plans-open")) } " " span class="muted small" { (size_in_words(plan.size)) } " " (seen_by(plan)) }
            @if model.desk.held.may(may::VENUES_MANAGE) {
                form class="form" method="post" action=(base) novalidate {
                    (Field::text("title", t!("console-plans-title")).id(title).value(&plan.title).required().max_length(120).error(model.of_one.of(&format!("title-{}", plan.id))))
                    (Field::checkbox("public", t!("console-plans-public"), plan.is_public).id(public))
                    div class="form__buttons" {
                        (Button::submit(t!("console-plans-save")))
                        (Button::opens(t!("console-plans-remove"), remove.as_str()).danger().quiet())
                    }
                }
                (Dialog::confirm(remove.as_str(), t!("console-plans-remove-question"), &t!("console-plans-remove-says", title = plan.title), &format!("{base}/remove"), Button::submit(t!("console-plans-remove")).danger()))
            }
        }
    }
}

fn add(model: &PlansPage<'_>) -> Markup {
    let fields = html! {
        (Field::file(FIELD, t!("console-plans-file"), Purpose::Plan.accept()).required().help(t!("console-plans-file-help")).error(model.errors.of(FIELD)))
        (Field::text("title", t!("console-plans-title")).value(&model.said.title).required().max_length(120).error(model.errors.of("title")))
        (Field::checkbox("public", t!("console-plans-public"), model.said.is_public).help(t!("console-plans-public-help")))
    };
    Form::upload(format!("/console/venues/{}/plans", model.desk.id), fields)
        .errors(model.errors)
        .hidden(FORM_KEY, &model.key)
        .button(Button::submit(t!("console-plans-keep")).main().icon(Icon::Upload))
        .render()
}
