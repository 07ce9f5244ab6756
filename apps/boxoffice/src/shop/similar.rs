//! Events like this one, each with the reason why it is shown.

use std::borrow::Cow;

use commons::events::{self, Event};
use platform_db::Tx;
use platform_texts::t;
use platform_types::Timestamp;

/// At most so many are shown.
const SHOWN: usize = 4;
/// Of one title at most so many: a season must not fill the row with itself.
const OF_ONE_TITLE: usize = 2;
/// How far apart two events of one kind may be, in days.
const NEAR_DAYS: i32 = 60;
/// Candidates of each sort.
const EACH: i64 = 12;

/// An event and what it has in common with the one that is looked at.
#[derive(Clone, Debug)]
pub(super) struct Similar {
    pub(super) event: Event,
    pub(super) reason: String,
}

/// What everybody may find, read as whoever opened the transaction: nobody, on pages for everybody.
pub(super) async fn load(tx: &mut Tx, of: &Event, now: Timestamp) -> Result<Vec<Similar>, sqlx::Error> {
    let near = events::list_near(tx, of, now, NEAR_DAYS, EACH).await?;
    Ok(choose(of, near, now))
}

/// The likest ones, best first; among equals the one nearer in time.
fn choose(of: &Event, near: Vec<Event>, now: Timestamp) -> Vec<Similar> {
    let mut scored: Vec<(u32, i64, Similar)> = near
        .into_iter()
        .filter_map(|event| {
            let (score, reason) = likeness(of, &event)?;
            Some((score, distance(of, &event, now), Similar { event, reason }))
        })
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.event.id.0.cmp(&b.2.event.id.0)));
    let mut chosen: Vec<Similar> = Vec::new();
    for (_, _, similar) in scored {
        let same_title = chosen.iter().filter(|known| known.event.name == similar.event.name).count();
        if same_title < OF_ONE_TITLE && chosen.len() < SHOWN {
            chosen.push(similar);
        }
    }
    chosen
}

/// How like they are, and the strongest reason in words; none when they have nothing in common.
fn likeness(of: &Event, other: &Event) -> Option<(u32, String)> {
    let place = of.venue.as_ref().is_some_and(|v| other.venue.as_ref().is_some_and(|o| o.id == v.id));
    let organizer = of.organization == other.organization;
    let kind = kind_words(&of.category).filter(|_| of.category == other.category);
    let week = of.starts_at.zip(other.starts_at).is_some_and(|(a, b)| (a - b).num_days().abs() <= 7);
    let again = organizer && of.name == other.name;
    let score = [(again, 6), (kind.is_some(), 4), (place, 3), (week, 2), (organizer, 1)];
    let score = score.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum();
    let reason = match (again, kind, place, organizer) {
        (true, ..) => t!("similar-date"),
        (_, Some(kind), true, _) => t!("similar-kind-place", kind = kind),
        (_, Some(kind), false, _) if week => t!("similar-kind-week", kind = kind),
        (_, _, true, _) => t!("similar-place"),
        (_, Some(kind), ..) => t!("similar-kind", kind = kind),
        (_, None, false, true) => t!("similar-organizer"),
        (_, None, false, false) => return None,
    };
    Some((score, reason.into_owned()))
}

/// Seconds between the two; from now where the event itself has no date.
fn distance(of: &Event, other: &Event, now: Timestamp) -> i64 {
    let around = of.starts_at.unwrap_or(now);
    other.starts_at.map_or(i64::MAX, |at| (at - around).num_seconds().abs())
}

/// A kind in the middle of a sentence; nothing for kinds that say nothing.
fn kind_words(category: &str) -> Option<Cow<'static, str>> {
    match category {
        "" | "other" => None,
        known => Some(t!("similar-kind-name", slug = known)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use platform_types::{EventId, OrganizationId, VenueId};
    use uuid::Uuid;

    use super::super::tests::samples::{event, now};
    use super::*;

    fn other(n: u128, change: impl FnOnce(&mut Event)) -> Event {
        let mut other = event();
        other.id = EventId(Uuid::from_u128(n));
        other.name = format!("Other {n}");
        other.organization = OrganizationId(Uuid::from_u128(900 + n));
        other.venue = None;
        other.category = "music".to_owned();
        change(&mut other);
        other
    }

    fn here(other: &mut Event) {
        other.venue = event().venue;
    }

    fn theatre(other: &mut Event) {
        "theatre".clone_into(&mut other.category);
    }

    fn later(days: i64) -> impl Fn(&mut Event) {
        move |other| other.starts_at = other.starts_at.map(|at| at + Duration::days(days))
    }

    fn reason(change: impl FnOnce(&mut Event)) -> Option<String> {
        likeness(&event(), &other(1, change)).map(|(_, reason)| reason)
    }

    #[test]
    fn the_strongest_thing_in_common_is_the_reason() {
        assert_eq!(reason(|_| {}), None, "the same week alone makes nothing alike");
        assert_eq!(reason(here).as_deref(), Some("Same place"));
        assert_eq!(reason(theatre).as_deref(), Some("Also theatre, the same week"));
        assert_eq!(reason(|e| (theatre(e), later(8)(e)).0).as_deref(), Some("Also theatre"));
        assert_eq!(reason(|e| (theatre(e), here(e)).0).as_deref(), Some("Also theatre, same place"));
        assert_eq!(reason(|e| e.organization = event().organization).as_deref(), Some("Same organizer"));
        let again = |e: &mut Event| {
            e.organization = event().organization;
            e.name = event().name;
        };
        assert_eq!(reason(again).as_deref(), Some("Another date"));
        let elsewhere =
            |e: &mut Event| e.venue = event().venue.map(|v| commons::events::EventVenue { id: VenueId(Uuid::from_u128(7)), ..v });
        assert_eq!(reason(elsewhere), None, "a name is not a place");
    }

    #[test]
    fn a_kind_that_says_nothing_makes_nothing_alike() {
        for kind in ["", "other"] {
            let mut of = event();
            kind.clone_into(&mut of.category);
            assert_eq!(likeness(&of, &other(1, |e| kind.clone_into(&mut e.category))), None, "{kind:?}");
        }
        let mut of = event();
        "family".clone_into(&mut of.category);
        assert_eq!(likeness(&of, &other(1, |e| "family".clone_into(&mut e.category))).unwrap().1, "Also for families, the same week");
    }

    #[test]
    fn the_likest_come_first_and_the_nearest_of_them() {
        let near = vec![
            other(1, |e| e.organization = event().organization),
            other(2, |e| (theatre(e), later(3)(e)).0),
            other(3, |e| (theatre(e), here(e), later(30)(e)).0),
            other(4, |e| (theatre(e), later(1)(e)).0),
            other(5, here),
            other(6, |_| {}),
        ];
        let chosen = choose(&event(), near, now());
        let ids: Vec<u128> = chosen.iter().map(|s| s.event.id.0.as_u128()).collect();
        assert_eq!(ids, [3, 4, 2, 5], "at most four, and never one without a reason");
    }

    #[test]
    fn a_season_does_not_fill_the_row_with_itself() {
        let date = |n: u128| {
            other(n, |e| {
                e.organization = event().organization;
                e.name = event().name;
                later(i64::try_from(n).unwrap())(e);
            })
        };
        let chosen = choose(&event(), vec![date(1), date(2), date(3), other(4, here)], now());
        let ids: Vec<u128> = chosen.iter().map(|s| s.event.id.0.as_u128()).collect();
        assert_eq!(ids, [1, 2, 4]);
    }
}
