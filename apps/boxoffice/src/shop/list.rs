//! `/` and `/events`: what is on, in order of time, the same bytes for everybody.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use commons::events;
use platform_http::{Ctx, Fault, Query, cached_page};
use platform_types::Actor;
use serde::Deserialize;

use super::Shop;
use super::cursor::Cursor;
use super::glance;
use super::views::list::{Listed, Listing};

/// Cards on one page.
const PAGE: usize = 36;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    /// Opaque; from the link of the part before.
    pub(super) after: Option<String>,
}

/// Reads the cursor of an address; a wrong one is told, because an empty list would look like the end.
pub(super) fn cursor_of(after: Option<&str>) -> Result<Option<Cursor>, Fault> {
    let fault = || {
        Fault::new(platform_http::code::http::BAD_PARAMETER)
            .with_detail("“after” is not a place in this list. Start again from the first page.")
    };
    after.filter(|text| !text.is_empty()).map(str::parse).transpose().map_err(|_| fault())
}

pub(super) async fn show(State(shop): State<Shop>, ctx: Ctx, Query(which): Query<Which>, headers: HeaderMap) -> Result<Response, Fault> {
    let cursor = cursor_of(which.after.as_deref())?;
    let now = ctx.now();
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = events::list_public(&mut tx, now, cursor.map(Cursor::pair), limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let mut glances = glance::glances(&mut tx, &found, now).await?;
    tx.rollback().await?;
    let next = if more { found.last().and_then(Cursor::after).map(|c| format!("/events?after={c}")) } else { None };
    let listed = found.into_iter().filter_map(|event| Some(Listed { glance: glances.remove(&event.id)?, event })).collect();
    let listing = Listing { listed, first: cursor.is_none(), next };
    let page = listing.page(&shop.house(), &ctx.url("/events"));
    Ok(cached_page(page, etag_of(&headers)))
}

/// The digest a browser already holds.
pub(super) fn etag_of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok())
}
