//! `/console/{org}/events/new`: a new draft, from the first step of its setup.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::venues::{self, VenueRow};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, redirect};
use platform_types::EventId;
use platform_ui::FieldErrors;
use serde::Deserialize;

use super::edit::{Edit, save_part};
use super::edit_view::{EventFormPage, Purpose, page};
use super::setup::Step;
use super::{Against, EventForm, Part, WriteError, create_event};
use crate::console::access::Place;
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, must, open_place};

/// The organization, its places, and that the caller may add an event there.
async fn prepare(ctx: &Ctx, slug: &str) -> Result<(Place, Vec<VenueRow>), Fault> {
    let place = open_place(ctx, slug).await?;
    must(&place.held, may::EVENTS_CREATE)?;
    let mut tx = ctx.read().await?;
    let venues = venues::list_of_organization(&mut tx, place.id).await?;
    Ok((place, venues))
}

/// The form with the id that it was opened with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct New {
    /// The draft's id; a program may leave it out.
    draft: String,
    #[serde(flatten)]
    form: EventForm,
}

fn of<'a>(place: &'a Place, venues: &'a [VenueRow], form: &'a EventForm, id: EventId, part: Part) -> EventFormPage<'a> {
    EventFormPage { place, venues, form, errors: &NO_ERRORS, part, lacking: &[], purpose: Purpose::New { id } }
}

static NO_ERRORS: LazyLock<FieldErrors> = LazyLock::new(FieldErrors::new);

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(slug): Path<String>) -> Result<Page, Fault> {
    let (place, venues) = prepare(&ctx, &slug).await?;
    let form = EventForm::fresh(place.zone, place.currency);
    let id = EventId::new(ctx.entropy(), ctx.now());
    let model = of(&place, &venues, &form, id, Part::What);
    Ok(Page(page(&console.frame(&ctx, &After::default()), &model)))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(New { draft, form }): Form<New>,
) -> Result<Response, Fault> {
    let (place, venues) = prepare(&ctx, &slug).await?;
    // A program that sends the whole form at once is led to the event, a person to the next step.
    let step_by_step = !draft.is_empty();
    let id = draft.parse().unwrap_or_else(|_| EventId::new(ctx.entropy(), ctx.now()));
    let mut check = Check::new();
    let read = form.read(Against { venues: &venues, home: place.zone, was: None }, &mut check);
    let refused = |faults: Vec<FieldFault>| {
        let part = if step_by_step { Part::What } else { Part::Whole };
        let model = EventFormPage { errors: &errors_of(&faults), ..of(&place, &venues, &form, id, part) };
        let markup = page(&console.frame(&ctx, &After::default()), &model);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(draft) = read else { return Ok(refused(check.faults())) };
    match create_event(console.office(), &ctx.actor, &place, id, &draft).await {
        Ok(id) if step_by_step => Ok(redirect(&format!("{}?done=event-created", Step::Where.href(id)))),
        Ok(id) => Ok(redirect(&format!("/console/events/{id}?done=event-created"))),
        // Sent twice, or gone back to and corrected: it is the draft's first step.
        Err(WriteError::Repeated) => save_part(&console, &ctx, id, Edit::again(form), Part::What).await,
        Err(WriteError::Refused(faults)) => Ok(refused(faults)),
        Err(error) => Err(error.into()),
    }
}

impl From<WriteError> for Fault {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotFound | WriteError::Repeated => Self::not_found(),
            WriteError::Refused(faults) => Self::new(platform_http::code::http::INVALID).with_fields(faults),
            WriteError::Sold => Self::new(crate::console::code::EVENT_SOLD),
            WriteError::Stale => Self::new(crate::console::code::EVENT_CHANGED),
            WriteError::Database(error) => error.into(),
        }
    }
}
