//! What is told of the shop in the API's document.

use platform_http::{AnswerDoc, Describe, Tag};
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::shapes::{EventDetail, EventList, Moment};
use crate::shop::codes;
use crate::shop::wanted::Items;

/// Events.
pub(crate) const EVENTS: Tag =
    Tag { name: "Events", about: "What is on, for everybody; an organization's own events, drafts included, for its people and programs." };
/// Tickets.
const TICKETS: Tag = Tag { name: "Tickets", about: "Setting tickets aside, as the event's page does." };
/// Calls from others.
const HOOKS: Tag = Tag { name: "Webhooks", about: "Calls from providers." };

/// The list's parameters: those of the page, and for an organization's own events `organization` and `status`.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told: the pairs are read as the page reads them")]
struct ListParameters {
    /// An organization's own events, drafts included: its slug or id. Needs a token and `events:view` there. They come in the order
    /// in which they were made; only `status`, `q`, `category`, `city`, `from`, `to`, `cursor` and `limit` go with it.
    #[schemars(default, with = "String")]
    organization: Option<String>,
    /// Only with `organization`.
    #[schemars(default, with = "String", extend("enum" = ["draft", "test", "published", "postponed", "cancelled", "completed"]))]
    status: Option<String>,
    /// Words; at most 200 characters.
    #[schemars(default, with = "String", length(max = 200))]
    q: Option<String>,
    /// Such as `music`.
    #[schemars(default, with = "String", length(max = 120))]
    category: Option<String>,
    /// A town, as it is written.
    #[schemars(default, with = "String", length(max = 120))]
    city: Option<String>,
    /// Days that move with the day, on the place's clock.
    #[schemars(default, with = "String", extend("enum" = ["today", "tomorrow", "weekend", "week", "month"]))]
    when: Option<String>,
    /// From this day on, on the place's clock.
    #[schemars(default, with = "String", extend("format" = "date"))]
    from: Option<String>,
    /// Up to and with this day.
    #[schemars(default, with = "String", extend("format" = "date"))]
    to: Option<String>,
    /// `1`: only what costs nothing.
    #[schemars(default, with = "String", extend("enum" = ["1", "0", "true", "false", "on"]))]
    free: Option<String>,
    /// At least so much for one ticket, everything in, such as `25.00`.
    #[schemars(default, with = "String")]
    price_from: Option<String>,
    /// At most so much.
    #[schemars(default, with = "String")]
    price_to: Option<String>,
    /// Only prices in this currency, and free events.
    #[schemars(default, with = "platform_types::Currency")]
    currency: Option<String>,
    /// `1`: only what can be bought now.
    #[schemars(default, with = "String", extend("enum" = ["1", "0", "true", "false", "on"]))]
    available: Option<String>,
    /// In which order; `date`, or `fit` where words are asked.
    #[schemars(default, with = "String", extend("enum" = ["fit", "date", "price", "new"]))]
    sort: Option<String>,
    /// Where to go on: `next` of the answer before, with everything else as it was.
    #[schemars(default, with = "String")]
    cursor: Option<String>,
    /// The same, as it was called first.
    #[schemars(default, with = "String", extend("deprecated" = true))]
    after: Option<String>,
    /// How many at once; 20 where it is left out.
    #[schemars(default, with = "u32", range(min = 1, max = 100))]
    limit: Option<u32>,
}

pub(crate) fn list() -> Describe {
    Describe::new(
        EVENTS,
        "List events",
        "Coming public events in the order of their start, the same for everybody; with `organization` that organization's own. Walk it by `next`: in the order of time, events that are added meanwhile neither repeat nor hide others.",
    )
    .query::<ListParameters>()
    .answers(
        AnswerDoc::json::<EventList>(200, "A part of the list.").header("Link", "The next part, `rel=\"next\"` (RFC 8288).").example(|| json!({ "data": [event()], "next": null })),
    )
    .refuses([platform_http::code::http::INVALID, platform_http::code::http::UNAUTHENTICATED, platform_http::code::http::NOT_FOUND])
}

pub(crate) fn show() -> Describe {
    Describe::new(
        EVENTS,
        "Show an event",
        "Everybody sees public and unlisted events. Whoever holds `events:view` there sees drafts and private ones too, with `management` and an `ETag` for writing.",
    )
    .path::<String>("id", "Id or slug.")
    .answers(AnswerDoc::json::<EventDetail>(200, "The event.").header("ETag", "Its version, where `management` is told.").example(detail))
    .refuses([platform_http::code::http::INVALID])
}

/// Tickets that are set aside.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Held {
    /// Which reservation.
    hold: platform_types::HoldId,
    /// Until when.
    expires_at: Moment,
    /// Where it goes on, for a person.
    checkout_url: String,
}

pub(crate) fn hold() -> Describe {
    Describe::new(
        TICKETS,
        "Hold tickets",
        "Sets tickets aside for a quarter of an hour, all or none. The answer's cookie says whose they are.",
    )
    .path::<String>("slug", "The event's slug.")
    .for_json()
    .body::<Items>()
    .example(|| json!({ "items": [{ "ticket_type": "0195a1b2-0000-7000-8000-000000000002", "quantity": 2 }] }))
    .answers(AnswerDoc::json::<Held>(201, "They are yours until then.").header("Location", "The checkout."))
    .refuses(codes::holds::ALL.iter().copied())
    .refuses(codes::promo::ALL.iter().copied())
}

pub(crate) fn webhook() -> Describe {
    Describe::new(
        HOOKS,
        "A payment changed",
        "Called by the payment provider, signed with the secret of the settings. What it says is asked of the provider again.",
    )
    .answers(AnswerDoc::empty(200, "Noted."))
    .refuses([codes::payments::WEBHOOK_REFUSED, platform_http::code::http::TOO_LARGE, platform_http::code::http::UNREADABLE])
}

/// An event as the list tells it.
fn event() -> Value {
    json!({
        "id": "0195a1b2-0000-7000-8000-000000000001", "slug": "the-tempest-7k2mq", "url": "https://tickets.example.org/events/the-tempest-7k2mq",
        "name": "The Tempest", "names": { "zh-Hant": "暴風雨" }, "category": "theatre", "presenter": "Harbour Players",
        "organizer": { "id": "0195a1b2-0000-7000-8000-000000000003", "name": "Harbour Players" }, "status": "published",
        "starts_at": "2026-03-14T11:30:00Z", "ends_at": null, "doors_at": "2026-03-14T11:00:00Z", "timezone": "Asia/Hong_Kong", "age_limit": "",
        "venue": { "id": "0195a1b2-0000-7000-8000-000000000004", "name": "Harbour Hall", "names": {}, "address": "1 Pier Road", "addresses": {}, "city": "Hong Kong",
                   "country": "HK", "latitude": 22.28, "longitude": 114.16 },
        "currency": "HKD", "from_price_minor": 12000, "availability": "on_sale",
    })
}

/// An event with its texts and tickets.
pub(crate) fn detail() -> Value {
    let mut event = event();
    event["description"] = json!("Shipwreck, magic and forgiveness.");
    event["descriptions"] = json!({});
    event["ticket_types"] = json!([{
        "id": "0195a1b2-0000-7000-8000-000000000002", "name": "Stalls", "names": {}, "description": "", "descriptions": {}, "price_minor": 12000, "pricing": "fixed", "suggested_minor": null,
        "zones": [], "fee_minor": 0, "tax_added_minor": 0, "tax_included_minor": 0, "all_in_minor": 12000, "availability": "on_sale", "left": null,
        "sale_starts_at": null, "sale_ends_at": null, "min_per_order": 1, "max_per_order": 10,
    }]);
    event
}
