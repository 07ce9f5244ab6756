//! The addresses of the texts in other languages.

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};

use super::{tickets, venue};
use crate::console::Console;

/// Ticket types of an event, and a place.
pub(in crate::console) fn routes(console: &Console) -> Routes<Console> {
    const TICKETS: &str = "/console/events/00000000-0000-7000-8000-000000000000/languages/tickets";
    const VENUE: &str = "/console/venues/00000000-0000-7000-8000-000000000000/languages";
    Routes::new(console.clone())
        .add(
            Route::page(GET, "/console/events/{id}/languages/tickets", "console.ticket_languages")
                .needs(may::TICKETS_MANAGE)
                .sample(TICKETS),
            tickets::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/languages/tickets", "console.ticket_language_set")
                .needs(may::TICKETS_MANAGE)
                .audit("event.ticket_language_set")
                .sample(TICKETS),
            tickets::save,
        )
        .add(
            Route::page(GET, "/console/venues/{id}/languages", "console.venue_languages").needs(may::VENUES_MANAGE).sample(VENUE),
            venue::open,
        )
        .add(
            Route::page(POST, "/console/venues/{id}/languages", "console.venue_language_set")
                .needs(may::VENUES_MANAGE)
                .audit("venue.language_set")
                .sample(VENUE),
            venue::save,
        )
}
