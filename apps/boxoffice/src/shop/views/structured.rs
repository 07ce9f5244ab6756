//! What search engines are told about an event (schema.org).

use commons::events::{Event, EventStatus};
use platform_types::{Money, Timestamp};
use serde_json::{Value, json};

use crate::catalogue::{Availability, Offer};
use crate::shop::event::{Around, OnShow};
use crate::shop::paper::known_language;

/// More names than this help nobody.
const PERFORMERS: usize = 20;

/// The event's picture for whoever takes one alone: its absolute address, its size, and what is to be seen.
pub(super) fn picture_address(show: &OnShow, canonical: &str) -> Option<(String, (u32, u32), String)> {
    let picture = show.picture.as_ref()?;
    let source = picture.jpeg(1_200)?;
    // Absolute: everything before the event's own path.
    let house = canonical.split("/events/").next().unwrap_or_default();
    Some((format!("{house}{}", source.href), picture.size_of(source), picture.alt().to_owned()))
}

/// The event as JSON-LD.
pub(super) fn json_ld(show: &OnShow, canonical: &str) -> String {
    let event = &show.event;
    let local = |at: Timestamp| event.zone.local(at).to_rfc3339();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.name,
        "url": canonical,
        "image": [picture_address(show, canonical).map_or_else(|| format!("{canonical}/social.png"), |(address, _, _)| address)],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": status(event),
        "organizer": { "@type": "Organization", "name": event.organizer },
        "offers": show.offers.iter().map(|o| offer(event, o, canonical)).collect::<Vec<Value>>(),
    });
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            data[name] = value;
        }
    };
    let text = event.description.trim();
    set("description", (!text.is_empty()).then(|| text.into()));
    set("startDate", event.starts_at.map(|at| local(at).into()));
    set("endDate", event.ends_at.map(|at| local(at).into()));
    set("doorTime", event.doors_at.map(|at| local(at).into()));
    set("previousStartDate", event.notes.previous_starts_at.map(|at| local(at).into()));
    set("inLanguage", known_language(event).map(Value::from));
    set("location", location(event));
    set("performer", performers(&show.around));
    let free = !show.offers.is_empty() && show.offers.iter().all(|offer| offer.unit.all_in_minor() == 0);
    set("isAccessibleForFree", free.then_some(Value::Bool(true)));
    data.to_string()
}

/// A postponed event keeps the start it had until a new one is fixed; a moved one names both.
fn status(event: &Event) -> &'static str {
    match event.status {
        EventStatus::Cancelled => "https://schema.org/EventCancelled",
        EventStatus::Postponed => "https://schema.org/EventPostponed",
        _ if event.notes.previous_starts_at.is_some() => "https://schema.org/EventRescheduled",
        _ => "https://schema.org/EventScheduled",
    }
}

fn offer(event: &Event, offer: &Offer, canonical: &str) -> Value {
    let local = |at: Timestamp| event.zone.local(at).to_rfc3339();
    let mut data = json!({
        "@type": "Offer",
        "name": offer.name,
        "price": Money::new(offer.unit.all_in_minor(), event.currency).decimal(),
        "priceCurrency": event.currency,
        "availability": match offer.availability {
            Availability::OnSale => "https://schema.org/InStock",
            Availability::NotYet => "https://schema.org/PreOrder",
            Availability::SoldOut | Availability::Ended => "https://schema.org/SoldOut",
        },
        "url": canonical,
    });
    if let Some(at) = offer.sale_starts_at {
        data["validFrom"] = local(at).into();
    }
    if let Some(at) = offer.sale_ends_at.or(event.starts_at) {
        data["validThrough"] = local(at).into();
    }
    data
}

fn location(event: &Event) -> Option<Value> {
    let venue = event.venue.as_ref()?;
    let mut address = json!({ "@type": "PostalAddress" });
    for (name, value) in [("streetAddress", &venue.address), ("addressLocality", &venue.city), ("addressCountry", &venue.country)] {
        if !value.trim().is_empty() {
            address[name] = value.as_str().into();
        }
    }
    let mut place = json!({ "@type": "Place", "name": venue.name, "address": address });
    if let Some((north, east)) = venue.position {
        place["geo"] = json!({ "@type": "GeoCoordinates", "latitude": north, "longitude": east });
    }
    Some(place)
}

/// Whoever the published running order names, each once.
fn performers(around: &Around) -> Option<Value> {
    let mut names: Vec<&str> = Vec::new();
    for name in around.programme.iter().flat_map(|entry| &entry.people) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.truncate(PERFORMERS);
    let people: Vec<Value> = names.iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
    (!people.is_empty()).then_some(Value::Array(people))
}
