//! The addresses of the buyer's pages and of the small API.

use platform_http::{GET, POST, Rate, Route, Routes};
use platform_texts::t;

use super::{
    Shop, api, checkout, corner, event, files, hold, home, list, lookup, my_tickets, order, order_files, pay, programme, promo, refund,
    release, webhook,
};

/// Every route of the buyer.
pub fn routes(shop: &Shop) -> Routes<Shop> {
    let looking = Routes::new(shop.clone())
        .add(Route::page(GET, "/", "home.show").public(), home::show)
        .add(Route::page(GET, "/events", "events.list").titled(|| t!("title-listing")).public(), list::show)
        .add(Route::page(GET, "/events/{slug}", "events.show").public().sample("/events/no-such-event"), event::show)
        .add(Route::fragment(GET, "/me/corner", "me.corner").public(), corner::show)
        .add(Route::page(GET, "/my/tickets", "tickets.mine").titled(|| t!("title-my-tickets")).public(), my_tickets::show)
        .add(Route::api(GET, "/api/events", "api.events.list").public().programs().describe(api::docs::list()), api::list)
        .add(
            Route::api(GET, "/api/events/{id}", "api.events.show")
                .public()
                .programs()
                .sample("/api/events/no-such-event")
                .describe(api::docs::show()),
            api::one,
        );
    looking.merge(of_event(shop)).merge(buying(shop)).merge(orders(shop))
}

/// What belongs to an event's page. Not `Route::file`, though two are files: those are served before the house looks at anything.
fn of_event(shop: &Shop) -> Routes<Shop> {
    Routes::new(shop.clone())
        .add(Route::page(GET, "/social.png", "home.picture").public(), files::house)
        .add(
            Route::page(GET, "/events/{slug}/programme", "events.programme").public().sample("/events/no-such-event/programme"),
            programme::show,
        )
        .add(
            Route::page(GET, "/events/{slug}/programme/{item}", "events.programme_item")
                .public()
                .sample("/events/no-such-event/programme/00000000-0000-7000-8000-000000000000"),
            programme::item,
        )
        .add(
            Route::page(GET, "/events/{slug}/calendar.ics", "events.calendar").public().sample("/events/no-such-event/calendar.ics"),
            files::calendar,
        )
        .add(
            Route::page(GET, "/events/{slug}/social.png", "events.picture").public().sample("/events/no-such-event/social.png"),
            files::social,
        )
}

fn buying(shop: &Shop) -> Routes<Shop> {
    Routes::new(shop.clone())
        .add(
            Route::page(POST, "/events/{slug}/hold", "holds.place")
                .public()
                .rate(Rate::Buy)
                .idempotent()
                .no_audit("a reservation lapses by itself; the order is what is audited")
                .describe(api::docs::hold())
                .sample("/events/no-such-event/hold"),
            hold::place,
        )
        .add(
            Route::page(GET, "/events/{slug}/code", "events.with_code").public().rate(Rate::Buy).sample("/events/no-such-event/code"),
            promo::show,
        )
        .add(
            Route::page(POST, "/checkout/{hold}/code", "checkout.code")
                .public()
                .rate(Rate::Buy)
                .idempotent()
                .no_audit("a code is tried; the order that uses it is what is audited")
                .sample("/checkout/00000000-0000-7000-8000-000000000000/code"),
            promo::apply,
        )
        .add(
            Route::page(GET, "/checkout/{hold}", "checkout.show").public().sample("/checkout/00000000-0000-7000-8000-000000000000"),
            checkout::show,
        )
        .add(
            Route::page(POST, "/checkout/{hold}", "checkout.place")
                .public()
                .rate(Rate::Buy)
                .idempotent()
                .audit("order.placed")
                .sample("/checkout/00000000-0000-7000-8000-000000000000"),
            checkout::place,
        )
        .add(
            Route::hook("/api/webhooks/stripe", "payments.webhook")
                .no_audit("what the payment causes is audited where it happens")
                .describe(api::docs::webhook())
                .body_limit(256 * 1024),
            webhook::receive,
        )
}

fn orders(shop: &Shop) -> Routes<Shop> {
    Routes::new(shop.clone())
        .add(Route::page(GET, "/orders/lookup", "orders.ask").titled(|| t!("title-find-order")).public(), lookup::ask)
        .add(
            Route::page(POST, "/orders/lookup", "orders.find")
                .public()
                .rate(Rate::Auth)
                .tells_limit()
                .no_audit("shows an order to whoever knows its address and code"),
            lookup::find,
        )
        .add(Route::page(GET, "/orders/{id}", "orders.show").public().sample("/orders/00000000-0000-7000-8000-000000000000"), order::show)
        .add(
            Route::page(POST, "/orders/{id}/pay", "orders.pay")
                .public()
                .rate(Rate::Buy)
                .idempotent()
                .no_audit("opens the provider's page; the money is audited when it is taken")
                .sample("/orders/00000000-0000-7000-8000-000000000000/pay"),
            pay::pay,
        )
        .add(
            Route::page(POST, "/orders/{id}/release", "orders.release")
                .public()
                .rate(Rate::Buy)
                .idempotent()
                .audit("order.released")
                .sample("/orders/00000000-0000-7000-8000-000000000000/release"),
            release::release,
        )
        .add(
            Route::page(GET, "/orders/{id}/refund", "orders.refund_form")
                .public()
                .sample("/orders/00000000-0000-7000-8000-000000000000/refund"),
            refund::open,
        )
        .add(
            Route::page(POST, "/orders/{id}/refund", "orders.refund")
                .public()
                .rate(Rate::Buy)
                .idempotent()
                .audit("order.refund_requested")
                .sample("/orders/00000000-0000-7000-8000-000000000000/refund"),
            refund::save,
        )
        .add(
            Route::page(GET, "/orders/{id}/return", "orders.return")
                .public()
                .rate(Rate::Buy)
                .sample("/orders/00000000-0000-7000-8000-000000000000/return"),
            pay::come_back,
        )
        // Not `Route::file`: files are served without asking who comes.
        .add(
            Route::page(GET, "/orders/{id}/tickets.pdf", "orders.pdf")
                .public()
                .rate(Rate::Buy)
                .sample("/orders/00000000-0000-7000-8000-000000000000/tickets.pdf"),
            order_files::pdf,
        )
        .add(
            Route::page(GET, "/orders/{id}/receipt.pdf", "orders.receipt")
                .public()
                .rate(Rate::Buy)
                .sample("/orders/00000000-0000-7000-8000-000000000000/receipt.pdf"),
            order_files::receipt,
        )
        .add(
            Route::page(GET, "/orders/{id}/calendar.ics", "orders.calendar")
                .public()
                .sample("/orders/00000000-0000-7000-8000-000000000000/calendar.ics"),
            order_files::calendar,
        )
}
