//! The files' lines of the route registry.

use std::time::Duration;

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};
use platform_storage::Purpose;
use platform_texts::t;

use super::{event, plans};
use crate::console::Console;

/// A file comes as slowly as its sender's line: 25 MB in five minutes are less than a megabit a second.
const PATIENCE: Duration = Duration::from_secs(300);

/// Pictures, papers, plans.
pub fn routes(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(
            Route::page(GET, "/console/events/{id}/files", "console.event_files")
                .titled(|| t!("title-files"))
                .needs(may::EVENTS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/files"),
            event::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/picture", "console.picture_set")
                .needs(may::EVENTS_EDIT)
                .audit("event.picture_set")
                .body_limit(Purpose::Picture.body_limit())
                .patience(PATIENCE)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/picture"),
            event::set_picture,
        )
        .add(
            Route::page(POST, "/console/events/{id}/picture/words", "console.picture_describe")
                .needs(may::EVENTS_EDIT)
                .audit("event.picture_described")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/picture/words"),
            event::describe,
        )
        .add(
            Route::page(POST, "/console/events/{id}/picture/remove", "console.picture_remove")
                .needs(may::EVENTS_EDIT)
                .audit("event.picture_removed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/picture/remove"),
            event::remove_picture,
        )
        .add(
            Route::page(POST, "/console/events/{id}/documents", "console.document_add")
                .signed_in()
                .audit("event.document_added")
                .body_limit(Purpose::Document.body_limit())
                .patience(PATIENCE)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/documents"),
            event::add_document,
        )
        .add(
            Route::page(POST, "/console/events/{id}/documents/{document}/remove", "console.document_remove")
                .signed_in()
                .audit("event.document_removed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/documents/00000000-0000-7000-8000-000000000001/remove"),
            event::remove_document,
        )
        .add(
            Route::page(GET, "/console/venues/{id}/plans", "console.plans")
                .needs(may::VENUES_VIEW)
                .sample("/console/venues/00000000-0000-7000-8000-000000000000/plans"),
            plans::show,
        )
        .add(
            Route::page(POST, "/console/venues/{id}/plans", "console.plan_add")
                .needs(may::VENUES_MANAGE)
                .audit("venue.plan_added")
                .body_limit(Purpose::Plan.body_limit())
                .patience(PATIENCE)
                .sample("/console/venues/00000000-0000-7000-8000-000000000000/plans"),
            plans::add,
        )
        .add(
            Route::page(POST, "/console/venues/{id}/plans/{plan}", "console.plan_change")
                .needs(may::VENUES_MANAGE)
                .audit("venue.plan_changed")
                .sample("/console/venues/00000000-0000-7000-8000-000000000000/plans/00000000-0000-7000-8000-000000000001"),
            plans::change,
        )
        .add(
            Route::page(POST, "/console/venues/{id}/plans/{plan}/remove", "console.plan_remove")
                .needs(may::VENUES_MANAGE)
                .audit("venue.plan_removed")
                .sample("/console/venues/00000000-0000-7000-8000-000000000000/plans/00000000-0000-7000-8000-000000000001/remove"),
            plans::remove,
        )
}
