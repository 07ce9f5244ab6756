//! `/events`: what is on, found by words and filters that all stand in the address, as a list or as a calendar. The same bytes for
//! everybody who asks the same.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, Days, Months, NaiveDate};
use commons::events::{self, Event};
use commons::files::list_pictures;
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, FieldFault, Page, Query, cached_page};
use platform_texts::t;
use platform_types::{Actor, Currency, EventId, Timestamp, Zone};

use super::Shop;
use super::cursor::Cursor;
use super::glance;
use super::paper::told_event;
use super::views::calendar::Calendar;
use super::views::finder::Finder;
use super::views::list::{Listed, Listing};
use crate::discover::{self, Matching, Search};

/// Cards on one page.
const PAGE: i64 = 36;
/// Events in one month of the calendar; what is beyond is found by narrowing.
const MONTH: i64 = 2_000;

/// A cursor of an address; a wrong one is told, because an empty list would look like the end.
pub(super) fn cursor_of(after: Option<&str>, search: &Search) -> Result<Option<Cursor>, Fault> {
    let fault = || Fault::new(platform_http::code::http::BAD_PARAMETER).with_detail(t!("listing-wrong-after"));
    let cursor: Option<Cursor> = after.filter(|text| !text.is_empty()).map(str::parse).transpose().map_err(|_| fault())?;
    if cursor.is_some_and(|cursor| !cursor.fits(search.sort())) { Err(fault()) } else { Ok(cursor) }
}

/// A question that was read, with what the list says about its words and filters.
pub(super) struct Asked {
    pub(super) search: Search,
    pub(super) usual: Currency,
    pub(super) matching: Matching,
}

impl Asked {
    /// Reads the pairs of an address.
    pub(super) async fn read(tx: &mut Tx, pairs: &[(String, String)], now: Timestamp) -> Result<(Self, Check), Fault> {
        let usual = discover::begin(tx).await?;
        let (search, check) = Search::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())), usual);
        let matching = discover::matching_of(tx, &search, now).await?;
        Ok((Self { search, usual, matching }, check))
    }

    /// One part of the list, and whether there is more.
    pub(super) async fn part(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<(Vec<Event>, Option<Cursor>), Fault> {
        let (pair, skipped) = (after.and_then(Cursor::pair), after.map_or(0, Cursor::skipped));
        let found = discover::find(tx, &self.search, self.matching, self.usual, now, pair, i64::from(skipped), limit).await?;
        let events = events::list_by_ids(tx, &found.ids).await?;
        let next = if found.more { Cursor::behind(self.search.sort(), skipped, &events) } else { None };
        Ok((events, next))
    }
}

pub(super) async fn show(
    State(shop): State<Shop>,
    ctx: Ctx,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let of = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let now = ctx.now();
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let (asked, check) = Asked::read(&mut tx, &pairs, now).await?;
    let faults = check.faults();
    let facets = discover::facets(&mut tx, &asked.search, asked.matching, asked.usual, now).await?;
    let finder = Finder { search: &asked.search, facets: &facets, usual: asked.usual, faults: &faults, typed: &pairs, calendar: false };
    if !faults.is_empty() {
        tx.rollback().await?;
        return Ok(refused(&shop, &finder, asked.matching));
    }
    if of("view") == Some("calendar") {
        // The first that is still to come says where the calendar opens, and by which clocks it is today.
        let first = discover::list_days(&mut tx, &asked.search, asked.matching, asked.usual, now, 1).await?.pop();
        let today = first.as_ref().map_or(Zone::UTC, |first| first.zone).local(now).date_naive();
        let opens = first.map_or(today, |first| first.days.0.max(today));
        let (month, days) = month(of("month"), asked.search.from.map_or(opens, |from| from.max(opens)))?;
        let within = asked.search.with(|s| {
            s.from = Some(s.from.map_or(days.0, |day| day.max(days.0)));
            s.to = Some(s.to.map_or(days.1, |day| day.min(days.1)));
        });
        let dated = discover::list_days(&mut tx, &within, asked.matching, asked.usual, now, MONTH).await?;
        tx.rollback().await?;
        let calendar = Calendar { finder: Finder { calendar: true, ..finder }, month, today, dated: &dated };
        return Ok(cached_page(calendar.page(&shop.house()), etag_of(&headers)));
    }
    let cursor = cursor_of(of("after"), &asked.search)?;
    let (found, next) = asked.part(&mut tx, now, cursor, PAGE).await?;
    let listed = with_glances(&mut tx, found, now).await?;
    tx.rollback().await?;
    let next = next.map(|next| asked.search.href("/events", &[("after", &next.to_string())]));
    let listing = Listing { finder: Some(finder), matching: asked.matching, listed, first: cursor.is_none(), next };
    Ok(cached_page(listing.page(&shop.house(), &ctx.url("/events")), etag_of(&headers)))
}

/// A question with something wrong in it: the same form with the reasons, and no list that would answer another question.
fn refused(shop: &Shop, finder: &Finder<'_>, matching: Matching) -> Response {
    let listing = Listing { finder: Some(*finder), matching, listed: Vec::new(), first: true, next: None };
    (StatusCode::BAD_REQUEST, Page(listing.page(&shop.house(), ""))).into_response()
}

/// The month of an address, by its first day; without one that of a day. And its first and last day.
fn month(text: Option<&str>, day: NaiveDate) -> Result<(NaiveDate, (NaiveDate, NaiveDate)), Fault> {
    let first = match text.filter(|text| !text.is_empty()) {
        None => day.with_day(1),
        Some(text) => format!("{text}-01").parse().ok().filter(|day: &NaiveDate| (1970..=9998).contains(&day.year())),
    };
    let days = first.and_then(|first| Some((first, first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))?)));
    days.map(|days| (days.0, days)).ok_or_else(|| {
        let told = t!("listing-wrong-month");
        Fault::new(platform_http::code::http::BAD_PARAMETER)
            .with_detail(format!("“month”: {told}"))
            .with_fields(vec![FieldFault { field: "month".to_owned(), message: told.into_owned() }])
    })
}

/// Events with what their cards say about tickets, in the language of the work at hand.
pub(super) async fn with_glances(tx: &mut Tx, events: Vec<Event>, now: Timestamp) -> Result<Vec<Listed>, Fault> {
    let mut glances = glance::glances(tx, &events, now).await?;
    let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
    let mut pictures = list_pictures(tx, &ids).await?;
    let mut picture = |id: EventId| pictures.remove(&id).map(|known| known.picture);
    Ok(events
        .into_iter()
        .filter_map(|event| Some(Listed { glance: glances.remove(&event.id)?, picture: picture(event.id), event: told_event(event) }))
        .collect())
}

/// The digest a browser already holds.
pub(super) fn etag_of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok())
}
