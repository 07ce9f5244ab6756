//! `/console/events/{id}/programme/new` and `/console/events/{id}/programme/{item}`: adds, changes, removes one item.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::programme::{self, NewItem, ProgrammeError, ProgrammeItem};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_types::{EventId, ProgrammeItemId, Timestamp};
use serde::Deserialize;

use super::view::{ItemPage, Purpose, item_page};
use super::{ItemForm, write};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, code, must, typed};
use crate::shop::day_of;

/// The form with what travels beside it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The id of a new item, chosen when its form was opened.
    key: String,
    /// Which version the form was opened on.
    version: String,
    /// `another` opens the next form after this one.
    then: String,
    #[serde(flatten)]
    form: ItemForm,
}

async fn desk_of(ctx: &Ctx, id: EventId) -> Result<Desk, Fault> {
    let desk = access::find_desk(&mut ctx.read().await?, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    Ok(desk)
}

async fn item_of(ctx: &Ctx, desk: &Desk, item: ProgrammeItemId) -> Result<ProgrammeItem, Fault> {
    programme::find_item(&mut ctx.read().await?, desk.event.id, item).await?.ok_or_else(Fault::not_found)
}

pub(in crate::console) async fn fresh(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let desk = desk_of(&ctx, id).await?;
    // The next one usually begins where the last one ended.
    let last = programme::list_entries(&mut ctx.read().await?, id, 5_000).await?.into_iter().max_by_key(|entry| entry.position);
    let starts = last.as_ref().map_or(desk.event.starts_at, |last| last.ends_at.or(last.starts_at));
    let form = ItemForm {
        starts: starts.map(|at| typed::as_local(at, desk.event.zone)).unwrap_or_default(),
        stage: last.map(|last| last.stage).unwrap_or_default(),
        ..ItemForm::default()
    };
    let key = ProgrammeItemId::new(ctx.entropy(), ctx.now()).to_string();
    let model = ItemPage { desk: &desk, form: &form, errors: &errors_of(&[]), purpose: Purpose::New { key: &key } };
    Ok(Page(item_page(&console.frame(&ctx, &after), &model)))
}

pub(in crate::console) async fn add(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(sent): Form<Sent>,
) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    let mut check = Check::new();
    let refused = |faults: Vec<FieldFault>| {
        let model = ItemPage { desk: &desk, form: &sent.form, errors: &errors_of(&faults), purpose: Purpose::New { key: &sent.key } };
        let markup = item_page(&console.frame(&ctx, &After::default()), &model);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(item) = sent.form.read(desk.event.zone, None, &mut check) else { return Ok(refused(check.faults())) };
    let key = sent.key.parse().unwrap_or_else(|_| ProgrammeItemId::new(ctx.entropy(), ctx.now()));
    match write::add_item(console.office(), &ctx.actor, &desk, key, &item).await {
        Ok(()) if sent.then == "another" => Ok(redirect(&format!("/console/events/{id}/programme/new?done=item-added"))),
        Ok(()) => Ok(back(&desk, item.starts_at, "item-added")),
        Err(error) => write::faults(&error).map_or_else(|| Err(write::fault(error)), |faults| Ok(refused(faults))),
    }
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, item)): Path<(EventId, ProgrammeItemId)>,
) -> Result<Page, Fault> {
    let desk = desk_of(&ctx, id).await?;
    let item = item_of(&ctx, &desk, item).await?;
    let form = ItemForm::of(&item.says, desk.event.zone);
    let purpose = Purpose::Edit { item: &item, version: item.version, quarrel: false };
    let model = ItemPage { desk: &desk, form: &form, errors: &errors_of(&[]), purpose };
    Ok(Page(item_page(&console.frame(&ctx, &After::default()), &model)))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, item)): Path<(EventId, ProgrammeItemId)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    let was = item_of(&ctx, &desk, item).await?;
    // No version is an old one: a program that does not say what it saw overwrites nothing.
    let version: i32 = sent.version.parse().unwrap_or(0);
    let show = |faults: &[FieldFault], item: &ProgrammeItem, version: i32, quarrel: bool| {
        let purpose = Purpose::Edit { item, version, quarrel };
        let model = ItemPage { desk: &desk, form: &sent.form, errors: &errors_of(faults), purpose };
        item_page(&console.frame(&ctx, &After::default()), &model)
    };
    let quarrel = |now: &ProgrammeItem| {
        if ctx.wants == Wants::Json {
            return Err(Fault::new(code::PROGRAMME_ITEM_CHANGED));
        }
        Ok((StatusCode::CONFLICT, Page(show(&[], now, now.version, true))).into_response())
    };
    if version != was.version {
        return quarrel(&was);
    }
    let mut check = Check::new();
    let refused = |faults: Vec<FieldFault>| {
        let markup = show(&faults, &was, version, false);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(new) = sent.form.read(desk.event.zone, Some(&was.says), &mut check) else { return Ok(refused(check.faults())) };
    match write::save_item(console.office(), &ctx.actor, &desk, &was, version, &new).await {
        Ok(()) => Ok(back(&desk, new.starts_at, "item-saved")),
        // It was changed between our look and our write.
        Err(ProgrammeError::Stale) => quarrel(&item_of(&ctx, &desk, item).await?),
        Err(error) => write::faults(&error).map_or_else(|| Err(write::fault(error)), |faults| Ok(refused(faults))),
    }
}

pub(in crate::console) async fn remove(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, item)): Path<(EventId, ProgrammeItemId)>,
) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    let item = item_of(&ctx, &desk, item).await?;
    let NewItem { starts_at, .. } = item.says;
    let done = write::remove_item(console.office(), &ctx.actor, &desk, &item).await.map_err(write::fault)?;
    Ok(back(&desk, starts_at, if done { "item-removed" } else { "programme-same" }))
}

/// To the list, on the day of what was written.
fn back(desk: &Desk, at: Option<Timestamp>, word: &str) -> Response {
    let day = at.map(|at| format!("&day={}", day_of(at, desk.event.zone))).unwrap_or_default();
    redirect(&format!("/console/events/{}/programme?done={word}{day}", desk.event.id))
}
