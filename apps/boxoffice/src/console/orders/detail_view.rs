//! One order: lines, tickets, payments, refunds, and what happened when.

use platform_auth::permission as may;
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
use crate::readable::{LOOKUP_CODE, TEST_MODE, TICKET_CODE, lookup_code, order_number, ticket_code};
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
        .trail("Events", events.clone())
        .trail(&desk.event.name, format!("/console/events/{}", desk.event.id))
        .trail("Orders", format!("/console/events/{}/orders", desk.event.id))
}

/// The page.
pub fn page(frame: &Frame, model: &OrderPage<'_>) -> Markup {
    let order = model.order;
    let main = html! {
        @if order.is_test { (Banner::new(Tone::Care, TEST_MODE)) }
        (troubles(model))
        div class="split" {
            div class="stack" {
                (Card::new(tickets(model)).title("Tickets").flush())
                @if !model.payments.is_empty() { (Card::new(payments(model)).title("Payments").flush()) }
                @if !model.refunds.is_empty() { (Card::new(refunds(model)).title("Refunds").flush()) }
                (Card::new(history(model)).title("What happened"))
            }
            div class="split__aside stack" { (Card::new(buyer(model)).title("Buyer")) (summary(model)) @if order.paid_at.is_some() { (papers(model)) } }
        }
    };
    let page =
        in_frame(frame, model.desk, &format!("Order {}", order_number(&order.number)), main).mark(status_badge(order.status).render());
    if super::refund::refusal(order.status).is_none() && !order.is_test && model.desk.held.may(may::ORDERS_REFUND) {
        page.more(Button::link("Refund", format!("/console/orders/{}/refund", order.id)).icon(Icon::Undo2).render()).render()
    } else {
        page.render()
    }
}

/// What needs a person, or what the buyer was told.
fn troubles(model: &OrderPage<'_>) -> Markup {
    html! {
        @for refund in model.refunds { @if let Some(why) = &refund.failure { (not_sent(model, refund, why)) } }
        @for refund in model.refunds { @if refund.status == "requested" { (asked_for(model, refund)) } }
        @if !model.order.notice.is_empty() { (Banner::new(Tone::Note, format!("The buyer was told: {}", model.order.notice))) }
    }
}

/// A request that waits, and the way to answer it.
fn asked_for(model: &OrderPage<'_>, refund: &RefundRow) -> Banner {
    let amount = Money::new(refund.amount_minor, model.order.currency);
    let what = if amount.is_zero() { "to give tickets back".to_owned() } else { format!("for {amount} back") };
    let banner = Banner::new(Tone::Note, format!("{} asks {what}.", model.order.buyer_name));
    match refund.id.filter(|_| model.desk.held.may(may::ORDERS_REFUND)) {
        Some(id) => banner.link("Answer", format!("/console/orders/{}/requests/{id}", model.order.id)),
        None => banner,
    }
}

/// Money that should be with the buyer and is not, and the way to send it anew.
fn not_sent(model: &OrderPage<'_>, refund: &RefundRow, why: &str) -> Markup {
    let order = model.order;
    let amount = Money::new(refund.amount_minor, order.currency);
    let why = if why.is_empty() { "it gave no reason".to_owned() } else { why.trim_end_matches('.').to_owned() };
    let retry = refund.money.filter(|_| model.desk.held.may(may::ORDERS_REFUND));
    html! {
        (Banner::new(Tone::Bad, format!("{amount} did not go back to {}. The provider’s answer: {why}. If it fails again, send the money another way, and settle it with the provider.", order.buyer_name)))
        @if let Some(money) = retry {
            form method="post" action={ "/console/orders/" (order.id) "/refunds/" (money) "/retry" } { (Button::submit("Try again").icon(Icon::Undo2)) }
        }
    }
}

fn buyer(model: &OrderPage<'_>) -> Markup {
    let order = model.order;
    let facts = DefinitionList::new()
        .text("Name", &order.buyer_name)
        .fact("E-mail", html! { a href={ "mailto:" (order.email) } { (order.email) } })
        .fact("Placed", Moment::full(order.created_at, model.desk.event.zone).with_zone().render())
        .fact("Kind", html! { @match order.kind { OrderKind::Comp => "Comp: given away", OrderKind::Sale => "Sale" } @if !order.promo_code.is_empty() { ", with code " (order.promo_code) } });
    // Who has the code is taken for the buyer, who gives tickets back: it is for those who may do that themselves.
    if model.desk.held.may(may::ORDERS_REFUND) { facts.text(LOOKUP_CODE, &lookup_code(&order.lookup_code)) } else { facts }.render()
}

/// What can be printed for the buyer.
fn papers(model: &OrderPage<'_>) -> Card {
    let at = format!("/console/orders/{}", model.order.id);
    let prints = model.desk.held.may(may::TICKETS_MANAGE) && model.tickets.iter().any(is_live);
    Card::new(html! {
        div class="cluster" {
            (Button::link("Receipt as PDF", format!("{at}/receipt.pdf")).icon(Icon::Download))
            @if prints { form method="post" action={ (at) "/tickets.pdf" } { (Button::submit("Tickets as PDF").icon(Icon::Printer)) } }
        }
    })
    .title("Papers")
}

fn summary(model: &OrderPage<'_>) -> Markup {
    let order = model.order;
    let money = |minor: i64| Money::new(minor, order.currency);
    let lines = model
        .items
        .iter()
        .map(|i| OrderLine::new(&i.name, u32::try_from(i.quantity).unwrap_or(0), money(i.unit_all_in_minor * i64::from(i.quantity))))
        .collect();
    let mut summary = OrderSummary::new(lines, money(order.total_minor)).title("Order");
    if order.fees_minor > 0 {
        summary = summary.contained("Fees", money(order.fees_minor));
    }
    if order.tax_added_minor + order.tax_included_minor > 0 {
        summary = summary.contained("Tax", money(order.tax_added_minor + order.tax_included_minor));
    }
    if order.discount_minor > 0 {
        summary = summary.contained(format!("Discount with {}", order.promo_code), money(order.discount_minor));
    }
    if order.refunded_minor > 0 {
        summary = summary.contained("Given back", money(order.refunded_minor));
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
            html! { div { (ticket_badge(&t.status)) @if let Some(at) = t.checked_in_at { div class="muted small" { "In since " (Moment::short(at, zone)) } } } },
            html! { code class="figures-only nowrap" { (ticket_code(&t.human_code)) } },
            html! { @if revocable && can_be_revoked(t) { a href={ "/console/orders/" (model.order.id) "/tickets/" (t.id) "/revoke" } { "Revoke" span class="unseen" { " the ticket of " (t.attendee_name) } } } },
        ]
    };
    Table::new(
        "Tickets",
        vec![Column::new("Name"), Column::new("Ticket"), Column::new("State"), Column::new(TICKET_CODE), Column::new("Change")],
    )
    .rows(model.tickets.iter().map(row))
    .empty(EmptyState::new(Icon::Ticket, "No tickets", "Tickets are made the moment the order is paid."))
    .render()
}

/// A ticket's state in words.
pub fn ticket_words(status: &str) -> &'static str {
    match TicketStatus::parse(status) {
        Some(TicketStatus::Valid) => "Valid",
        Some(TicketStatus::CheckedIn) => "Came in",
        Some(TicketStatus::TransferPending) => "Being passed on",
        Some(TicketStatus::Listed) => "Up for resale",
        Some(TicketStatus::Refunded) => "Refunded",
        Some(TicketStatus::Void) | None => "Revoked",
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
            html! { "Try " (p.attempt) },
            html! { (payment_badge(&p.status)) @if let Some(why) = &p.failure { div class="muted small" { (why) } } },
            html! { span class="nowrap" { (Moment::short(p.created_at, zone)) } },
            html! { (Money::new(p.amount_minor, model.order.currency)) },
        ]
    };
    Table::new("Payments", vec![Column::new("Payment"), Column::new("State"), Column::new("Begun"), Column::figures("Amount")])
        .rows(model.payments.iter().map(row))
        .render()
}

fn payment_badge(status: &str) -> Badge {
    match status {
        "captured" => Badge::new(Tone::Good, "Received"),
        "created" | "open" => Badge::new(Tone::Note, "Waiting for the buyer"),
        "capturing" => Badge::new(Tone::Care, "Being taken"),
        "cancelling" => Badge::new(Tone::Care, "Being let go"),
        "cancelled" => Badge::plain("Let go"),
        "expired" => Badge::plain("Not used"),
        _ => Badge::new(Tone::Bad, "Failed"),
    }
}

fn refunds(model: &OrderPage<'_>) -> Markup {
    let zone = model.desk.event.zone;
    let badge = |r: &RefundRow| match (r.status.as_str(), &r.failure) {
        (_, Some(_)) => Badge::new(Tone::Bad, "Not sent"),
        ("rejected", _) => Badge::plain("Declined"),
        ("requested", _) => Badge::new(Tone::Note, "Waits for you"),
        ("processed", _) => Badge::new(Tone::Good, "Sent"),
        _ => Badge::new(Tone::Care, "On its way"),
    };
    let row = |r: &RefundRow| {
        vec![
            html! { (r.reason) @if !r.by.is_empty() { div class="muted small" { "By " (r.by) } } @if !r.names.is_empty() { div class="muted small" { "Given back: " (r.names.join(", ")) } } @if !r.decision.is_empty() { div class="muted small" { (r.decision) } } },
            html! { (badge(r)) },
            html! { span class="nowrap" { (Moment::short(r.created_at, zone)) } },
            html! { (Money::new(r.amount_minor, model.order.currency)) },
        ]
    };
    Table::new("Refunds", vec![Column::new("Reason"), Column::new("State"), Column::new("Asked for"), Column::figures("Amount")])
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
