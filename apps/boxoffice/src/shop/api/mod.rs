//! `/api/events` and `/api/events/{id}`, as the seeds have them (seed 004: list, details, create, update, delete).
//!
//! What is on is read as nobody: the same answer for everybody. With `organization`, or for an event that the caller may look at
//! from behind the counter, it is read under the caller's own role by [`crate::console::api`], which writes events too.

pub(crate) mod docs;
pub(crate) mod shapes;

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use commons::events::Event;
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, Path, Query, code};
use platform_types::{Actor, EventId, Timestamp};

use super::Shop;
use super::cursor::Cursor;
use super::event::OnShow;
use super::glance::{self, Glance, Kind};
use super::list::{Asked, cursor_of};
use crate::catalogue::{self, Offer};
use crate::console::api as own;
use crate::discover::{PARAMETERS, Search};
use shapes::{EventDetail, EventList, EventSummary, Management, summary, ticket_type};

/// Events per answer when the caller does not say.
const USUAL: u32 = 20;
/// At most so many per answer.
const MOST: u32 = 100;

/// The parameters of an address by name. One that is not known is refused: it was meant to change the answer.
/// So is one that is given twice: one of them would be ignored.
fn parameters<'a>(asked: &'a [(String, String)], known: &[&str]) -> Result<BTreeMap<&'a str, &'a str>, Fault> {
    let list = known.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    let message = if known.is_empty() { "takes no parameters".to_owned() } else { format!("knows only {list}") };
    let mut unknown = Check::new();
    for (name, _) in asked.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        unknown.wrong(name, format!("There is no such parameter. This address {message}."));
    }
    unknown.done()?;
    let (mut values, mut twice) = (BTreeMap::new(), Check::new());
    for (name, value) in asked {
        let before = values.insert(name.as_str(), value.as_str());
        twice.that(before.is_none(), name, "This is given more than once. Give it once.");
    }
    bad(twice)?;
    Ok(values)
}

/// Parameters that are known and wrong.
pub(crate) fn bad(check: Check) -> Result<(), Fault> {
    let faults = check.faults();
    let told = faults.iter().map(|f| format!("“{}”: {}", f.field, f.message)).collect::<Vec<_>>().join(" ");
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(code::http::BAD_PARAMETER).with_detail(told).with_fields(faults)) }
}

/// Which part of the list.
struct Part {
    /// Where to go on: `next` of the answer before.
    after: Option<Cursor>,
    /// How many, 1 to 100; 20 when absent.
    limit: u32,
}

impl Part {
    /// `check` has what was wrong with the question itself.
    fn read(values: &BTreeMap<&str, &str>, question: &Search, mut check: Check) -> Result<Self, Fault> {
        let limit = read_limit(values, &mut check);
        // `after` is what it was called first.
        let (name, text) = [CURSOR, "after"].iter().find_map(|name| Some((*name, *values.get(name)?))).unzip();
        let after = cursor_of(text, question);
        check.that(after.is_ok(), name.unwrap_or(CURSOR), NO_PLACE);
        check.that(!(values.contains_key(CURSOR) && values.contains_key("after")), "after", "Give “cursor” alone; it is the same.");
        bad(check)?;
        Ok(Self { after: after?, limit })
    }
}

/// The parameter that says where a list goes on.
pub(crate) const CURSOR: &str = "cursor";
/// What is said of one that is not from an answer before.
pub(crate) const NO_PLACE: &str = "Give the “next” of the answer before as it was, or leave this out to begin.";

/// How many the caller wants at once.
pub(crate) fn read_limit(values: &BTreeMap<&str, &str>, check: &mut Check) -> u32 {
    let limit = match values.get("limit") {
        None => Some(USUAL),
        Some(text) => text.parse().ok().filter(|n| (1..=MOST).contains(n)),
    };
    check.that(limit.is_some(), "limit", &format!("Give a whole number, 1 to {MOST}."));
    limit.unwrap_or(USUAL)
}

/// Where the list goes on, as RFC 8288 says it.
pub(crate) fn with_next(ctx: &Ctx, mut response: Response, next: Option<&str>) -> Response {
    let link = next.map(|next| format!("<{}>; rel=\"next\"", ctx.url(next)));
    if let Some(value) = link.and_then(|l| HeaderValue::from_str(&l).ok()) {
        response.headers_mut().insert(HeaderName::from_static("link"), value);
    }
    response
}

/// What a list tells of each event.
pub(crate) async fn summaries(tx: &mut Tx, ctx: &Ctx, events: Vec<Event>, now: Timestamp) -> Result<Vec<EventSummary>, Fault> {
    let glances = glance::glances(tx, &events, now).await?;
    Ok(events.into_iter().filter_map(|event| glances.get(&event.id).map(|glance| summary(ctx, event, glance))).collect())
}

/// `GET /api/events`: coming public events; the parameters are those of the page.
pub(super) async fn list(State(shop): State<Shop>, ctx: Ctx, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Fault> {
    if pairs.iter().any(|(name, _)| name == own::ORGANIZATION) {
        let values = parameters(&pairs, &own::PARAMETERS)?;
        return own::list(&ctx, &values).await;
    }
    let known: Vec<&str> = PARAMETERS.into_iter().chain([CURSOR, "after", "limit", own::ORGANIZATION, "status"]).collect();
    let values = parameters(&pairs, &known)?;
    if values.contains_key("status") {
        let mut check = Check::new();
        check.wrong("status", "Only an organization’s own events differ in this. Give “organization” as well.");
        bad(check)?;
    }
    let now = ctx.now();
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let (asked, check) = Asked::read(&mut tx, &pairs, now).await?;
    let Part { after, limit } = Part::read(&values, &asked.search, check)?;
    let (found, next) = asked.part(&mut tx, now, after, i64::from(limit)).await?;
    let data = summaries(&mut tx, &ctx, found, now).await?;
    tx.rollback().await?;
    let next = next.map(|next| next.to_string());
    let address = next.as_ref().map(|next| asked.search.href("/api/events", &[("limit", &limit.to_string()), (CURSOR, next)]));
    Ok(with_next(&ctx, cacheable(axum::Json(EventList { data, next })), address.as_deref()))
}

/// `GET /api/events/{id}`: one event, by id or slug. Unlisted events answer whoever knows the address.
pub(super) async fn one(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(which): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    parameters(&asked, &[])?;
    if let Some(found) = own::find(&ctx, &which).await? {
        return Ok(found);
    }
    let slug = match which.parse::<EventId>() {
        Ok(id) => slug_of(&shop, id).await?,
        Err(_) => which,
    };
    let OnShow { event, offers, .. } = super::event::load(&shop, &slug, ctx.now()).await?;
    Ok(cacheable(axum::Json(detail(&ctx, event, offers, None))))
}

/// An event that its makers look at, with the tickets that buyers would see.
pub(crate) async fn own_detail(tx: &mut Tx, ctx: &Ctx, event: Event, management: Management) -> Result<EventDetail, Fault> {
    let tariff = catalogue::tariff_of(tx, event.id, event.currency).await?;
    let offers = catalogue::list_offers(tx, event.id, event.starts_at, &tariff, ctx.now(), false).await.map_err(Fault::internal)?;
    Ok(detail(ctx, event, offers, Some(management)))
}

fn detail(ctx: &Ctx, mut event: Event, offers: Vec<Offer>, management: Option<Management>) -> EventDetail {
    let kinds: Vec<Kind> = offers.iter().map(|o| Kind::of(o, event.currency)).collect();
    let glance = Glance::of(&event, &kinds);
    let (description, descriptions) = (std::mem::take(&mut event.description), std::mem::take(&mut event.descriptions));
    EventDetail {
        summary: summary(ctx, event, &glance),
        description,
        descriptions,
        ticket_types: offers.into_iter().map(ticket_type).collect(),
        management,
    }
}

async fn slug_of(shop: &Shop, id: EventId) -> Result<String, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let slug = sqlx::query_scalar!("SELECT slug FROM events WHERE id = $1", id.0).fetch_optional(&mut *tx).await?;
    tx.rollback().await?;
    slug.ok_or_else(Fault::not_found)
}

fn cacheable(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=5"));
    // Its makers see more.
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("authorization, cookie"));
    response
}
