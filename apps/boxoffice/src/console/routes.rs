//! The console's lines of the route registry.

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};
use platform_texts::t;

use super::lists::views;
use super::{
    Console, api, attendees, cancel, codes, comps, dashboard, events, exports, files, home, messages, orders, policies, programme,
    requests, team, tickets, translations, venues,
};

/// Every page and form of the console.
pub fn routes(console: &Console) -> Routes<Console> {
    programme_routes(console)
        .merge(programme::upload::routes(console))
        .merge(events::setup::routes(console))
        .merge(files::routes(console))
        .merge(api::routes(console))
        .merge(translations::routes(console))
        .merge(refunds(console))
        .merge(the_rest(console))
}

/// What goes back: policies, requests, called-off events.
fn refunds(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(
            Route::page(GET, "/console/events/{id}/refunds", "console.refunds")
                .titled(|| t!("title-refunds"))
                .needs(may::EVENTS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/refunds"),
            policies::pages::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/refunds", "console.refund_policy_set")
                .needs(may::TICKETS_MANAGE)
                .audit("refund_policy.set")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/refunds"),
            policies::pages::save,
        )
        .add(
            Route::page(GET, "/console/events/{id}/cancel", "console.event_cancel_form")
                .needs(may::EVENTS_PUBLISH)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/cancel"),
            cancel::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/cancel", "console.event_cancel")
                .needs(may::EVENTS_PUBLISH)
                .audit("event.cancelled")
                .idempotent()
                .sample("/console/events/00000000-0000-7000-8000-000000000000/cancel"),
            cancel::save,
        )
        .add(
            Route::page(GET, "/console/orders/{id}/requests/{request}", "console.refund_request")
                .needs(may::ORDERS_REFUND)
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/requests/00000000-0000-7000-8000-000000000001"),
            requests::decide::open,
        )
        .add(
            Route::page(POST, "/console/orders/{id}/requests/{request}/approve", "console.refund_approve")
                .needs(may::ORDERS_REFUND)
                .own_hands()
                .audit("order.refund_approved")
                .idempotent()
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/requests/00000000-0000-7000-8000-000000000001/approve"),
            requests::decide::approve,
        )
        .add(
            Route::page(POST, "/console/orders/{id}/requests/{request}/decline", "console.refund_decline")
                .needs(may::ORDERS_REFUND)
                .audit("order.refund_declined")
                .idempotent()
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/requests/00000000-0000-7000-8000-000000000001/decline"),
            requests::decide::decline,
        )
}

fn the_rest(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(Route::page(GET, "/console", "console.home").titled(|| t!("title-overview")).signed_in(), home::show)
        .add(
            Route::page(GET, "/console/{org}", "console.figures").titled(|| t!("title-figures")).signed_in().sample("/console/nowhere"),
            dashboard::organization::show,
        )
        .add(
            Route::page(GET, "/console/events/{id}/team", "console.team")
                .titled(|| t!("title-team"))
                .needs(may::MEMBERS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/team"),
            team::pages::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/team/invitations", "console.team_invite")
                .needs(may::ROLES_GRANT)
                .audit("member.invited")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/team/invitations"),
            team::pages::invite,
        )
        .add(
            Route::page(POST, "/console/events/{id}/team/invitations/{invitation}/withdraw", "console.team_withdraw")
                .needs(may::MEMBERS_MANAGE)
                .audit("member.invitation_withdrawn")
                .sample(
                    "/console/events/00000000-0000-7000-8000-000000000000/team/invitations/00000000-0000-7000-8000-000000000001/withdraw",
                ),
            team::pages::withdraw,
        )
        .add(
            Route::page(POST, "/console/events/{id}/team/roles", "console.team_add")
                .needs(may::ROLES_GRANT)
                .audit("role.granted")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/team/roles"),
            team::pages::add,
        )
        .add(
            Route::page(POST, "/console/events/{id}/team/roles/{grant}/revoke", "console.team_revoke")
                .needs(may::ROLES_GRANT)
                .audit("role.revoked")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/team/roles/00000000-0000-7000-8000-000000000001/revoke"),
            team::pages::revoke,
        )
        .add(
            Route::page(GET, "/console/{org}/events", "console.events")
                .titled(|| t!("title-events"))
                .needs(may::EVENTS_VIEW)
                .sample("/console/nowhere/events"),
            events::list::show,
        )
        .add(
            Route::page(GET, "/console/{org}/events/new", "console.event_form")
                .titled(|| t!("title-event-new"))
                .needs(may::EVENTS_CREATE)
                .sample("/console/nowhere/events/new"),
            events::create::open,
        )
        .add(
            Route::page(POST, "/console/{org}/events/new", "console.event_create")
                .needs(may::EVENTS_CREATE)
                .audit("event.created")
                .sample("/console/nowhere/events/new"),
            events::create::save,
        )
        .add(
            Route::page(GET, "/console/{org}/venues", "console.venues")
                .titled(|| t!("title-venues"))
                .needs(may::VENUES_VIEW)
                .sample("/console/nowhere/venues"),
            venues::pages::list,
        )
        .add(
            Route::page(GET, "/console/{org}/venues/export/{venues}", "console.venues_export")
                .needs(may::VENUES_VIEW)
                .sample("/console/nowhere/venues/export/venues.csv"),
            exports::venues,
        )
        .add(
            Route::page(GET, "/console/{org}/events/export/{events}", "console.events_export")
                .needs(may::EVENTS_VIEW)
                .sample("/console/nowhere/events/export/events.csv"),
            exports::events,
        )
        .add(
            Route::page(POST, "/console/{org}/venues", "console.venue_create")
                .needs(may::VENUES_MANAGE)
                .audit("venue.created")
                .sample("/console/nowhere/venues"),
            venues::pages::save,
        )
        .add(
            Route::page(GET, "/console/events/{id}", "console.event")
                .titled(|| t!("title-event"))
                .needs(may::EVENTS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000"),
            events::overview::show,
        )
        .add(
            Route::page(GET, "/console/events/{id}/edit", "console.event_edit_form")
                .titled(|| t!("title-event-edit"))
                .needs(may::EVENTS_EDIT)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/edit"),
            events::edit::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/edit", "console.event_edit")
                .needs(may::EVENTS_EDIT)
                .audit("event.updated")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/edit"),
            events::edit::save,
        )
        .add(
            Route::page(POST, "/console/events/{id}/publish", "console.event_publish")
                .needs(may::EVENTS_PUBLISH)
                .audit("event.published")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/publish"),
            events::overview::publish,
        )
        .add(
            Route::page(POST, "/console/events/{id}/unpublish", "console.event_unpublish")
                .needs(may::EVENTS_PUBLISH)
                .audit("event.unpublished")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/unpublish"),
            events::overview::unpublish,
        )
        .add(
            Route::page(GET, "/console/events/{id}/tickets", "console.tickets")
                .titled(|| t!("title-tickets"))
                .needs(may::TICKETS_MANAGE)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/tickets"),
            tickets::pages::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/ticket-types", "console.ticket_type_add")
                .needs(may::TICKETS_MANAGE)
                .audit("ticket_type.added")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/ticket-types"),
            tickets::pages::add_type,
        )
        .add(
            Route::page(POST, "/console/events/{id}/ticket-types/order", "console.ticket_types_order")
                .needs(may::TICKETS_MANAGE)
                .audit("ticket_types.ordered")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/ticket-types/order"),
            tickets::type_pages::reorder,
        )
        .add(
            Route::page(GET, "/console/events/{id}/ticket-types/{kind}", "console.ticket_type")
                .needs(may::TICKETS_MANAGE)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/ticket-types/00000000-0000-7000-8000-000000000001"),
            tickets::type_pages::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/ticket-types/{kind}", "console.ticket_type_edit")
                .needs(may::TICKETS_MANAGE)
                .audit("ticket_type.updated")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/ticket-types/00000000-0000-7000-8000-000000000001"),
            tickets::type_pages::save,
        )
        .add(
            Route::page(POST, "/console/events/{id}/ticket-types/{kind}/archive", "console.ticket_type_archive")
                .needs(may::TICKETS_MANAGE)
                .audit("ticket_type.archived")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/ticket-types/00000000-0000-7000-8000-000000000001/archive"),
            tickets::type_pages::archive,
        )
        .add(
            Route::page(POST, "/console/events/{id}/ticket-types/{kind}/restore", "console.ticket_type_restore")
                .needs(may::TICKETS_MANAGE)
                .audit("ticket_type.restored")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/ticket-types/00000000-0000-7000-8000-000000000001/restore"),
            tickets::type_pages::restore,
        )
        .add(
            Route::page(POST, "/console/events/{id}/quotas", "console.quota_add")
                .needs(may::TICKETS_MANAGE)
                .audit("quota.added")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/quotas"),
            tickets::quota_pages::add,
        )
        .add(
            Route::page(GET, "/console/events/{id}/quotas/{quota}", "console.quota")
                .needs(may::TICKETS_MANAGE)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/quotas/00000000-0000-7000-8000-000000000001"),
            tickets::quota_pages::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/quotas/{quota}", "console.quota_edit")
                .needs(may::TICKETS_MANAGE)
                .audit("quota.updated")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/quotas/00000000-0000-7000-8000-000000000001"),
            tickets::quota_pages::save,
        )
        .add(
            Route::page(POST, "/console/events/{id}/quotas/{quota}/remove", "console.quota_remove")
                .needs(may::TICKETS_MANAGE)
                .audit("quota.removed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/quotas/00000000-0000-7000-8000-000000000001/remove"),
            tickets::quota_pages::remove,
        )
        .add(
            Route::page(POST, "/console/events/{id}/zones", "console.zone_add")
                .needs(may::TICKETS_MANAGE)
                .audit("zone.added")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/zones"),
            tickets::zone_pages::add,
        )
        .add(
            Route::page(GET, "/console/events/{id}/zones/{zone}", "console.zone")
                .needs(may::TICKETS_MANAGE)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/zones/00000000-0000-7000-8000-000000000001"),
            tickets::zone_pages::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/zones/{zone}", "console.zone_edit")
                .needs(may::TICKETS_MANAGE)
                .audit("zone.updated")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/zones/00000000-0000-7000-8000-000000000001"),
            tickets::zone_pages::save,
        )
        .add(
            Route::page(POST, "/console/events/{id}/zones/{zone}/remove", "console.zone_remove")
                .needs(may::TICKETS_MANAGE)
                .audit("zone.removed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/zones/00000000-0000-7000-8000-000000000001/remove"),
            tickets::zone_pages::remove,
        )
        .add(
            Route::page(POST, "/console/events/{id}/fees", "console.fees_set")
                .needs(may::TICKETS_MANAGE)
                .audit("fees.set")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/fees"),
            tickets::pages::set_fees,
        )
        .add(
            Route::page(POST, "/console/events/{id}/capacity", "console.capacity_set")
                .needs(may::TICKETS_MANAGE)
                .audit("capacity.set")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/capacity"),
            tickets::pages::set_capacity,
        )
        .add(
            Route::page(GET, "/console/events/{id}/orders", "console.orders")
                .titled(|| t!("title-orders"))
                .needs(may::ORDERS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/orders"),
            orders::list::of_event,
        )
        .add(
            Route::page(GET, "/console/orders/{id}", "console.order")
                .needs(may::ORDERS_VIEW)
                .sample("/console/orders/00000000-0000-7000-8000-000000000000"),
            orders::detail::show,
        )
        .add(
            Route::page(GET, "/console/orders/{id}/receipt.pdf", "console.order_receipt")
                .needs(may::ORDERS_VIEW)
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/receipt.pdf"),
            orders::papers::receipt,
        )
        .add(
            Route::page(POST, "/console/orders/{id}/tickets.pdf", "console.order_tickets")
                .needs(may::TICKETS_MANAGE)
                .audit("tickets.printed")
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/tickets.pdf"),
            orders::papers::tickets,
        )
        .add(
            Route::page(GET, "/console/orders/{id}/refund", "console.refund_form")
                .needs(may::ORDERS_REFUND)
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/refund"),
            orders::refund::open,
        )
        .add(
            Route::page(POST, "/console/orders/{id}/refund", "console.refund")
                .needs(may::ORDERS_REFUND)
                .own_hands()
                .audit("order.refunded")
                .idempotent()
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/refund"),
            orders::refund::save,
        )
        .add(
            Route::page(POST, "/console/orders/{id}/refunds/{refund}/retry", "console.refund_retry")
                .needs(may::ORDERS_REFUND)
                .own_hands()
                .audit("order.refund_retried")
                .idempotent()
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/refunds/00000000-0000-7000-8000-000000000001/retry"),
            orders::again::retry,
        )
        .add(
            Route::page(GET, "/console/orders/{id}/tickets/{ticket}/revoke", "console.ticket_revoke_form")
                .needs(may::ORDERS_REFUND)
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/tickets/00000000-0000-7000-8000-000000000001/revoke"),
            orders::revoke::open,
        )
        .add(
            Route::page(POST, "/console/orders/{id}/tickets/{ticket}/revoke", "console.ticket_revoke")
                .needs(may::ORDERS_REFUND)
                .audit("ticket.revoked")
                .idempotent()
                .sample("/console/orders/00000000-0000-7000-8000-000000000000/tickets/00000000-0000-7000-8000-000000000001/revoke"),
            orders::revoke::save,
        )
        .merge(lists(console))
        .merge(codes::routes(console))
        .merge(comps::routes(console))
}

/// The lists of orders, attendees and messages, what can be done with their rows, and kept views.
fn lists(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(
            Route::page(GET, "/console/{org}/orders", "console.organization_orders")
                .titled(|| t!("title-all-orders"))
                .needs(may::ORDERS_VIEW)
                .sample("/console/nowhere/orders"),
            orders::list::of_organization,
        )
        .add(
            Route::page(POST, "/console/{org}/orders/export", "console.organization_orders_export")
                .needs(may::ORDERS_VIEW)
                .audit("orders.exported")
                .sample("/console/nowhere/orders/export"),
            orders::export::of_organization,
        )
        .add(
            Route::page(POST, "/console/{org}/orders/resend", "console.organization_orders_resend")
                .needs(may::TICKETS_MANAGE)
                .audit("tickets.resent")
                .sample("/console/nowhere/orders/resend"),
            orders::resend::of_organization,
        )
        .add(
            Route::page(POST, "/console/events/{id}/orders/export", "console.orders_export")
                .needs(may::ORDERS_VIEW)
                .audit("orders.exported")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/orders/export"),
            orders::export::of_event,
        )
        .add(
            Route::page(POST, "/console/events/{id}/orders/resend", "console.orders_resend")
                .needs(may::TICKETS_MANAGE)
                .audit("tickets.resent")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/orders/resend"),
            orders::resend::of_event,
        )
        .add(
            Route::page(GET, "/console/events/{id}/attendees", "console.attendees")
                .needs(may::ORDERS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/attendees"),
            attendees::list::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/attendees/export", "console.attendees_export")
                .needs(may::ORDERS_VIEW)
                .audit("attendees.exported")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/attendees/export"),
            attendees::export::export,
        )
        .add(
            Route::page(POST, "/console/events/{id}/attendees/list.pdf", "console.attendees_print")
                .needs(may::ORDERS_VIEW)
                .audit("attendees.exported")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/attendees/list.pdf"),
            attendees::print::print,
        )
        .add(
            Route::page(POST, "/console/events/{id}/attendees/resend", "console.attendees_resend")
                .needs(may::TICKETS_MANAGE)
                .audit("tickets.resent")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/attendees/resend"),
            attendees::resend::resend,
        )
        .add(
            Route::page(POST, "/console/events/{id}/attendees/{ticket}/name", "console.attendee_rename")
                .needs(may::TICKETS_MANAGE)
                .audit("ticket.attendee_renamed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/attendees/00000000-0000-7000-8000-000000000001/name"),
            attendees::rename::save,
        )
        .add(
            Route::page(GET, "/console/events/{id}/messages", "console.messages")
                .needs(may::ORDERS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/messages"),
            messages::list::show,
        )
        .add(
            Route::page(GET, "/console/events/{id}/messages/new", "console.message_form")
                .needs(may::EVENTS_EDIT)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/messages/new"),
            messages::compose::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/messages/compose", "console.message_form_chosen")
                .needs(may::EVENTS_EDIT)
                .no_audit("opens a form; nothing is changed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/messages/compose"),
            messages::compose::for_chosen,
        )
        .add(
            Route::page(POST, "/console/events/{id}/messages/preview", "console.message_preview")
                .needs(may::EVENTS_EDIT)
                .no_audit("shows what would be sent; nothing is changed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/messages/preview"),
            messages::compose::preview,
        )
        .add(
            Route::page(POST, "/console/events/{id}/messages", "console.message_send")
                .needs(may::EVENTS_EDIT)
                .audit("event.message_sent")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/messages"),
            messages::send::send,
        )
        .add(
            Route::page(POST, "/console/{org}/views", "console.view_save")
                .needs(may::ORDERS_VIEW)
                .audit("view.saved")
                .sample("/console/nowhere/views"),
            views::save::save,
        )
        .add(
            Route::page(POST, "/console/{org}/views/{view}/remove", "console.view_remove")
                .needs(may::ORDERS_VIEW)
                .audit("view.removed")
                .sample("/console/nowhere/views/00000000-0000-7000-8000-000000000001/remove"),
            views::save::take_away,
        )
}

fn programme_routes(console: &Console) -> Routes<Console> {
    const ITEM: &str = "/console/events/00000000-0000-7000-8000-000000000000/programme/00000000-0000-7000-8000-000000000001";
    Routes::new(console.clone())
        .add(
            Route::page(GET, "/console/events/{id}/programme", "console.programme")
                .needs(may::EVENTS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/programme"),
            programme::pages::show,
        )
        .add(
            Route::page(GET, "/console/events/{id}/programme/export/{programme}", "console.programme_export")
                .needs(may::EVENTS_VIEW)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/programme/export/programme.csv"),
            exports::programme,
        )
        .add(
            Route::page(GET, "/console/events/{id}/programme/new", "console.programme_item_form")
                .needs(may::EVENTS_EDIT)
                .sample("/console/events/00000000-0000-7000-8000-000000000000/programme/new"),
            programme::item::fresh,
        )
        .add(
            Route::page(POST, "/console/events/{id}/programme/new", "console.programme_item_add")
                .needs(may::EVENTS_EDIT)
                .audit("programme.item_added")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/programme/new"),
            programme::item::add,
        )
        .add(
            Route::page(POST, "/console/events/{id}/programme/publish", "console.programme_publish")
                .needs(may::EVENTS_EDIT)
                .audit("programme.published")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/programme/publish"),
            programme::pages::publish,
        )
        .add(
            Route::page(POST, "/console/events/{id}/programme/withdraw", "console.programme_withdraw")
                .needs(may::EVENTS_EDIT)
                .audit("programme.withdrawn")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/programme/withdraw"),
            programme::pages::withdraw,
        )
        .add(
            Route::page(GET, "/console/events/{id}/programme/{item}", "console.programme_item").needs(may::EVENTS_EDIT).sample(ITEM),
            programme::item::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/programme/{item}", "console.programme_item_save")
                .needs(may::EVENTS_EDIT)
                .audit("programme.item_changed")
                .sample(ITEM),
            programme::item::save,
        )
        .add(
            Route::page(POST, "/console/events/{id}/programme/{item}/remove", "console.programme_item_remove")
                .needs(may::EVENTS_EDIT)
                .audit("programme.item_removed")
                .sample("/console/events/00000000-0000-7000-8000-000000000000/programme/00000000-0000-7000-8000-000000000001/remove"),
            programme::item::remove,
        )
}
