//! `/api/events` and `/api/events/{id}`: what is on, for programs. Read as nobody: the same answer for everybody.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use commons::events::{Event, EventStatus, EventVenue};
use platform_http::{Check, Ctx, Fault, Path, Query, code};
use platform_types::{Actor, Currency, EventId, OrganizationId, TicketTypeId, Timestamp, VenueId};
use serde::Serialize;
use serde_json::Value;

use super::Shop;
use super::cursor::Cursor;
use super::event::OnShow;
use super::glance::{self, FEW, Glance, Kind, Sale};
use super::list::{Asked, cursor_of};
use crate::catalogue::{Availability, Offer};
use crate::discover::{PARAMETERS, Search};

/// Events per answer when the caller does not say.
const USUAL: u32 = 20;
/// At most so many per answer.
const MOST: u32 = 100;

/// A time as programs read it: RFC 3339 in UTC, to the second, `2026-03-14T11:30:00Z`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment(pub(super) Timestamp);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

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
fn bad(check: Check) -> Result<(), Fault> {
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
        let limit = match values.get("limit") {
            None => Some(USUAL),
            Some(text) => text.parse().ok().filter(|n| (1..=MOST).contains(n)),
        };
        check.that(limit.is_some(), "limit", &format!("Give a whole number, 1 to {MOST}."));
        let after = cursor_of(values.get("after").copied(), question);
        check.that(after.is_ok(), "after", "Give the “next” of the answer before as it was, or leave this out to begin.");
        bad(check)?;
        Ok(Self { after: after?, limit: limit.unwrap_or(USUAL) })
    }
}

/// A part of the list of coming public events, in order of time.
#[derive(Debug, Serialize)]
struct EventList {
    /// The events.
    data: Vec<EventSummary>,
    /// Give it back as `after` for the next part; null at the end. Also as a `Link` header with `rel="next"`.
    next: Option<String>,
}

/// An event.
#[derive(Debug, Serialize)]
struct EventSummary {
    /// Its id; stays for ever.
    id: EventId,
    /// Its place in addresses.
    slug: String,
    /// Its page, absolute.
    url: String,
    /// Title in the organizer's language.
    name: String,
    /// Titles by BCP 47 tag.
    names: Value,
    /// Such as `music`.
    category: String,
    /// Who presents it; may be empty.
    presenter: String,
    /// Whose event it is.
    organizer: Organizer,
    /// `published`, `postponed`, `cancelled`, `completed`; or `test`: what is bought admits nobody real, and no money moves.
    status: EventStatus,
    /// Start; null while a new date is open. This and every other time: RFC 3339 in UTC, to the second.
    starts_at: Option<Moment>,
    /// End, if known.
    ends_at: Option<Moment>,
    /// When doors open, if known.
    doors_at: Option<Moment>,
    /// IANA zone of the place.
    timezone: &'static str,
    /// Age limit in words; may be empty.
    age_limit: String,
    /// Where; null when it is not known.
    venue: Option<Venue>,
    /// ISO 4217 code of every amount here.
    currency: Currency,
    /// The lowest price of one ticket that can be had, everything in, in minor units; null when nothing is sold.
    from_price_minor: Option<i64>,
    /// `on_sale`, `few_left`, `not_yet`, `in_carts` (none is free, not all are sold), `sold_out`, `ended` or `not_sold`.
    availability: Sale,
}

/// Whose event it is.
#[derive(Debug, Serialize)]
struct Organizer {
    /// Its id.
    id: OrganizationId,
    /// Its name.
    name: String,
}

/// Where it happens.
#[derive(Debug, Serialize)]
struct Venue {
    /// Its id.
    id: VenueId,
    /// Its name.
    name: String,
    /// Names by BCP 47 tag.
    names: Value,
    /// Street and number; may be empty.
    address: String,
    /// Town; may be empty.
    city: String,
    /// ISO 3166 code; may be empty.
    country: String,
    /// Degrees north, if known.
    latitude: Option<f64>,
    /// Degrees east, if known.
    longitude: Option<f64>,
}

/// An event with its texts and tickets.
#[derive(Debug, Serialize)]
struct EventDetail {
    /// Everything of the list.
    #[serde(flatten)]
    summary: EventSummary,
    /// What it is about.
    description: String,
    /// The same by BCP 47 tag.
    descriptions: Value,
    /// What can be bought.
    ticket_types: Vec<TicketType>,
}

/// A kind of ticket. Amounts are of one ticket, in minor units of the event's currency.
#[derive(Debug, Serialize)]
struct TicketType {
    /// Its id; what a hold asks for.
    id: TicketTypeId,
    /// Its name.
    name: String,
    /// What it includes; may be empty.
    description: String,
    /// The ticket itself; where the buyer chooses, the least that a hold may say.
    price_minor: i64,
    /// `fixed`, or `chosen`: then a hold says the `price_minor` of one.
    pricing: &'static str,
    /// What is suggested where the buyer chooses; else null.
    suggested_minor: Option<i64>,
    /// Names of the zones it opens.
    zones: Vec<String>,
    /// Fees on top.
    fee_minor: i64,
    /// Tax on top.
    tax_added_minor: i64,
    /// Tax contained in price and fees.
    tax_included_minor: i64,
    /// What is paid, everything in: price, fees and added tax.
    all_in_minor: i64,
    /// `on_sale`, `not_yet`, `ended` or `sold_out`.
    availability: Availability,
    /// How many are left, told only when fewer than ten are.
    left: Option<i32>,
    /// From when it sells, if limited.
    sale_starts_at: Option<Moment>,
    /// Until when it sells, if limited.
    sale_ends_at: Option<Moment>,
    /// At least so many in one order.
    min_per_order: i32,
    /// At most so many in one order.
    max_per_order: i32,
}

/// `GET /api/events`: coming public events; the parameters are those of the page.
pub(super) async fn list(State(shop): State<Shop>, ctx: Ctx, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Fault> {
    let known: Vec<&str> = PARAMETERS.into_iter().chain(["after", "limit"]).collect();
    let values = parameters(&pairs, &known)?;
    let now = ctx.now();
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let (asked, check) = Asked::read(&mut tx, &pairs, now).await?;
    let Part { after, limit } = Part::read(&values, &asked.search, check)?;
    let (found, next) = asked.part(&mut tx, now, after, i64::from(limit)).await?;
    let glances = glance::glances(&mut tx, &found, now).await?;
    tx.rollback().await?;
    let next = next.map(|next| next.to_string());
    let link = next.as_ref().map(|next| {
        let address = asked.search.href("/api/events", &[("limit", &limit.to_string()), ("after", next)]);
        format!("<{}>; rel=\"next\"", ctx.url(&address))
    });
    let data = found.into_iter().filter_map(|event| glances.get(&event.id).map(|glance| summary(&ctx, event, glance))).collect();
    let mut response = cacheable(axum::Json(EventList { data, next }));
    if let Some(value) = link.and_then(|l| HeaderValue::from_str(&l).ok()) {
        response.headers_mut().insert(HeaderName::from_static("link"), value);
    }
    Ok(response)
}

/// `GET /api/events/{id}`: one event, by id or slug. Unlisted events answer whoever knows the address.
pub(super) async fn one(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(which): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    parameters(&asked, &[])?;
    let slug = match which.parse::<EventId>() {
        Ok(id) => slug_of(&shop, id).await?,
        Err(_) => which,
    };
    let OnShow { mut event, offers, .. } = super::event::load(&shop, &slug, ctx.now()).await?;
    let kinds: Vec<Kind> = offers.iter().map(|o| Kind::of(o, event.currency)).collect();
    let glance = Glance::of(&event, &kinds);
    let (description, descriptions) = (std::mem::take(&mut event.description), std::mem::take(&mut event.descriptions));
    let detail = EventDetail {
        summary: summary(&ctx, event, &glance),
        description,
        descriptions,
        ticket_types: offers.into_iter().map(ticket_type).collect(),
    };
    Ok(cacheable(axum::Json(detail)))
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
    response
}

fn summary(ctx: &Ctx, event: Event, glance: &Glance) -> EventSummary {
    EventSummary {
        id: event.id,
        url: ctx.url(&format!("/events/{}", event.slug)),
        slug: event.slug,
        name: event.name,
        names: event.names,
        category: event.category,
        presenter: event.presenter,
        organizer: Organizer { id: event.organization, name: event.organizer },
        status: event.status,
        starts_at: event.starts_at.map(Moment),
        ends_at: event.ends_at.map(Moment),
        doors_at: event.doors_at.map(Moment),
        timezone: event.zone.name(),
        age_limit: event.age_limit,
        venue: event.venue.map(venue),
        currency: event.currency,
        from_price_minor: glance.prices.map(|(lowest, _)| lowest.minor),
        availability: glance.sale,
    }
}

fn venue(venue: EventVenue) -> Venue {
    Venue {
        id: venue.id,
        name: venue.name,
        names: venue.names,
        address: venue.address,
        city: venue.city,
        country: venue.country,
        latitude: venue.position.map(|p| p.0),
        longitude: venue.position.map(|p| p.1),
    }
}

fn ticket_type(offer: Offer) -> TicketType {
    TicketType {
        id: offer.id,
        name: offer.name,
        description: offer.description,
        price_minor: offer.unit.price_minor,
        pricing: if offer.suggested_minor.is_some() { "chosen" } else { "fixed" },
        suggested_minor: offer.suggested_minor,
        zones: offer.zones,
        fee_minor: offer.unit.fee_minor,
        tax_added_minor: offer.unit.tax_added_minor,
        tax_included_minor: offer.unit.tax_included_minor,
        all_in_minor: offer.unit.all_in_minor(),
        availability: offer.availability,
        left: (offer.availability == Availability::OnSale && offer.left < FEW).then_some(offer.left),
        sale_starts_at: offer.sale_starts_at.map(Moment),
        sale_ends_at: offer.sale_ends_at.map(Moment),
        min_per_order: offer.min_per_order,
        max_per_order: offer.max_per_order,
    }
}
