//! Giving tickets back: which ones, what that brings, and the confirmation; and what every page says of refunds.

use std::borrow::Cow;

use commons::events::Event;
use platform_texts::{t, t_html};
use platform_types::{Money, TicketId, Timestamp};
use platform_ui::{Badge, Button, Card, Column, DefinitionList, Field, FieldErrors, Form, House, Markup, Moment, Table, Tone, html};

use super::private_page;
use crate::orders::OrderTicket;
use crate::refunds::{Offer, Policy, Receipt, Standing, heading, part, words_now};
use crate::shop::codes;
use crate::shop::event::OnShow;
use crate::shop::order_access::Opened;

/// One sentence a line.
fn policy_lines(lines: &[String]) -> Markup {
    html! { ul class="policy" { @for line in lines { li { (line) } } } }
}

/// The section of the event's page; none where there is nothing to give back.
pub(super) fn policy_section(show: &OnShow) -> Markup {
    let free = !show.offers.is_empty() && show.offers.iter().all(|offer| offer.unit.all_in_minor() == 0 && offer.suggested_minor.is_none());
    let sells = !show.offers.is_empty() || show.takes_codes;
    let lines = words_now(&show.refunds, Standing::of(&show.refunds, &show.event, show.now), free);
    html! {
        @if sells && !lines.is_empty() {
            section class="prose" { h2 class="section-title" { (heading(free)) } (policy_lines(&lines)) }
        }
    }
}

/// The card of the checkout.
pub(super) fn policy_card(policy: &Policy, event: &Event, free: bool, now: Timestamp) -> Markup {
    let lines = words_now(policy, Standing::of(policy, event, now), free);
    html! { @if !lines.is_empty() { (Card::new(policy_lines(&lines)).title(heading(free))) } }
}

/// Whether nothing was paid, so that no money can go back.
fn is_free(opened: &Opened) -> bool {
    opened.order.total_minor == 0
}

/// Sent with the choice, so that none can be told from the first look.
pub(in crate::shop) const CHOSEN: &str = "chosen";

/// The page: a choice where there is one, then what it brings. `missed`: it was sent without any.
pub(in crate::shop) fn page(house: &House, opened: &Opened, offer: &Offer, chosen: &[TicketId], missed: bool) -> Markup {
    let title = if chosen.is_empty() { t!("refund-title-which") } else { t!("refund-title-sure") };
    let path = format!("/orders/{}/refund", opened.order.id);
    let main = html! {
        div class="stack" {
            h1 { (&title) }
            @if chosen.is_empty() { (choice(opened, offer, &path, missed)) } @else { (confirmation(opened, offer, chosen, &path)) }
            @let promised = words_now(&opened.policy, Standing::Ahead, is_free(opened));
            @if !promised.is_empty() { (Card::new(policy_lines(&promised)).title(t!("refund-promised"))) }
        }
    };
    private_page(house, title, main).narrow().current("/my/tickets").render()
}

fn tickets<'a>(opened: &'a Opened, offer: &Offer) -> Vec<(&'a OrderTicket, i64)> {
    offer.tickets.iter().filter_map(|(id, minor)| Some((opened.tickets.iter().find(|t| t.id == *id)?, *minor))).collect()
}

fn choice(opened: &Opened, offer: &Offer, path: &str, missed: bool) -> Markup {
    let mut errors = FieldErrors::new();
    if let Some((first, _)) = tickets(opened, offer).first().filter(|_| missed) {
        errors.add(ticket_field(first), codes::orders::REFUND_EMPTY.message());
    }
    let money = |minor| Money::new(minor, opened.order.currency);
    let fields = html! {
        @for (ticket, minor) in tickets(opened, offer) {
            @let field = Field::checkbox(ticket_field(ticket), format!("{}, {}", ticket.type_name, ticket.attendee_name), false).error(errors.of(&ticket_field(ticket)));
            @if is_free(opened) { (field) } @else { (field.help(t!("refund-back", amount = money(minor).to_string()))) }
        }
    };
    html! {
        p { (until(opened, offer)) }
        (Form::get(path, fields).errors(&errors).hidden(CHOSEN, "1").button(Button::submit(t!("refund-continue")).main()).button(Button::link(t!("refund-keep-all"), format!("/orders/{}", opened.order.id)).quiet()))
    }
}

fn ticket_field(ticket: &OrderTicket) -> String {
    format!("ticket_{}", ticket.id)
}

fn until(opened: &Opened, offer: &Offer) -> String {
    if is_free(opened) {
        return t!("refund-until-free", when = Moment::full(offer.until, opened.event.zone).text()).into_owned();
    }
    t!("refund-until", when = Moment::full(offer.until, opened.event.zone).text(), part = part(offer.rule)).into_owned()
}

fn confirmation(opened: &Opened, offer: &Offer, chosen: &[TicketId], path: &str) -> Markup {
    let sum = Money::new(offer.of(chosen), opened.order.currency);
    let count = chosen.len();
    let rows = tickets(opened, offer).into_iter().filter(|(t, _)| chosen.contains(&t.id));
    let facts = rows.fold(DefinitionList::new(), |list, (t, minor)| {
        let brings = if is_free(opened) {
            html! { (platform_ui::words::free()) }
        } else {
            html! { (Money::new(minor, opened.order.currency)) }
        };
        list.fact(format!("{}, {}", t.type_name, t.attendee_name), brings)
    });
    let label = match (offer.self_service, sum.is_zero()) {
        (true, true) => t!("refund-give"),
        (true, false) => t!("refund-give-for", sum = sum.to_string()),
        (false, _) if is_free(opened) => t!("refund-ask-free"),
        (false, _) => t!("refund-ask"),
    };
    html! {
        (Card::new(html! { div class="stack" {
            (facts)
            p { @if !is_free(opened) { (t_html!("refund-goes-back", sum = html! { strong { (sum) } })) " " } (until(opened, offer)) }
            ul class="policy" {
                @if offer.self_service {
                    li { (t!("refund-stops", count = count)) }
                    @if !sum.is_zero() { li { (t!("refund-banks")) } }
                } @else {
                    li { (t!("refund-decides", organizer = opened.event.organizer)) }
                }
            }
            (Form::post(path, html! {})
                .hidden("tickets", chosen.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
                .hidden("money", sum.minor.to_string())
                .button(Button::submit(label).danger())
                .button(Button::link(t!("refund-keep"), format!("/orders/{}", opened.order.id)).quiet()))
        } }))
    }
}

/// On the order's page: what went back, what can, and what was promised; nothing where none of it is.
pub(super) fn order_section(opened: &Opened, now: Timestamp) -> Markup {
    let free = is_free(opened);
    let button = opened.offer.as_ref().filter(|_| opened.by_buyer && !opened.waits()).map(|offer| {
        let label = match (offer.self_service, free) {
            (true, _) => t!("refund-give-tickets"),
            (false, false) => t!("refund-ask-short"),
            (false, true) => t!("refund-ask-free"),
        };
        (label, until(opened, offer))
    });
    // Of tickets that are used or gone nothing is promised any more.
    let gone = !opened.tickets.iter().any(|ticket| ticket.status == "valid");
    let standing = if opened.offer.is_some() { Standing::Ahead } else { Standing::of(&opened.policy, &opened.event, now) };
    let promised = if gone { Vec::new() } else { words_now(&opened.policy, standing, free) };
    if opened.receipts.is_empty() && button.is_none() && promised.is_empty() {
        return html! {};
    }
    let body = html! {
        div class="stack stack--tight" {
            @if !opened.receipts.is_empty() { (receipts(opened)) }
            @if let Some((label, until)) = button {
                p { (until) }
                div class="cluster" { (Button::link(label, format!("/orders/{}/refund", opened.order.id)).small()) }
                @if !promised.is_empty() { details { summary { (t!("refund-promised")) } (policy_lines(&promised)) } }
            } @else if !promised.is_empty() {
                (policy_lines(&promised))
            }
        }
    };
    Card::new(body).title(heading(free)).render()
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
    Table::new(
        t!("refund-yours"),
        vec![Column::new(t!("refund-day")), Column::new(t!("refund-state")), Column::figures(t!("refund-amount"))],
    )
    .rows(opened.receipts.iter().map(row))
    .render()
}

fn state(receipt: &Receipt) -> (Badge, platform_types::Timestamp) {
    match receipt.status.as_str() {
        _ if receipt.stuck => (Badge::new(Tone::Care, t!("refund-state-delayed")), receipt.updated_at),
        "requested" => (Badge::new(Tone::Note, t!("refund-state-asked")), receipt.created_at),
        "rejected" => (Badge::plain(t!("refund-state-declined")), receipt.updated_at),
        "processed" => (Badge::new(Tone::Good, t!("refund-state-sent")), receipt.updated_at),
        _ => (Badge::new(Tone::Note, t!("refund-state-on-its-way")), receipt.created_at),
    }
}

/// After tickets were given back.
pub(super) fn given() -> Cow<'static, str> {
    t!("refund-given")
}

/// After the organizer was asked.
pub(super) fn asked() -> Cow<'static, str> {
    t!("refund-asked")
}
