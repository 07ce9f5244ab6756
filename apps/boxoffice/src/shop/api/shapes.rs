//! What programs read: the shapes of events, with their descriptions.

use std::collections::BTreeMap;

use commons::events::{Event, EventStatus, EventVenue};
use platform_http::Ctx;
use platform_types::{Currency, EventId, OrganizationId, TicketTypeId, Timestamp, VenueId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::catalogue::{Availability, Offer};
use crate::shop::glance::{FEW, Glance, Sale};

/// A time as programs read it: RFC 3339 in UTC, to the second, `2026-03-14T11:30:00Z`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// Texts by BCP 47 tag.
type Texts = BTreeMap<String, String>;

/// A part of a list of events.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EventList {
    /// The events.
    pub(crate) data: Vec<EventSummary>,
    /// Give it back as `cursor` for the next part; null at the end. Also as a `Link` header with `rel="next"`.
    pub(crate) next: Option<String>,
}

/// An event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EventSummary {
    /// Its id; stays for ever.
    id: EventId,
    /// Its place in addresses.
    slug: String,
    /// Its page, absolute.
    url: String,
    /// Title in the organizer's language.
    name: String,
    /// Titles by BCP 47 tag.
    #[schemars(with = "Texts")]
    names: Value,
    /// Such as `music`.
    category: String,
    /// Who presents it; may be empty.
    presenter: String,
    /// Whose event it is.
    organizer: Organizer,
    /// `published`, `postponed`, `cancelled`, `completed`; for its makers `draft`; or `test`: what is bought admits nobody real, and no money moves.
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
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Organizer {
    /// Its id.
    id: OrganizationId,
    /// Its name.
    name: String,
}

/// Where it happens.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Venue {
    /// Its id.
    id: VenueId,
    /// Its name.
    name: String,
    /// Names by BCP 47 tag.
    #[schemars(with = "Texts")]
    names: Value,
    /// Street and number; may be empty.
    address: String,
    /// The same by BCP 47 tag.
    #[schemars(with = "Texts")]
    addresses: Value,
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
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EventDetail {
    /// Everything of the list.
    #[serde(flatten)]
    pub(crate) summary: EventSummary,
    /// What it is about.
    pub(crate) description: String,
    /// The same by BCP 47 tag.
    #[schemars(with = "Texts")]
    pub(crate) descriptions: Value,
    /// What can be bought.
    pub(crate) ticket_types: Vec<TicketType>,
    /// What only its makers see; absent for everybody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) management: Option<Management>,
}

/// What only an event's makers see.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Management {
    /// Counts changes; `ETag` is `"v"` and this number.
    pub(crate) version: i32,
    /// `public` is listed, `unlisted` is found by its address, `private` by its own people.
    pub(crate) visibility: String,
    /// How many people may come in all; null while nobody said.
    pub(crate) capacity: Option<i32>,
    /// Tickets sold.
    pub(crate) sold: i32,
    /// Tickets in carts.
    pub(crate) held: i32,
    /// What people should know now; may be empty.
    pub(crate) notice: String,
    /// Steps, lifts, hearing loops, whom to ask; may be empty.
    pub(crate) accessibility: String,
    /// When anything of it was last changed.
    pub(crate) updated_at: Moment,
}

/// A kind of ticket. Amounts are of one ticket, in minor units of the event's currency.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TicketType {
    /// Its id; what a hold asks for.
    id: TicketTypeId,
    /// Its name.
    name: String,
    /// Names in other languages by BCP 47 tag.
    #[schemars(with = "Texts")]
    names: Value,
    /// What it includes; may be empty.
    description: String,
    /// The same by BCP 47 tag.
    #[schemars(with = "Texts")]
    descriptions: Value,
    /// The ticket itself; where the buyer chooses, the least that a hold may say.
    price_minor: i64,
    /// `fixed`, or `chosen`: then a hold says the `price_minor` of one.
    #[schemars(extend("enum" = ["fixed", "chosen"]))]
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

pub(crate) fn summary(ctx: &Ctx, event: Event, glance: &Glance) -> EventSummary {
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

pub(crate) fn venue(venue: EventVenue) -> Venue {
    Venue {
        id: venue.id,
        name: venue.name,
        names: venue.names,
        address: venue.address,
        addresses: venue.addresses,
        city: venue.city,
        country: venue.country,
        latitude: venue.position.map(|p| p.0),
        longitude: venue.position.map(|p| p.1),
    }
}

pub(crate) fn ticket_type(offer: Offer) -> TicketType {
    TicketType {
        id: offer.id,
        name: offer.name,
        names: offer.names,
        description: offer.description,
        descriptions: offer.descriptions,
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
