//! When and where an event is, in the words every page of it uses.

use commons::events::{Event, EventStatus};
use commons::files::Plan;
use platform_texts::{Telling, in_zone, t, t_html};
use platform_types::{Lang, Timestamp, Zone};
use platform_ui::{Category, DefinitionList, Icon, Markup, Moment, Poster, html};

use crate::shop::paper::place_line;

/// The event's poster. Dates are told as the place's wall clock shows them.
pub(in crate::shop) fn poster(event: &Event) -> Poster {
    let starts_at = event.starts_at.filter(|_| event.status != EventStatus::Postponed);
    poster_of((&event.name, &event.own_name), &event.category, starts_at, event.zone)
}

/// The poster of a title as it is told and as the organizer typed it: drawn alike in every language.
pub(super) fn poster_of((title, own_title): (&str, &str), category: &str, starts_at: Option<Timestamp>, zone: Zone) -> Poster {
    let day = |at| in_zone(at, zone, Telling::ShortDay);
    let english = Lang::En.within(|| starts_at.map(day)).unwrap_or_default();
    let poster = Poster::new(title, Category::from_slug(category)).drawn_as(own_title, english);
    match starts_at {
        Some(at) => poster.date(day(at)),
        None => poster,
    }
}

/// When, doors, where, for whom: with a map.
pub(super) fn facts(event: &Event, plans: &[Plan]) -> DefinitionList {
    let mut facts =
        DefinitionList::new().signed(Icon::Calendar, t!("event-when"), html! { (when(event)) (moved(event)) (to_calendar(event)) });
    if let (Some(doors), false) = (event.doors_at, event.status == EventStatus::Postponed) {
        facts = facts.signed(Icon::DoorOpen, t!("event-doors"), Moment::clock(doors, event.zone).render());
    }
    if event.venue.is_some() {
        facts = facts.signed(
            Icon::MapPin,
            t!("event-where"),
            html! { (place(event)) @if !plans.is_empty() { " · " a href="#plans" { (t!("event-plans")) } } },
        );
    }
    if !event.age_limit.trim().is_empty() {
        facts = facts.signed(Icon::Users, t!("event-age"), html! { (event.age_limit) });
    }
    facts
}

/// The start with its zone, and the end: the time alone on the same day.
pub(super) fn when(event: &Event) -> Markup {
    let zone = event.zone;
    let Some(starts) = event.starts_at else { return html! { (t!("event-date-open")) } };
    if event.status == EventStatus::Postponed {
        return t_html!("event-date-postponed", when = Moment::full(starts, zone).with_zone().render());
    }
    let until = event.ends_at.map(|ends| {
        let same_day = zone.local(starts).date_naive() == zone.local(ends).date_naive();
        if same_day { Moment::clock(ends, zone) } else { Moment::full(ends, zone) }
    });
    let start = Moment::full(starts, zone).with_zone().render();
    match until {
        Some(until) => t_html!("event-until", start = start, end = until.render()),
        None => start,
    }
}

/// The date that people were told before.
fn moved(event: &Event) -> Markup {
    let before = event.notes.previous_starts_at.filter(|_| event.status == EventStatus::Published);
    html! { @if let Some(at) = before { br; (t_html!("event-moved", when = Moment::full(at, event.zone).render())) } }
}

/// A file for the calendar while there is something to come to.
fn to_calendar(event: &Event) -> Markup {
    html! {
        @if event.status == EventStatus::Published && event.starts_at.is_some() {
            br;
            a href={ "/events/" (event.slug) "/calendar.ics" } { (t!("event-to-calendar")) }
        }
    }
}

/// What the picture of a shared link shows, for whoever does not see it.
pub(super) fn picture_words(event: &Event) -> String {
    format!("{}: {}", platform_ui::words::poster_of(&event.name), when_short(event))
}

/// Short: for cards, tickets and summaries.
pub(super) fn when_short(event: &Event) -> String {
    match event.starts_at {
        _ if event.status == EventStatus::Postponed => t!("event-new-date-open").into_owned(),
        Some(at) => Moment::short(at, event.zone).text(),
        None => t!("event-date-to-come").into_owned(),
    }
}

fn place(event: &Event) -> Markup {
    let Some(venue) = &event.venue else { return html! {} };
    let line =
        [&venue.address, &venue.city].into_iter().filter(|p| !p.trim().is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ");
    html! {
        (venue.name)
        @if let Some((lang, name)) = crate::shop::paper::other_text(&venue.names, &venue.name) { " " span lang=(lang) { (name) } }
        @if !line.is_empty() { br; (line) }
        br;
        a href=(map_address(event)) rel="noopener" { (t!("event-map")) }
        @if let Some((north, east)) = venue.position { " · " a href={ "geo:" (north) "," (east) } { (t!("event-map-app")) } }
    }
}

/// OpenStreetMap at the place, or a search for its address.
fn map_address(event: &Event) -> String {
    match event.venue.as_ref().and_then(|v| v.position) {
        Some((north, east)) => format!("https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"),
        None => {
            let query = serde_urlencoded::to_string([("query", place_line(event))]).unwrap_or_default();
            format!("https://www.openstreetmap.org/search?{query}")
        }
    }
}

/// Venue and town: for cards.
pub(super) fn place_short(event: &Event) -> Option<String> {
    let venue = event.venue.as_ref()?;
    let parts: Vec<&str> = [venue.name.as_str(), venue.city.as_str()].into_iter().filter(|p| !p.trim().is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
