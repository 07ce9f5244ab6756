//! `POST /api/events`, `PUT` and `DELETE /api/events/{id}`.

use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use commons::events::EventStatus;
use commons::venues::{self, VenueRow};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, Json, Path, code};
use platform_types::EventId;

use super::body::{EventBody, NewEventBody, renamed};
use super::read::{detail, etag, find_desk, private, versioned};
use crate::console::access::{self, Desk, Place};
use crate::console::events::{AGREED, WriteError, create_event, delete_event, question, update_event};
use crate::console::form::wrong;
use crate::console::tickets::{list_pools, sold_of};
use crate::console::{Console, code as codes, must};

/// Faults by the names that the body has for its fields.
fn fault_of(error: WriteError) -> Fault {
    match error {
        WriteError::Refused(faults) => Fault::new(code::http::INVALID).with_fields(renamed(faults)),
        other => other.into(),
    }
}

fn refused(check: Check) -> Fault {
    Fault::new(code::http::INVALID).with_fields(renamed(check.faults()))
}

pub(super) async fn create(State(console): State<Console>, ctx: Ctx, Json(body): Json<NewEventBody>) -> Result<Response, Fault> {
    let (place, venues) = prepare(&ctx, body.organization.as_deref()).await?;
    let mut check = Check::new();
    let read = body.read(&venues, place.zone, place.currency, &mut check);
    let Some(draft) = read else { return Err(refused(check)) };
    let id = EventId::new(ctx.entropy(), ctx.now());
    let id = create_event(console.office(), &ctx.actor, &place, id, &draft).await.map_err(fault_of)?;
    let mut response = shown(&ctx, id, StatusCode::CREATED).await?;
    if let Ok(value) = HeaderValue::from_str(&format!("/api/events/{id}")) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// The organization, its places, and that the caller may add an event there.
async fn prepare(ctx: &Ctx, named: Option<&str>) -> Result<(Place, Vec<VenueRow>), Fault> {
    let mut tx = ctx.read().await?;
    let slug = access::find_slug(&mut tx, named).await?;
    let place = match slug {
        Some(slug) => access::find_place(&mut tx, &slug).await?,
        None => None,
    };
    let place = place.filter(|place| place.held.may(may::EVENTS_CREATE) && place.held.may(may::EVENTS_VIEW)).ok_or_else(|| {
        let how = "name an organization, by slug or id, where you may create events";
        Fault::new(code::http::INVALID).with_fields(wrong("organization", how))
    })?;
    let venues = venues::list_of_organization(&mut tx, place.id).await?;
    tx.rollback().await?;
    Ok((place, venues))
}

pub(super) async fn update(
    State(console): State<Console>,
    ctx: Ctx,
    Path(which): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Fault> {
    // Whoever may not change it hears that there is none, not what is wrong with the body.
    let mut tx = ctx.read().await?;
    let desk = find_desk(&mut tx, &which).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let venues = venues::list_of_organization(&mut tx, desk.place.id).await?;
    let sold = if desk.event.status == EventStatus::Test { 0 } else { sold_of(&list_pools(&mut tx, desk.event.id).await?) };
    tx.rollback().await?;
    let Json(body) = Json::<EventBody>::from_request(request, &()).await?;
    let stale = the_version_seen(&headers, body.version, &desk)?;
    let mut check = Check::new();
    let read = body.read(&venues, desk.place.zone, &desk.event, &mut check);
    let Some(draft) = read else { return Err(refused(check)) };
    let agreed = body.agreed.as_deref().unwrap_or_default();
    if let Some(moves) = question(&desk, &draft, &venues, sold, ctx.now()).filter(|moves| moves.answer != agreed) {
        let how = wrong(AGREED, format!("send “{}” to change it all the same", moves.answer));
        return Err(Fault::new(codes::EVENT_MOVE_UNCONFIRMED).with_detail(moves.says).with_fields(how));
    }
    match update_event(console.office(), &ctx.actor, &desk, desk.event.version, &draft).await {
        Ok(()) => shown(&ctx, desk.event.id, StatusCode::OK).await,
        Err(WriteError::Stale) => Err(stale),
        Err(error) => Err(fault_of(error)),
    }
}

/// Refuses unless the caller saw the version that is stored. The fault is for a change between that look and the write.
fn the_version_seen(headers: &HeaderMap, version: Option<i32>, desk: &Desk) -> Result<Fault, Fault> {
    let sent = headers.get(header::IF_MATCH);
    let stale = Fault::new(if sent.is_some() { code::http::PRECONDITION_FAILED } else { codes::EVENT_CHANGED });
    let same = match (sent, version) {
        (Some(tag), _) => tag.as_bytes() == etag(desk.event.version).as_bytes(),
        (None, Some(version)) => version == desk.event.version,
        (None, None) => return Err(Fault::new(code::http::PRECONDITION_REQUIRED)),
    };
    if same { Ok(stale) } else { Err(stale) }
}

pub(super) async fn delete(
    State(console): State<Console>,
    ctx: Ctx,
    Path(which): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let desk = find_desk(&mut tx, &which).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_DELETE)?;
    tx.rollback().await?;
    if headers.contains_key(header::IF_MATCH) {
        the_version_seen(&headers, None, &desk)?;
    }
    delete_event(console.office(), &ctx.actor, &desk).await.map_err(fault_of)?;
    Ok(private(StatusCode::NO_CONTENT))
}

/// The event as it is now.
async fn shown(ctx: &Ctx, id: EventId, status: StatusCode) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let (version, body) = detail(&mut tx, ctx, desk).await?;
    tx.rollback().await?;
    Ok(versioned(private((status, axum::Json(body)).into_response()), version))
}
