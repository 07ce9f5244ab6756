//! `/console/events/{id}/edit`: changes what the organizer may say, and keeps two organizers apart.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::venues::{self, VenueRow};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants, redirect};
use platform_types::EventId;
use serde::Deserialize;

use super::edit_view::{EventFormPage, Purpose, page};
use super::{AGREED, Against, Change, EventForm, Move, WriteError, merge, question, remember, update_event};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of, wrong};
use crate::console::frame::After;
use crate::console::tickets::{list_pools, sold_of};
use crate::console::{Console, code, must};

/// The form with what it was opened on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Edit {
    /// Which version the form was opened on.
    version: String,
    /// What the form said then.
    was: String,
    /// The move that was asked about and is meant.
    agreed: String,
    #[serde(flatten)]
    form: EventForm,
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<(Desk, Vec<VenueRow>), Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let venues = venues::list_of_organization(&mut tx, desk.place.id).await?;
    Ok((desk, venues))
}

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Page, Fault> {
    let (desk, venues) = prepare(&ctx, id).await?;
    let form = EventForm::of(&desk.event, desk.place.zone);
    let purpose = Purpose::Edit { desk: &desk, version: desk.event.version, was: &remember(&form), changes: &[], moves: None };
    let model = EventFormPage { place: &desk.place, venues: &venues, form: &form, errors: &errors_of(&[]), purpose };
    Ok(Page(page(&console.frame(&ctx, &After::default()), &model)))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(edit): Form<Edit>,
) -> Result<Response, Fault> {
    let (desk, venues) = prepare(&ctx, id).await?;
    // No version is an old one: a program that does not say what it saw overwrites nothing.
    let version: i32 = edit.version.parse().unwrap_or(0);
    if version != desk.event.version {
        return Ok(conflict(&console, &ctx, &desk, &venues, &edit));
    }
    let mut check = Check::new();
    let read = edit.form.read(Against { venues: &venues, home: desk.place.zone, was: Some(&desk.event) }, &mut check);
    let show = |faults: &[FieldFault], moves: Option<&Move>| {
        let purpose = Purpose::Edit { desk: &desk, version, was: &edit.was, changes: &[], moves };
        let model = EventFormPage { place: &desk.place, venues: &venues, form: &edit.form, errors: &errors_of(faults), purpose };
        page(&console.frame(&ctx, &After::default()), &model)
    };
    let refused = |faults: Vec<FieldFault>| {
        let markup = show(&faults, None);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(draft) = read else { return Ok(refused(check.faults())) };
    let sold = sold_of(&list_pools(&mut ctx.read().await?, id).await?);
    if let Some(moves) = question(&desk, &draft, &venues, sold, ctx.now()).filter(|moves| moves.answer != edit.agreed) {
        if ctx.wants == Wants::Json {
            let how = wrong(AGREED, format!("send “{}” to change it all the same", moves.answer));
            return Err(Fault::new(code::EVENT_MOVE_UNCONFIRMED).with_detail(moves.says).with_fields(how));
        }
        return Ok((StatusCode::CONFLICT, Page(show(&[], Some(&moves)))).into_response());
    }
    // Whoever confirmed the move of sold tickets is offered to write to their holders.
    let done = if sold > 0 && !edit.agreed.is_empty() { "event-moved" } else { "event-updated" };
    match update_event(console.office(), &ctx.actor, &desk, version, &draft).await {
        Ok(()) => Ok(redirect(&format!("/console/events/{id}?done={done}"))),
        Err(WriteError::Refused(faults)) => Ok(refused(faults)),
        Err(WriteError::Stale) => {
            // It was changed between our look and our write.
            let (desk, venues) = prepare(&ctx, id).await?;
            Ok(conflict(&console, &ctx, &desk, &venues, &edit))
        }
        Err(error) => Err(error.into()),
    }
}

/// 409: what changed, and the form with both people's work in it, ready to be saved again.
fn conflict(console: &Console, ctx: &Ctx, desk: &Desk, venues: &[VenueRow], edit: &Edit) -> Response {
    if ctx.wants == Wants::Json {
        return Fault::new(code::EVENT_CHANGED).into_response();
    }
    let now = EventForm::of(&desk.event, desk.place.zone);
    let (merged, changes) = merge(&edit.was, &edit.form, &now);
    let changes: Vec<Change> = changes.into_iter().map(|c| readable(c, venues)).collect();
    let purpose = Purpose::Edit { desk, version: desk.event.version, was: &remember(&now), changes: &changes, moves: None };
    let model = EventFormPage { place: &desk.place, venues, form: &merged, errors: &errors_of(&[]), purpose };
    (StatusCode::CONFLICT, Page(page(&console.frame(ctx, &After::default()), &model))).into_response()
}

/// Places by their names, times without the T.
fn readable(change: Change, venues: &[VenueRow]) -> Change {
    let word = |text: String| match change.label {
        "Place" => venues.iter().find(|v| v.id.to_string() == text).map_or(text, |v| v.name.clone()),
        "Start" | "End" | "Doors" => text.replace('T', " "),
        _ => text,
    };
    Change { label: change.label, was: word(change.was), now: word(change.now), yours: change.yours.map(word) }
}
