//! The form of an event, for a new one and for changing one.

use commons::venues::VenueRow;
use platform_types::{Currency, EventId};
use platform_ui::{Banner, Button, Card, Category, Choice, Column, Field, FieldErrors, Form, Icon, Markup, Table, Tone, html};

use super::setup::{self, Step};
use super::{AGREED, Change, EventForm, LANGUAGES, Move, NEW_VENUE, Part, Requirement, VISIBILITIES, notes_fields};
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
                .button(Button::submit(SAVE_AND_GO_ON).main().large().icon_after(Icon::ArrowRight))
                .button(Button::link("Cancel", events.clone()).quiet());
            setup::first(frame, model.place, form.render())
        }
        Purpose::Edit { desk, version, was, changes, moves } => {
            let step = Step::of_part(model.part);
            let action = step.map_or_else(|| format!("/console/events/{}/edit", desk.event.id), |step| step.href(desk.event.id));
            // First, so that the enter key never confirms.
            let save = match step {
                Some(_) => Button::submit(SAVE_AND_GO_ON).icon_after(Icon::ArrowRight),
                None => Button::submit("Save"),
            };
            let mut form = Form::post(action, fields(model))
                .errors(model.errors)
                .hidden("version", version.to_string())
                .hidden("was", was)
                .button(save.main().large());
            if let Some(moves) = moves {
                form = form.button(Button::submit(CHANGE_ANYWAY).danger().large().named(AGREED, &moves.answer));
            }
            if let Some(step) = step {
                let main = html! { (quarrel("this event", changes)) @if let Some(moves) = moves { (asks(moves)) } (form.button(setup::back(desk, step))) };
                return setup::page(frame, desk, step, model.lacking, main);
            }
            let form = form.button(Button::link("Cancel", format!("/console/events/{}", desk.event.id)).quiet());
            frame
                .event_page(
                    desk,
                    EventTab::Edit,
                    html! { (quarrel("this event", changes)) @if let Some(moves) = moves { (asks(moves)) } (form) },
                )
                .render()
        }
    }
}

/// The main action of every step.
pub(super) const SAVE_AND_GO_ON: &str = "Save and go on";
const CHANGE_ANYWAY: &str = "Change it all the same";

/// What the change means for those who hold tickets, above the form that can still be corrected.
fn asks(moves: &Move) -> Markup {
    let says = format!("Nothing is saved yet. {} If you mean it, press “{CHANGE_ANYWAY}” below the form.", moves.says);
    Banner::new(Tone::Care, says).render()
}

/// What somebody else changed meanwhile, above the form that holds both people's work.
pub fn quarrel(what: &str, changes: &[Change]) -> Markup {
    let shown = |text: &str| html! { @if text.is_empty() { span class="muted" { "Empty" } } @else { span class="as-typed" { (text) } } };
    let columns = vec![Column::new("Field"), Column::new("When you opened it"), Column::new("Now"), Column::new("In the form below")];
    let row = |c: &Change| {
        vec![
            html! { (c.label) },
            shown(&c.was),
            shown(&c.now),
            c.yours.as_ref().map_or_else(|| html! { "As it is now" }, |yours| html! { "Yours: " (shown(yours)) }),
        ]
    };
    html! {
        @if !changes.is_empty() {
            (Banner::new(Tone::Care, format!("Somebody else changed {what} since you opened it. Nothing is saved yet: look at what changed, correct the form if need be, and save again.")))
            (Card::new(Table::new("What changed meanwhile", columns).rows(changes.iter().map(row)).render()).title("What changed meanwhile").flush())
        }
    }
}

fn fields(model: &EventFormPage<'_>) -> Markup {
    let shows = |part| model.part == Part::Whole || model.part == part;
    html! {
        @if shows(Part::What) { (Card::new(about(model)).title("What it is")) }
        @if shows(Part::Where) { (Card::new(when_and_where(model)).title("Where and when")) }
        @if shows(Part::Who) { (Card::new(who(model)).title("Who may come")) }
        @if model.part == Part::Whole { (Card::new(notes_fields(&model.form.notes, model.errors)).title("What people should know")) }
    }
}

fn about(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let mut languages: Vec<Choice> = LANGUAGES.iter().map(|(tag, name)| Choice::new(*tag, *name)).collect();
    if !form.other_lang.is_empty() && !LANGUAGES.iter().any(|(tag, _)| *tag == form.other_lang) {
        languages.push(Choice::new(&form.other_lang, &form.other_lang));
    }
    let mut categories: Vec<Choice> = Category::ALL.iter().map(|c| Choice::new(c.slug(), category_name(*c))).collect();
    if !form.category.is_empty() && !Category::ALL.iter().any(|c| c.slug() == form.category) {
        categories.push(Choice::new(&form.category, &form.category));
    }
    html! {
        (Field::text("title", "Title").value(&form.title).required().max_length(300).error(errors.of("title")))
        div class="form__row" {
            (Field::text("other_title", "Title in a second language").value(&form.other_title).max_length(300).error(errors.of("other_title")))
            (Field::select("other_lang", "Language of the second title", languages).value(&form.other_lang).error(errors.of("other_lang")))
        }
        (Field::select("category", "Category", categories).value(&form.category).error(errors.of("category")))
        (Field::text("presenter", "Presented by").value(&form.presenter).max_length(500).error(errors.of("presenter")))
        (Field::textarea("description", "Description").value(&form.description).rows(8).max_length(20_000).help("Blank lines make paragraphs.").error(errors.of("description")))
        @match model.purpose {
            Purpose::New { .. } => (new_only(model)),
            Purpose::Edit { desk, .. } => p class="muted" { "Titles and stories in more languages stand on " a href={ "/console/events/" (desk.event.id) "/languages" } { "a page of their own" } "." },
        }
    }
}

fn when_and_where(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let mut choices: Vec<Choice> = model.venues.iter().map(|v| Choice::new(v.id.to_string(), venue_line(v))).collect();
    choices.push(Choice::new(NEW_VENUE, "A new place, described below"));
    let time = |name: &str, label: &str, value: &str| Field::datetime_local(name, label).value(value).error(errors.of(name));
    html! {
        (Field::select("venue", "Place", choices).value(&form.venue).help("All times below are told by the clock of this place.").error(errors.of("venue")))
        div class="new-place stack stack--tight" role="group" aria-labelledby="new-place" {
            p id="new-place" { strong { "The new place" } span class="muted small" { " It is added to your places." } }
            (venue_fields(&form.place, errors))
        }
        div class="form__row" {
            (time("starts", "Start", &form.starts))
            (time("ends", "End", &form.ends))
            (time("doors", "Doors", &form.doors))
        }
    }
}

fn who(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let visibility = VISIBILITIES.iter().map(|(value, label, hint)| Choice::new(*value, *label).hint(*hint)).collect();
    html! {
        (Field::choices("visibility", "Who may find it", visibility).value(&form.visibility).required().error(errors.of("visibility")))
        (Field::text("age_limit", "Age limit").value(&form.age_limit).max_length(500).help("In words, such as “From 6 years” or “18 and over”.").error(errors.of("age_limit")))
    }
}

/// What only a new event says; what its later steps ask for is sent along.
fn new_only(model: &EventFormPage<'_>) -> Markup {
    let (form, errors) = (model.form, model.errors);
    let currencies = Currency::all().map(|c| Choice::new(c.code(), c.code())).collect();
    html! {
        (Field::select("currency", "Currency of all prices", currencies).value(&form.currency).required().help("Cannot be changed later.").error(errors.of("currency")))
        @if model.part == Part::What { input type="hidden" name="visibility" value=(form.visibility); }
        @if !form.capacity.is_empty() { input type="hidden" name="capacity" value=(form.capacity); }
    }
}

fn venue_line(venue: &VenueRow) -> String {
    let zone = venue.timezone.rsplit_once('/').map_or(venue.timezone.as_str(), |(_, place)| place).replace('_', " ");
    if venue.city.is_empty() { format!("{} ({zone} time)", venue.name) } else { format!("{}, {} ({zone} time)", venue.name, venue.city) }
}

/// A category as people read it.
pub fn category_name(category: Category) -> &'static str {
    category.label()
}
