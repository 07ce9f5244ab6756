//! When something is, told by the wall clock of the place it happens in.

use maud::{Markup, html};
use platform_texts::{Telling, in_zone, zone_name};
use platform_types::{Timestamp, Zone};

use crate::sample::{Sample, splices};

/// An instant as a place's wall clock shows it. The whole of it, with the zone, is in the tooltip.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    at: Timestamp,
    zone: Zone,
    telling: Telling,
    name_zone: bool,
    for_reader: bool,
}

impl Moment {
    /// “Sat 14 March 2026, 19:30”.
    pub fn full(at: Timestamp, zone: Zone) -> Self {
        Self { at, zone, telling: Telling::Full, name_zone: false, for_reader: false }
    }

    /// “Sat 14 Mar, 19:30”: where the year is plain.
    pub fn short(at: Timestamp, zone: Zone) -> Self {
        Self { telling: Telling::Short, ..Self::full(at, zone) }
    }

    /// “Sat 14 Mar 2026”.
    pub fn day(at: Timestamp, zone: Zone) -> Self {
        Self { telling: Telling::Day, ..Self::full(at, zone) }
    }

    /// “19:30”.
    pub fn time(at: Timestamp, zone: Zone) -> Self {
        Self { telling: Telling::Time, ..Self::full(at, zone) }
    }

    /// “19:30” where it stands within words: “19:30 Uhr” in German.
    pub fn clock(at: Timestamp, zone: Zone) -> Self {
        Self { telling: Telling::Clock, ..Self::full(at, zone) }
    }

    /// Names the place's clock behind the time: “Hong Kong time”.
    #[must_use]
    pub fn with_zone(mut self) -> Self {
        self.name_zone = true;
        self
    }

    /// For whose clock nobody knows here: a script tells it by theirs (`assets/js/elements/own-clock.js`); without one it names
    /// the clock it is told by.
    #[must_use]
    pub fn for_reader(self) -> Self {
        Self { for_reader: true, ..self.with_zone() }
    }

    /// As plain text.
    pub fn text(&self) -> String {
        let told = in_zone(self.at, self.zone, self.telling);
        if self.name_zone { format!("{told} {}", zone_name(self.zone)) } else { told }
    }

    /// The `time` element.
    pub fn render(&self) -> Markup {
        let whole = format!("{} {}", in_zone(self.at, self.zone, Telling::Whole), zone_name(self.zone));
        let time = html! { time datetime=(self.zone.local(self.at).to_rfc3339()) title=(whole) { (self.text()) } };
        if self.for_reader {
            html! { own-clock { (time) } }
        } else {
            time
        }
    }

    /// The tellings.
    pub fn sample() -> Vec<Sample> {
        let at = Timestamp::UNIX_EPOCH + std::time::Duration::from_secs(1_773_487_800);
        let zone = "Asia/Hong_Kong".parse().unwrap_or(Zone::UTC);
        vec![
            Sample::new("full", Self::full(at, zone).with_zone().render()),
            Sample::new("short", Self::short(at, zone).render()),
            Sample::new("day", Self::day(at, zone).render()),
            Sample::new("time", Self::time(at, zone).render()),
            Sample::new("clock", Self::clock(at, zone).render()),
            Sample::new("by its reader's clock", Self::short(at, Zone::UTC).for_reader().render()),
        ]
    }
}

splices!(Moment);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_the_clock_of_the_place() {
        let at: Timestamp = "2026-03-14T11:30:00Z".parse().unwrap();
        let zone: Zone = "Asia/Hong_Kong".parse().unwrap();
        assert_eq!(Moment::full(at, zone).with_zone().text(), "Sat 14 March 2026, 19:30 Hong Kong time");
        assert_eq!(Moment::time(at, Zone::UTC).with_zone().text(), "11:30 UTC");
        let html = Moment::day(at, zone).render().into_string();
        assert!(html.contains("datetime=\"2026-03-14T19:30:00+08:00\""), "{html}");
    }
}
