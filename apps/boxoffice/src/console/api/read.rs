//! Events of an organization, drafts included, for those who may see them.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use commons::events::{self, EventStatus};
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, code};
use platform_types::{ActorKind, EventId, OrganizationId};
use uuid::Uuid;

use crate::console::access::{self, Desk};
use crate::console::must;
use crate::console::tickets::{list_pools, sold_of};
use crate::shop::api::shapes::{EventDetail, EventList, Management, Moment};
use crate::shop::api::{CURSOR, NO_PLACE, bad, own_detail, read_limit, summaries, with_next};

/// The parameter that asks for an organization's own events.
pub(crate) const ORGANIZATION: &str = "organization";

/// What such a list knows.
pub(crate) const PARAMETERS: [&str; 9] = [ORGANIZATION, "status", "q", "category", "city", "from", "to", CURSOR, "limit"];

/// What an organization's list is asked for.
#[derive(Debug, Default)]
struct Asked<'a> {
    status: Option<&'a str>,
    text: Option<String>,
    category: Option<&'a str>,
    city: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    after: Option<EventId>,
}

impl<'a> Asked<'a> {
    fn read(values: &BTreeMap<&str, &'a str>, check: &mut Check) -> Self {
        let given = |name: &str| values.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
        let status = given("status");
        let all = EventStatus::ALL.map(EventStatus::as_str);
        check.that(status.is_none_or(|s| all.contains(&s)), "status", &format!("Choose one of these: {}.", all.join(", ")));
        let mut short = |name: &str| {
            check.that(given(name).is_none_or(|text| text.chars().count() <= 200), name, "Give at most 200 letters.");
            given(name)
        };
        let (text, category, city) = (short("q"), short("category"), short("city"));
        let mut day = |name: &str| {
            let read =
                given(name).map(|text| text.parse::<NaiveDate>().ok().filter(|day| (1970..=9999).contains(&chrono::Datelike::year(day))));
            check.that(read != Some(None), name, "Give a day as year, month and day: 2027-03-14.");
            read.flatten()
        };
        let (from, to) = (day("from"), day("to"));
        let after = given(CURSOR).map(|text| text.strip_prefix("e_").and_then(|id| id.parse::<EventId>().ok()));
        check.that(after != Some(None), CURSOR, NO_PLACE);
        let small = |text: &str| text.to_lowercase();
        Self { status, text: text.map(small), category, city: city.map(small), from, to, after: after.flatten() }
    }

    /// The ids in the order in which the events were made, so that new ones come last; one more than wanted tells that there are more.
    async fn find(&self, tx: &mut Tx, organization: OrganizationId, limit: u32) -> Result<Vec<EventId>, sqlx::Error> {
        let ids = sqlx::query_scalar!(
            "SELECT e.id FROM events e WHERE e.organization_id = $1 AND ($2::uuid IS NULL OR e.id > $2) AND ($3::text IS NULL OR e.status = $3)
               AND ($4::text IS NULL OR position($4 IN lower(e.name)) > 0) AND ($5::text IS NULL OR e.category = $5)
               AND ($6::text IS NULL OR EXISTS (SELECT 1 FROM venues v WHERE v.id = e.venue_id AND lower(v.city) = $6))
               AND ($7::date IS NULL OR (e.starts_at AT TIME ZONE e.timezone)::date >= $7) AND ($8::date IS NULL OR (e.starts_at AT TIME ZONE e.timezone)::date <= $8)
             ORDER BY e.id LIMIT $9",
            organization.0,
            self.after.map(|id| id.0),
            self.status,
            self.text,
            self.category,
            self.city,
            self.from,
            self.to,
            i64::from(limit) + 1
        )
        .fetch_all(&mut **tx)
        .await?;
        Ok(ids.into_iter().map(EventId).collect())
    }
}

/// `GET /api/events?organization=…`.
pub(crate) async fn list(ctx: &Ctx, values: &BTreeMap<&str, &str>) -> Result<Response, Fault> {
    let (ActorKind::User { .. } | ActorKind::Key(_)) = ctx.actor.kind else { return Err(Fault::new(code::http::UNAUTHENTICATED)) };
    let mut check = Check::new();
    let asked = Asked::read(values, &mut check);
    let limit = read_limit(values, &mut check);
    bad(check)?;
    let mut tx = ctx.read().await?;
    let named = values.get(ORGANIZATION).copied().unwrap_or_default();
    let slug = access::find_slug(&mut tx, Some(named)).await?.ok_or_else(Fault::not_found)?;
    let place = access::find_place(&mut tx, &slug).await?.ok_or_else(Fault::not_found)?;
    must(&place.held, may::EVENTS_VIEW)?;
    let mut ids = asked.find(&mut tx, place.id, limit).await?;
    let more = ids.len() > limit as usize;
    ids.truncate(limit as usize);
    let next = ids.last().filter(|_| more).map(|id| format!("e_{id}"));
    let found = events::list_by_ids(&mut tx, &ids).await?;
    let data = summaries(&mut tx, ctx, found, ctx.now()).await?;
    tx.rollback().await?;
    let address = next.as_ref().map(|next| {
        let limit = limit.to_string();
        let kept = values.iter().map(|(name, value)| (*name, *value)).filter(|(name, _)| ![CURSOR, "limit"].contains(name));
        let pairs: Vec<(&str, &str)> = kept.chain([("limit", limit.as_str()), (CURSOR, next.as_str())]).collect();
        format!("/api/events?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    });
    Ok(with_next(ctx, private(axum::Json(EventList { data, next })), address.as_deref()))
}

/// An event by id or slug as its makers see it; none for everybody else.
pub(crate) async fn find(ctx: &Ctx, which: &str) -> Result<Option<Response>, Fault> {
    let (ActorKind::User { .. } | ActorKind::Key(_)) = ctx.actor.kind else { return Ok(None) };
    let mut tx = ctx.read().await?;
    let Some(desk) = find_desk(&mut tx, which).await? else { return Ok(None) };
    let (version, body) = detail(&mut tx, ctx, desk).await?;
    tx.rollback().await?;
    Ok(Some(versioned(private(axum::Json(body)), version)))
}

/// The desk of an event by id or slug.
pub(super) async fn find_desk(tx: &mut Tx, which: &str) -> Result<Option<Desk>, Fault> {
    let id = match which.parse::<Uuid>() {
        Ok(id) => Some(id),
        Err(_) => sqlx::query_scalar!("SELECT id FROM events WHERE slug = $1", which).fetch_optional(&mut **tx).await?,
    };
    match id {
        Some(id) => Ok(access::find_desk(tx, EventId(id)).await?),
        None => Ok(None),
    }
}

/// Everything about an event, with its version.
pub(super) async fn detail(tx: &mut Tx, ctx: &Ctx, desk: Desk) -> Result<(i32, EventDetail), Fault> {
    let pools = list_pools(tx, desk.event.id).await?;
    let own = pools.iter().find(|pool| pool.is_event());
    let event = desk.event;
    let management = Management {
        version: event.version,
        visibility: event.visibility.clone(),
        capacity: own.map(|pool| pool.capacity),
        sold: sold_of(&pools),
        held: own.map_or(0, |pool| pool.held),
        notice: event.notes.notice.clone(),
        accessibility: event.notes.accessibility.clone(),
        updated_at: Moment(event.notes.updated_at),
    };
    Ok((event.version, own_detail(tx, ctx, event, management).await?))
}

/// For whoever asked alone.
pub(super) fn private(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// With the version that a write has to name.
pub(super) fn versioned(mut response: Response, version: i32) -> Response {
    if let Ok(value) = HeaderValue::from_str(&etag(version)) {
        response.headers_mut().insert(HeaderName::from_static("etag"), value);
    }
    response
}

/// `"v12"`.
pub(super) fn etag(version: i32) -> String {
    format!("\"v{version}\"")
}
