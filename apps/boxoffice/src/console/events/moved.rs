//! Moving an event that people hold tickets for, or into the past, is asked about before it is done.

use commons::events::EventStatus;
use commons::venues::VenueRow;
use platform_texts::t;
use platform_types::{Timestamp, Zone};
use platform_ui::Moment;

use super::{Draft, VenueChoice};
use crate::console::access::Desk;

/// The field that confirms a move.
pub const AGREED: &str = "agreed";

/// What somebody has to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What it means, in numbers.
    pub says: String,
    /// Sent back as [`AGREED`]: this very change is meant, and no other.
    pub answer: String,
}

/// When and where, as it is told and compared.
struct Time<'a> {
    starts: Option<Timestamp>,
    ends: Option<Timestamp>,
    zone: Zone,
    place: Option<&'a str>,
}

impl Time<'_> {
    /// `Sat 14 March 2026, 19:30 to 22:00, Hall`.
    fn told(&self, name_zone: bool) -> String {
        let Some(starts) = self.starts else { return t!("console-moved-unknown").into_owned() };
        let day = |at| self.zone.local(at).date_naive();
        let ends = self.ends.map(|at| if day(at) == day(starts) { Moment::clock(at, self.zone) } else { Moment::full(at, self.zone) });
        let last = |moment: Moment| if name_zone { moment.with_zone().text() } else { moment.text() };
        let start = Moment::full(starts, self.zone);
        let when = match ends {
            Some(ends) => t!("console-moved-span", start = start.text(), end = last(ends)).into_owned(),
            None => last(start),
        };
        match self.place {
            Some(place) => format!("{when}, {place}"),
            None => when,
        }
    }
}

/// The question, where there is one: sold tickets and another time or place, or a new start in the past of what is public.
pub fn question(desk: &Desk, draft: &Draft, venues: &[VenueRow], sold: i32, now: Timestamp) -> Option<Move> {
    let (was, new) = (&desk.event, &draft.event);
    let (venue, place, holds) = match &draft.venue {
        VenueChoice::None => ("none".to_owned(), None, None),
        VenueChoice::Known(id) => {
            let known = venues.iter().find(|v| v.id == *id);
            (id.to_string(), known.map(|v| v.name.as_str()), known.and_then(|v| v.capacity))
        }
        VenueChoice::New(venue) => ("new".to_owned(), Some(venue.name.as_str()), venue.capacity),
    };
    let same_place = was.venue.as_ref().map_or_else(|| "none".to_owned(), |v| v.id.to_string()) == venue;
    let moves = (was.starts_at, was.ends_at, was.zone) != (new.starts_at, new.ends_at, new.zone) || !same_place;
    let past = was.status != EventStatus::Draft && new.starts_at != was.starts_at && new.starts_at.is_some_and(|at| at <= now);
    // Without a start or a place it is refused, whatever anybody means.
    let complete = new.starts_at.is_some() && place.is_some();
    if !complete || (!past && (sold == 0 || !moves)) {
        return None;
    }
    let zones_differ = was.zone != new.zone;
    let here = was.venue.as_ref().map(|v| v.name.as_str());
    let then = Time { starts: was.starts_at, ends: was.ends_at, zone: was.zone, place: here }.told(zones_differ);
    let now_at = Time { starts: new.starts_at, ends: new.ends_at, zone: new.zone, place }.told(zones_differ);
    let mut says = match sold {
        0 => t!("console-moved-unsold", then = then, now = now_at).into_owned(),
        _ => t!("console-moved-sold", sold = sold, then = then, now = now_at).into_owned(),
    };
    if let (false, Some(holds), Some(place)) = (same_place, holds.filter(|holds| *holds < sold), place) {
        says.push(' ');
        says.push_str(&t!("console-moved-crowded", place = place, holds = holds));
    }
    if past {
        says.push(' ');
        says.push_str(&t!("console-moved-past"));
    }
    if sold > 0 {
        says.push(' ');
        says.push_str(&t!("console-moved-stays"));
    }
    let instant = |at: Option<Timestamp>| at.map_or_else(|| "none".to_owned(), |at| at.to_rfc3339());
    let answer = format!("{} {} {} {venue}", instant(new.starts_at), instant(new.ends_at), new.zone.name());
    Some(Move { says, answer })
}

#[cfg(test)]
mod tests {
    use commons::events::Event;

    use super::*;
    use crate::console::access::Held;
    use crate::console::events::{Against, EventForm, NEW_VENUE};
    use crate::console::samples;

    fn draft(event: &Event, change: impl FnOnce(&mut EventForm)) -> Draft {
        let mut form = EventForm::of(event, samples::berlin());
        change(&mut form);
        let mut check = platform_http::Check::new();
        let against = Against { venues: &samples::venues(), home: samples::berlin(), was: Some(event) };
        form.read(against, &mut check).unwrap_or_else(|| panic!("{:?}", check.faults()))
    }

    fn asked(status: EventStatus, sold: i32, change: impl FnOnce(&mut EventForm)) -> Option<String> {
        let desk = samples::desk(status, Held::all());
        question(&desk, &draft(&desk.event, change), &samples::venues(), sold, samples::now()).map(|m| m.says)
    }

    fn a_day_later(form: &mut EventForm) {
        "2026-03-15T19:30".clone_into(&mut form.starts);
        "2026-03-15T21:30".clone_into(&mut form.ends);
    }

    #[test]
    fn another_time_says_how_many_tickets_it_takes_along() {
        assert_eq!(
            asked(EventStatus::Published, 42, a_day_later).as_deref(),
            Some(
                "42 tickets are sold for Sat 14 March 2026, 19:30 to 21:30, Hall. With this change they are for Sun 15 March 2026, \
                 19:30 to 21:30, Hall & <Annex>. Tickets stay valid. Nobody is written to by this; you can write to the ticket holders afterwards."
            )
        );
        let later_end = asked(EventStatus::Published, 1, |f| "2026-03-15T01:00".clone_into(&mut f.ends)).unwrap();
        assert!(later_end.starts_with("1 ticket is sold for") && later_end.contains("19:30 to Sun 15 March 2026, 01:00"), "{later_end}");
        assert_eq!(asked(EventStatus::Published, 0, a_day_later), None, "nobody holds a ticket");
        let words = |f: &mut EventForm| {
            "Another title".clone_into(&mut f.title);
            "2026-03-14T18:30".clone_into(&mut f.doors);
        };
        assert_eq!(asked(EventStatus::Published, 42, words), None, "the time and the place stay");
    }

    #[test]
    fn another_place_names_both_and_their_clocks() {
        let elsewhere = |f: &mut EventForm| {
            NEW_VENUE.clone_into(&mut f.venue);
            "Barn".clone_into(&mut f.place.venue_name);
            "Asia/Hong_Kong".clone_into(&mut f.place.venue_zone);
        };
        let says = asked(EventStatus::Published, 2, elsewhere).unwrap();
        assert!(
            says.contains("21:30 Berlin time, Hall. With this change they are for") && says.contains("21:30 Hong Kong time, Barn."),
            "{says}"
        );
    }

    #[test]
    fn a_place_too_small_for_those_who_have_tickets_is_told() {
        let to = |holds: &'static str| {
            move |f: &mut EventForm| {
                NEW_VENUE.clone_into(&mut f.venue);
                "Cellar".clone_into(&mut f.place.venue_name);
                "Europe/Berlin".clone_into(&mut f.place.venue_zone);
                holds.clone_into(&mut f.place.venue_capacity);
            }
        };
        let says = |holds| asked(EventStatus::Published, 42, to(holds)).unwrap();
        assert!(says("41").contains("Cellar holds 41: fewer than have a ticket."), "{}", says("41"));
        assert!(!says("42").contains("holds") && !says("").contains("holds"));
    }

    #[test]
    fn the_past_is_asked_about_once_the_event_is_public() {
        let past = |f: &mut EventForm| "2026-02-14T19:30".clone_into(&mut f.starts);
        let says = asked(EventStatus::Published, 0, past).unwrap();
        assert!(says.contains("lies in the past, so nobody can buy a ticket any more") && !says.contains("holders"), "{says}");
        assert_eq!(asked(EventStatus::Draft, 0, past), None);
    }

    #[test]
    fn the_answer_is_for_one_change_alone() {
        let desk = samples::desk(EventStatus::Published, Held::all());
        let answer = |change: fn(&mut EventForm)| {
            question(&desk, &draft(&desk.event, change), &samples::venues(), 42, samples::now()).unwrap().answer
        };
        assert_eq!(answer(a_day_later), answer(a_day_later));
        assert_ne!(answer(a_day_later), answer(|f| "2026-03-14T20:00".clone_into(&mut f.starts)));
    }
}
