//! Events: what people come to.

mod import;
mod queries;
mod table;
mod write;

pub use import::{ImportOrigin, ImportedEvent, list_imported, remember_import};
pub use queries::{find_by_slug, find_event, list_by_ids, list_near, list_of_organization};
pub use table::{Origin, count_as_imported, list_by_origin, list_origins};
pub use write::{
    EventError, NewEvent, NewNotes, create_event, create_event_as, delete_event, set_language, set_status, slug_of, update_event,
};

use platform_types::{Currency, EventId, OrganizationId, Timestamp, VenueId, Zone};
use serde_json::Value;

/// What an event's row says. Whether it is on sale or sold out is derived from stock and clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// Being prepared; nobody outside sees it.
    Draft,
    /// Tried out: reachable by its address, listed nowhere; whatever is bought is a test.
    Test,
    /// Open to everybody its visibility admits.
    Published,
    /// Will happen at another time.
    Postponed,
    /// Will not happen.
    Cancelled,
    /// Has happened.
    Completed,
}

impl EventStatus {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Draft, Self::Test, Self::Published, Self::Postponed, Self::Cancelled, Self::Completed];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Test => "test",
            Self::Published => "published",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
            Self::Completed => "completed",
        }
    }

    /// From what is stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// Whether tickets can be had by its address, for real or as a test.
    pub fn sells(self) -> bool {
        matches!(self, Self::Published | Self::Test)
    }

    /// Whether nobody but its makers need know of it: before it was on sale for real.
    pub fn is_being_made(self) -> bool {
        matches!(self, Self::Draft | Self::Test)
    }

    /// The transition table; the database holds the same one (`events_transition`).
    pub fn may_become(self, next: Self) -> bool {
        use EventStatus::{Cancelled, Completed, Draft, Postponed, Published, Test};
        matches!(
            (self, next),
            (Draft, Published | Test)
                | (Test, Draft | Published)
                | (Published, Draft | Postponed | Cancelled | Completed)
                | (Postponed, Published | Cancelled)
        )
    }
}

/// An event with the venue it happens at.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The organizer's name.
    pub organizer: String,
    /// In addresses.
    pub slug: String,
    /// Title in the organizer's language.
    pub name: String,
    /// The same, in whatever language the event is told otherwise: it stays when `name` is replaced by a reader's.
    pub own_name: String,
    /// Titles in other languages by BCP 47 tag.
    pub names: Value,
    /// Such as `music`.
    pub category: String,
    /// What it is about.
    pub description: String,
    /// The same in other languages.
    pub descriptions: Value,
    /// Who presents it.
    pub presenter: String,
    /// When it starts; none while a draft's date is unknown.
    pub starts_at: Option<Timestamp>,
    /// When it ends, if known.
    pub ends_at: Option<Timestamp>,
    /// When doors open, if known.
    pub doors_at: Option<Timestamp>,
    /// Where its clocks hang.
    pub zone: Zone,
    /// Of all its prices.
    pub currency: Currency,
    /// See [`EventStatus`].
    pub status: EventStatus,
    /// `public`, `unlisted` or `private`.
    pub visibility: String,
    /// In words.
    pub age_limit: String,
    /// Why an imported event is still a draft.
    pub draft_reason: String,
    /// The source's texts, word for word.
    pub source_texts: Value,
    /// The venue.
    pub venue: Option<EventVenue>,
    /// Counts changes.
    pub version: i32,
    /// What is told beside the main facts.
    pub notes: EventNotes,
}

/// What is told of an event beside its main facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventNotes {
    /// Steps, lifts, hearing loops, who to ask.
    pub accessibility: String,
    /// What people should know now: “Doors delayed to 20:30”.
    pub notice: String,
    /// When the notice was posted.
    pub notice_at: Option<Timestamp>,
    /// The start that was announced before this one.
    pub previous_starts_at: Option<Timestamp>,
    /// From when the programme is shown.
    pub programme_published_at: Option<Timestamp>,
    /// When anything of the event was last changed.
    pub updated_at: Timestamp,
}

/// The venue, as an event's page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventVenue {
    /// Its id.
    pub id: VenueId,
    /// Its name.
    pub name: String,
    /// Names in other languages.
    pub names: Value,
    /// Street and number.
    pub address: String,
    /// Addresses in other languages.
    pub addresses: Value,
    /// Town.
    pub city: String,
    /// ISO 3166 code.
    pub country: String,
    /// North and east, in degrees.
    pub position: Option<(f64, f64)>,
}

#[cfg(test)]
mod tests {
    use super::EventStatus::*;

    #[test]
    fn nothing_comes_back_from_cancelled_or_completed() {
        for next in super::EventStatus::ALL {
            assert!(!Cancelled.may_become(next));
            assert!(!Completed.may_become(next));
        }
        assert!(Draft.may_become(Published));
        assert!(!Draft.may_become(Completed));
        assert!(Test.may_become(Published) && !Published.may_become(Test), "there is no way back into the test");
    }
}
