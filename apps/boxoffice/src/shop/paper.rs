//! An order as files to keep: the tickets' sheets for the PDF, the date for the calendar. Used by the
//! pages here and by the mail that brings the tickets.

use std::collections::HashMap;

use commons::events::{Event, EventStatus};
use platform_documents::calendar::{CalendarEvent, ics};
use platform_documents::{Labels, TicketSheet};
use platform_types::{Money, TicketId, Timestamp};

use crate::orders::{OrderKind, OrderTicket, OrderView};
use crate::readable::{TEST_MODE, order_number, ticket_code};

/// Whether a ticket is worth printing: it admits, or has admitted.
pub fn is_live(ticket: &OrderTicket) -> bool {
    matches!(ticket.status.as_str(), "valid" | "checked_in")
}

/// One sheet per living ticket, in the order of the order. `prices` are what was paid for each, everything in, in minor units.
pub fn sheets(event: &Event, order: &OrderView, tickets: &[OrderTicket], prices: &HashMap<TicketId, i64>) -> Vec<TicketSheet> {
    let count = u32::try_from(tickets.len()).unwrap_or(u32::MAX);
    let numbered = (1_u32..).zip(tickets);
    numbered
        .filter(|(_, t)| is_live(t))
        .map(|(n, ticket)| sheet(event, order, ticket, prices.get(&ticket.id).copied(), (n, count)))
        .collect()
}

fn sheet(event: &Event, order: &OrderView, ticket: &OrderTicket, price_minor: Option<i64>, place: (u32, u32)) -> TicketSheet {
    let local = |at: Timestamp, pattern: &str| event.zone.local(at).format(pattern).to_string();
    let venue = event.venue.as_ref();
    let price = price_minor.map(|minor| Money::new(minor, order.currency));
    TicketSheet {
        language: language_of(event),
        organiser: if event.presenter.trim().is_empty() { event.organizer.clone() } else { event.presenter.clone() },
        titles: std::iter::once(event.name.clone())
            .chain(other_texts(&event.names, &event.name).into_iter().map(|(_, text)| text))
            .collect(),
        dates: event.starts_at.map(|at| local(at, "%A %-d %B %Y, %H:%M")).into_iter().collect(),
        doors: event.doors_at.map(|at| local(at, "%H:%M")),
        venue: venue.map(|v| v.name.clone()).unwrap_or_default(),
        address: venue
            .map(|v| [v.address.clone(), v.city.clone()].into_iter().filter(|line| !line.trim().is_empty()).collect())
            .unwrap_or_default(),
        ticket_type: {
            let name = ticket.role.map_or_else(|| ticket.type_name.clone(), |role| format!("{}, {role}", ticket.type_name));
            if order.is_test { format!("TEST TICKET · {name}") } else { name }
        },
        opens: (!ticket.zones.is_empty()).then(|| ticket.zones.join(", ")),
        attendee: ticket.attendee_name.clone(),
        order_number: order_number(&order.number),
        price: if order.is_test { "Test payment".to_owned() } else { price.map(|price| price_words(price, order)).unwrap_or_default() },
        place,
        payload: ticket.code.clone(),
        human_code: ticket_code(&ticket.human_code),
        terms: order
            .is_test
            .then(|| TEST_MODE.to_owned())
            .into_iter()
            .chain((!event.age_limit.trim().is_empty()).then(|| event.age_limit.clone()))
            .collect(),
        labels: Labels::default(),
    }
}

fn price_words(price: Money, order: &OrderView) -> String {
    let paid = if price.is_zero() { "Free".to_owned() } else { format!("{price} incl. fees and taxes") };
    match order.kind {
        OrderKind::Comp => "Complimentary".to_owned(),
        OrderKind::Sale if order.discount_minor > 0 => format!("{paid}, with a code"),
        OrderKind::Sale => paid,
    }
}

/// The event for a calendar, or none while it has no date. The same event has the same identity in every
/// order, so that a second order does not enter it twice.
pub fn calendar(event: &Event, order: &OrderView, tickets: usize, public_url: &str, now: Timestamp) -> Option<String> {
    let order_url = format!("{public_url}/orders/{}", order.id);
    let mut lines = doors(event);
    lines.push(if tickets == 1 { "1 ticket".to_owned() } else { format!("{tickets} tickets") });
    lines.push(format!("Your tickets: {order_url}"));
    let title = if order.is_test { format!("Test: {}", event.name) } else { event.name.clone() };
    entry(event, title, lines, public_url, now)
}

/// The event for everybody's calendar, or none while it has no date. Made from what is stored alone, so that it is the
/// same for everybody at any time; whoever buys later gets the same entry with their tickets in it.
pub fn public_calendar(event: &Event, public_url: &str) -> Option<String> {
    let mut lines = doors(event);
    lines.push(format!("Tickets and more: {public_url}/events/{}", event.slug));
    let title = if event.status == EventStatus::Test { format!("Test: {}", event.name) } else { event.name.clone() };
    entry(event, title, lines, public_url, event.notes.updated_at).filter(|_| event.status != EventStatus::Postponed)
}

fn doors(event: &Event) -> Vec<String> {
    event.doors_at.map(|at| format!("Doors {}", event.zone.local(at).format("%H:%M"))).into_iter().collect()
}

fn entry(event: &Event, title: String, lines: Vec<String>, public_url: &str, stamp: Timestamp) -> Option<String> {
    let starts_at = event.starts_at?;
    let host = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    Some(ics(&CalendarEvent {
        uid: format!("event-{}@{host}", event.id),
        sequence: u32::try_from(event.version - 1).unwrap_or(0),
        stamp,
        starts_at,
        ends_at: event.ends_at,
        zone: event.zone,
        title,
        location: place_line(event),
        description: lines.join("\n"),
        url: Some(format!("{public_url}/events/{}", event.slug)),
        organizer: None,
        cancelled: event.status == EventStatus::Cancelled,
    }))
}

/// Venue, street and town in one line.
pub fn place_line(event: &Event) -> String {
    let Some(venue) = &event.venue else { return String::new() };
    [&venue.name, &venue.address, &venue.city].into_iter().filter(|part| !part.trim().is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

/// The texts in other languages than the main one, by tag; texts that say the same are left out.
pub fn other_texts(texts: &serde_json::Value, main: &str) -> Vec<(String, String)> {
    let Some(map) = texts.as_object() else { return Vec::new() };
    map.iter()
        .filter_map(|(tag, text)| Some((tag.clone(), text.as_str()?.trim().to_owned())))
        .filter(|(tag, text)| is_tag(tag) && !text.is_empty() && text != main.trim())
        .collect()
}

/// The language of the event's main title where the data say so, else English.
pub fn language_of(event: &Event) -> String {
    known_language(event).unwrap_or_else(|| "en".to_owned())
}

/// The language of the event's main title, where the data say so.
pub fn known_language(event: &Event) -> Option<String> {
    let names = event.names.as_object()?;
    names.iter().find(|(tag, text)| is_tag(tag) && text.as_str().map(str::trim) == Some(event.name.trim())).map(|(tag, _)| tag.clone())
}

/// The shape of a BCP 47 tag; anything else would be a lie in a `lang` attribute.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let alone = |p: &str, least: usize| (least..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(|p| alone(p, 2) && p.bytes().all(|b| b.is_ascii_alphabetic())) && parts.all(|p| alone(p, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_carry_their_tag_and_nothing_twice() {
        let names = serde_json::json!({"en": "The Tempest", "zh-Hant": " 暴風雨 ", "de": "", "not a tag": "x", "fr": 7});
        assert_eq!(other_texts(&names, "The Tempest"), vec![("zh-Hant".to_owned(), "暴風雨".to_owned())]);
        assert!(other_texts(&serde_json::Value::Null, "x").is_empty());
    }
}
