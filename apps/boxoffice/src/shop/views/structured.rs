//! What search engines are told about an event (schema.org).

use commons::events::EventStatus;
use platform_types::Money;
use serde_json::{Value, json};

use crate::catalogue::Availability;
use crate::shop::event::OnShow;

/// The event as JSON-LD.
pub(super) fn json_ld(show: &OnShow, canonical: &str) -> String {
    let event = &show.event;
    let local = |at| event.zone.local(at).to_rfc3339();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.name,
        "url": canonical,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": match event.status {
            EventStatus::Cancelled => "https://schema.org/EventCancelled",
            EventStatus::Postponed => "https://schema.org/EventPostponed",
            _ => "https://schema.org/EventScheduled",
        },
        "organizer": { "@type": "Organization", "name": event.organizer },
        "offers": show.offers.iter().map(|offer| json!({
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
        })).collect::<Vec<Value>>(),
    });
    if let Some(at) = event.starts_at {
        data["startDate"] = local(at).into();
    }
    if let Some(at) = event.ends_at {
        data["endDate"] = local(at).into();
    }
    if let Some(venue) = &event.venue {
        data["location"] = json!({
            "@type": "Place",
            "name": venue.name,
            "address": { "@type": "PostalAddress", "streetAddress": venue.address, "addressLocality": venue.city, "addressCountry": venue.country },
        });
    }
    data.to_string()
}
