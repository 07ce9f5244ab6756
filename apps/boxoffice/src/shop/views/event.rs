//! One event.

use commons::events::{Event, EventStatus};
use commons::files::size_in_words;
use platform_http::Fault;
use platform_ui::{Banner, Button, EventHero, Field, House, Markup, Moment, Programme, SocialImage, Toast, Tone, TypedText, html};

use super::list::badge;
use super::public_page;
use super::structured::{json_ld, picture_address};
use super::ticket_box::{bar, can_ask, can_choose, ticket_box};
use super::where_when::{facts, picture_words, poster, when_short};
use crate::codes::{Code, Terms};
use crate::shop::event::{Around, OnShow};
use crate::shop::glance::{Glance, Kind};
use crate::shop::hold::Refused;
use crate::shop::paper::{known_language, other_texts};
use crate::shop::promo::{self, Brought};
use crate::shop::running_order::{Part, days, opening};

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
        facts: facts(event, &show.around.plans),
        poster: poster(event),
        picture: show.picture.clone(),
    };
    let main = html! {
        (notice(event))
        div class="split" {
            div class="stack stack--loose" {
                (hero)
                (about(event))
                (running_order(event, &show.around))
                (plans(event, &show.around))
                (accessibility(event))
                (super::refund::policy_section(&show.refunds))
            }
            aside class="split__aside" aria-label="Tickets" {
                div class="stack" inert[event.status == EventStatus::Draft] { (ticket_box(show, None, None)) (ask_code(show, None)) }
            }
        }
        (similar(&show.around))
    };
    let mut page = public_page(house, event.name.clone(), main).current("/events");
    if let Some(bar) = bar(show, &glance).filter(|_| event.status != EventStatus::Draft) {
        page = page.bar(bar);
    }
    page = super::test_mode::of_event(page, event);
    if event.status == EventStatus::Draft {
        return page.noindex().render();
    }
    page = page.description(summary(event)).canonical(canonical).social_image(social(show, canonical));
    // Whoever knows the address of an unlisted event may send it on; search engines are told nothing.
    if event.visibility != "public" || event.status.is_being_made() {
        return page.noindex().render();
    }
    page.json_ld(json_ld(show, canonical)).render()
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
            (ticket_box(show, Some(refused), None))
            p { a href={ "/events/" (event.slug) } { "About the event" } }
        }
    };
    let page = public_page(house, event.name.clone(), main).current("/events").noindex().narrow();
    super::test_mode::of_event(page, event).render()
}

/// The tickets as they are for whoever brought a code; nobody else's page, so no cache and no search engine keeps it.
pub(in crate::shop) fn with_code(house: &House, show: &OnShow, brought: &Brought, refused: Option<&Refused>) -> Markup {
    let event = &show.event;
    let main = html! {
        div class="stack" {
            h1 { (event.name) }
            p class="muted" { (when_short(event)) @if let Some(place) = super::where_when::place_short(event) { " · " (place) } }
            @if let Ok(code) = &brought.outcome { (Toast::good(counts(code)).flash()) }
            @if let Some(refused) = refused.filter(|_| !can_choose(show)) { (Toast::bad(refused.fault.message()).flash()) }
            (ticket_box(show, refused, Some(brought)))
            (ask_code(show, Some(brought)))
            p { a href={ "/events/" (event.slug) } { "About the event" } }
        }
    };
    super::private_page(house, event.name.clone(), main).current("/events").narrow().render()
}

fn counts(code: &Code) -> String {
    match code.terms {
        Terms::Access => format!("Code {} opens the tickets below.", code.text),
        terms => format!("Code {}: {}. It comes off at the checkout.", code.text, terms.words(code.currency)),
    }
}

/// The field for a code, open where one was refused; nothing where no code could be used.
fn ask_code(show: &OnShow, brought: Option<&Brought>) -> Markup {
    let refusal = brought.and_then(|b| b.outcome.as_ref().err());
    if !can_ask(show) || (!show.takes_codes && refusal.is_none()) || brought.is_some_and(|b| b.outcome.is_ok()) {
        return html! {};
    }
    let why = refusal.map(|refusal| promo::fault_of(*refusal, Some(show.event.zone)));
    let typed = brought.map(|b| b.text.as_str()).unwrap_or_default();
    html! {
        details class="code-ask" open[why.is_some()] {
            summary { "Have a code?" }
            form class="code-box" method="get" action={ "/events/" (show.event.slug) "/code" } {
                (Field::text("code", "Code").required().value(typed).autocomplete("off").max_length(60).error(why.as_ref().map(Fault::message)))
                (Button::submit("Use code"))
            }
        }
    }
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
            @match known_language(event) {
                Some(lang) => (TypedText::new(event.description.as_str()).lang(lang)),
                None => (TypedText::new(event.description.as_str())),
            }
            @for (lang, text) in others { (TypedText::new(text).lang(lang)) }
            p { "Organized by " (event.organizer) "." }
        }
    }
}

/// What people should know before anything else, and since when it stands there.
fn notice(event: &Event) -> Markup {
    let notes = &event.notes;
    let stop = if notes.notice.ends_with(|c: char| c.is_alphanumeric()) { "." } else { "" };
    let posted = notes.notice_at.map(|at| format!("{stop} Posted {}.", Moment::short(at, event.zone).text()));
    html! {
        @if !notes.notice.is_empty() {
            div class="stack event-notice" { (Banner::new(Tone::Care, format!("{}{}", notes.notice, posted.unwrap_or_default()))) }
        }
    }
}

fn running_order(event: &Event, around: &Around) -> Markup {
    html! {
        @if !around.programme.is_empty() {
            section class="stack" {
                h2 class="section-title" { "Programme" }
                @if around.items > around.programme.len() {
                    (Programme::new(opening(event, &around.programme)).under_heading())
                    p { a href={ "/events/" (event.slug) "/programme" } { "The whole programme: " (around.items) " items" } }
                } @else {
                    (Programme::new(days(event, &around.programme, &Part::default(), false)).under_heading())
                }
            }
        }
    }
}

/// What a shared link shows: the event's picture, else its poster drawn wide.
fn social(show: &OnShow, canonical: &str) -> SocialImage {
    match picture_address(show, canonical) {
        Some((address, size, alt)) => SocialImage::photo(address, alt, size),
        None => SocialImage::drawn(format!("{canonical}/social.png"), picture_words(&show.event)),
    }
}

/// How the place is laid out.
fn plans(event: &Event, around: &Around) -> Markup {
    let Some(venue) = event.venue.as_ref().filter(|_| !around.plans.is_empty()) else { return html! {} };
    html! {
        section class="stack" id="plans" {
            h2 class="section-title" { "Plans of " (venue.name) }
            ul class="plans" role="list" {
                @for plan in &around.plans {
                    li {
                        a href=(plan.href) {
                            @if let Some(picture) = &plan.picture { (picture.clone().decorative().lazy().sizes("(max-width: 34rem) 100vw, 22rem")) }
                            span { (plan.title) }
                        }
                        " " span class="muted small" { @if plan.picture.is_none() { "PDF, " } (size_in_words(plan.size)) }
                    }
                }
            }
        }
    }
}

fn accessibility(event: &Event) -> Markup {
    html! {
        @if !event.notes.accessibility.is_empty() {
            section class="prose" {
                h2 class="section-title" { "Accessibility" }
                (TypedText::new(event.notes.accessibility.as_str()))
            }
        }
    }
}

fn similar(around: &Around) -> Markup {
    html! {
        @if !around.similar.is_empty() {
            section class="similar" {
                h2 class="section-title" { "Similar events" }
                div class="card-grid" { @for (listed, reason) in &around.similar { (listed.card().reason(reason.as_str())) } }
            }
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
