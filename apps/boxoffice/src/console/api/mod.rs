//! `/api/events` for an event's makers: what the public list does not show, and writing (seed 004: create, update, delete).
//!
//! No rule of its own: a body becomes the form that the console's pages read, and is written by the console's use cases. People
//! come with their access token, programs with a system token; row level security decides for both.

mod body;
mod docs;
mod read;
mod write;

pub(crate) use read::{ORGANIZATION, PARAMETERS, find, list};

use platform_auth::permission as may;
use platform_http::{DELETE, POST, PUT, Route, Routes};

use super::Console;

/// The addresses that write.
pub(super) fn routes(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(
            Route::api(POST, "/api/events", "api.events.create")
                .needs(may::EVENTS_CREATE)
                .programs()
                .idempotent()
                .audit("event.created")
                .describe(docs::create()),
            write::create,
        )
        .add(
            Route::api(PUT, "/api/events/{id}", "api.events.update")
                .needs(may::EVENTS_EDIT)
                .programs()
                .idempotent()
                .audit("event.updated")
                .sample("/api/events/00000000-0000-7000-8000-000000000000")
                .describe(docs::update()),
            write::update,
        )
        .add(
            Route::api(DELETE, "/api/events/{id}", "api.events.delete")
                .needs(may::EVENTS_DELETE)
                .programs()
                .audit("event.deleted")
                .sample("/api/events/00000000-0000-7000-8000-000000000000")
                .describe(docs::delete()),
            write::delete,
        )
}
