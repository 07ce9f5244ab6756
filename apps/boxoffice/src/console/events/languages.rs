//! `/console/events/{id}/languages`: an event's title and story in other languages, each by its BCP 47 tag.
//!
//! One language at a time, so that two who translate do not wait for each other; of the same language the later one is
//! shown what the earlier one wrote.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::events::{self, Event};
use commons::told::read_tag;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_texts::t;
use platform_types::EventId;
use platform_ui::{Banner, Button, Card, Column, EmptyState, Field, Form as Fields, Icon, Markup, Table, Tone, html};
use serde::Deserialize;
use serde_json::json;

use super::{WriteError, language_name};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, EventTab};
use crate::console::{Console, code, must, typed};

/// One language as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    /// Its tag.
    language: String,
    /// The title.
    title: String,
    /// The story.
    story: String,
    /// What both said when the form was opened.
    was: String,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The language to change.
    language: String,
    #[serde(flatten)]
    after: After,
}

/// Title and story as they are stored.
fn stored(event: &Event, tag: &str) -> (String, String) {
    let of = |texts: &serde_json::Value| texts.get(tag).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    (of(&event.names), of(&event.descriptions))
}

/// Both in one text, to be compared later.
fn remembered((title, story): &(String, String)) -> String {
    json!([title, story]).to_string()
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<Desk, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    Ok(desk)
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let desk = prepare(&ctx, id).await?;
    let known = stored(&desk.event, &asked.language);
    let form = LanguageForm { was: remembered(&known), language: asked.language, title: known.0, story: known.1 };
    Ok(Page(page(&console, &ctx, &desk, &form, &[], None, &asked.after)))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(mut form): Form<LanguageForm>,
) -> Result<Response, Fault> {
    let desk = prepare(&ctx, id).await?;
    let mut check = Check::new();
    let tag = read_tag(&form.language);
    check.that(tag.is_some(), "language", &t!("console-languages-tag-wrong"));
    let title = check.field("title", typed::line(&form.title, 300));
    let story = check.field("story", typed::text(&form.story, 20_000));
    let (Some(tag), Some(title), Some(story)) = (tag, title, story) else {
        let faults = check.faults();
        let markup = page(&console, &ctx, &desk, &form, &faults, None, &After::default());
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    };
    let known = stored(&desk.event, &tag);
    let there = format!("/console/events/{id}/languages");
    if known == (title.clone(), story.clone()) {
        return Ok(redirect(&there));
    }
    // What is there and was not seen is somebody else's.
    if known != <(String, String)>::default() && form.was != remembered(&known) {
        form.was = remembered(&known);
        form.language = tag;
        let markup = page(&console, &ctx, &desk, &form, &[], Some(&known), &After::default());
        if ctx.wants == platform_http::Wants::Json {
            return Err(Fault::new(code::EVENT_CHANGED));
        }
        return Ok(again(&ctx, StatusCode::CONFLICT, Vec::new(), markup));
    }
    let mut tx = console.office().db().as_actor(&ctx.actor).await?;
    events::set_language(&mut tx, id, &tag, (&known.0, &known.1), (&title, &story)).await.map_err(WriteError::from)?;
    let entry = Entry::new("event.language_set", "events")
        .on(id.0)
        .within(desk.place.id)
        .before(json!({"lang": tag, "name": known.0, "description": known.1}))
        .after(json!({"lang": tag, "name": title, "description": story}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{there}?done=language-set")))
}

fn page(
    console: &Console,
    ctx: &Ctx,
    desk: &Desk,
    form: &LanguageForm,
    faults: &[FieldFault],
    theirs: Option<&(String, String)>,
    after: &After,
) -> Markup {
    let errors = errors_of(faults);
    let base = format!("/console/events/{}/languages", desk.event.id);
    let fields = html! {
        (Field::text("language", t!("console-languages-lang")).value(&form.language).required().max_length(35).placeholder("zh-Hant").help(t!("console-languages-lang-help")).error(errors.of("language")))
        (Field::text("title", t!("console-languages-title")).value(&form.title).max_length(300).error(errors.of("title")))
        (Field::textarea("story", t!("console-languages-story")).value(&form.story).rows(8).max_length(20_000).help(t!("console-languages-story-help")).error(errors.of("story")))
    };
    let asks = Fields::post(base.as_str(), fields)
        .errors(&errors)
        .hidden("was", &form.was)
        .button(Button::submit(t!("console-languages-save")).main().large())
        .button(Button::link(t!("console-languages-back"), format!("/console/events/{}", desk.event.id)).quiet());
    let main = html! {
        @if let Some((title, story)) = theirs {
            (Banner::new(Tone::Care, t!("console-languages-quarrel")))
            (Card::new(html! { p { strong { (title) } } p class="as-typed" { (story) } }).title(t!("console-languages-theirs")))
        }
        (Card::new(table(&desk.event, &base)).title(t!("console-languages-heading")).flush())
        (Card::new(asks.render()).title(t!("console-languages-form")))
        @if desk.held.may(may::TICKETS_MANAGE) { p { a href={ (base) "/tickets" } { (t!("translations-to-tickets")) } } }
        @if let Some(venue) = desk.event.venue.as_ref().filter(|_| desk.held.may(may::VENUES_MANAGE)) { p { a href={ "/console/venues/" (venue.id) "/languages" } { (t!("translations-to-place")) } } }
    };
    console.frame(ctx, after).event_page(desk, EventTab::Edit, main).render()
}

fn table(event: &Event, base: &str) -> Markup {
    let mut tags: Vec<&String> =
        [&event.names, &event.descriptions].into_iter().filter_map(|texts| texts.as_object()).flat_map(|map| map.keys()).collect();
    tags.sort();
    tags.dedup();
    let row = |tag: &&String| {
        let (title, story) = stored(event, tag);
        let name = language_name(tag).unwrap_or(Cow::Borrowed(tag.as_str()));
        vec![
            html! { (name) @if name != tag.as_str() { " " span class="muted small" { (tag) } } },
            html! { span lang=(tag) { (title) } },
            html! { @if story.is_empty() { span class="muted" { (t!("console-languages-story-none")) } } @else { (t!("console-languages-story-yes")) } },
            html! { (Button::link(t!("console-languages-change"), format!("{base}?language={tag}")).quiet().small()) },
        ]
    };
    Table::new(
        t!("console-languages-caption"),
        vec![
            Column::new(t!("console-languages-column-lang")),
            Column::new(t!("console-languages-column-title")),
            Column::new(t!("console-languages-column-story")),
            Column::new(""),
        ],
    )
    .rows(tags.iter().map(row))
    .empty(EmptyState::new(Icon::Info, t!("console-languages-one"), t!("console-languages-one-help")))
    .render()
}
