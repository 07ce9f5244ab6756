//! Giving tickets back: which ones, what that brings, and the confirmation; and what every page says of refunds.

use platform_types::{Money, TicketId};
use platform_ui::{Badge, Button, Card, Column, DefinitionList, Field, Form, House, Markup, Moment, Table, Tone, html};

use super::private_page;
use crate::orders::OrderTicket;
use crate::refunds::{Offer, Policy, Receipt, part, words};
use crate::shop::order_access::Opened;

/// A policy in words, one sentence a line.
pub(super) fn policy_lines(policy: &Policy) -> Markup {
    html! { ul class="policy" { @for line in words(policy) { li { (line) } } } }
}

/// The section of the event's page.
pub(super) fn policy_section(policy: &Policy) -> Markup {
    html! { section class="prose" { h2 class="section-title" { "Refunds" } (policy_lines(policy)) } }
}

/// The page: a choice where there is one, then what it brings.
pub(in crate::shop) fn page(house: &House, opened: &Opened, offer: &Offer, chosen: &[TicketId]) -> Markup {
    let title = if chosen.is_empty() { "Which tickets do you give back?" } else { "Give tickets back?" };
    let path = format!("/orders/{}/refund", opened.order.id);
    let main = html! {
        div class="stack" {
            h1 { (title) }
            @if chosen.is_empty() { (choice(opened, offer, &path)) } @else { (confirmation(opened, offer, chosen, &path)) }
            (Card::new(policy_lines(&opened.policy)).title("What was promised"))
        }
    };
    private_page(house, title, main).narrow().current("/my/tickets").render()
}

fn tickets<'a>(opened: &'a Opened, offer: &Offer) -> Vec<(&'a OrderTicket, i64)> {
    offer.tickets.iter().filter_map(|(id, minor)| Some((opened.tickets.iter().find(|t| t.id == *id)?, *minor))).collect()
}

fn choice(opened: &Opened, offer: &Offer, path: &str) -> Markup {
    let money = |minor| Money::new(minor, opened.order.currency);
    let fields = html! {
        @for (ticket, minor) in tickets(opened, offer) {
            (Field::checkbox(format!("ticket_{}", ticket.id), format!("{}, {}", ticket.type_name, ticket.attendee_name), false).help(format!("{} back", money(minor))))
        }
    };
    html! {
        p { (until(opened, offer)) }
        (Form::get(path, fields).button(Button::submit("Continue").main()).button(Button::link("Keep all tickets", format!("/orders/{}", opened.order.id)).quiet()))
    }
}

fn until(opened: &Opened, offer: &Offer) -> String {
    format!("Until {}: {}.", Moment::full(offer.until, opened.event.zone).text(), part(offer.rule))
}

fn confirmation(opened: &Opened, offer: &Offer, chosen: &[TicketId], path: &str) -> Markup {
    let sum = Money::new(offer.of(chosen), opened.order.currency);
    let several = chosen.len() > 1;
    let rows = tickets(opened, offer).into_iter().filter(|(t, _)| chosen.contains(&t.id));
    let facts = rows.fold(DefinitionList::new(), |list, (t, minor)| {
        list.fact(format!("{}, {}", t.type_name, t.attendee_name), html! { (Money::new(minor, opened.order.currency)) })
    });
    let label = match (offer.self_service, sum.is_zero()) {
        (true, true) => "Give back".to_owned(),
        (true, false) => format!("Give back for {sum}"),
        (false, _) => "Ask for the refund".to_owned(),
    };
    let stops = if several { "These tickets stop working" } else { "This ticket stops working" };
    html! {
        (Card::new(html! { div class="stack" {
            (facts)
            p { strong { (sum) } " goes back to you. " (until(opened, offer)) }
            ul class="policy" {
                @if offer.self_service {
                    li { (stops) " at once. This cannot be undone." }
                    @if !sum.is_zero() { li { "The money goes back the way you paid. Banks take up to ten days to show it." } }
                } @else {
                    li { (opened.event.organizer) " decides and you are written to. Until then your tickets stay valid." }
                }
            }
            (Form::post(path, html! {})
                .hidden("tickets", chosen.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
                .hidden("money", sum.minor.to_string())
                .button(Button::submit(label).danger())
                .button(Button::link("Keep the tickets", format!("/orders/{}", opened.order.id)).quiet()))
        } }))
    }
}

/// On the order's page: what went back, what can, and what was promised.
pub(super) fn order_section(opened: &Opened) -> Markup {
    let button = opened.offer.as_ref().filter(|_| opened.by_buyer && !opened.waits()).map(|offer| {
        let label = if offer.self_service { "Give tickets back" } else { "Ask for a refund" };
        (label, until(opened, offer))
    });
    let body = html! {
        div class="stack stack--tight" {
            @if !opened.receipts.is_empty() { (receipts(opened)) }
            @if let Some((label, until)) = button {
                p { (until) }
                div class="cluster" { (Button::link(label, format!("/orders/{}/refund", opened.order.id)).small()) }
                details { summary { "What was promised" } (policy_lines(&opened.policy)) }
            } @else {
                (policy_lines(&opened.policy))
            }
        }
    };
    Card::new(body).title("Refunds").render()
}

/// Each refund with amount, date and state.
pub(super) fn receipts(opened: &Opened) -> Markup {
    let row = |r: &Receipt| {
        let (badge, at) = state(r);
        vec![
            html! { (Moment::day(at, opened.event.zone)) },
            html! { (badge) @if r.status == "rejected" && !r.decision.is_empty() { div class="muted small" { (r.decision) } } },
            html! { (Money::new(r.amount_minor, opened.order.currency)) },
        ]
    };
    Table::new("Your refunds", vec![Column::new("Day"), Column::new("State"), Column::figures("Amount")])
        .rows(opened.receipts.iter().map(row))
        .render()
}

fn state(receipt: &Receipt) -> (Badge, platform_types::Timestamp) {
    match receipt.status.as_str() {
        _ if receipt.stuck => (Badge::new(Tone::Care, "Delayed; the organizer looks into it"), receipt.updated_at),
        "requested" => (Badge::new(Tone::Note, "Asked for"), receipt.created_at),
        "rejected" => (Badge::plain("Declined"), receipt.updated_at),
        "processed" => (Badge::new(Tone::Good, "Sent"), receipt.updated_at),
        _ => (Badge::new(Tone::Note, "On its way"), receipt.created_at),
    }
}

/// After tickets were given back.
pub(super) const GIVEN: &str = "The tickets are given back and admit nobody any more. If money goes back, it is on its way.";
/// After the organizer was asked.
pub(super) const ASKED: &str = "Your request is with the organizer, who decides and writes to you. Until then your tickets stay valid.";
