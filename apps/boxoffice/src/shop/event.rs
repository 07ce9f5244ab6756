//! `/events/{slug}`: one event and what can be bought for it, the same bytes for everybody who asks by the same address.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commons::events::{self, Event};
use platform_http::{Ctx, Fault, Path, Query, cached_page};
use platform_types::{Actor, Timestamp};

use super::Shop;
use super::hold::Refused;
use super::list::etag_of;
use super::views::event as view;
use crate::catalogue::{self, Offer};

/// An event with its tickets, as everybody may see them.
pub(super) struct OnShow {
    pub(super) event: Event,
    pub(super) offers: Vec<Offer>,
    pub(super) now: Timestamp,
}

/// Reads it as nobody: a draft or a private event is not there, whoever asks.
pub(super) async fn load(shop: &Shop, slug: &str, now: Timestamp) -> Result<OnShow, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let event = events::find_by_slug(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    let tariff = catalogue::tariff_of(&mut tx, event.id, event.currency).await?;
    let offers = catalogue::list_offers(&mut tx, event.id, event.starts_at, &tariff, now, false).await.map_err(Fault::internal)?;
    tx.rollback().await?;
    Ok(OnShow { event, offers, now })
}

pub(super) async fn show(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let on_show = load(&shop, &slug, ctx.now()).await?;
    if let Some(refused) = Refused::of_pairs(&asked, &on_show.offers) {
        return Ok(cached_page(view::refused(&shop.house(), &on_show, &refused), etag_of(&headers)));
    }
    let canonical = ctx.url(&format!("/events/{}", on_show.event.slug));
    Ok(cached_page(view::page(&shop.house(), &on_show, &canonical), etag_of(&headers)))
}
