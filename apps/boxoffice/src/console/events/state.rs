//! How an event stands, in words.

use commons::events::EventStatus;
use platform_types::Timestamp;
use platform_ui::{Badge, Tone};

use super::EventRow;
use crate::catalogue::Availability;

/// How an event stands: one word, its tone, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// One or two words.
    pub word: &'static str,
    /// How it looks.
    pub tone: Option<Tone>,
    /// What that means.
    pub sentence: &'static str,
}

impl Standing {
    /// As a mark beside the title.
    pub fn badge(&self) -> Badge {
        match self.tone {
            Some(tone) => Badge::new(tone, self.word),
            None => Badge::plain(self.word),
        }
    }
}

fn of(word: &'static str, tone: Option<Tone>, sentence: &'static str) -> Standing {
    Standing { word, tone, sentence }
}

/// From the status, the clock and how its ticket types stand. `ends_at` falls back to a while after the start, as in lists.
pub fn standing(
    status: EventStatus,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    offers: &[Availability],
    now: Timestamp,
) -> Standing {
    let ends = ends_at.or(starts_at.map(|at| at + chrono::Duration::hours(6)));
    match status {
        EventStatus::Test => of("Test mode", Some(Tone::Care), "It can be tried out by its address; nothing that is bought is real."),
        EventStatus::Draft => of("Draft", None, "Nobody outside sees it yet."),
        EventStatus::Cancelled => of("Cancelled", Some(Tone::Bad), "It will not happen; nothing is sold."),
        EventStatus::Postponed => {
            of("Postponed", Some(Tone::Care), "It will happen at another time; nothing is sold until it is published again.")
        }
        EventStatus::Completed => of("Over", None, "It has happened."),
        EventStatus::Published if ends.is_some_and(|at| at <= now) => of("Over", None, "It has happened."),
        EventStatus::Published if starts_at.is_some_and(|at| at <= now) => {
            of("Running", Some(Tone::Note), "It has begun; nothing is sold any more.")
        }
        EventStatus::Published => {
            let any = |wanted: Availability| offers.contains(&wanted);
            if any(Availability::OnSale) {
                of("On sale", Some(Tone::Good), "Buyers can get tickets now.")
            } else if any(Availability::NotYet) {
                of("Not on sale yet", Some(Tone::Note), "It is published; sales have not begun.")
            } else if any(Availability::SoldOut) {
                of("Sold out", Some(Tone::Care), "Every ticket is sold or in a cart.")
            } else {
                of("Sales ended", Some(Tone::Note), "It is published; its sale windows are over.")
            }
        }
    }
}

/// The same for a line of a list: an event is called the same wherever it stands.
pub fn listed(row: &EventRow, now: Timestamp) -> Badge {
    standing(row.status, row.starts_at, row.ends_at, &row.offers, now).badge()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};

    use super::*;

    #[test]
    fn the_clock_and_the_stock_decide_the_word() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let at = |hours| Some(now + Duration::hours(hours));
        let word = |status, starts, offers: &[Availability]| standing(status, starts, None, offers, now).word;
        use EventStatus::{Cancelled, Draft, Published};
        assert_eq!(word(Draft, at(2), &[]), "Draft");
        assert_eq!(word(Published, at(2), &[Availability::OnSale, Availability::SoldOut]), "On sale");
        assert_eq!(word(Published, at(2), &[Availability::NotYet]), "Not on sale yet");
        assert_eq!(word(Published, at(2), &[Availability::SoldOut]), "Sold out");
        assert_eq!(word(Published, at(2), &[Availability::Ended]), "Sales ended");
        assert_eq!(word(Published, at(-1), &[Availability::OnSale]), "Running");
        assert_eq!(word(Published, at(-7), &[]), "Over");
        assert_eq!(word(Cancelled, at(2), &[Availability::OnSale]), "Cancelled");
    }
}
