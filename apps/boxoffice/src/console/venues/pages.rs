//! `/console/{org}/venues`: the organization's places, and a new one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::venues::{self, NewVenue, VenueRow};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_db::DbError;
use platform_http::{Check, Ctx, Fault, Form, Page, Path, Query, redirect};
use platform_types::{Actor, VenueId};
use serde_json::json;

use super::VenueForm;
use super::view::{VenuesPage, page};
use crate::BoxOffice;
use crate::console::access::{self, Place};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, must};

async fn prepare(ctx: &Ctx, slug: &str) -> Result<(Place, Vec<VenueRow>), Fault> {
    let mut tx = ctx.read().await?;
    let place = access::find_place(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    let venues = venues::list_of_organization(&mut tx, place.id).await?;
    Ok((place, venues))
}

pub(in crate::console) async fn list(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let (place, venues) = prepare(&ctx, &slug).await?;
    let form = VenueForm::fresh(place.zone);
    let model = VenuesPage { place: &place, venues: &venues, form: &form, errors: &errors_of(&[]) };
    Ok(Page(page(&console.frame(&ctx, &after), &model)))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(form): Form<VenueForm>,
) -> Result<Response, Fault> {
    let (place, venues) = prepare(&ctx, &slug).await?;
    must(&place.held, may::VENUES_MANAGE)?;
    let mut check = Check::new();
    let Some(venue) = form.read(&mut check) else {
        let faults = check.faults();
        let model = VenuesPage { place: &place, venues: &venues, form: &form, errors: &errors_of(&faults) };
        let markup = page(&console.frame(&ctx, &After::default()), &model);
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    };
    add_venue(console.office(), &ctx.actor, &place, &venue).await?;
    Ok(redirect(&format!("/console/{slug}/venues?done=venue-created")))
}

/// Adds a place, with its line in the audit.
pub async fn add_venue(shop: &BoxOffice, actor: &Actor, place: &Place, venue: &NewVenue) -> Result<VenueId, DbError> {
    let mut tx = shop.db().as_actor(actor).await?;
    let id = venues::create_venue(&mut tx, shop.entropy(), shop.clock().now(), place.id, venue).await?;
    let after = json!({"name": venue.name, "city": venue.city, "country": venue.country, "timezone": venue.zone.name(), "capacity": venue.capacity});
    platform_audit::record(&mut tx, Entry::new("venue.created", "venues").on(id.0).within(place.id).after(after)).await?;
    tx.commit().await?;
    Ok(id)
}
