//! `/console/codes/{id}`: one code, who used it, and its terms to change.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_ui::{FieldErrors, Markup};
use uuid::Uuid;

use super::detail_view::{CodePage, page};
use super::queries::{Wanted, find_event, list_codes, list_redemptions, place_of};
use super::write::{WriteError, set_paused, update};
use super::{CodeForm, CodeRow, RedemptionRow, Scope, queries};
use crate::console::access::{self, Place};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, code};

/// As many uses as the page shows.
pub const SHOWN: i64 = 200;

/// A code with all that hangs on it.
struct Opened {
    place: Place,
    row: CodeRow,
    scope: Scope,
    redemptions: Vec<RedemptionRow>,
}

/// The policy says who reads a code; everybody else gets 404.
async fn open(ctx: &Ctx, id: Uuid) -> Result<Opened, Fault> {
    let mut tx = ctx.read().await?;
    let slug = place_of(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let place = access::find_place(&mut tx, &slug).await?.ok_or_else(Fault::not_found)?;
    let one = Wanted { id: Some(id), ..Wanted::default() };
    let row = list_codes(&mut tx, place.id, &one, 1, 0).await?.pop().ok_or_else(Fault::not_found)?;
    let event = match &row.event {
        Some((event, _)) => find_event(&mut tx, *event).await?,
        None => None,
    };
    let types = match &event {
        Some(event) => queries::list_types(&mut tx, event.id).await?,
        None => Vec::new(),
    };
    let redemptions = list_redemptions(&mut tx, id, SHOWN).await?;
    tx.rollback().await?;
    let zone = event.as_ref().map_or(place.zone, |e| e.zone);
    let scope = Scope { event, types, zone, currency: row.currency };
    Ok(Opened { place, row, scope, redemptions })
}

fn render(
    console: &Console,
    ctx: &Ctx,
    opened: &Opened,
    after: &After,
    form: &CodeForm,
    errors: &FieldErrors,
    notice: Option<&str>,
) -> Markup {
    let model = CodePage {
        place: &opened.place,
        row: &opened.row,
        scope: &opened.scope,
        redemptions: &opened.redemptions,
        form,
        errors,
        notice,
        now: ctx.now(),
    };
    page(&console.frame(ctx, after), &model)
}

pub(super) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<Uuid>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let opened = open(&ctx, id).await?;
    let form = CodeForm::of(&opened.row, &opened.scope);
    Ok(Page(render(&console, &ctx, &opened, &after, &form, &FieldErrors::new(), None)))
}

pub(super) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<Uuid>,
    Form(form): Form<CodeForm>,
) -> Result<Response, Fault> {
    let opened = open(&ctx, id).await?;
    let mut check = Check::new();
    let terms = form.read(&opened.scope, Some(&opened.row), &mut check);
    let refused = |faults: Vec<FieldFault>| {
        let markup = render(&console, &ctx, &opened, &After::default(), &form, &errors_of(&faults), None);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(terms) = terms else { return Ok(refused(check.faults())) };
    // A program that says no version means whatever is there.
    let version = form.version.trim().parse().unwrap_or(opened.row.version);
    match update(console.office(), &ctx.actor, &opened.row, &opened.scope, version, &terms).await {
        Ok(()) => Ok(redirect(&format!("/console/codes/{id}?done=code-updated"))),
        Err(WriteError::Refused(faults)) => Ok(refused(faults)),
        Err(WriteError::Changed) if ctx.wants != Wants::Json => {
            // What I typed stays; saving it now is meant.
            let form = CodeForm { version: opened.row.version.to_string(), ..form };
            let notice = Fault::new(code::CODE_CHANGED);
            let markup = render(&console, &ctx, &opened, &After::default(), &form, &FieldErrors::new(), Some(notice.message()));
            Ok((StatusCode::CONFLICT, Page(markup)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn pause(State(console): State<Console>, ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    switch(&console, &ctx, id, true).await
}

pub(super) async fn resume(State(console): State<Console>, ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    switch(&console, &ctx, id, false).await
}

async fn switch(console: &Console, ctx: &Ctx, id: Uuid, paused: bool) -> Result<Response, Fault> {
    let opened = open(ctx, id).await?;
    set_paused(console.office(), &ctx.actor, &opened.row, paused).await?;
    Ok(redirect(&format!("/console/codes/{id}?done={}", if paused { "code-paused" } else { "code-resumed" })))
}
