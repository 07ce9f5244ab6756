//! One event.

use commons::events::{Event, EventStatus};
use commons::files::size_in_words;
use platform_http::Fault;
use platform_texts::t;
use platform_ui::{
    Banner, Button, Category, EventHero, Field, FieldErrors, House, Markup, Moment, Programme, SocialImage, Toast, Tone, TypedText, html,
};

use super::list::badge;
use super::public_page;
use super::structured::{json_ld, picture_address};
use super::ticket_box::{FORM, Filled, bar, can_ask, can_choose, ticket_box};
use super::where_when::{facts, picture_words, poster, when_short};
use crate::codes::{Code, Terms};
use crate::shop::event::{Around, OnShow};
use crate::shop::glance::{Glance, Kind};
use crate::shop::hold::Refused;
use crate::shop::paper::{other_language, other_text, text_lang};
use crate::shop::promo::{self, Brought};
use crate::shop::running_order::{Part, days, opening};
use crate::shop::wanted::Wanted;

/// The page.
pub(in crate::shop) fn page(house: &House, show: &OnShow, canonical: &str) -> Markup {
    let event = &show.event;
    let kinds: Vec<Kind> = show.offers.iter().map(|offer| Kind::of(offer, event.currency)).collect();
    let glance = Glance::of(event, &kinds);
    let hero = EventHero {
        title: event.name.clone(),
        title_lang: other_language(&event.names, &event.name),
        other_title: other_text(&event.names, &event.name).map(|(lang, text)| (text, lang)),
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
                (super::refund::policy_section(show))
            }
            aside class="split__aside" aria-label=(t!("event-tickets")) {
                div class="stack" inert[event.status == EventStatus::Draft] { (ticket_box(show, Filled::default())) (ask_code(show, None)) }
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
            (ticket_box(show, Filled::refused(refused)))
            p { a href={ "/events/" (event.slug) } { (t!("event-about")) } }
        }
    };
    let page = public_page(house, event.name.clone(), main).current("/events").noindex().narrow();
    super::test_mode::of_event(page, event).render()
}

/// The tickets as they are for whoever brought a code; nobody else's page, so no cache and no search engine keeps it.
pub(in crate::shop) fn with_code(house: &House, show: &OnShow, brought: &Brought, wanted: &Wanted, refused: Option<&Fault>) -> Markup {
    let event = &show.event;
    let filled = Filled { wanted: Some(wanted), refused, code: brought.outcome.as_ref().ok().map(|_| brought.text.as_str()) };
    let main = html! {
        div class="stack" {
            h1 { (event.name) }
            p class="muted" { (when_short(event)) @if let Some(place) = super::where_when::place_short(event) { " · " (place) } }
            @match &brought.outcome {
                Ok(code) => (Toast::good(counts(code)).flash()),
                Err(_) => (refused_code(show, brought).summary()),
            }
            @if let Some(refused) = refused.filter(|_| !can_choose(show)) { (Toast::bad(refused.message()).flash()) }
            (ticket_box(show, filled))
            (ask_code(show, Some(brought)))
            p { a href={ "/events/" (event.slug) } { (t!("event-about")) } }
        }
    };
    super::private_page(house, event.name.clone(), main).current("/events").narrow().render()
}

fn counts(code: &Code) -> String {
    match code.terms {
        Terms::Access => t!("event-code-opens", code = code.text).into_owned(),
        terms => t!("event-code-counts", code = code.text, terms = terms.words(code.currency)).into_owned(),
    }
}

/// What is wrong with the code, above everything else: its field stands below the tickets.
fn refused_code(show: &OnShow, brought: &Brought) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if let Some(refusal) = brought.outcome.as_ref().err().filter(|_| can_ask(show)) {
        errors.add("code", promo::told_of(&brought.text, &promo::fault_of(*refusal, Some(show.event.zone))));
    }
    errors
}

/// The field for a code, open where one was refused; nothing where no code could be used. Where there are tickets to choose it
/// belongs to their form, so that what was chosen stays; its button stands behind that form's own, which Enter presses.
fn ask_code(show: &OnShow, brought: Option<&Brought>) -> Markup {
    let refusal = brought.and_then(|b| b.outcome.as_ref().err());
    if !can_ask(show) || (!show.takes_codes && refusal.is_none()) || brought.is_some_and(|b| b.outcome.is_ok()) {
        return html! {};
    }
    let why = refusal.map(|refusal| promo::fault_of(*refusal, Some(show.event.zone)));
    let typed = brought.map(|b| b.text.as_str()).unwrap_or_default();
    let path = format!("/events/{}/code", show.event.slug);
    let field =
        Field::text("code", t!("event-code")).value(typed).autocomplete("off").max_length(60).error(why.as_ref().map(Fault::message));
    let button = Button::submit(t!("event-use-code"));
    html! {
        details class="code-ask" open[why.is_some()] {
            summary { (t!("event-have-code")) }
            @if can_choose(show) {
                div class="code-box" { (field.narrowing().of_form(FORM)) (button.of_form(FORM).sends_to(path).asks()) }
            } @else {
                form class="code-box" method="get" action=(path) { (field.required()) (button) }
            }
        }
    }
}

fn kicker(event: &Event) -> Option<String> {
    let category = kind_of(event.category.trim());
    let presenter = event.presenter.trim();
    let presents = (!presenter.is_empty()).then(|| t!("event-presents", presenter = presenter).into_owned());
    let parts: Vec<String> = [category, presents].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The kind of event; nothing of one that says nothing, and one that is none of ours as it is written.
fn kind_of(slug: &str) -> Option<String> {
    if matches!(slug, "" | "other" | "Other") {
        return None;
    }
    if Category::ALL.into_iter().any(|category| category.slug() == slug) {
        return Some(t!("event-kind", slug = slug).into_owned());
    }
    let mut own = slug.to_owned();
    if let Some(first) = own.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    Some(own)
}

/// The reader's own version alone: the foot of the page leads to the others.
fn about(event: &Event) -> Markup {
    html! {
        section class="prose" {
            h2 class="section-title" { (t!("event-about")) }
            @if event.description.trim().is_empty() { p { (t!("event-description-none")) } }
            @match text_lang(event) {
                Some(lang) => (TypedText::new(event.description.as_str()).lang(lang)),
                None => (TypedText::new(event.description.as_str())),
            }
            p { (t!("event-organized-by", organizer = event.organizer)) }
        }
    }
}

/// What people should know before anything else, and since when it stands there.
fn notice(event: &Event) -> Markup {
    let notes = &event.notes;
    let stop = if notes.notice.ends_with(|c: char| c.is_alphanumeric()) { "." } else { "" };
    let text = match notes.notice_at {
        Some(at) => t!("event-notice-posted", text = notes.notice, stop = stop, when = Moment::short(at, event.zone).text()).into_owned(),
        None => notes.notice.clone(),
    };
    html! {
        @if !notes.notice.is_empty() {
            div class="stack event-notice" { (Banner::new(Tone::Care, text)) }
        }
    }
}

fn running_order(event: &Event, around: &Around) -> Markup {
    html! {
        @if !around.programme.is_empty() {
            section class="stack" {
                h2 class="section-title" { (t!("event-programme")) }
                @if around.items > around.programme.len() {
                    (Programme::new(opening(event, &around.programme)).under_heading())
                    p { a href={ "/events/" (event.slug) "/programme" } { (t!("event-programme-whole", count = around.items)) } }
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
            h2 class="section-title" { (t!("event-plans-of", venue = venue.name)) }
            ul class="plans" role="list" {
                @for plan in &around.plans {
                    li {
                        a href=(plan.href) {
                            @if let Some(picture) = &plan.picture { (picture.clone().decorative().lazy().sizes("(max-width: 34rem) 100vw, 22rem")) }
                            span { (plan.title) }
                        }
                        " " span class="muted small" { @if plan.picture.is_none() { (t!("event-plan-pdf", size = size_in_words(plan.size))) } @else { (size_in_words(plan.size)) } }
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
                h2 class="section-title" { (t!("event-accessibility")) }
                (TypedText::new(event.notes.accessibility.as_str()))
            }
        }
    }
}

fn similar(around: &Around) -> Markup {
    html! {
        @if !around.similar.is_empty() {
            section class="similar" {
                h2 class="section-title" { (t!("event-similar")) }
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
