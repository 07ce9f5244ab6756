//! `/events/{slug}/programme` and one item of it, the same bytes for everybody who asks by the same address.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commons::events::{self, Event};
use commons::programme::{self, Entry};
use platform_db::Tx;
use platform_http::{Ctx, Fault, Path, Query, cached_page};
use platform_types::{Actor, ProgrammeItemId};

use super::Shop;
use super::list::etag_of;
use super::paper::told_event;
use super::running_order::Part;
use super::views::programme as view;

/// More than the largest fairs have.
const MOST: i64 = 5_000;

/// The event of an address, if everybody may see its programme.
async fn published(tx: &mut Tx, slug: &str) -> Result<Event, Fault> {
    let event = events::find_by_slug(tx, slug).await?;
    event.filter(|event| event.notes.programme_published_at.is_some()).ok_or_else(Fault::not_found)
}

/// The whole running order, or the part that the address names.
pub(super) async fn show(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let event = published(&mut tx, &slug).await?;
    let entries: Vec<Entry> = programme::list_entries(&mut tx, event.id, MOST).await?;
    tx.rollback().await?;
    if entries.is_empty() {
        return Err(Fault::not_found());
    }
    let canonical = ctx.url(&format!("/events/{}", event.slug));
    Ok(cached_page(view::whole(&shop.house(), &told_event(event), &entries, &part, &canonical), etag_of(&headers)))
}

/// One item: what it is about, who, and what belongs to it.
pub(super) async fn item(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path((slug, id)): Path<(String, ProgrammeItemId)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let event = published(&mut tx, &slug).await?;
    let item = programme::find_item(&mut tx, event.id, id).await?.ok_or_else(Fault::not_found)?;
    tx.rollback().await?;
    let canonical = ctx.url(&format!("/events/{}", event.slug));
    Ok(cached_page(view::item(&shop.house(), &told_event(event), &item, &canonical), etag_of(&headers)))
}
