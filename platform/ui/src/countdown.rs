//! A time that runs out. Without JavaScript it says when; with it, how long still.

use maud::{Markup, html};
use platform_texts::t;
use platform_types::{Timestamp, Zone};

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// Counts down to an instant by the server's clock, whatever the reader's says.
#[derive(Clone, Debug)]
pub struct Countdown {
    /// When it is over.
    pub until: Timestamp,
    /// The server's now, from which the page counts on.
    pub now: Timestamp,
    /// Whose wall clock the time is told by.
    pub zone: Zone,
    /// What is running: “Held for you”.
    pub label: String,
    /// What to say when it is over.
    pub over: String,
    /// Whether the page is loaded again when it is over, so that the server says what is true now.
    pub reload: bool,
}

impl Countdown {
    /// A hold's clock.
    pub fn hold(until: Timestamp, now: Timestamp, zone: Zone) -> Self {
        Self { until, now, zone, label: t!("price-held-for").into_owned(), over: t!("price-time-over").into_owned(), reload: true }
    }

    /// Another label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Stays when it is over.
    #[must_use]
    pub fn stay(mut self) -> Self {
        self.reload = false;
        self
    }

    fn seconds_left(&self) -> u64 {
        u64::try_from((self.until - self.now).num_seconds()).unwrap_or(0)
    }

    /// The clock.
    pub fn render(&self) -> Markup {
        let left = self.seconds_left();
        let clock = self.zone.local(self.until).format("%H:%M").to_string();
        html! {
            count-down class="countdown" data-seconds=(left) data-over=(self.over) data-reload[self.reload]
                data-state=[(left == 0).then_some("over")] {
                (Icon::Clock)
                @if left == 0 {
                    span class="countdown__label" { (self.over) }
                } @else {
                    span class="countdown__label" { (self.label) }
                    " "
                    // Replaced by minutes and seconds once the element runs.
                    time class="countdown__time" datetime=(self.until.to_rfc3339()) { (t!("price-until", time = clock)) }
                }
            }
        }
    }

    /// Long, short, over.
    pub fn sample() -> Vec<Sample> {
        let now = Timestamp::UNIX_EPOCH;
        let at = |seconds: u64| Self { reload: false, ..Self::hold(now + std::time::Duration::from_secs(seconds), now, Zone::UTC) };
        vec![Sample::new("fresh", at(892).render()), Sample::new("nearly over", at(48).render()), Sample::new("over", at(0).render())]
    }
}

splices!(Countdown);
