//! `/console/events/{id}/languages/tickets`: what an event's ticket types are called and include in another language, all of
//! them on one page.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_texts::t;
use platform_types::EventId;
use platform_ui::{Banner, Button, Card, EmptyState, Field, Form as Fields, Icon, Markup, Tone, html};
use serde_json::json;

use super::choose::{Asked, chooser, name_of, tags_of};
use super::queries::{TypeWords, list_type_words, set_type_words, under};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, EventTab};
use crate::console::{Console, code, must, typed};

/// What was typed, by field: `name_` and `description_` with a type's id, and what both said when the form was opened.
type Typed = BTreeMap<String, String>;

const NAME_FITS: usize = 120;
const DESCRIPTION_FITS: usize = 2_000;

async fn prepare(ctx: &Ctx, id: EventId) -> Result<(Desk, Vec<TypeWords>), Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    let types = list_type_words(&mut tx, id).await?;
    Ok((desk, types))
}

pub(super) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (desk, types) = prepare(&ctx, id).await?;
    let shown = match asked.tag() {
        Some(Ok(tag)) => Some((stored(&types, &tag), tag)),
        _ => None,
    };
    let writing = shown.as_ref().map(|(typed, tag)| Writing { tag, typed, faults: &[], overtaken: false });
    Ok(Page(page(&console, &ctx, &desk, &types, &asked, writing.as_ref())))
}

pub(super) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let (desk, types) = prepare(&ctx, id).await?;
    let tag = super::choose::language(typed.get("language").map(String::as_str).unwrap_or_default())?;
    let asked = Asked::default();
    let mut check = Check::new();
    let mut wanted = Vec::new();
    for kind in &types {
        // Empty fields are not sent on; of a type that was added since the form was opened all are empty, and nothing changes.
        let of = |field: &str| typed.get(&format!("{field}_{}", kind.id)).map(String::as_str).unwrap_or_default();
        let (name, description) = (of("name"), of("description"));
        let name = check.field(&format!("name_{}", kind.id), typed::line(name, NAME_FITS));
        let description = check.field(&format!("description_{}", kind.id), typed::text(description, DESCRIPTION_FITS));
        let was = (of("name-was"), of("description-was"));
        wanted.extend(name.zip(description).map(|now| (kind, was, now)));
    }
    if !check.is_fine() {
        let faults = check.faults();
        let markup =
            page(&console, &ctx, &desk, &types, &asked, Some(&Writing { tag: &tag, typed: &typed, faults: &faults, overtaken: false }));
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    }
    let there = format!("/console/events/{id}/languages/tickets");
    let changed: Vec<_> = wanted.iter().filter(|(_, was, now)| (was.0, was.1) != (now.0.as_str(), now.1.as_str())).collect();
    if changed.is_empty() {
        return Ok(redirect(&there));
    }
    let mut tx = console.office().db().as_actor(&ctx.actor).await?;
    for (kind, was, now) in &changed {
        if !set_type_words(&mut tx, id, kind.id, &tag, *was, (&now.0, &now.1)).await? {
            tx.rollback().await?;
            return overtaken(&console, &ctx, &desk, id, &tag, typed.clone()).await;
        }
    }
    let said = |texts: (&str, &str)| json!({"name": texts.0, "description": texts.1});
    let before: BTreeMap<String, _> = changed.iter().map(|(kind, was, _)| (kind.id.to_string(), said(*was))).collect();
    let after: BTreeMap<String, _> = changed.iter().map(|(kind, _, now)| (kind.id.to_string(), said((&now.0, &now.1)))).collect();
    let entry = Entry::new("event.ticket_language_set", "events")
        .on(id.0)
        .within(desk.place.id)
        .before(json!({"lang": tag, "ticket_types": before}))
        .after(json!({"lang": tag, "ticket_types": after}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{there}?done=language-set")))
}

/// Somebody else wrote in this language since the form was opened: theirs beside what was typed, to be compared and sent again.
async fn overtaken(console: &Console, ctx: &Ctx, desk: &Desk, id: EventId, tag: &str, mut typed: Typed) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(code::EVENT_CHANGED));
    }
    let types = list_type_words(&mut ctx.read().await?, id).await?;
    for (field, text) in stored(&types, tag).into_iter().filter(|(field, _)| field.contains("-was_")) {
        typed.insert(field, text);
    }
    let writing = Writing { tag, typed: &typed, faults: &[], overtaken: true };
    let markup = page(console, ctx, desk, &types, &Asked::default(), Some(&writing));
    Ok(again(ctx, StatusCode::CONFLICT, Vec::new(), markup))
}

/// The form's fields as they are stored.
fn stored(types: &[TypeWords], tag: &str) -> Typed {
    let of = |kind: &TypeWords| {
        let (name, description) = (under(&kind.names, tag), under(&kind.descriptions, tag));
        [("name", &name), ("name-was", &name), ("description", &description), ("description-was", &description)]
            .map(|(field, text)| (format!("{field}_{}", kind.id), text.clone()))
    };
    types.iter().flat_map(of).collect()
}

/// One language under way.
struct Writing<'a> {
    tag: &'a str,
    typed: &'a Typed,
    faults: &'a [FieldFault],
    overtaken: bool,
}

fn page(console: &Console, ctx: &Ctx, desk: &Desk, types: &[TypeWords], asked: &Asked, writing: Option<&Writing<'_>>) -> Markup {
    let base = format!("/console/events/{}/languages/tickets", desk.event.id);
    let there = tags_of(types.iter().flat_map(|kind| [&kind.names, &kind.descriptions]));
    let main = html! {
        @if types.is_empty() {
            (EmptyState::new(Icon::Tickets, t!("translations-no-types-title"), t!("translations-no-types-text")))
        } @else {
            @if let Some(writing) = writing {
                @if writing.overtaken { (Banner::new(Tone::Care, t!("translations-overtaken"))) }
                (Card::new(form(&base, types, writing)).title(t!("translations-tickets-in", language = name_of(writing.tag))))
            }
            (Card::new(chooser(&base, &there, asked)).title(t!("translations-choose")))
        }
        p class="muted" { a href={ "/console/events/" (desk.event.id) "/languages" } { (t!("translations-to-event")) } }
    };
    let after = After { done: asked.after.done.clone() };
    console.frame(ctx, &after).event_page(desk, EventTab::Edit, main).render()
}

fn form(base: &str, types: &[TypeWords], writing: &Writing<'_>) -> Markup {
    let errors = errors_of(writing.faults);
    let value = |field: &str| writing.typed.get(field).cloned().unwrap_or_default();
    let fields = html! {
        @for kind in types {
            @let (name, description) = (format!("name_{}", kind.id), format!("description_{}", kind.id));
            fieldset {
                legend { (kind.name) }
                @if !kind.description.is_empty() { p class="muted as-typed" { (kind.description) } }
                @if writing.overtaken { p class="small" lang=(writing.tag) { (t!("translations-theirs", name = under(&kind.names, writing.tag), description = under(&kind.descriptions, writing.tag))) } }
                (Field::text(name.as_str(), t!("translations-name")).value(value(&name)).max_length(120).error(errors.of(&name)))
                (Field::textarea(description.as_str(), t!("translations-description")).value(value(&description)).rows(3).max_length(2_000).error(errors.of(&description)))
            }
        }
    };
    let mut form = Fields::post(base, fields).errors(&errors).hidden("language", writing.tag);
    for field in writing.typed.keys().filter(|field| field.contains("-was_")) {
        form = form.hidden(field.clone(), value(field));
    }
    html! {
        p class="muted" { (t!("translations-empty-means")) }
        (form.button(Button::submit(t!("translations-save")).main().large()).button(Button::link(t!("translations-back"), base.to_owned()).quiet()))
    }
}
