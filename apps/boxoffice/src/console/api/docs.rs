//! What is told of writing events in the API's document.

use platform_http::{AnswerDoc, Describe};
use serde_json::{Value, json};

use super::body::{EventBody, NewEventBody};
use crate::console::code as codes;
use crate::shop::api::docs::{EVENTS, detail};
use crate::shop::api::shapes::EventDetail;

const ETAG: &str = "The version, for the next write.";

fn body() -> Value {
    json!({
        "name": "The Tempest", "category": "theatre", "starts_at": "2026-03-14T11:30:00Z", "description": "Shipwreck, magic and forgiveness.",
        "new_venue": { "name": "Harbour Hall", "city": "Hong Kong", "country": "HK", "timezone": "Asia/Hong_Kong" }, "visibility": "public",
    })
}

pub(super) fn create() -> Describe {
    Describe::new(
        EVENTS,
        "Create an event",
        "Makes a draft; it is priced and published in the console. Needs `events:view` as well. Send an `Idempotency-Key`, and a request that is repeated makes one event.",
    )
    .body::<NewEventBody>()
    .example(body)
    .answers(AnswerDoc::json::<EventDetail>(201, "The draft.").header("Location", "Its address.").header("ETag", ETAG).example(detail))
}

pub(super) fn update() -> Describe {
    Describe::new(
        EVENTS,
        "Change an event",
        "Replaces what an organizer says of an event, if nobody changed it since the version you saw: send its `ETag` as `If-Match`, or its number as `version`. Currency, stock, prices, tickets and status are not touched by this. Where people hold tickets for another time or place, it is refused until you send back the text of the refusal as `agreed`. Needs `events:view` as well.",
    )
    .path::<String>("id", "Id or slug.")
    .if_match()
    .body::<EventBody>()
    .example(body)
    .answers(AnswerDoc::json::<EventDetail>(200, "The event as it is now.").header("ETag", ETAG).example(detail))
    .refuses([
        codes::EVENT_CHANGED,
        codes::EVENT_MOVE_UNCONFIRMED,
        platform_http::code::http::PRECONDITION_FAILED,
        platform_http::code::http::PRECONDITION_REQUIRED,
    ])
}

pub(super) fn delete() -> Describe {
    Describe::new(
        EVENTS,
        "Delete an event",
        "Removes an event with all that was said about it, while nothing of it is sold, in a cart or given away and nobody was written to. Otherwise it stays: cancel it in the console instead, and buyers get their money back. Needs `events:view` as well.",
    )
    .path::<String>("id", "Id or slug.")
    .if_match()
    .answers(AnswerDoc::empty(204, "It is gone."))
    .refuses([codes::EVENT_SOLD, platform_http::code::http::PRECONDITION_FAILED])
}
