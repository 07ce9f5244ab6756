//! A running order as readers follow it: by day, by stage, in order of time; whole or a part of it.

use chrono::{Duration, NaiveDate};
use commons::events::Event;
use commons::programme::Entry;
use platform_texts::{Telling, in_zone, on_day, t};
use platform_types::{Timestamp, Zone};
use platform_ui::{ProgrammeDay, ProgrammeLine, ProgrammeStage, html};
use serde::Deserialize;

/// A night belongs to the day it began on until this hour of the clock.
const NIGHT_ENDS: i64 = 5;

/// The part that is asked for, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    /// `2025-02-01`.
    pub(super) day: String,
    /// As the items name it.
    pub(super) track: String,
    /// As the items name it.
    pub(super) room: String,
}

impl Part {
    /// Whether everything is asked for.
    pub(super) fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    fn takes(&self, entry: &Entry, zone: Zone) -> bool {
        let day = || entry.starts_at.is_some_and(|at| day_of(at, zone).to_string() == self.day);
        (self.day.is_empty() || day())
            && (self.track.is_empty() || self.track == entry.track)
            && (self.room.is_empty() || self.room == entry.stage)
    }
}

/// The day of the programme: a set at half past midnight belongs to the evening before.
pub(crate) fn day_of(at: Timestamp, zone: Zone) -> NaiveDate {
    (zone.local(at).naive_local() - Duration::hours(NIGHT_ENDS)).date()
}

/// `Saturday 1 February`.
pub(crate) fn day_name(day: NaiveDate) -> String {
    on_day(day, Telling::LongDay)
}

/// What a reader may choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choices {
    /// In order of time.
    pub(super) days: Vec<NaiveDate>,
    /// By name.
    pub(super) tracks: Vec<String>,
    /// In the organizer's order.
    pub(super) rooms: Vec<String>,
}

impl Choices {
    /// Of all items of an event.
    pub(super) fn of(entries: &[Entry], zone: Zone) -> Self {
        let mut days: Vec<NaiveDate> = entries.iter().filter_map(|e| e.starts_at).map(|at| day_of(at, zone)).collect();
        days.sort_unstable();
        days.dedup();
        let mut tracks: Vec<String> = entries.iter().map(|e| e.track.clone()).filter(|t| !t.is_empty()).collect();
        tracks.sort_by_key(|track| track.to_lowercase());
        tracks.dedup();
        Self { days, tracks, rooms: stages(entries).into_iter().filter(|stage| !stage.is_empty()).map(str::to_owned).collect() }
    }
}

/// Stages in the order of their first item's place.
fn stages(entries: &[Entry]) -> Vec<&str> {
    let mut firsts: Vec<(&str, i32)> = Vec::new();
    for entry in entries {
        match firsts.iter_mut().find(|(stage, _)| *stage == entry.stage) {
            Some((_, first)) => *first = entry.position.min(*first),
            None => firsts.push((&entry.stage, entry.position)),
        }
    }
    firsts.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(b.0)));
    firsts.into_iter().map(|(stage, _)| stage).collect()
}

/// Entries as everybody would see them, without links: they need not be there yet.
pub(crate) fn programme_days(event: &Event, entries: &[Entry]) -> Vec<ProgrammeDay> {
    let mut days = days(event, entries, &Part::default(), false);
    for line in days.iter_mut().flat_map(|day| &mut day.stages).flat_map(|stage| &mut stage.lines) {
        line.href = None;
    }
    days
}

/// The part of a running order, day by day. `entries` are all of the event's, so that a stage keeps its id whatever
/// part is shown; `anchored` gives days and stages their ids.
pub(super) fn days(event: &Event, entries: &[Entry], part: &Part, anchored: bool) -> Vec<ProgrammeDay> {
    let zone = event.zone;
    let stages = stages(entries);
    let named = stages.iter().any(|stage| !stage.is_empty());
    let choices = Choices::of(entries, zone);
    let dated = choices.days.len() > 1 || event.starts_at.is_none_or(|at| choices.days.iter().any(|day| *day != day_of(at, zone)));
    let undated = entries.iter().any(|entry| entry.starts_at.is_none());
    let whens = choices.days.iter().copied().map(Some).chain(undated.then_some(None));
    let mut days = Vec::new();
    for when in whens {
        let here = |entry: &&Entry| entry.starts_at.map(|at| day_of(at, zone)) == when && part.takes(entry, zone);
        let id = when.map_or_else(|| "day-open".to_owned(), |day| format!("day-{day}"));
        let of_stage = |(n, stage): (usize, &&str)| {
            let lines: Vec<ProgrammeLine> =
                entries.iter().filter(here).filter(|entry| entry.stage == **stage).map(|entry| line(event, entry, when, part)).collect();
            let name = named.then(|| if stage.is_empty() { t!("programme-elsewhere").into_owned() } else { (**stage).to_owned() });
            (!lines.is_empty()).then(|| ProgrammeStage { id: (anchored && name.is_some()).then(|| format!("{id}-{n}")), name, lines })
        };
        let found: Vec<ProgrammeStage> = stages.iter().enumerate().filter_map(of_stage).collect();
        if found.is_empty() {
            continue;
        }
        let name = match when {
            Some(day) => (dated || undated).then(|| day_name(day)),
            None => (!choices.days.is_empty()).then(|| t!("programme-times-to-come").into_owned()),
        };
        days.push(ProgrammeDay { id: (anchored && name.is_some()).then(|| id.clone()), name, stages: found });
    }
    days
}

/// How a long running order begins: in order of time, the stage beside each item. By stage there would be one item under each.
pub(super) fn opening(event: &Event, entries: &[Entry]) -> Vec<ProgrammeDay> {
    let flat: Vec<Entry> = entries
        .iter()
        .map(|entry| {
            let note: Vec<&str> = [entry.stage.as_str(), entry.track.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
            Entry { track: note.join(" · "), stage: String::new(), ..entry.clone() }
        })
        .collect();
    days(event, &flat, &Part::default(), false)
}

fn line(event: &Event, entry: &Entry, day: Option<NaiveDate>, part: &Part) -> ProgrammeLine {
    let zone = event.zone;
    let clock = |at: Timestamp| zone.local(at).format("%H:%M").to_string();
    let time = entry.starts_at.map(|at| {
        let local = zone.local(at);
        // After midnight the day's heading says the evening before.
        let weekday = (Some(local.date_naive()) != day).then(|| in_zone(at, zone, Telling::ShortWeekday));
        html! {
            time datetime=(local.to_rfc3339()) { (clock(at)) }
            @if let Some(ends) = entry.ends_at { "–" time datetime=(zone.local(ends).to_rfc3339()) { (clock(ends)) } }
            @if let Some(weekday) = weekday { " " (weekday) }
        }
    });
    ProgrammeLine {
        time,
        title: entry.title.clone(),
        href: entry.says_more.then(|| format!("/events/{}/programme/{}", event.slug, entry.id)),
        people: entry.people.clone(),
        note: (!entry.track.is_empty() && part.track.is_empty()).then(|| entry.track.clone()),
        lang: (!entry.language.is_empty()).then(|| entry.language.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::samples::{entry, event};
    use super::*;

    fn told(days: &[ProgrammeDay]) -> Vec<String> {
        let stage = |s: &ProgrammeStage| {
            let lines: Vec<&str> = s.lines.iter().map(|l| l.title.as_str()).collect();
            format!("{}: {}", s.name.as_deref().unwrap_or("-"), lines.join(", "))
        };
        days.iter().flat_map(|d| std::iter::once(d.name.clone().unwrap_or_else(|| "-".into())).chain(d.stages.iter().map(stage))).collect()
    }

    #[test]
    fn a_night_stays_together_and_stages_keep_the_organizers_order() {
        let entries = [
            entry(1, 3, Some("2026-03-14T11:30:00Z"), "Opening", "Small"),
            entry(2, 1, Some("2026-03-14T12:00:00Z"), "Main act", "Large"),
            // 00:30 in Hong Kong, on the 15th.
            entry(3, 4, Some("2026-03-14T16:30:00Z"), "Late", "Small"),
        ];
        let days = days(&event(), &entries, &Part::default(), true);
        assert_eq!(told(&days), ["-", "Large: Main act", "Small: Opening, Late"], "the event's own day needs no heading");
        let late = days[0].stages[1].lines[1].time.clone().unwrap().into_string();
        assert!(late.contains("00:30") && late.contains("Sun"), "{late}");
        assert_eq!(days[0].stages[1].id.as_deref(), Some("day-2026-03-14-1"));
    }

    #[test]
    fn open_times_and_further_days_are_named() {
        let entries = [
            entry(1, 0, Some("2026-03-14T11:30:00Z"), "One", ""),
            entry(2, 1, Some("2026-03-15T11:30:00Z"), "Two", ""),
            entry(3, 2, None, "Three", ""),
        ];
        let all = days(&event(), &entries, &Part::default(), false);
        assert_eq!(told(&all), ["Saturday 14 March", "-: One", "Sunday 15 March", "-: Two", "Times to be announced", "-: Three"]);
        assert_eq!(told(&days(&event(), &entries[2..], &Part::default(), false)), ["-", "-: Three"], "a line-up is a line-up");
    }

    #[test]
    fn a_part_is_what_its_address_says() {
        let mut entries = vec![
            entry(1, 0, Some("2026-03-14T11:30:00Z"), "One", "A"),
            entry(2, 1, Some("2026-03-15T11:30:00Z"), "Two", "B"),
            entry(3, 2, None, "Three", "B"),
        ];
        entries[1].track = "Rust & <friends>".into();
        let part = |day: &str, track: &str, room: &str| Part { day: day.into(), track: track.into(), room: room.into() };
        let titles =
            |part: &Part| told(&days(&event(), &entries, part, false)).into_iter().filter(|t| t.contains(": ")).collect::<Vec<_>>();
        assert_eq!(titles(&part("2026-03-15", "", "")), ["B: Two"]);
        assert_eq!(titles(&part("", "", "B")), ["B: Two", "B: Three"]);
        assert_eq!(titles(&part("", "Rust & <friends>", "")), ["B: Two"]);
        assert_eq!(titles(&part("2026-03-14", "", "B")), Vec::<String>::new());
        assert_eq!(titles(&part("yesterday", "", "")), Vec::<String>::new());
        let choices = Choices::of(&entries, event().zone);
        assert_eq!(
            (choices.days.len(), choices.tracks, choices.rooms),
            (2, vec!["Rust & <friends>".to_owned()], vec!["A".into(), "B".into()])
        );
    }
}
