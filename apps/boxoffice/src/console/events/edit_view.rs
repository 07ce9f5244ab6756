//! The form of an event, for a new one and for changing one.

use std::borrow::Cow;

use commons::venues::VenueRow;
use platform_texts::{t, t_html};
use platform_types::{Currency, EventId};
use platform_ui::{Banner, Button, Card, Category, Choice, Column, Field, FieldErrors, Form, Icon, Markup, Table, Tone, html};

use super::setup::{self, Step};
use super::{
    AGREED, Change, EventForm, Move, NEW_VENUE, Part, Requirement, VISIBILITIES, language_choices, language_name, notes_fields,
    visibility_hint, visibility_name,
};
use crate::console::access::{Desk, Place};
use crate::console::frame::{EventTab, Frame};
use crate::console::venues::fields as venue_fields;

/// What the form is for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose<'a> {
    /// A new event.
    New {
        /// Its id: the same form sent twice makes one event.
        id: EventId,
    },
    /// One that is there.
    Edit {
        /// The event.
        desk: &'a Desk,
        /// The version the form shows.
        version: i32,
        /// What the form said when it was opened.
        was: &'a str,
        /// What somebody else changed meanwhile.
        changes: &'a [Change],
        /// What it would move, asked before it is done.
        moves: Option<&'a Move>,
    },
}

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct EventFormPage<'a> {
    /// Whose event.
    pub place: &'a Place,
    /// Places to choose from.
    pub venues: &'a [VenueRow],
    /// What is typed.
    pub form: &'a EventForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Which of its parts.
    pub part: Part,
    /// What is missing before it can be published, where the page says so.
    pub lacking: &'a [Requirement],
    /// New or not.
    pub purpose: Purpose<'a>,
}

/// The page.
pub fn page(frame: &Frame, model: &EventFormPage<'_>) -> Markup {
    let events = format!("/console/{}/events", model.place.slug);
    match model.purpose {
        Purpose::New { id } => {
            let form = Form::post(format!("{events}/new"), fields(model))
                .errors(model.errors)
                .hidden("draft", id.to_string())
                .button(Button::submit(save_and_go_on()).main().large().icon_after(Icon::ArrowRight))
                .button(Button::link(t!("console-edit-cancel"), events.clone()).quiet());
            setup::first(frame, model.place, form.render())
        }
        Purpose::Edit { desk, version, was, changes, moves } => {
            let step = Step::of_part(model.part);
            let action = step.map_or_else(|| format!("/console/events/{}/edit", desk.event.id), |step| step.href(desk.event.id));
            // First, so that the enter key never confirms.
            let save = match step {
                Some(_) => Button::submit(save_and_go_on()).icon_after(Icon::ArrowRight),
                None => Button::submit(t!("console-edit-save")),
            };
            let mut form = Form::post(action, fields(model))
                .errors(model.errors)
                .hidden("version", version.to_string())
                .hidden("was", was)
                .button(save.main().large());
            if let Some(moves) = moves {
                form = form.button(Button::submit(change_anyway()).danger().large().named(AGREED, &moves.answer));
            }
            if let Some(step) = step {
                let main = html! { (quarrel(t!("console-quarrel-event"), changes)) @if let Some(moves) = moves { (asks(moves)) } (form.button(setup::back(desk, step))) };
                return setup::page(frame, desk, step, model.lacking, main);
            }
            let form = form.button(Button::link(t!("console-edit-cancel"), format!("/console/events/{}", desk.event.id)).quiet());
            frame
                .event_page(
                    desk,
                    EventTab::Edit,
                    html! { (quarrel(t!("console-quarrel-event"), changes)) @if let Some(moves) = moves { (asks(moves)) } (form) },
                )
                .render()
        }
    }
}

/// The main action of every step.
pub(super) fn save_and_go_on() -> Cow<'static, str> {
    t!("console-edit-go-on")
}

fn change_anyway() -> Cow<'static, str> {
    t!("console-edit-anyway")
}

/// What the change means for those who hold tickets, above the form that can still be corrected.
fn asks(moves: &Move) -> Markup {
    let says = t!("console-edit-asks", says = moves.says, button = change_anyway());
    Banner::new(Tone::Care, says).render()
}

/// What somebody else changed meanwhile, above the form that holds both people's work.
pub fn quarrel(says: impl Into<String>, changes: &[Change]) -> Markup {
    let shown = |text: &str| html! { @if text.is_empty() { span class="muted" { (t!("console-quarrel-empty")) } } @else { span class="as-typed" { (text) } } };
    let columns = vec![
        Column::new(t!("console-quarrel-field")),
        Column::new(t!("console-quarrel-before")),
        Column::new(t!("console-quarrel-now")),
        Column::new(t!("console-quarrel-below")),
    ];
    let row = |c: &Change| {
        vec![
            html! { (c.label) },
            shown(&c.was),
            shown(&c.now),
            c.yours
                .as_ref()
                .map_or_else(|| html! { (t!("console-quarrel-as-now")) }, |yours| t_html!("console-quarrel-yours", yours = shown(yours))),
        ]
    };
    html! {
        @if !changes.is_empty() {
            (Banner::new(Tone::Care, says))
            (Card::new(Table::new(t!("console-quarrel-changed"), columns).rows(changes.iter().map(row)).render()).title(t!("console-quarrel-changed")).flush())
        }
    }
}

fn fields(model: &EventFormPage<'_>) -> Markup {
    let shows = |part| model.part == Part::Whole || model.part == part;
    html! {
        @if shows(Part::What) { (Card::new(about(model)).title(t!("console-edit-what"))) }
        @if shows(Part::Where) { (Card::new(when_and_where(model)).title(t!("console-edit-where"))) }
        @if shows(Part::Who) { (Card::new(who(model)).title(t!("console-edit-who"))) }
        @if model.part == Part::Whole { (Card::new(notes_fields(&model.form.notes, model.errors)).title(t!("console-edit-notes"))) }
    }
}

fn about(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let mut languages = language_choices();
    if !form.other_lang.is_empty() && language_name(&form.other_lang).is_none() {
        languages.push(Choice::new(&form.other_lang, &form.other_lang));
    }
    let mut categories: Vec<Choice> = Category::ALL.iter().map(|c| Choice::new(c.slug(), category_name(*c))).collect();
    if !form.category.is_empty() && !Category::ALL.iter().any(|c| c.slug() == form.category) {
        categories.push(Choice::new(&form.category, &form.category));
    }
    html! {
        (Field::text("title", t!("console-edit-title")).value(&form.title).required().max_length(300).error(errors.of("title")))
        div class="form__row" {
            (Field::text("other_title", t!("console-edit-other-title")).value(&form.other_title).max_length(300).error(errors.of("other_title")))
            (Field::select("other_lang", t!("console-edit-other-lang"), languages).value(&form.other_lang).error(errors.of("other_lang")))
        }
        (Field::select("category", t!("console-edit-category"), categories).value(&form.category).error(errors.of("category")))
        (Field::text("presenter", t!("console-edit-presenter")).value(&form.presenter).max_length(500).error(errors.of("presenter")))
        (Field::textarea("description", t!("console-edit-description")).value(&form.description).rows(8).max_length(20_000).help(t!("console-edit-description-help")).error(errors.of("description")))
        @match model.purpose {
            Purpose::New { .. } => (new_only(model)),
            Purpose::Edit { desk, .. } => {
                @let page = html! { a href={ "/console/events/" (desk.event.id) "/languages" } { (t!("console-edit-languages-page")) } };
                p class="muted" { (t_html!("console-edit-languages", page = page)) }
            },
        }
    }
}

fn when_and_where(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let mut choices: Vec<Choice> = model.venues.iter().map(|v| Choice::new(v.id.to_string(), venue_line(v))).collect();
    choices.push(Choice::new(NEW_VENUE, t!("console-edit-new-venue")));
    let time = |name: &str, label: Cow<'static, str>, value: &str| Field::datetime_local(name, label).value(value).error(errors.of(name));
    html! {
        (Field::select("venue", t!("console-edit-venue"), choices).value(&form.venue).help(t!("console-edit-venue-help")).error(errors.of("venue")))
        div class="new-place stack stack--tight" role="group" aria-labelledby="new-place" {
            p id="new-place" { strong { (t!("console-edit-venue-new")) } span class="muted small" { " " (t!("console-edit-venue-new-help")) } }
            (venue_fields(&form.place, errors))
        }
        div class="form__row" {
            (time("starts", t!("console-edit-starts"), &form.starts))
            (time("ends", t!("console-edit-ends"), &form.ends))
            (time("doors", t!("console-edit-doors"), &form.doors))
        }
    }
}

fn who(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let visibility =
        VISIBILITIES.into_iter().map(|value| Choice::new(value, visibility_name(value)).hint(visibility_hint(value))).collect();
    html! {
        (Field::choices("visibility", t!("console-edit-visibility"), visibility).value(&form.visibility).required().error(errors.of("visibility")))
        (Field::text("age_limit", t!("console-edit-age-limit")).value(&form.age_limit).max_length(500).help(t!("console-edit-age-limit-help")).error(errors.of("age_limit")))
    }
}

/// What only a new event says; what its later steps ask for is sent along.
fn new_only(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let currencies = Currency::all().map(|c| Choice::new(c.code(), c.code())).collect();
    html! {
        (Field::select("currency", t!("console-edit-currency"), currencies).value(&form.currency).required().help(t!("console-edit-currency-help")).error(errors.of("currency")))
        @if model.part == Part::What { input type="hidden" name="visibility" value=(form.visibility); }
        @if !form.capacity.is_empty() { input type="hidden" name="capacity" value=(form.capacity); }
    }
}

fn venue_line(venue: &VenueRow) -> String {
    let zone = venue.timezone.rsplit_once('/').map_or(venue.timezone.as_str(), |(_, place)| place).replace('_', " ");
    if venue.city.is_empty() {
        t!("console-edit-venue-line", name = venue.name, zone = zone).into_owned()
    } else {
        t!("console-edit-venue-line-city", name = venue.name, city = venue.city, zone = zone).into_owned()
    }
}

/// A category as people read it.
pub fn category_name(category: Category) -> std::borrow::Cow<'static, str> {
    category.label()
}
