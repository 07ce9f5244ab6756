//! A running order on its own page, and one item of it.

use commons::events::Event;
use commons::programme::{Entry, ProgrammeItem};
use platform_texts::{t, t_html};
use platform_ui::{
    Button, Choice, DefinitionList, EmptyState, Field, Form, House, Icon, Markup, Moment, Programme, ProgrammeDay, PublicPage, TypedText,
    html,
};

use super::public_page;
use super::where_when::{picture_words, place_short, when_short};
use crate::shop::running_order::{Choices, Part, day_name, days};

/// From so many items on a reader is helped to find theirs.
const LONG: usize = 24;

/// Everything, or the part that is asked for. `event_url` is the event's own address.
pub(in crate::shop) fn whole(house: &House, event: &Event, entries: &[Entry], part: &Part, event_url: &str) -> Markup {
    let shown = days(event, entries, part, true);
    let count: usize = shown.iter().flat_map(|day| &day.stages).map(|stage| stage.lines.len()).sum();
    let long = entries.len() > LONG || !part.is_whole();
    let here = format!("/events/{}/programme", event.slug);
    let main = html! {
        div class="stack running-order" {
            (head(event, &t!("event-programme")))
            @if long { (choose(event, entries, part, &here)) }
            @if !part.is_whole() { p class="muted" role="status" { (t!("programme-part", count = count, all = entries.len())) " " a href=(here) { (t!("listing-show-everything")) } } }
            @if long && count > LONG { (jumps(&shown)) }
            @if count == 0 {
                (EmptyState::new(Icon::CalendarDays, t!("programme-nothing-title"), t!("programme-nothing-text")).action(Button::link(t!("listing-show-everything"), here.as_str())))
            } @else { (Programme::new(shown)) }
        }
    };
    let page = public_page(house, t!("programme-page", event = event.name), main).description(t!(
        "programme-description",
        count = entries.len(),
        event = event.name,
        when = when_short(event)
    ));
    finished(page, event, event_url, &format!("{event_url}/programme"), part.is_whole())
}

/// One item.
pub(in crate::shop) fn item(house: &House, event: &Event, item: &ProgrammeItem, event_url: &str) -> Markup {
    let says = &item.says;
    let lang = (!says.language.is_empty()).then_some(says.language.as_str());
    let text = TypedText::new(says.description.as_str());
    let main = html! {
        article class="stack" {
            p { a href={ "/events/" (event.slug) "/programme" } { (t!("programme-of", event = event.name)) } }
            h1 lang=[lang] dir="auto" { (says.title) }
            (facts(event, item))
            @if !says.description.is_empty() { div class="prose" { @match lang { Some(lang) => (text.lang(lang)), None => (text) } } }
            @if !says.links.is_empty() {
                ul { @for link in &says.links { li { a href=(link.url) rel="noopener nofollow" { (if link.label.is_empty() { &link.url } else { &link.label }) } } } }
            }
        }
    };
    let about: String = says.description.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
    let page = public_page(house, format!("{} · {}", says.title, event.name), main).narrow().description(if about.is_empty() {
        event.name.clone()
    } else {
        about
    });
    finished(page, event, event_url, &format!("{event_url}/programme/{}", item.id), true)
}

fn facts(event: &Event, item: &ProgrammeItem) -> DefinitionList {
    let (says, zone) = (&item.says, event.zone);
    let mut facts = DefinitionList::new();
    facts = match (says.starts_at, says.ends_at) {
        (Some(starts), None) => facts.signed(Icon::Clock, t!("event-when"), Moment::full(starts, zone).with_zone().render()),
        (Some(starts), Some(ends)) => {
            let when =
                t_html!("event-until", start = Moment::full(starts, zone).with_zone().render(), end = Moment::clock(ends, zone).render());
            facts.signed(Icon::Clock, t!("event-when"), when)
        }
        (None, _) => facts.signed(Icon::Clock, t!("event-when"), html! { (t!("programme-to-come")) }),
    };
    let place = [says.stage.clone(), place_short(event).unwrap_or_default()];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    if !place.is_empty() {
        facts = facts.signed(Icon::MapPin, t!("event-where"), html! { (place.join(", ")) });
    }
    if !says.people.is_empty() {
        facts = facts.signed(Icon::Users, t!("programme-with"), html! { span dir="auto" { (says.people.join(", ")) } });
    }
    if !says.track.is_empty() {
        facts = facts.fact(t!("programme-track"), html! { (says.track) });
    }
    facts
}

fn head(event: &Event, title: &str) -> Markup {
    html! {
        div {
            h1 { (title) }
            p class="muted" { a href={ "/events/" (event.slug) } { (event.name) } " · " (when_short(event)) @if let Some(place) = place_short(event) { " · " (place) } }
        }
    }
}

/// Fields instead of hundreds of links; each choice is an address that can be kept and sent on.
fn choose(event: &Event, entries: &[Entry], part: &Part, here: &str) -> Markup {
    let choices = Choices::of(entries, event.zone);
    let texts = |all: Vec<String>| all.into_iter().map(|text| Choice::new(text.clone(), text)).collect::<Vec<_>>();
    let days: Vec<Choice> = choices.days.into_iter().map(|day| Choice::new(day.to_string(), day_name(day))).collect();
    let fields = [
        ("day", t!("programme-day"), days, &part.day),
        ("track", t!("programme-track"), texts(choices.tracks), &part.track),
        ("room", t!("programme-room"), texts(choices.rooms), &part.room),
    ];
    let fields = html! {
        div class="form__row" {
            @for (name, label, choices, value) in fields {
                @if choices.len() > 1 || !value.is_empty() { (Field::select(name, label, choices).value(value.as_str()).placeholder(t!("programme-all")).narrowing()) }
            }
        }
    };
    html! { auto-submit { (Form::get(here, fields).button(Button::submit(t!("finder-show")))) } }
}

/// To each day and room of a long page.
fn jumps(days: &[ProgrammeDay]) -> Markup {
    html! {
        nav class="running-order__jumps" aria-label=(t!("programme-jumps")) {
            @for day in days {
                @if let (Some(id), Some(name)) = (&day.id, &day.name) { p { a href={ "#" (id) } { strong { (name) } } } }
                ul role="list" {
                    @for stage in &day.stages {
                        @if let (Some(id), Some(name)) = (&stage.id, &stage.name) { li { a href={ "#" (id) } { (name) } } }
                    }
                }
            }
        }
    }
}

/// Shared links show the event's picture; a part of the whole is not another page, and what is unlisted stays so.
fn finished(page: PublicPage, event: &Event, event_url: &str, canonical: &str, whole: bool) -> Markup {
    let page = page.current("/events").canonical(canonical).image(format!("{event_url}/social.png"), picture_words(event));
    if whole && event.visibility == "public" && !event.status.is_being_made() { page.render() } else { page.noindex().render() }
}
