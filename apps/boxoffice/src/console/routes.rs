//! The console's lines of the route registry.

use platform_http::{GET, POST, Route, Routes};

use super::{Console, events, home, orders, tickets, venues};

/// Every page and form of the console.
pub fn routes(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(Route::page(GET, "/console", "console.home").signed_in(), home::show)
        .add(
            Route::page(GET, "/console/{org}/events", "console.events").needs("events:view").sample("/console/nowhere/events"),
            events::list::show,
        )
        .add(
            Route::page(GET, "/console/{org}/events/new", "console.event_form")
                .needs("events:create")
                .sample("/console/nowhere/events/new"),
            events::create::open,
        )
        .add(
            Route::page(POST, "/console/{org}/events/new", "console.event_create")
                .needs("events:create")
                .audit("event.created")
                .sample("/console/nowhere/events/new"),
            events::create::save,
        )
        .add(
            Route::page(GET, "/console/{org}/venues", "console.venues").needs("venues:view").sample("/console/nowhere/venues"),
            venues::pages::list,
        )
        .add(
            Route::page(POST, "/console/{org}/venues", "console.venue_create")
                .needs("venues:manage")
                .audit("venue.created")
                .sample("/console/nowhere/venues"),
            venues::pages::save,
        )
        .add(
            Route::page(GET, "/console/events/{id}", "console.event")
                .needs("events:view")
                .sample("/console/events/00000000-0000-7000-8000-000000000000"),
            events::overview::show,
        )
        .add(
            Route::page(GET, "/console/events/{id}/edit", "console.event_edit_form")
                .needs("events:edit")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/edit"),
            events::edit::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/edit", "console.event_edit")
                .needs("events:edit")
                .audit("event.updated")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/edit"),
            events::edit::save,
        )
        .add(
            Route::page(POST, "/console/events/{id}/publish", "console.event_publish")
                .needs("events:publish")
                .audit("event.published")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/publish"),
            events::overview::publish,
        )
        .add(
            Route::page(POST, "/console/events/{id}/unpublish", "console.event_unpublish")
                .needs("events:publish")
                .audit("event.unpublished")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/unpublish"),
            events::overview::unpublish,
        )
        .add(
            Route::page(GET, "/console/events/{id}/tickets", "console.tickets")
                .needs("tickets:manage")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/tickets"),
            tickets::pages::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/ticket-types", "console.ticket_type_add")
                .needs("tickets:manage")
                .audit("ticket_type.added")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/ticket-types"),
            tickets::pages::add_type,
        )
        .add(
            Route::page(POST, "/console/events/{id}/fees", "console.fees_set")
                .needs("tickets:manage")
                .audit("fees.set")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/fees"),
            tickets::pages::set_fees,
        )
        .add(
            Route::page(POST, "/console/events/{id}/capacity", "console.capacity_set")
                .needs("tickets:manage")
                .audit("capacity.set")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/capacity"),
            tickets::pages::set_capacity,
        )
        .add(
            Route::page(GET, "/console/events/{id}/orders", "console.orders")
                .needs("orders:view")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/orders"),
            orders::list::show,
        )
        .add(
            Route::page(GET, "/console/orders/{id}", "console.order")
                .needs("orders:view")
                .sample("/console/orders/00000000-0000-7000-8000-000000000000"),
            orders::detail::show,
        )
        .add(
            Route::page(GET, "/console/orders/{id}/refund", "console.refund_form")
                .needs("orders:refund")
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/refund"),
            orders::refund::open,
        )
        .add(
            Route::page(POST, "/console/orders/{id}/refund", "console.refund")
                .needs("orders:refund")
                .audit("order.refunded")
                .idempotent()
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/refund"),
            orders::refund::save,
        )
}
