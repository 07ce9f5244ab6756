//! An order as files to keep: the tickets' sheets for the PDF, the date for the calendar. Used by the
//! pages here and by the mail that brings the tickets.

use std::collections::HashMap;

use commons::events::{Event, EventStatus};
use commons::told::{speaks, told};
use platform_documents::calendar::{CalendarEvent, ics};
use platform_documents::{Labels, TicketSheet};
use platform_texts::{Telling, in_zone, t};
use platform_types::{Lang, Money, TicketId, Timestamp};
use serde_json::Value;

use crate::orders::{OrderKind, OrderTicket, OrderView};
use crate::readable::{order_number, order_number_name, test_mode, ticket_code};

/// Whether a ticket is worth printing: it admits, or has admitted.
pub fn is_live(ticket: &OrderTicket) -> bool {
    matches!(ticket.status.as_str(), "valid" | "checked_in")
}

/// One sheet per living ticket, in the order of the order, in its buyer's language. `prices` are what was paid for each, everything in, in minor units.
pub fn sheets(event: &Event, order: &OrderView, tickets: &[OrderTicket], prices: &HashMap<TicketId, i64>) -> Vec<TicketSheet> {
    let count = u32::try_from(tickets.len()).unwrap_or(u32::MAX);
    let numbered = (1_u32..).zip(tickets);
    order.language.within(|| {
        let event = told_event(event.clone());
        let living = numbered.filter(|(_, t)| is_live(t));
        living.map(|(n, ticket)| sheet(&event, order, ticket, prices.get(&ticket.id).copied(), (n, count))).collect()
    })
}

fn sheet(event: &Event, order: &OrderView, ticket: &OrderTicket, price_minor: Option<i64>, place: (u32, u32)) -> TicketSheet {
    let venue = event.venue.as_ref();
    let price = price_minor.map(|minor| Money::new(minor, order.currency));
    TicketSheet {
        language: language_of(event),
        organiser: if event.presenter.trim().is_empty() { event.organizer.clone() } else { event.presenter.clone() },
        titles: std::iter::once(event.name.clone()).chain(other_text(&event.names, &event.name).map(|(_, text)| text)).collect(),
        dates: event.starts_at.map(|at| in_zone(at, event.zone, Telling::Whole)).into_iter().collect(),
        doors: event.doors_at.map(|at| in_zone(at, event.zone, Telling::Clock)),
        venue: venue.map(|v| v.name.clone()).unwrap_or_default(),
        address: venue
            .map(|v| [v.address.clone(), v.city.clone()].into_iter().filter(|line| !line.trim().is_empty()).collect())
            .unwrap_or_default(),
        ticket_type: {
            let name = ticket.role.map_or_else(|| ticket.type_name.clone(), |role| format!("{}, {role}", ticket.type_name));
            if order.is_test { t!("paper-test-ticket", kind = name).into_owned() } else { name }
        },
        opens: (!ticket.zones.is_empty()).then(|| ticket.zones.join(", ")),
        attendee: ticket.attendee_name.clone(),
        order_number: order_number(&order.number),
        price: if order.is_test {
            t!("paper-test-payment").into_owned()
        } else {
            price.map(|price| price_words(price, order)).unwrap_or_default()
        },
        place,
        payload: ticket.code.clone(),
        human_code: ticket_code(&ticket.human_code),
        terms: order
            .is_test
            .then(|| test_mode().into_owned())
            .into_iter()
            .chain((!event.age_limit.trim().is_empty()).then(|| event.age_limit.clone()))
            .collect(),
        labels: labels(),
    }
}

/// The fixed words of a ticket, in the language of the work at hand.
fn labels() -> Labels {
    Labels {
        language: Lang::current().tag().to_owned(),
        document: t!("paper-document").into_owned(),
        presents: t!("paper-presents").into_owned(),
        admit_one: t!("paper-admit-one").into_owned(),
        doors: t!("paper-doors").into_owned(),
        attendee: t!("paper-attendee").into_owned(),
        ticket_type: t!("paper-kind").into_owned(),
        opens: t!("paper-opens").into_owned(),
        price: t!("paper-price").into_owned(),
        order: order_number_name().into_owned(),
        place: t!("paper-place", n = "{n}", of = "{of}").into_owned(),
        human_code: t!("paper-human-code").into_owned(),
        hint: t!("paper-hint").into_owned(),
        qr: t!("paper-qr", code = "{code}").into_owned(),
        terms: t!("paper-terms").into_owned(),
    }
}

fn price_words(price: Money, order: &OrderView) -> String {
    let paid = if price.is_zero() { t!("paper-free") } else { t!("paper-all-in", price = price.to_string()) };
    match order.kind {
        OrderKind::Comp => t!("paper-complimentary"),
        OrderKind::Sale if order.discount_minor > 0 => t!("paper-with-code", paid = paid),
        OrderKind::Sale => paid,
    }
    .into_owned()
}

/// The event for a calendar, in the buyer's language, or none while it has no date. The same event has the same identity in every
/// order, so that a second order does not enter it twice.
pub fn calendar(event: &Event, order: &OrderView, tickets: usize, public_url: &str, now: Timestamp) -> Option<String> {
    order.language.within(|| {
        let event = &told_event(event.clone());
        let order_url = format!("{public_url}/orders/{}", order.id);
        let mut lines = doors(event);
        lines.push(t!("listing-tickets", count = tickets).into_owned());
        lines.push(unmarked(&t!("paper-calendar-tickets", address = order_url), &order_url));
        entry(event, title(event, order.is_test), lines, public_url, now)
    })
}

/// The event for everybody's calendar, or none while it has no date. Made from what is stored alone, so that it is the
/// same at any time for everybody who reads the same language; whoever buys later gets the same entry with their tickets in it.
pub fn public_calendar(event: &Event, public_url: &str) -> Option<String> {
    let event = &told_event(event.clone());
    let mut lines = doors(event);
    let address = format!("{public_url}/events/{}", event.slug);
    lines.push(unmarked(&t!("paper-calendar-more", address = address), &address));
    entry(event, title(event, event.status == EventStatus::Test), lines, public_url, event.notes.updated_at)
        .filter(|_| event.status != EventStatus::Postponed)
}

fn title(event: &Event, is_test: bool) -> String {
    if is_test { t!("paper-calendar-test", event = event.name).into_owned() } else { event.name.clone() }
}

fn doors(event: &Event) -> Vec<String> {
    event.doors_at.map(|at| t!("paper-doors-at", time = in_zone(at, event.zone, Telling::Clock)).into_owned()).into_iter().collect()
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

/// The event as whoever reads the language of the work at hand is told it: title, story, the venue's name and its street, each
/// by [`told`]. What the title was otherwise stays among the others.
pub fn told_event(mut event: Event) -> Event {
    let lang = Lang::current();
    tell(&mut event.name, &mut event.names, lang);
    tell(&mut event.description, &mut event.descriptions, lang);
    if let Some(venue) = &mut event.venue {
        tell(&mut venue.name, &mut venue.names, lang);
        tell(&mut venue.address, &mut venue.addresses, lang);
    }
    event
}

/// Puts the text for a language in the main one's place; the main one moves among the others where it is not among them.
fn tell(main: &mut String, others: &mut Value, lang: Lang) {
    let found = told(main, others, lang).to_owned();
    if found.trim() == main.trim() {
        return;
    }
    let before = std::mem::replace(main, found);
    if let Some(map) = others.as_object_mut()
        && !before.trim().is_empty()
        && map.values().all(|text| text.as_str().map(str::trim) != Some(before.trim()))
    {
        map.insert(UNKNOWN.to_owned(), Value::String(before));
    }
}

/// The tag of a text whose language nobody said.
const UNKNOWN: &str = "und";

/// A text without the marks around an address, which mail programs and calendars would take for a part of it.
pub(crate) fn unmarked(text: &str, address: &str) -> String {
    text.replace(&format!("\u{2068}{address}\u{2069}"), address)
}

/// Whether the shown text is in another language than the page: its tag.
pub fn other_language(texts: &Value, shown: &str) -> Option<String> {
    let tag = tag_of(texts, shown)?;
    (!speaks(&tag, Lang::current())).then_some(tag)
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

/// The one other text to show beside the main one: what the house itself calls it, which stands over the door, else the first.
pub fn other_text(texts: &serde_json::Value, main: &str) -> Option<(String, String)> {
    let others = other_texts(texts, main);
    others.iter().find(|(tag, _)| tag == UNKNOWN).or(others.first()).cloned()
}

/// The language of the event's main title where the data say so, else English.
pub fn language_of(event: &Event) -> String {
    known_language(event).unwrap_or_else(|| "en".to_owned())
}

/// The language of the event's main title, where the data say so.
pub fn known_language(event: &Event) -> Option<String> {
    tag_of(&event.names, &event.name)
}

/// The language of the description that is shown; the title's where nothing says it.
pub fn text_lang(event: &Event) -> Option<String> {
    tag_of(&event.descriptions, &event.description).filter(|tag| tag != UNKNOWN).or_else(|| known_language(event))
}

/// The tag under which this very text stands.
fn tag_of(texts: &Value, shown: &str) -> Option<String> {
    let texts = texts.as_object()?;
    texts.iter().find(|(tag, text)| is_tag(tag) && text.as_str().map(str::trim) == Some(shown.trim())).map(|(tag, _)| tag.clone())
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
    fn whoever_reads_another_language_is_told_in_it_and_the_main_title_stays_beside() {
        let mut event = crate::console::samples::event(EventStatus::Published);
        event.names = serde_json::json!({"de": "Der Sturm"});
        let main = event.name.clone();
        let told = Lang::De.within(|| told_event(event.clone()));
        assert_eq!(told.name, "Der Sturm");
        assert_eq!(other_texts(&told.names, &told.name), vec![("und".to_owned(), main.clone())]);
        assert_eq!(Lang::De.within(|| other_language(&told.names, &told.name)), None);
        let arabic = Lang::Ar.within(|| told_event(event.clone()));
        assert_eq!(arabic.name, main, "nothing in Arabic: the organizer's own");
        event.names = serde_json::json!({"zh-Hant": "暴風雨", "en": "The Tempest"});
        event.name = "暴風雨".to_owned();
        let foreign = Lang::De.within(|| told_event(event.clone()));
        assert_eq!(foreign.name, "The Tempest", "English before what few who read German read");
        assert_eq!(other_text(&foreign.names, &foreign.name), Some(("zh-Hant".to_owned(), "暴風雨".to_owned())));
        assert_eq!(Lang::De.within(|| other_language(&foreign.names, &foreign.name)).as_deref(), Some("en"));
        event.name.clone_from(&main);
        event.names = serde_json::json!({"en": main});
        assert_eq!(Lang::Ar.within(|| other_language(&event.names, &event.name)).as_deref(), Some("en"));
        assert_eq!(other_language(&event.names, &event.name), None);
    }

    #[test]
    fn other_languages_carry_their_tag_and_nothing_twice() {
        let names = serde_json::json!({"en": "The Tempest", "zh-Hant": " 暴風雨 ", "de": "", "not a tag": "x", "fr": 7});
        assert_eq!(other_texts(&names, "The Tempest"), vec![("zh-Hant".to_owned(), "暴風雨".to_owned())]);
        assert!(other_texts(&serde_json::Value::Null, "x").is_empty());
    }
}
