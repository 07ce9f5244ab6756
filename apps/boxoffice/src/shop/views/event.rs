//! One event.

use commons::events::Event;
use platform_ui::{EventHero, House, Markup, Toast, html};

use super::list::badge;
use super::public_page;
use super::structured::json_ld;
use super::ticket_box::{bar, can_choose, ticket_box};
use super::where_when::{facts, poster, when_short};
use crate::shop::event::OnShow;
use crate::shop::glance::{Glance, Kind};
use crate::shop::hold::Refused;
use crate::shop::paper::other_texts;

/// The page.
pub(in crate::shop) fn page(house: &House, show: &OnShow, canonical: &str) -> Markup {
    let event = &show.event;
    let kinds: Vec<Kind> = show.offers.iter().map(|offer| Kind::of(offer, event.currency)).collect();
    let glance = Glance::of(event, &kinds);
    let hero = EventHero {
        title: event.name.clone(),
        other_title: other_texts(&event.names, &event.name).into_iter().next().map(|(lang, text)| (text, lang)),
        kicker: kicker(event),
        badge: badge(event.status, &glance, event.zone),
        facts: facts(event),
        poster: poster(event),
    };
    let main = html! {
        div class="split" {
            div class="stack stack--loose" { (hero) (about(event)) }
            aside class="split__aside" aria-label="Tickets" { (ticket_box(show, None)) }
        }
    };
    let mut page = public_page(house, event.name.clone(), main).current("/events");
    if let Some(bar) = bar(show, &glance) {
        page = page.bar(bar);
    }
    if event.visibility != "public" {
        return page.noindex().render();
    }
    page.description(summary(event)).canonical(canonical).json_ld(json_ld(show, canonical)).render()
}

/// A choice that could not be held: the reason, and what can be had, without all that was read before.
pub(in crate::shop) fn refused(house: &House, show: &OnShow, refused: &Refused) -> Markup {
    let event = &show.event;
    let main = html! {
        div class="stack" {
            h1 { (event.name) }
            p class="muted" { (when_short(event)) @if let Some(place) = super::where_when::place_short(event) { " · " (place) } }
            // In the box the reason stands beside the choice; without a box it stands alone.
            @if !can_choose(show) { (Toast::bad(refused.fault.message()).flash()) }
            (ticket_box(show, Some(refused)))
            p { a href={ "/events/" (event.slug) } { "About the event" } }
        }
    };
    public_page(house, event.name.clone(), main).current("/events").noindex().narrow().render()
}

fn kicker(event: &Event) -> Option<String> {
    let mut category = event.category.trim().to_owned();
    if let Some(first) = category.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    let presenter = event.presenter.trim();
    let presents = (!presenter.is_empty()).then(|| format!("{presenter} presents"));
    let parts: Vec<String> = [Some(category).filter(|c| !c.is_empty() && c != "Other"), presents].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn about(event: &Event) -> Markup {
    let others = other_texts(&event.descriptions, &event.description);
    html! {
        section class="prose" {
            h2 class="section-title" { "About the event" }
            @if event.description.trim().is_empty() && others.is_empty() { p { "There is no description yet." } }
            @if !event.description.trim().is_empty() { p class="as-typed" { (event.description.trim()) } }
            @for (lang, text) in &others { p class="as-typed" lang=(lang) { (text) } }
            p { "Organized by " (event.organizer) "." }
        }
    }
}

/// For search results: when, where, and how the text begins.
fn summary(event: &Event) -> String {
    let mut parts = vec![when_short(event)];
    parts.extend(super::where_when::place_short(event));
    let start: String = event.description.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(140).collect();
    parts.extend((!start.is_empty()).then_some(start));
    parts.join(" · ")
}
