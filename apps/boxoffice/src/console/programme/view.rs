//! The running order as its organizer works on it, and the form of one item.

use chrono::NaiveDate;
use commons::programme::{Entry, ProgrammeItem};
use platform_auth::permission as may;
use platform_texts::t;
use platform_types::Timestamp;
use platform_ui::{
    Badge, Banner, Button, Card, Chip, Choice, Column, Dialog, EmptyState, Field, FieldErrors, Filters, Form, Icon, Markup, Table, Toast,
    Tone, html,
};

use super::ItemForm;
use crate::console::access::Desk;
use crate::console::events::{language_choices, language_name};
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
        (Card::new(list(model, &shown, edits, &base)).title(t!("console-programme-order")).flush())
        @if !model.entries.is_empty() { (exports::links(&base, "programme", true)) }
    };
    let page = frame.event_page(model.desk, EventTab::Programme, main);
    if !edits {
        return page.render();
    }
    let upload = Button::link(t!("console-programme-upload"), format!("{base}/upload")).icon(Icon::Upload);
    page.action(Button::link(t!("console-programme-add"), format!("{base}/new")).main().icon(Icon::Plus)).more(upload.render()).render()
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
    let name = |day: &str| day.parse::<NaiveDate>().map_or_else(|_| t!("console-programme-no-time").into_owned(), day_name);
    let chip = |(day, count): &(String, u64)| Chip::new(name(day), format!("{base}?day={day}"), day == here).count(*count);
    Filters::new(days.iter().map(chip).collect()).render()
}

/// Whether anybody outside sees it, and the button that changes that.
fn state(model: &ProgrammePage<'_>, edits: bool, base: &str) -> Markup {
    let event = &model.desk.event;
    let shown = event.notes.programme_published_at.is_some();
    let says = if shown { t!("console-programme-shown") } else { t!("console-programme-hidden") };
    let button = if shown { Button::submit(t!("console-programme-hide")) } else { Button::submit(t!("console-programme-publish")) };
    let action = if shown { "withdraw" } else { "publish" };
    Card::new(html! {
        div class="ends" {
            div {
                p { (if shown { Badge::new(Tone::Good, t!("console-programme-published")) } else { Badge::plain(t!("console-programme-unpublished")) }) }
                p class="muted" { (says) @if shown { " " a href={ "/events/" (event.slug) "/programme" } { (t!("console-programme-see")) } } }
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
            html! { @if entry.starts_at.is_some() { span class="nowrap" { (time(entry)) } } @else { span class="muted" { (t!("console-programme-open")) } } },
            html! { @if edits { a href={ (base) "/" (entry.id) } { (entry.title) } } @else { (entry.title) } },
            html! { (entry.stage) },
            html! { (entry.track) },
            html! { (entry.people.join(", ")) },
        ]
    };
    let columns = vec![
        Column::new(t!("console-programme-column-time")),
        Column::new(t!("console-programme-column-title")),
        Column::new(t!("console-programme-column-stage")),
        Column::new(t!("console-programme-column-track")),
        Column::new(t!("console-programme-column-with")),
    ];
    let empty = EmptyState::new(Icon::CalendarDays, t!("console-programme-none"), t!("console-programme-none-help"));
    let empty = if edits { empty.action(Button::link(t!("console-programme-add-first"), format!("{base}/new"))) } else { empty };
    Table::new(t!("console-programme-order"), columns).rows(shown.iter().map(row)).empty(empty).render()
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
    let cancel = Button::link(t!("console-item-cancel"), base.clone()).quiet();
    let main = match model.purpose {
        Purpose::New { key } => Form::post(format!("{base}/new"), fields(model))
            .errors(model.errors)
            .hidden("key", key)
            .button(Button::submit(t!("console-item-add")).main().large())
            .button(Button::submit(t!("console-item-add-another")).large().named("then", "another"))
            .button(cancel)
            .render(),
        Purpose::Edit { item, version, quarrel } => {
            let form = Form::post(format!("{base}/{}", item.id), fields(model))
                .errors(model.errors)
                .hidden("version", version.to_string())
                .button(Button::submit(t!("console-item-save")).main().large())
                .button(Button::opens(t!("console-item-remove"), "remove-item").danger().large())
                .button(cancel);
            let text = t!("console-item-remove-says", title = item.says.title).into_owned();
            let ask = Dialog::confirm(
                "remove-item",
                t!("console-item-remove-question"),
                &text,
                &format!("{base}/{}/remove", item.id),
                Button::submit(t!("console-item-remove-button")).danger(),
            );
            html! { @if quarrel { (meanwhile(model.desk, item)) } (form) (ask) }
        }
    };
    let heading = if matches!(model.purpose, Purpose::New { .. }) { t!("console-item-add") } else { t!("console-item-change") };
    let mut page = frame.event_page(model.desk, EventTab::Programme, main).trail(t!("console-item-trail"), base);
    page.document.title = format!("{heading} · {}", model.desk.event.name);
    page.render()
}

/// What it says now, above the form that keeps what was typed.
fn meanwhile(desk: &Desk, item: &ProgrammeItem) -> Markup {
    let now = ItemForm::of(&item.says, desk.event.zone);
    let fields = [
        (t!("console-item-now-title"), &now.title),
        (t!("console-item-now-start"), &now.starts),
        (t!("console-item-now-end"), &now.ends),
        (t!("console-item-now-stage"), &now.stage),
        (t!("console-item-now-track"), &now.track),
        (t!("console-item-now-people"), &now.people),
        (t!("console-item-now-description"), &now.description),
        (t!("console-item-now-links"), &now.links),
    ];
    let rows = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| {
        vec![html! { (label) }, html! { span class="as-typed" { (if value.contains('T') && value.len() == 16 { value.replace('T', " ") } else { (*value).clone() }) } }]
    });
    html! {
        (Banner::new(Tone::Care, t!("console-item-quarrel")))
        (Card::new(Table::new(t!("console-item-now"), vec![Column::new(t!("console-item-now-column-field")), Column::new(t!("console-item-now-column-now"))]).rows(rows).render()).title(t!("console-item-now")).flush())
    }
}

fn fields(model: &ItemPage<'_>) -> Markup {
    let (form, errors, zone) = (model.form, model.errors, model.desk.event.zone);
    let mut languages = language_choices();
    if !form.language.is_empty() && language_name(&form.language).is_none() {
        languages.push(Choice::new(&form.language, &form.language));
    }
    let clock = t!("console-item-clock", zone = zone.name()).into_owned();
    html! {
        (Card::new(html! {
            (Field::text("title", t!("console-item-title")).value(&form.title).required().max_length(300).placeholder(t!("console-item-title-example")).error(errors.of("title")))
            div class="form__row" {
                (Field::datetime_local("starts", t!("console-item-starts")).value(&form.starts).help(clock).error(errors.of("starts")))
                (Field::datetime_local("ends", t!("console-item-ends")).value(&form.ends).error(errors.of("ends")))
            }
            div class="form__row" {
                (Field::text("stage", t!("console-item-stage")).value(&form.stage).max_length(120).error(errors.of("stage")))
                (Field::text("track", t!("console-item-track")).value(&form.track).max_length(120).error(errors.of("track")))
            }
            (Field::textarea("people", t!("console-item-people")).value(&form.people).rows(3).help(t!("console-item-people-help")).error(errors.of("people")))
        }).title(t!("console-item-what")))
        (Card::new(html! {
            (Field::textarea("description", t!("console-item-description")).value(&form.description).rows(6).max_length(20_000).help(t!("console-item-description-help")).error(errors.of("description")))
            (Field::textarea("links", t!("console-item-links")).value(&form.links).rows(2).help(t!("console-item-links-help")).error(errors.of("links")))
            (Field::select("language", t!("console-item-language"), languages).value(&form.language).placeholder(t!("console-item-language-own")).error(errors.of("language")))
        }).title(t!("console-item-more")))
    }
}
