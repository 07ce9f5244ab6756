//! An event as files for everybody: `/events/{slug}/calendar.ics`, `/events/{slug}/social.png`; and the house's own picture.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commons::events::{self, Event};
use platform_http::{Ctx, Fault, Path, cached_file, etag};
use platform_types::{Actor, Lang};
use platform_ui::{Category, Poster};

use super::list::etag_of;
use super::views::poster;
use super::{Shop, paper};

/// Read as nobody: a draft or a private event has no files, whoever asks.
async fn find(shop: &Shop, slug: &str) -> Result<Event, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let event = events::find_by_slug(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    tx.rollback().await?;
    Ok(event)
}

/// The event for a calendar, in the reader’s language. One that is off is struck out there; one without a date has no place in it.
pub(super) async fn calendar(State(shop): State<Shop>, ctx: Ctx, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let event = find(&shop, &slug).await?;
    let text = paper::public_calendar(&event, &ctx.url("")).ok_or_else(Fault::not_found)?;
    let tag = etag(text.as_bytes());
    let body = (etag_of(&headers) != Some(tag.as_str())).then(|| text.into_bytes());
    Ok(cached_file(body, "text/calendar; charset=utf-8", &tag))
}

/// The event's poster as shared links show it: in the organizer's language, for a link is shared with everybody.
pub(super) async fn social(State(shop): State<Shop>, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let event = find(&shop, &slug).await?;
    let language = paper::language_of(&event);
    let drawing = language.parse::<Lang>().unwrap_or_default().within(|| poster(&event).wide().standalone());
    picture(&shop, drawing, &language, &headers).await
}

/// The house's own, for its list of events.
pub(super) async fn house(State(shop): State<Shop>, headers: HeaderMap) -> Result<Response, Fault> {
    let drawing = Lang::En.within(|| Poster::new(shop.house().name, Category::Other).wide().standalone());
    picture(&shop, drawing, "en", &headers).await
}

/// The tag follows from the drawing, so that whoever holds the picture costs nothing.
async fn picture(shop: &Shop, drawing: String, language: &str, headers: &HeaderMap) -> Result<Response, Fault> {
    let tag = etag(format!("{language} {drawing}").as_bytes());
    if etag_of(headers) == Some(tag.as_str()) {
        return Ok(cached_file(None, "image/png", &tag));
    }
    let png = shop.documents.picture(drawing, language).await.map_err(Fault::internal)?;
    Ok(cached_file(Some(png.to_vec()), "image/png", &tag))
}
