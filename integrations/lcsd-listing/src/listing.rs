//! What the listing says, typed.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::dates::DatesFound;
use crate::prices::PricesFound;
use crate::refused::Refused;

/// The two languages of the listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Traditional Chinese.
    Chinese,
    /// English.
    English,
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Chinese => "Chinese",
            Self::English => "English",
        })
    }
}

/// A text in both languages; blank ones are `None`. Plain text, trimmed, HTML entities resolved:
/// escape it when it goes into a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bilingual {
    /// Traditional Chinese.
    pub zh: Option<String>,
    /// English.
    pub en: Option<String>,
}

impl Bilingual {
    /// Whether neither language says anything.
    pub fn is_blank(&self) -> bool {
        self.zh.is_none() && self.en.is_none()
    }
}

/// A place on earth, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coordinates {
    /// -90 to 90.
    pub latitude: f64,
    /// -180 to 180.
    pub longitude: f64,
}

/// A venue of the listing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListingVenue {
    /// Its id in the source.
    pub source_id: String,
    /// Its name.
    pub name: Bilingual,
    /// Where it is, if the source says.
    pub coordinates: Option<Coordinates>,
}

/// An entry of the listing. One entry can hold many occurrences.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListingEvent {
    /// Its id in the source.
    pub source_id: String,
    /// Title.
    pub title: Bilingual,
    /// Category codes as the source has them (`inc4`, `inc4sc14`); it does not name them.
    pub categories: Vec<String>,
    /// The venue's id in the source; `None` when it is unknown there (see [`Listing::refused`]).
    pub venue_id: Option<String>,
    /// Description.
    pub description: Bilingual,
    /// Remarks.
    pub remarks: Bilingual,
    /// Running time, in words.
    pub running_time: Bilingual,
    /// Age limit, in words (sometimes only a number).
    pub age_limit: Bilingual,
    /// "Presented by …".
    pub presenter: Bilingual,
    /// Page about the event; always `http` or `https`.
    pub page: Bilingual,
    /// Page of the ticket agent; always `http` or `https`.
    pub ticket_agent: Bilingual,
    /// When its sale begins, local time.
    pub sale_date: Option<NaiveDateTime>,
    /// When the entry was handed in, local time.
    pub submitted: Option<NaiveDateTime>,
    /// When it takes place.
    pub dates: DatesFound,
    /// What it costs.
    pub prices: PricesFound,
    /// Every known element that is not empty, letter for letter as the source has it.
    pub raw: BTreeMap<String, String>,
}

impl ListingEvent {
    /// Why this entry cannot go on sale without somebody reading it: empty when both its dates and
    /// its prices are plain and its venue is known.
    pub fn draft_reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        reasons.extend(self.dates.doubt().map(ToString::to_string));
        reasons.extend(self.prices.doubt().map(ToString::to_string));
        if self.venue_id.is_none() {
            reasons.push("the listing does not say where it takes place".to_owned());
        }
        reasons
    }
}

/// Both files, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Listing {
    /// In the order of the file.
    pub venues: Vec<ListingVenue>,
    /// In the order of the file.
    pub events: Vec<ListingEvent>,
    /// What was not taken, venues first, in the order of the files.
    pub refused: Vec<Refused>,
    /// Ids of entries that say the same under different ids (title, dates and venue equal). They
    /// were taken; a person should look.
    pub look_alikes: Vec<Vec<String>>,
}

/// Groups of ids whose entries have the same title, dates' text and venue.
pub(crate) fn look_alikes(events: &[ListingEvent]) -> Vec<Vec<String>> {
    let mut seen: BTreeMap<[&str; 4], Vec<String>> = BTreeMap::new();
    for event in events {
        let raw = |field: &str| event.raw.get(field).map_or("", String::as_str);
        let key = [raw("titlec"), raw("titlee"), raw("predateE"), raw("venueid")];
        seen.entry(key).or_default().push(event.source_id.clone());
    }
    seen.into_values().filter(|ids| ids.len() > 1).collect()
}
