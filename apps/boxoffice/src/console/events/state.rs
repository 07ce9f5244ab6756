//! How an event stands, in words.

use std::borrow::Cow;

use commons::events::EventStatus;
use platform_texts::t;
use platform_types::Timestamp;
use platform_ui::{Badge, Tone};

use super::EventRow;
use crate::catalogue::Availability;

/// How an event stands: one word, its tone, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// One or two words.
    pub word: Cow<'static, str>,
    /// How it looks.
    pub tone: Option<Tone>,
    /// What that means.
    pub sentence: Cow<'static, str>,
}

impl Standing {
    /// As a mark beside the title.
    pub fn badge(&self) -> Badge {
        match self.tone {
            Some(tone) => Badge::new(tone, self.word.as_ref()),
            None => Badge::plain(self.word.as_ref()),
        }
    }
}

fn of(word: Cow<'static, str>, tone: Option<Tone>, sentence: Cow<'static, str>) -> Standing {
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
        EventStatus::Test => of(t!("console-state-test"), Some(Tone::Care), t!("console-state-test-says")),
        EventStatus::Draft => of(t!("console-state-draft"), None, t!("console-state-draft-says")),
        EventStatus::Cancelled => of(t!("console-state-cancelled"), Some(Tone::Bad), t!("console-state-cancelled-says")),
        EventStatus::Postponed => of(t!("console-state-postponed"), Some(Tone::Care), t!("console-state-postponed-says")),
        EventStatus::Completed => of(t!("console-state-over"), None, t!("console-state-over-says")),
        EventStatus::Published if ends.is_some_and(|at| at <= now) => of(t!("console-state-over"), None, t!("console-state-over-says")),
        EventStatus::Published if starts_at.is_some_and(|at| at <= now) => {
            of(t!("console-state-running"), Some(Tone::Note), t!("console-state-running-says"))
        }
        EventStatus::Published => {
            let any = |wanted: Availability| offers.contains(&wanted);
            if any(Availability::OnSale) {
                of(t!("console-state-on-sale"), Some(Tone::Good), t!("console-state-on-sale-says"))
            } else if any(Availability::NotYet) {
                of(t!("console-state-not-yet"), Some(Tone::Note), t!("console-state-not-yet-says"))
            } else if any(Availability::SoldOut) {
                of(t!("console-state-sold-out"), Some(Tone::Care), t!("console-state-sold-out-says"))
            } else {
                of(t!("console-state-ended"), Some(Tone::Note), t!("console-state-ended-says"))
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
