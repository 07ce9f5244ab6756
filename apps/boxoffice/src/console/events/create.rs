//! `/console/{org}/events/new`: a new draft.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::venues::{self, VenueRow};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, redirect};

use super::edit_view::{EventFormPage, Purpose, page};
use super::{Against, EventForm, WriteError, create_event};
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

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(slug): Path<String>) -> Result<Page, Fault> {
    let (place, venues) = prepare(&ctx, &slug).await?;
    let form = EventForm::fresh(place.zone, place.currency);
    let model = EventFormPage { place: &place, venues: &venues, form: &form, errors: &errors_of(&[]), purpose: Purpose::New };
    Ok(Page(page(&console.frame(&ctx, &After::default()), &model)))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(form): Form<EventForm>,
) -> Result<Response, Fault> {
    let (place, venues) = prepare(&ctx, &slug).await?;
    let mut check = Check::new();
    let read = form.read(Against { venues: &venues, home: place.zone, was: None }, &mut check);
    let refused = |faults: Vec<FieldFault>| {
        let model = EventFormPage { place: &place, venues: &venues, form: &form, errors: &errors_of(&faults), purpose: Purpose::New };
        let markup = page(&console.frame(&ctx, &After::default()), &model);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(draft) = read else { return Ok(refused(check.faults())) };
    match create_event(console.office(), &ctx.actor, &place, &draft).await {
        Ok(id) => Ok(redirect(&format!("/console/events/{id}?done=event-created"))),
        Err(WriteError::Refused(faults)) => Ok(refused(faults)),
        Err(error) => Err(error.into()),
    }
}

impl From<WriteError> for Fault {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotFound => Self::not_found(),
            WriteError::Refused(faults) => Self::new(platform_http::code::http::INVALID).with_fields(faults),
            WriteError::Stale => Self::new(crate::console::code::EVENT_CHANGED),
            WriteError::Database(error) => error.into(),
        }
    }
}
