//! `/console/events/{id}/files`: its picture, its papers, and the plans of its place.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::files;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_storage::{Kept, Purpose};
use platform_texts::t;
use platform_types::{EventId, is_blank};
use platform_ui::Markup;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::bring::{Brought, Sent, fault_of, or_give_up};
use super::event_view::{FilesPage, may_keep, may_read, page};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, must, typed};

async fn desk_of(ctx: &Ctx, id: EventId) -> Result<Desk, Fault> {
    access::find_desk(&mut ctx.read().await?, id).await?.ok_or_else(Fault::not_found)
}

async fn render(
    console: &Console,
    ctx: &Ctx,
    desk: &Desk,
    after: &After,
    alt: Option<&str>,
    faults: &[FieldFault],
) -> Result<Markup, Fault> {
    let mut tx = ctx.read().await?;
    let picture = files::find_picture(&mut tx, desk.event.id).await?;
    let documents = if may_read(desk) { files::list_documents(&mut tx, desk.event.id).await? } else { Vec::new() };
    let plans = match &desk.event.venue {
        Some(venue) => files::list_plans(&mut tx, venue.id).await?,
        None => Vec::new(),
    };
    tx.rollback().await?;
    let of = |form: Part| -> Vec<FieldFault> { faults.iter().filter(|fault| Part::of(&fault.field) == form).cloned().collect() };
    let model = FilesPage {
        desk,
        picture: picture.as_ref(),
        documents: &documents,
        plans: &plans,
        alt,
        keys: [ctx.entropy().token(), ctx.entropy().token()],
        upload: &errors_of(&of(Part::Upload)),
        words: &errors_of(&of(Part::Words)),
        document: &errors_of(&of(Part::Document)),
    };
    Ok(page(&console.frame(ctx, after), &model))
}

/// Forms of one page whose fields go by one name: on the page each has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Upload,
    Words,
    Document,
}

impl Part {
    fn of(field: &str) -> Self {
        match field {
            "words" => Self::Words,
            "document" => Self::Document,
            _ => Self::Upload,
        }
    }
}

/// The same faults under the name that the field has on the page.
fn renamed(faults: &[FieldFault], name: &str) -> Vec<FieldFault> {
    faults.iter().map(|fault| FieldFault { field: name.to_owned(), message: fault.message.clone() }).collect()
}

pub(super) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let desk = desk_of(&ctx, id).await?;
    Ok(Page(render(&console, &ctx, &desk, &after, None, &[]).await?))
}

pub(super) async fn set_picture(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>, sent: Sent) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let mut brought = Brought::read(&console, &ctx, desk.place.id, Purpose::Picture, sent).await?;
    let alt = brought.line("alt", 300, &alt_wanted());
    let typed = brought.typed("alt");
    let kept = match brought.file(&console, &ctx).await {
        Ok(kept) => kept,
        Err((status, faults)) => {
            let markup = render(&console, &ctx, &desk, &After::default(), Some(&typed), &faults).await?;
            return Ok(again(&ctx, status, faults, markup));
        }
    };
    let done = keep_picture(&ctx, &desk, &kept, &alt).await;
    let changed = or_give_up(&console, &ctx, &kept, done).await?;
    Ok(redirect(&format!("/console/events/{id}/files?done={}", if changed { "picture-set" } else { "picture-same" })))
}

async fn keep_picture(ctx: &Ctx, desk: &Desk, kept: &Kept, alt: &str) -> Result<bool, Fault> {
    let event = &desk.event;
    let mut tx = ctx.write().await?;
    let before = files::find_picture(&mut tx, event.id).await?;
    let changed = files::set_picture(&mut tx, event.organization, event.id, kept, alt).await.map_err(fault_of)?;
    if changed {
        let entry = Entry::new("event.picture_set", "events")
            .on(event.id.0)
            .within(event.organization)
            .before(before.map(|was| json!({"name": was.name, "alt": was.alt})))
            .after(json!({"name": kept.name, "alt": alt, "bytes": kept.size}));
        platform_audit::record(&mut tx, entry).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

fn alt_wanted() -> Cow<'static, str> {
    t!("console-files-alt-missing")
}

/// What is to be seen, anew.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Words {
    alt: String,
}

pub(super) async fn describe(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(words): Form<Words>,
) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let mut check = Check::new();
    let alt = check.field("alt", typed::line(&words.alt, 300)).unwrap_or_default();
    check.that(!is_blank(&alt), "alt", &alt_wanted());
    if !check.is_fine() {
        let faults = check.faults();
        let markup = render(&console, &ctx, &desk, &After::default(), Some(&words.alt), &renamed(&faults, "words")).await?;
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    }
    let mut tx = ctx.write().await?;
    let changed = files::describe_picture(&mut tx, id, &alt).await.map_err(fault_of)?.ok_or_else(Fault::not_found)?;
    if changed {
        let entry = Entry::new("event.picture_described", "events").on(id.0).within(desk.event.organization).after(json!({"alt": alt}));
        platform_audit::record(&mut tx, entry).await?;
    }
    tx.commit().await?;
    Ok(redirect(&format!("/console/events/{id}/files?done={}", if changed { "picture-described" } else { "picture-same" })))
}

pub(super) async fn remove_picture(ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let mut tx = ctx.write().await?;
    let gone = files::remove_picture(&mut tx, id).await.map_err(fault_of)?;
    if let Some(name) = &gone {
        let entry = Entry::new("event.picture_removed", "events").on(id.0).within(desk.event.organization).before(json!({"name": name}));
        platform_audit::record(&mut tx, entry).await?;
    }
    tx.commit().await?;
    Ok(redirect(&format!("/console/events/{id}/files?done={}", if gone.is_some() { "picture-removed" } else { "picture-same" })))
}

pub(super) async fn add_document(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>, sent: Sent) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    if !may_keep(&desk) {
        return Err(Fault::not_found());
    }
    let brought = Brought::read(&console, &ctx, desk.place.id, Purpose::Document, sent).await?;
    let kept = match brought.file(&console, &ctx).await {
        Ok(kept) => kept,
        Err((status, faults)) => {
            let markup = render(&console, &ctx, &desk, &After::default(), None, &renamed(&faults, "document")).await?;
            return Ok(again(&ctx, status, faults, markup));
        }
    };
    let done = keep_document(&console, &ctx, &desk, &kept).await;
    let added = or_give_up(&console, &ctx, &kept, done).await?;
    Ok(redirect(&format!("/console/events/{id}/files?done={}", if added { "document-added" } else { "document-same" })))
}

async fn keep_document(console: &Console, ctx: &Ctx, desk: &Desk, kept: &Kept) -> Result<bool, Fault> {
    let event = &desk.event;
    let mut tx = ctx.write().await?;
    let entropy = console.office().entropy();
    let made = files::add_document(&mut tx, entropy, ctx.now(), event.organization, event.id, kept).await.map_err(fault_of)?;
    if let Some(document) = made {
        let entry = Entry::new("event.document_added", "event_documents")
            .on(document)
            .within(event.organization)
            .after(json!({"event": event.id, "name": kept.name, "bytes": kept.size}));
        platform_audit::record(&mut tx, entry).await?;
    }
    tx.commit().await?;
    Ok(made.is_some())
}

pub(super) async fn remove_document(ctx: Ctx, Path((id, document)): Path<(EventId, Uuid)>) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    if !may_keep(&desk) {
        return Err(Fault::not_found());
    }
    let mut tx = ctx.write().await?;
    let Some(name) = files::remove_document(&mut tx, id, document).await.map_err(fault_of)? else {
        return Ok(redirect(&format!("/console/events/{id}/files?done=document-gone")));
    };
    let entry = Entry::new("event.document_removed", "event_documents")
        .on(document)
        .within(desk.event.organization)
        .before(json!({"event": id, "name": name}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/console/events/{id}/files?done=document-removed")))
}
