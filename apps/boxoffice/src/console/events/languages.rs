//! `/console/events/{id}/languages`: an event's title and story in other languages, each by its BCP 47 tag.
//!
//! One language at a time, so that two who translate do not wait for each other; of the same language the later one is
//! shown what the earlier one wrote.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::events::{self, Event};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_types::EventId;
use platform_ui::{Banner, Button, Card, Column, EmptyState, Field, Form as Fields, Icon, Markup, Table, Tone, html};
use serde::Deserialize;
use serde_json::json;

use super::{LANGUAGES, WriteError};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, EventTab};
use crate::console::{Console, code, must, typed};

/// One language as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    /// Its tag.
    lang: String,
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
    lang: String,
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

/// A tag in its usual letters: `ZH-hant-hk` is `zh-Hant-HK`. None for what is no tag.
fn read_tag(raw: &str) -> Option<String> {
    let parts: Vec<&str> = raw.trim().split(['-', '_']).collect();
    let fine = |part: &&str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let language = parts.first()?;
    if !(2..=3).contains(&language.len())
        || !language.bytes().all(|b| b.is_ascii_alphabetic())
        || parts.len() > 5
        || !parts.iter().all(fine)
    {
        return None;
    }
    let usual = |(n, part): (usize, &&str)| match part.len() {
        4 if n > 0 && part.bytes().all(|b| b.is_ascii_alphabetic()) => {
            let (first, rest) = part.split_at(1);
            format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
        }
        2 if n > 0 => part.to_ascii_uppercase(),
        _ => part.to_ascii_lowercase(),
    };
    Some(parts.iter().enumerate().map(usual).collect::<Vec<_>>().join("-"))
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
    let known = stored(&desk.event, &asked.lang);
    let form = LanguageForm { was: remembered(&known), lang: asked.lang, title: known.0, story: known.1 };
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
    let tag = read_tag(&form.lang);
    check.that(tag.is_some(), "lang", "enter a language’s tag, such as fr, pt-BR or zh-Hant");
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
        form.lang = tag;
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
        (Field::text("lang", "Language").value(&form.lang).required().max_length(35).placeholder("zh-Hant").help("Its tag, such as fr, pt-BR or zh-Hant.").error(errors.of("lang")))
        (Field::text("title", "Title").value(&form.title).max_length(300).error(errors.of("title")))
        (Field::textarea("story", "Description").value(&form.story).rows(8).max_length(20_000).help("Leave title and description empty to take the language away.").error(errors.of("story")))
    };
    let asks = Fields::post(base.as_str(), fields)
        .errors(&errors)
        .hidden("was", &form.was)
        .button(Button::submit("Save this language").main().large())
        .button(Button::link("Back to the event", format!("/console/events/{}", desk.event.id)).quiet());
    let main = html! {
        @if let Some((title, story)) = theirs {
            (Banner::new(Tone::Care, "Somebody else wrote in this language since you opened it. Nothing is saved yet: compare, and save again."))
            (Card::new(html! { p { strong { (title) } } p class="as-typed" { (story) } }).title("What stands there now"))
        }
        (Card::new(table(&desk.event, &base)).title("Languages").flush())
        (Card::new(asks.render()).title("Title and description in another language"))
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
        let name = LANGUAGES.iter().find(|(known, _)| known == tag).map_or(tag.as_str(), |(_, name)| name);
        vec![
            html! { (name) @if name != tag.as_str() { " " span class="muted small" { (tag) } } },
            html! { span lang=(tag) { (title) } },
            html! { @if story.is_empty() { span class="muted" { "None" } } @else { "Yes" } },
            html! { (Button::link("Change", format!("{base}?lang={tag}")).quiet().small()) },
        ]
    };
    Table::new("Languages", vec![Column::new("Language"), Column::new("Title"), Column::new("Description"), Column::new("")])
        .rows(tags.iter().map(row))
        .empty(EmptyState::new(Icon::Info, "One language so far", "Guests whose language you add read title and description in it."))
        .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_people_type_them() {
        for (raw, tag) in [("fr", "fr"), (" PT_br ", "pt-BR"), ("zh-hant", "zh-Hant"), ("ZH-HANT-hk", "zh-Hant-HK"), ("es-419", "es-419")] {
            assert_eq!(read_tag(raw).as_deref(), Some(tag), "{raw}");
        }
        for raw in ["", "f", "french language", "12", "fr-", "a-b-c-d-e-f", "zh-Hänt"] {
            assert_eq!(read_tag(raw), None, "{raw}");
        }
    }
}
