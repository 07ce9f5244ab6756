//! `/`: a look at what is on, and the way to all of it. The same bytes for everybody.

use std::borrow::Cow;
use std::collections::HashSet;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commons::events;
use platform_db::Tx;
use platform_http::{Ctx, Fault, cached_page};
use platform_texts::t;
use platform_types::{Actor, Currency, EventId, Timestamp};

use super::Shop;
use super::glance::FEW;
use super::list::{etag_of, with_glances};
use super::views::home::{Home, Shelf};
use crate::discover::{self, Matching, Search, Sort, When};

/// Cards on a shelf.
const SHELF: i64 = 4;
/// Cards of what comes next; a house with no more shows these alone.
const NEXT: i64 = 8;

pub(super) async fn show(State(shop): State<Shop>, ctx: Ctx, headers: HeaderMap) -> Result<Response, Fault> {
    let now = ctx.now();
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let usual = discover::begin(&mut tx).await?;
    let all = Search::default();
    let facets = discover::facets(&mut tx, &all, Matching::Everything, usual, now).await?;
    let mut shelves = Vec::new();
    let mut seen = HashSet::new();
    if facets.total > NEXT {
        let gone = discover::list_almost_gone(&mut tx, FEW, SHELF).await?;
        put(&mut tx, &mut shelves, &mut seen, now, t!("listing-almost-gone"), None, gone).await?;
        let weekend = all.with(|s| s.when = Some(When::Weekend));
        let ids = some(&mut tx, &weekend, usual, now, &seen).await?;
        put(&mut tx, &mut shelves, &mut seen, now, t!("listing-this-weekend"), Some(weekend.href("/events", &[])), ids).await?;
        let new = all.with(|s| s.sorted = Some(Sort::New));
        let ids = some(&mut tx, &new, usual, now, &seen).await?;
        put(&mut tx, &mut shelves, &mut seen, now, t!("listing-just-announced"), Some(new.href("/events", &[])), ids).await?;
    }
    let next = discover::find(&mut tx, &all, Matching::Everything, usual, now, None, 0, NEXT).await?;
    put(&mut tx, &mut shelves, &mut HashSet::new(), now, t!("listing-coming-up"), Some("/events".to_owned()), next.ids).await?;
    tx.rollback().await?;
    let home = Home { facets: &facets, shelves: &shelves };
    Ok(cached_page(home.page(&shop.house(), &ctx.url("/")), etag_of(&headers)))
}

/// A shelf's worth of events that stand on no shelf before it.
async fn some(tx: &mut Tx, search: &Search, usual: Currency, now: Timestamp, seen: &HashSet<EventId>) -> Result<Vec<EventId>, Fault> {
    let found = discover::find(tx, search, Matching::Everything, usual, now, None, 0, SHELF * 4).await?;
    Ok(found.ids.into_iter().filter(|id| !seen.contains(id)).take(usize::try_from(SHELF).unwrap_or(0)).collect())
}

async fn put(
    tx: &mut Tx,
    shelves: &mut Vec<Shelf>,
    seen: &mut HashSet<EventId>,
    now: Timestamp,
    title: Cow<'static, str>,
    href: Option<String>,
    ids: Vec<EventId>,
) -> Result<(), Fault> {
    seen.extend(&ids);
    let events = events::list_by_ids(tx, &ids).await?;
    let listed = with_glances(tx, events, now).await?;
    if !listed.is_empty() {
        shelves.push(Shelf { title, href, listed });
    }
    Ok(())
}
