//! The running order as its organizer works on it, and the form of one item.

use chrono::NaiveDate;
use commons::programme::{Entry, ProgrammeItem};
use platform_auth::permission as may;
use platform_types::Timestamp;
use platform_ui::{
    Badge, Banner, Button, Card, Chip, Choice, Column, Dialog, EmptyState, Field, FieldErrors, Filters, Form, Icon, Markup, Table, Toast,
    Tone, html,
};

use super::ItemForm;
use crate::console::access::Desk;
use crate::console::events::LANGUAGES;
use crate::console::exports;
use crate::console::frame::{EventTab, Frame};
use crate::shop::{day_name, day_of};

/// What the list shows.
#[derive(Clone, Copy, Debug)]
pub struct ProgrammePage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// All of its items.
    pub entries: &'a [Entry],
    /// Which day is looked at; the first one where this is none of them.
    pub day: &'a str,
    /// Why the last button did nothing.
    pub refused: Option<&'a str>,
}

/// Items without a time.
const OPEN: &str = "open";

/// The list.
pub fn page(frame: &Frame, model: &ProgrammePage<'_>) -> Markup {
    let base = format!("/console/events/{}/programme", model.desk.event.id);
    let edits = model.desk.held.may(may::EVENTS_EDIT);
    let days = days(model);
    let here = days.iter().find(|(day, _)| day == model.day).or(days.first()).map(|(day, _)| day.clone()).unwrap_or_default();
    let shown: Vec<&Entry> = model.entries.iter().filter(|entry| key(model, entry) == here).collect();
    let main = html! {
        @if let Some(why) = model.refused { (Toast::bad(why).flash()) }
        (state(model, edits, &base))
        @if days.len() > 1 { (chips(model, &days, &here, &base)) }
        (Card::new(list(model, &shown, edits, &base)).title("Running order").flush())
        @if !model.entries.is_empty() { (exports::links(&base, "programme", true)) }
    };
    let page = frame.event_page(model.desk, EventTab::Programme, main);
    if edits { page.action(Button::link("Add item", format!("{base}/new")).main().icon(Icon::Plus)).render() } else { page.render() }
}

/// The day an item is listed under.
fn key(model: &ProgrammePage<'_>, entry: &Entry) -> String {
    entry.starts_at.map_or_else(|| OPEN.to_owned(), |at| day_of(at, model.desk.event.zone).to_string())
}

/// The days there are, each with how many items it has.
fn days(model: &ProgrammePage<'_>) -> Vec<(String, u64)> {
    let mut days: Vec<(String, u64)> = Vec::new();
    for entry in model.entries {
        let key = key(model, entry);
        match days.iter_mut().find(|(day, _)| *day == key) {
            Some((_, count)) => *count += 1,
            None => days.push((key, 1)),
        }
    }
    days.sort_by(|a, b| (a.0 == OPEN, &a.0).cmp(&(b.0 == OPEN, &b.0)));
    days
}

fn chips(_: &ProgrammePage<'_>, days: &[(String, u64)], here: &str, base: &str) -> Markup {
    let name = |day: &str| day.parse::<NaiveDate>().map_or_else(|_| "Without a time".to_owned(), day_name);
    let chip = |(day, count): &(String, u64)| Chip::new(name(day), format!("{base}?day={day}"), day == here).count(*count);
    Filters::new(days.iter().map(chip).collect()).render()
}

/// Whether anybody outside sees it, and the button that changes that.
fn state(model: &ProgrammePage<'_>, edits: bool, base: &str) -> Markup {
    let event = &model.desk.event;
    let shown = event.notes.programme_published_at.is_some();
    let says = if shown {
        "Whoever sees the event sees its programme. Changes show at once."
    } else {
        "Only your own people see it. Publish it when the set times may be known."
    };
    let button = if shown { Button::submit("Hide from the public") } else { Button::submit("Publish the programme") };
    let action = if shown { "withdraw" } else { "publish" };
    Card::new(html! {
        div class="ends" {
            div {
                p { (if shown { Badge::new(Tone::Good, "Published") } else { Badge::plain("Not published") }) }
                p class="muted" { (says) @if shown { " " a href={ "/events/" (event.slug) "/programme" } { "See it as everybody does" } } }
            }
            @if edits && (shown || !model.entries.is_empty()) { form method="post" action={ (base) "/" (action) } { (button) } }
        }
    })
    .render()
}

fn list(model: &ProgrammePage<'_>, shown: &[&Entry], edits: bool, base: &str) -> Markup {
    let zone = model.desk.event.zone;
    let clock = |at: Timestamp| zone.local(at).format("%H:%M").to_string();
    let time = |entry: &Entry| match (entry.starts_at, entry.ends_at) {
        (Some(starts), Some(ends)) => format!("{}–{}", clock(starts), clock(ends)),
        (Some(starts), None) => clock(starts),
        (None, _) => String::new(),
    };
    let row = |entry: &&Entry| {
        vec![
            html! { @if entry.starts_at.is_some() { span class="nowrap" { (time(entry)) } } @else { span class="muted" { "Open" } } },
            html! { @if edits { a href={ (base) "/" (entry.id) } { (entry.title) } } @else { (entry.title) } },
            html! { (entry.stage) },
            html! { (entry.track) },
            html! { (entry.people.join(", ")) },
        ]
    };
    let columns = vec![Column::new("Time"), Column::new("Title"), Column::new("Stage"), Column::new("Track"), Column::new("With")];
    let empty = EmptyState::new(
        Icon::CalendarDays,
        "No programme yet",
        "A running order, a line-up, set times: add what happens, with or without a time. It is shown once you publish it.",
    );
    let empty = if edits { empty.action(Button::link("Add the first item", format!("{base}/new"))) } else { empty };
    Table::new("Running order", columns).rows(shown.iter().map(row)).empty(empty).render()
}

/// What an item's form is for.
#[derive(Clone, Copy, Debug)]
pub enum Purpose<'a> {
    /// A new one, under this id.
    New {
        /// The id.
        key: &'a str,
    },
    /// One that is there.
    Edit {
        /// As it is stored now.
        item: &'a ProgrammeItem,
        /// The version the form shows.
        version: i32,
        /// Whether somebody else changed it meanwhile.
        quarrel: bool,
    },
}

/// What an item's page shows.
#[derive(Clone, Copy, Debug)]
pub struct ItemPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// What is typed.
    pub form: &'a ItemForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// New or not.
    pub purpose: Purpose<'a>,
}

/// The form of one item.
pub fn item_page(frame: &Frame, model: &ItemPage<'_>) -> Markup {
    let base = format!("/console/events/{}/programme", model.desk.event.id);
    let cancel = Button::link("Cancel", base.clone()).quiet();
    let main = match model.purpose {
        Purpose::New { key } => Form::post(format!("{base}/new"), fields(model))
            .errors(model.errors)
            .hidden("key", key)
            .button(Button::submit("Add item").main().large())
            .button(Button::submit("Add and enter another").large().named("then", "another"))
            .button(cancel)
            .render(),
        Purpose::Edit { item, version, quarrel } => {
            let form = Form::post(format!("{base}/{}", item.id), fields(model))
                .errors(model.errors)
                .hidden("version", version.to_string())
                .button(Button::submit("Save").main().large())
                .button(Button::opens("Remove", "remove-item").danger().large())
                .button(cancel);
            let text = format!("“{}” is taken out of the programme at once. This cannot be undone.", item.says.title);
            let ask = Dialog::confirm(
                "remove-item",
                "Remove this item?",
                &text,
                &format!("{base}/{}/remove", item.id),
                Button::submit("Remove item").danger(),
            );
            html! { @if quarrel { (meanwhile(model.desk, item)) } (form) (ask) }
        }
    };
    let heading = if matches!(model.purpose, Purpose::New { .. }) { "Add item" } else { "Change item" };
    let mut page = frame.event_page(model.desk, EventTab::Programme, main).trail("Programme", base);
    page.document.title = format!("{heading} · {}", model.desk.event.name);
    page.render()
}

/// What it says now, above the form that keeps what was typed.
fn meanwhile(desk: &Desk, item: &ProgrammeItem) -> Markup {
    let now = ItemForm::of(&item.says, desk.event.zone);
    let fields = [
        ("Title", &now.title),
        ("Start", &now.starts),
        ("End", &now.ends),
        ("Stage", &now.stage),
        ("Track", &now.track),
        ("People", &now.people),
        ("Description", &now.description),
        ("Links", &now.links),
    ];
    let rows = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| {
        vec![html! { (label) }, html! { span class="as-typed" { (if value.contains('T') && value.len() == 16 { value.replace('T', " ") } else { (*value).clone() }) } }]
    });
    html! {
        (Banner::new(Tone::Care, "Somebody else changed this item since you opened it. Nothing is saved yet: the form below keeps what you typed; saving it replaces what it says now."))
        (Card::new(Table::new("What it says now", vec![Column::new("Field"), Column::new("Now")]).rows(rows).render()).title("What it says now").flush())
    }
}

fn fields(model: &ItemPage<'_>) -> Markup {
    let (form, errors, zone) = (model.form, model.errors, model.desk.event.zone);
    let mut languages: Vec<Choice> = LANGUAGES.iter().map(|(tag, name)| Choice::new(*tag, *name)).collect();
    if !form.language.is_empty() && !LANGUAGES.iter().any(|(tag, _)| *tag == form.language) {
        languages.push(Choice::new(&form.language, &form.language));
    }
    let clock = format!("By the clock in {}. Leave it empty while set times are not fixed.", zone.name());
    html! {
        (Card::new(html! {
            (Field::text("title", "Title").value(&form.title).required().max_length(300).placeholder("Ada & the Engines").error(errors.of("title")))
            div class="form__row" {
                (Field::datetime_local("starts", "Start").value(&form.starts).help(clock).error(errors.of("starts")))
                (Field::datetime_local("ends", "End").value(&form.ends).error(errors.of("ends")))
            }
            div class="form__row" {
                (Field::text("stage", "Stage or room").value(&form.stage).max_length(120).error(errors.of("stage")))
                (Field::text("track", "Track").value(&form.track).max_length(120).error(errors.of("track")))
            }
            (Field::textarea("people", "People").value(&form.people).rows(3).help("Names, one on each line, in the order they are told.").error(errors.of("people")))
        }).title("What and when"))
        (Card::new(html! {
            (Field::textarea("description", "Description").value(&form.description).rows(6).max_length(20_000).help("Blank lines make paragraphs.").error(errors.of("description")))
            (Field::textarea("links", "Links").value(&form.links).rows(2).help("One on each line: the address, then what is there, like https://example.org/slides Slides.").error(errors.of("links")))
            (Field::select("language", "Language", languages).value(&form.language).placeholder("The event’s own").error(errors.of("language")))
        }).title("More about it"))
    }
}
