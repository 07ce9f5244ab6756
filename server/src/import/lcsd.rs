//! From the department's listing, as it was read, to the house's own terms.

use boxoffice::listing_import::{Asking, ListedEntry, ListedVenue, Listing};
use chrono::NaiveDate;
use integration_lcsd::{Bilingual, DatesFound, Limits, ListingEvent, ListingVenue, PricesFound, Report, Stage, ZONE};
use platform_types::{Currency, Timestamp, Zone};
use serde_json::{Map, Value, json};

use crate::failure::{Failure, complain_line};

/// How rows of this source are named.
const SOURCE: &str = "lcsd";

/// BCP 47 tag of the listing's Chinese.
const CHINESE: &str = "zh-Hant";

/// Both files, read and put into the house's terms.
pub(super) struct Read {
    /// What it says.
    pub listing: Listing,
    /// Values that were not taken, and in figures what was.
    pub source: integration_lcsd::Listing,
    /// The same in figures.
    pub report: Report,
}

/// Reads both files, with progress on standard error.
pub(super) fn read(events: &[u8], venues: &[u8]) -> Result<Read, Failure> {
    let mut progress = |p: integration_lcsd::Progress| {
        if p.bytes == p.of_bytes {
            let file = if p.stage == Stage::Venues { "venues" } else { "events" };
            complain_line(&format!("{file}: {} rows read", p.rows));
        }
    };
    let source = integration_lcsd::read(events, venues, &Limits::default(), &mut progress)
        .map_err(|e| Failure::Refused(format!("the listing cannot be read: {e}")))?;
    let zone: Zone = ZONE.parse().map_err(|_| Failure::Refused(format!("this program does not know the zone {ZONE}")))?;
    let listing = Listing {
        source: SOURCE,
        zone,
        currency: Currency::HKD,
        venues: source.venues.iter().map(venue).collect(),
        entries: source.events.iter().map(|event| entry(event, zone)).collect(),
    };
    Ok(Read { report: Report::of(&source), listing, source })
}

fn venue(venue: &ListingVenue) -> ListedVenue {
    let (name, names) = titles(&venue.name);
    ListedVenue {
        id: venue.source_id.clone(),
        name,
        names,
        city: "Hong Kong".to_owned(),
        country: "HK".to_owned(),
        position: venue.coordinates.map(|c| (c.latitude, c.longitude)),
    }
}

fn entry(event: &ListingEvent, zone: Zone) -> ListedEntry {
    let (name, names) = titles(&event.title);
    let (description, descriptions) = titles(&event.description);
    let mut doubts = event.draft_reasons();
    let mut times: Vec<(Timestamp, Option<Timestamp>)> = Vec::new();
    for occurrence in event.dates.occurrences() {
        match (zone.instant(occurrence.start), occurrence.end.map(|end| zone.instant(end)).transpose()) {
            (Ok(start), Ok(end)) => times.push((start, end)),
            (Err(e), _) | (_, Err(e)) => doubts.push(e.to_string()),
        }
    }
    if let DatesFound::Days { first, last, .. } = &event.dates {
        doubts.insert(0, days(*first, *last));
    }
    ListedEntry {
        id: event.source_id.clone(),
        name,
        names,
        category: category(&event.categories),
        description,
        descriptions,
        presenter: first(&event.presenter),
        age_limit: first(&event.age_limit),
        venue: event.venue_id.clone(),
        times,
        days: event.dates.days(),
        asking: match &event.prices {
            PricesFound::Free | PricesFound::FreeBut(_) => Asking::Free,
            PricesFound::Tiers(tiers) | PricesFound::TiersBut(tiers, _) => Asking::Tiers(tiers.clone()),
            PricesFound::Text(_) => Asking::Unknown,
        },
        doubts,
        texts: Value::Object(event.raw.iter().map(|(field, text)| (field.clone(), json!(text))).collect()),
    }
}

/// Days that are sure while times are open, for the organizer.
fn days(first: NaiveDate, last: NaiveDate) -> String {
    let day = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    if first == last { format!("it is on {}", day(first)) } else { format!("it is from {} to {}", day(first), day(last)) }
}

/// The house's category for the source's codes. The source does not name them: their meaning was read off its entries.
fn category(codes: &[String]) -> &'static str {
    let found = codes.iter().find_map(|code| {
        Some(match code.as_str() {
            // Concerts of classical and Chinese music; variety shows; pop.
            "inc4sc1" | "inc4sc12" | "inc4sc9" => "music",
            // Cantonese opera and opera; drama; several arts on one stage.
            "inc4sc2" | "inc4sc6" | "inc4sc7" => "theatre",
            "inc4sc3" => "dance",
            // Exhibitions; displays of books.
            "inc4sc4" | "inc7sc3" | "inc7sc8" => "art",
            "inc4sc5" | "inc6sc1" => "film",
            // Shows for children; storytelling.
            "inc4sc11" | "inc7sc1" => "family",
            // Classes; the libraries' courses; lectures.
            "inc4sc14" | "inc7sc2" | "inc7sc6" => "talk",
            "inc4sc8" | "inc4sc13" => "other",
            _ => return None,
        })
    });
    found.unwrap_or_default()
}

/// English leads where there is any; the other one stands beside it under its tag.
fn titles(text: &Bilingual) -> (String, Value) {
    let mut others = Map::new();
    if let (Some(_), Some(zh)) = (&text.en, &text.zh) {
        others.insert(CHINESE.to_owned(), json!(zh));
    }
    (first(text), Value::Object(others))
}

fn first(text: &Bilingual) -> String {
    text.en.clone().or_else(|| text.zh.clone()).unwrap_or_default()
}
