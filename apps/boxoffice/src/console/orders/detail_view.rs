//! One order: lines, tickets, payments, refunds, and what happened when.

use std::borrow::Cow;

use platform_auth::permission as may;
use platform_texts::{t, t_html};
use platform_types::Money;
use platform_ui::{
    Badge, Banner, Button, Card, Column, DefinitionList, EmptyState, Icon, Markup, Moment, OrderLine, OrderSummary, StaffPage, Table, Tone,
    html,
};

use super::revoke::can_be_revoked;
use super::{PaymentTry, RefundRow, RevocationRow, status_badge, timeline};
use crate::console::access::Desk;
use crate::console::frame::Frame;
use crate::orders::{OrderItem, OrderKind, OrderTicket, OrderView};
use crate::readable::{lookup_code, lookup_code_name, order_number, test_mode, ticket_code, ticket_code_name};
use crate::shop::paper::is_live;
use crate::tickets::TicketStatus;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct OrderPage<'a> {
    /// Its event.
    pub desk: &'a Desk,
    /// The order.
    pub order: &'a OrderView,
    /// Its lines.
    pub items: &'a [OrderItem],
    /// Its admissions.
    pub tickets: &'a [OrderTicket],
    /// Tries to pay, where the caller may see payments.
    pub payments: &'a [PaymentTry],
    /// Money given back.
    pub refunds: &'a [RefundRow],
    /// Tickets withdrawn one by one.
    pub revocations: &'a [RevocationRow],
}

/// The page's frame: the way up to the event's orders.
pub(in crate::console) fn in_frame(frame: &Frame, desk: &Desk, heading: &str, main: Markup) -> StaffPage {
    let events = format!("/console/{}/events", desk.place.slug);
    frame
        .page(Some(&desk.place), &events, heading, main)
        .trail(t!("console-order-trail-events"), events.clone())
        .trail(&desk.event.name, format!("/console/events/{}", desk.event.id))
        .trail(t!("console-order-trail-orders"), format!("/console/events/{}/orders", desk.event.id))
}

/// The page.
pub fn page(frame: &Frame, model: &OrderPage<'_>) -> Markup {
    let order = model.order;
    let main = html! {
        @if order.is_test { (Banner::new(Tone::Care, test_mode())) }
        (troubles(model))
        div class="split" {
            div class="stack" {
                (Card::new(tickets(model)).title(t!("console-order-tickets")).flush())
                @if !model.payments.is_empty() { (Card::new(payments(model)).title(t!("console-order-payments")).flush()) }
                @if !model.refunds.is_empty() { (Card::new(refunds(model)).title(t!("console-order-refunds")).flush()) }
                (Card::new(history(model)).title(t!("console-order-history")))
            }
            div class="split__aside stack" { (Card::new(buyer(model)).title(t!("console-order-buyer"))) (summary(model)) @if order.paid_at.is_some() { (papers(model)) } }
        }
    };
    let page = in_frame(frame, model.desk, &t!("console-order-heading", number = order_number(&order.number)), main)
        .mark(status_badge(order.status).render());
    if super::refund::refusal(order.status).is_none() && !order.is_test && model.desk.held.may(may::ORDERS_REFUND) {
        page.more(Button::link(t!("console-order-refund"), format!("/console/orders/{}/refund", order.id)).icon(Icon::Undo2).render())
            .render()
    } else {
        page.render()
    }
}

/// What needs a person, or what the buyer was told.
fn troubles(model: &OrderPage<'_>) -> Markup {
    html! {
        @for refund in model.refunds { @if let Some(why) = &refund.failure { (not_sent(model, refund, why)) } }
        @for refund in model.refunds { @if refund.status == "requested" { (asked_for(model, refund)) } }
        @if !model.order.notice.is_empty() { (Banner::new(Tone::Note, t!("console-order-notice", notice = model.order.notice).into_owned())) }
    }
}

/// A request that waits, and the way to answer it.
fn asked_for(model: &OrderPage<'_>, refund: &RefundRow) -> Banner {
    let amount = Money::new(refund.amount_minor, model.order.currency);
    let name = &model.order.buyer_name;
    let says =
        if amount.is_zero() { t!("console-order-asks", name = name) } else { t!("console-order-asks-money", name = name, amount = amount) };
    let banner = Banner::new(Tone::Note, says);
    match refund.id.filter(|_| model.desk.held.may(may::ORDERS_REFUND)) {
        Some(id) => banner.link(t!("console-order-answer"), format!("/console/orders/{}/requests/{id}", model.order.id)),
        None => banner,
    }
}

/// Money that should be with the buyer and is not, and the way to send it anew.
fn not_sent(model: &OrderPage<'_>, refund: &RefundRow, why: &str) -> Markup {
    let order = model.order;
    let amount = Money::new(refund.amount_minor, order.currency);
    let why = if why.is_empty() { t!("console-order-no-reason").into_owned() } else { why.trim_end_matches('.').to_owned() };
    let retry = refund.money.filter(|_| model.desk.held.may(may::ORDERS_REFUND));
    html! {
        (Banner::new(Tone::Bad, t!("console-order-not-sent", amount = amount, name = order.buyer_name, why = why).into_owned()))
        @if let Some(money) = retry {
            form method="post" action={ "/console/orders/" (order.id) "/refunds/" (money) "/retry" } { (Button::submit(t!("console-order-retry")).icon(Icon::Undo2)) }
        }
    }
}

fn buyer(model: &OrderPage<'_>) -> Markup {
    let order = model.order;
    let facts = DefinitionList::new()
        .text(t!("console-order-name"), &order.buyer_name)
        .fact(t!("console-order-email"), html! { a href={ "mailto:" (order.email) } { (order.email) } })
        .fact(t!("console-order-placed"), Moment::full(order.created_at, model.desk.event.zone).with_zone().render())
        .fact(t!("console-order-kind"), html! { (kind_words(order)) });
    // Who has the code is taken for the buyer, who gives tickets back: it is for those who may do that themselves.
    if model.desk.held.may(may::ORDERS_REFUND) { facts.text(lookup_code_name(), &lookup_code(&order.lookup_code)) } else { facts }.render()
}

fn kind_words(order: &OrderView) -> Cow<'static, str> {
    match (order.kind, order.promo_code.as_str()) {
        (OrderKind::Comp, "") => t!("console-order-kind-comp"),
        (OrderKind::Sale, "") => t!("console-order-kind-sale"),
        (OrderKind::Comp, code) => t!("console-order-kind-comp-code", code = code),
        (OrderKind::Sale, code) => t!("console-order-kind-sale-code", code = code),
    }
}

/// What can be printed for the buyer.
fn papers(model: &OrderPage<'_>) -> Card {
    let at = format!("/console/orders/{}", model.order.id);
    let prints = model.desk.held.may(may::TICKETS_MANAGE) && model.tickets.iter().any(is_live);
    Card::new(html! {
        div class="cluster" {
            (Button::link(t!("console-order-receipt-pdf"), format!("{at}/receipt.pdf")).icon(Icon::Download))
            @if prints { form method="post" action={ (at) "/tickets.pdf" } { (Button::submit(t!("console-order-tickets-pdf")).icon(Icon::Printer)) } }
        }
    })
    .title(t!("console-order-papers"))
}

fn summary(model: &OrderPage<'_>) -> Markup {
    let order = model.order;
    let money = |minor: i64| Money::new(minor, order.currency);
    let lines = model
        .items
        .iter()
        .map(|i| OrderLine::new(&i.name, u32::try_from(i.quantity).unwrap_or(0), money(i.unit_all_in_minor * i64::from(i.quantity))))
        .collect();
    let mut summary = OrderSummary::new(lines, money(order.total_minor)).title(t!("console-order-summary"));
    if order.fees_minor > 0 {
        summary = summary.contained(t!("console-order-fees"), money(order.fees_minor));
    }
    if order.tax_added_minor + order.tax_included_minor > 0 {
        summary = summary.contained(t!("console-order-tax"), money(order.tax_added_minor + order.tax_included_minor));
    }
    if order.discount_minor > 0 {
        summary = summary.contained(t!("console-order-discount", code = order.promo_code).into_owned(), money(order.discount_minor));
    }
    if order.refunded_minor > 0 {
        summary = summary.contained(t!("console-order-given-back"), money(order.refunded_minor));
    }
    summary.render()
}

fn tickets(model: &OrderPage<'_>) -> Markup {
    let zone = model.desk.event.zone;
    let revocable = model.desk.held.may(may::ORDERS_REFUND);
    let row = |t: &OrderTicket| {
        vec![
            html! { (t.attendee_name) },
            html! { (t.type_name) },
            html! { div { (ticket_badge(&t.status)) @if let Some(at) = t.checked_in_at { div class="muted small" { (t_html!("console-order-in-since", moment = Moment::short(at, zone))) } } } },
            html! { code class="figures-only nowrap" { (ticket_code(&t.human_code)) } },
            html! { @if revocable && can_be_revoked(t) { a href={ "/console/orders/" (model.order.id) "/tickets/" (t.id) "/revoke" } { (t!("console-order-revoke")) span class="unseen" { " " (t!("console-order-revoke-whose", name = t.attendee_name)) } } } },
        ]
    };
    Table::new(
        t!("console-order-tickets-caption"),
        vec![
            Column::new(t!("console-order-ticket-name")),
            Column::new(t!("console-order-ticket-type")),
            Column::new(t!("console-order-ticket-state")),
            Column::new(ticket_code_name()),
            Column::new(t!("console-order-ticket-change")),
        ],
    )
    .rows(model.tickets.iter().map(row))
    .empty(EmptyState::new(Icon::Ticket, t!("console-order-no-tickets"), t!("console-order-no-tickets-help")))
    .render()
}

/// A ticket's state in words.
pub fn ticket_words(status: &str) -> Cow<'static, str> {
    match TicketStatus::parse(status) {
        Some(TicketStatus::Valid) => t!("console-ticket-valid"),
        Some(TicketStatus::CheckedIn) => t!("console-ticket-came-in"),
        Some(TicketStatus::TransferPending) => t!("console-ticket-passed-on"),
        Some(TicketStatus::Listed) => t!("console-ticket-resale"),
        Some(TicketStatus::Refunded) => t!("console-ticket-refunded"),
        Some(TicketStatus::Void) | None => t!("console-ticket-revoked"),
    }
}

/// A ticket's state as a mark.
pub fn ticket_badge(status: &str) -> Badge {
    let tone = match TicketStatus::parse(status) {
        Some(TicketStatus::Valid) => Tone::Good,
        Some(TicketStatus::CheckedIn) => Tone::Note,
        Some(TicketStatus::TransferPending | TicketStatus::Listed) => Tone::Care,
        Some(TicketStatus::Refunded | TicketStatus::Void) | None => Tone::Bad,
    };
    Badge::new(tone, ticket_words(status))
}

fn payments(model: &OrderPage<'_>) -> Markup {
    let zone = model.desk.event.zone;
    let row = |p: &PaymentTry| {
        vec![
            html! { (t!("console-payment-try", n = p.attempt)) },
            html! { (payment_badge(&p.status)) @if let Some(why) = &p.failure { div class="muted small" { (why) } } },
            html! { span class="nowrap" { (Moment::short(p.created_at, zone)) } },
            html! { (Money::new(p.amount_minor, model.order.currency)) },
        ]
    };
    Table::new(
        t!("console-payment-caption"),
        vec![
            Column::new(t!("console-payment-column")),
            Column::new(t!("console-payment-state")),
            Column::new(t!("console-payment-begun")),
            Column::figures(t!("console-payment-amount")),
        ],
    )
    .rows(model.payments.iter().map(row))
    .render()
}

fn payment_badge(status: &str) -> Badge {
    match status {
        "captured" => Badge::new(Tone::Good, t!("console-payment-captured")),
        "created" | "open" => Badge::new(Tone::Note, t!("console-payment-open")),
        "capturing" => Badge::new(Tone::Care, t!("console-payment-capturing")),
        "cancelling" => Badge::new(Tone::Care, t!("console-payment-cancelling")),
        "cancelled" => Badge::plain(t!("console-payment-cancelled")),
        "expired" => Badge::plain(t!("console-payment-expired")),
        _ => Badge::new(Tone::Bad, t!("console-payment-failed")),
    }
}

fn refunds(model: &OrderPage<'_>) -> Markup {
    let zone = model.desk.event.zone;
    let badge = |r: &RefundRow| match (r.status.as_str(), &r.failure) {
        (_, Some(_)) => Badge::new(Tone::Bad, t!("console-refund-failed")),
        ("rejected", _) => Badge::plain(t!("console-refund-rejected")),
        ("requested", _) => Badge::new(Tone::Note, t!("console-refund-requested")),
        ("processed", _) => Badge::new(Tone::Good, t!("console-refund-processed")),
        _ => Badge::new(Tone::Care, t!("console-refund-on-its-way")),
    };
    let row = |r: &RefundRow| {
        vec![
            html! { (r.reason) @if !r.by.is_empty() { div class="muted small" { (t!("console-refund-by", name = r.by)) } } @if !r.names.is_empty() { div class="muted small" { (t!("console-refund-names", names = r.names.join(", "))) } } @if !r.decision.is_empty() { div class="muted small" { (r.decision) } } },
            html! { (badge(r)) },
            html! { span class="nowrap" { (Moment::short(r.created_at, zone)) } },
            html! { (Money::new(r.amount_minor, model.order.currency)) },
        ]
    };
    Table::new(
        t!("console-refund-caption"),
        vec![
            Column::new(t!("console-refund-reason")),
            Column::new(t!("console-refund-state")),
            Column::new(t!("console-refund-asked")),
            Column::figures(t!("console-refund-amount")),
        ],
    )
    .rows(model.refunds.iter().map(row))
    .render()
}

fn history(model: &OrderPage<'_>) -> Markup {
    let zone = model.desk.event.zone;
    html! {
        ol class="timeline" role="list" {
            @for step in timeline(model) {
                li class="timeline__step" { span class="timeline__time" { (Moment::short(step.at, zone)) } span { (step.what) } }
            }
        }
    }
}
