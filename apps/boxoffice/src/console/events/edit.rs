//! `/console/events/{id}/edit`: changes what the organizer may say, and keeps two organizers apart.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::events::EventStatus;
use commons::venues::{self, VenueRow};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants, redirect};
use platform_texts::t;
use platform_types::EventId;
use serde::Deserialize;

use super::edit_view::{EventFormPage, Purpose, page};
use super::{AGREED, Against, Change, EventForm, Move, Part, Requirement, WriteError, merge, question, remember, setup, update_event};
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

impl Edit {
    /// A new event's form that comes once more: it was opened empty, and made the first version.
    pub(super) fn again(form: EventForm) -> Self {
        Self { version: "1".to_owned(), was: remember(&EventForm::default()), form, ..Self::default() }
    }
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<(Desk, Vec<VenueRow>), Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let venues = venues::list_of_organization(&mut tx, desk.place.id).await?;
    Ok((desk, venues))
}

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    open_part(&console, &ctx, id, Part::Whole, &After::default()).await
}

/// The form, or one part of it as a step of the setup.
pub(super) async fn open_part(console: &Console, ctx: &Ctx, id: EventId, part: Part, after: &After) -> Result<Response, Fault> {
    let (desk, venues) = prepare(ctx, id).await?;
    if let Some(elsewhere) = setup::elsewhere(&desk, part) {
        return Ok(elsewhere);
    }
    let lacking = lacking(console, ctx, &desk, part).await?;
    let form = EventForm::of(&desk.event, desk.place.zone);
    let purpose = Purpose::Edit { desk: &desk, version: desk.event.version, was: &remember(&form), changes: &[], moves: None };
    let model =
        EventFormPage { place: &desk.place, venues: &venues, form: &form, errors: &errors_of(&[]), part, lacking: &lacking, purpose };
    Ok(Page(page(&console.frame(ctx, after), &model)).into_response())
}

/// What the steps of the setup say is missing; the whole form says nothing of it.
async fn lacking(console: &Console, ctx: &Ctx, desk: &Desk, part: Part) -> Result<Vec<Requirement>, Fault> {
    if part == Part::Whole { Ok(Vec::new()) } else { setup::lacking(console, ctx, desk).await }
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(edit): Form<Edit>,
) -> Result<Response, Fault> {
    save_part(&console, &ctx, id, edit, Part::Whole).await
}

/// Saves the form, or one part of it: what the part does not show stays as it is stored.
pub(super) async fn save_part(console: &Console, ctx: &Ctx, id: EventId, mut edit: Edit, part: Part) -> Result<Response, Fault> {
    let (desk, venues) = prepare(ctx, id).await?;
    if let Some(elsewhere) = setup::elsewhere(&desk, part) {
        return Ok(elsewhere);
    }
    let stored = EventForm::of(&desk.event, desk.place.zone);
    edit.form = edit.form.over(stored.clone(), part);
    let done = setup::after(&desk, part);
    if part != Part::Whole && edit.form == stored {
        return Ok(redirect(&done));
    }
    // No version is an old one: a program that does not say what it saw overwrites nothing.
    let version: i32 = edit.version.parse().unwrap_or(0);
    if version != desk.event.version {
        return conflict(console, ctx, &desk, &venues, &edit, part).await;
    }
    let lacking = lacking(console, ctx, &desk, part).await?;
    let mut check = Check::new();
    let read = edit.form.read(Against { venues: &venues, home: desk.place.zone, was: Some(&desk.event) }, &mut check);
    let show = |faults: &[FieldFault], moves: Option<&Move>| {
        let purpose = Purpose::Edit { desk: &desk, version, was: &edit.was, changes: &[], moves };
        let model = EventFormPage {
            place: &desk.place,
            venues: &venues,
            form: &edit.form,
            errors: &errors_of(faults),
            part,
            lacking: &lacking,
            purpose,
        };
        page(&console.frame(ctx, &After::default()), &model)
    };
    let refused = |faults: Vec<FieldFault>| {
        let markup = show(&faults, None);
        again(ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(draft) = read else { return Ok(refused(check.faults())) };
    let sold = if desk.event.status == EventStatus::Test { 0 } else { sold_of(&list_pools(&mut ctx.read().await?, id).await?) };
    if let Some(moves) = question(&desk, &draft, &venues, sold, ctx.now()).filter(|moves| moves.answer != edit.agreed) {
        if ctx.wants == Wants::Json {
            let how = wrong(AGREED, t!("console-edit-agree", answer = moves.answer).into_owned());
            return Err(Fault::new(code::EVENT_MOVE_UNCONFIRMED).with_detail(moves.says).with_fields(how));
        }
        return Ok((StatusCode::CONFLICT, Page(show(&[], Some(&moves)))).into_response());
    }
    // Whoever confirmed the move of sold tickets is offered to write to their holders.
    let word = if sold > 0 && !edit.agreed.is_empty() { "event-moved" } else { "event-updated" };
    match update_event(console.office(), &ctx.actor, &desk, version, &draft).await {
        Ok(()) => Ok(redirect(&format!("{done}?done={word}"))),
        Err(WriteError::Refused(faults)) => Ok(refused(faults)),
        Err(WriteError::Stale) => {
            // It was changed between our look and our write.
            let (desk, venues) = prepare(ctx, id).await?;
            conflict(console, ctx, &desk, &venues, &edit, part).await
        }
        Err(error) => Err(error.into()),
    }
}

/// 409: what changed, and the form with both people's work in it, ready to be saved again.
async fn conflict(console: &Console, ctx: &Ctx, desk: &Desk, venues: &[VenueRow], edit: &Edit, part: Part) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(code::EVENT_CHANGED));
    }
    let now = EventForm::of(&desk.event, desk.place.zone);
    let (merged, changes) = merge(&edit.was, &edit.form.clone().over(now.clone(), part), &now);
    let changes: Vec<Change> = changes.into_iter().map(|c| readable(c, venues)).collect();
    let purpose = Purpose::Edit { desk, version: desk.event.version, was: &remember(&now), changes: &changes, moves: None };
    let lacking = lacking(console, ctx, desk, part).await?;
    let model = EventFormPage { place: &desk.place, venues, form: &merged, errors: &errors_of(&[]), part, lacking: &lacking, purpose };
    Ok((StatusCode::CONFLICT, Page(page(&console.frame(ctx, &After::default()), &model))).into_response())
}

/// Places by their names, times without the T.
fn readable(change: Change, venues: &[VenueRow]) -> Change {
    let word = |text: String| match change.field {
        "venue" => venues.iter().find(|v| v.id.to_string() == text).map_or(text, |v| v.name.clone()),
        "starts" | "ends" | "doors" => text.replace('T', " "),
        _ => text,
    };
    Change { was: word(change.was), now: word(change.now), yours: change.yours.map(word), ..change }
}
