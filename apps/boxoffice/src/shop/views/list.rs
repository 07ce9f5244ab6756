//! What is on.

use chrono::{Datelike, NaiveDate};
use commons::events::{Event, EventStatus};
use platform_texts::{Telling, on_day, t};
use platform_types::Zone;
use platform_ui::{Badge, Button, EmptyState, EventCard, House, Icon, Markup, Moment, Pagination, Picture, Tone, html};

use super::finder::Finder;
use super::where_when::{place_short, poster, when_short};
use super::{count_of_events, price_words, public_page};
use crate::discover::{Matching, Sort};
use crate::shop::glance::{Glance, Sale};
use crate::shop::paper::{other_language, other_text};

/// An event with what the listing says about its tickets.
pub(in crate::shop) struct Listed {
    pub(in crate::shop) event: Event,
    pub(in crate::shop) glance: Glance,
    pub(in crate::shop) picture: Option<Picture>,
}

/// One part of the listing.
pub(in crate::shop) struct Listing<'a> {
    /// The form that asks it; none in samples.
    pub(in crate::shop) finder: Option<Finder<'a>>,
    /// How the question's words match.
    pub(in crate::shop) matching: Matching,
    pub(in crate::shop) listed: Vec<Listed>,
    /// Whether it is the first part.
    pub(in crate::shop) first: bool,
    /// Address of the next part.
    pub(in crate::shop) next: Option<String>,
}

impl Listing<'_> {
    /// The whole page.
    pub(in crate::shop) fn page(&self, house: &House, canonical: &str) -> Markup {
        let narrows = self.finder.is_some_and(|finder| finder.search.narrows() || !finder.faults.is_empty());
        let is_wrong = self.finder.is_some_and(|finder| !finder.faults.is_empty());
        let main = html! {
            div class="listing__head" {
                h1 class="listing__title" { (t!("listing-title")) }
                @if let Some(finder) = &self.finder { (finder.render()) }
                @if !self.first { p { a href=(self.start()) { (t!("listing-back-to-first")) } } }
            }
            @if is_wrong {
                (EmptyState::new(Icon::Funnel, t!("listing-filter-wrong-title"), t!("listing-filter-wrong-text"))
                    .action(Button::link(t!("listing-show-everything"), "/events")))
            } @else {
                @if let Some(finder) = &self.finder {
                    div class="listing__told" { p { (self.told(finder)) } (finder.views()) }
                }
                @if self.listed.is_empty() { (self.nothing(narrows)) }
                @for (month, events) in self.parts() {
                    section {
                        @if let Some(month) = month { h2 class="listing__part" { (month) } } @else { h2 class="unseen" { (t!("listing-events")) } }
                        div class="card-grid" { @for listed in events { (listed.card()) } }
                    }
                }
                (Pagination { previous: None, next: self.next.clone(), range: None, of: None })
            }
        };
        let page = public_page(house, t!("listing-title"), main).description(t!("listing-description")).current("/events");
        let picture = format!("{}/social.png", canonical.trim_end_matches("/events"));
        if self.first && !narrows {
            page.canonical(canonical).image(picture, house.name.as_str()).render()
        } else {
            page.noindex().render()
        }
    }

    /// The list's first part, for the same question.
    fn start(&self) -> String {
        self.finder.map_or_else(|| "/events".to_owned(), |finder| finder.href(finder.search))
    }

    /// How many there are, and how they were found where that is not plain.
    fn told(&self, finder: &Finder<'_>) -> String {
        let count = count_of_events(finder.facets.total);
        let text = &finder.search.text;
        match self.matching {
            Matching::Near if finder.facets.total > 0 => t!("listing-near", text = text, count = count).into_owned(),
            Matching::Any if finder.facets.total > 0 => t!("listing-any", text = text, count = count).into_owned(),
            _ => count,
        }
    }

    fn nothing(&self, narrows: bool) -> EmptyState {
        if !self.first {
            return EmptyState::new(Icon::CalendarDays, t!("listing-end-title"), t!("listing-end-text"))
                .action(Button::link(t!("listing-show-first"), self.start()));
        }
        if narrows {
            return EmptyState::new(Icon::Search, t!("listing-no-match-title"), t!("listing-no-match-text"))
                .action(Button::link(t!("listing-show-everything"), "/events"));
        }
        EmptyState::new(Icon::CalendarDays, t!("listing-nothing-title"), t!("listing-nothing-text"))
    }

    /// In order of time below each month; in any other order as they come.
    fn parts(&self) -> Vec<(Option<String>, Vec<&Listed>)> {
        if self.finder.is_some_and(|finder| finder.search.sort() != Sort::Date) {
            return if self.listed.is_empty() { Vec::new() } else { vec![(None, self.listed.iter().collect())] };
        }
        self.months().into_iter().map(|(month, events)| (Some(month), events)).collect()
    }

    /// By the month on the clocks of each place, in order; each month once. A heading for each day would leave
    /// its row half empty on a desk: the day stands on the card.
    fn months(&self) -> Vec<(String, Vec<&Listed>)> {
        let mut months: Vec<(Option<NaiveDate>, Vec<&Listed>)> = Vec::new();
        for listed in &self.listed {
            let dated = listed.event.starts_at.filter(|_| listed.event.status != EventStatus::Postponed);
            let month = dated.and_then(|at| listed.event.zone.local(at).date_naive().with_day(1));
            match months.iter_mut().find(|(known, _)| *known == month) {
                Some((_, events)) => events.push(listed),
                None => months.push((month, vec![listed])),
            }
        }
        months.sort_by_key(|(month, _)| (month.is_none(), *month));
        let words = |month: Option<NaiveDate>| month.map_or_else(|| t!("listing-new-dates").into_owned(), |m| on_day(m, Telling::Month));
        months.into_iter().map(|(month, events)| (words(month), events)).collect()
    }
}

impl Listed {
    pub(super) fn card(&self) -> EventCard {
        let event = &self.event;
        let when = match event.starts_at {
            Some(at) if event.status != EventStatus::Postponed => Moment::short(at, event.zone).render(),
            _ => html! { (when_short(event)) },
        };
        let mut card = EventCard::new(format!("/events/{}", event.slug), event.name.clone(), when, poster(event))
            .title_lang(other_language(&event.names, &event.name))
            .picture(self.picture.clone())
            .under_heading();
        if let Some((lang, title)) = other_text(&event.names, &event.name) {
            card = card.other_title(title, lang);
        }
        if let Some(place) = place_short(event) {
            card = card.place(place);
        }
        if let (Some(prices), true) = (self.glance.prices, self.glance.sale != Sale::NotSold) {
            card = card.price(price_words(prices));
        }
        match badge(event.status, &self.glance, event.zone) {
            Some(badge) => card.badge(badge),
            None => card,
        }
    }
}

/// What keeps a buyer, in a word or two.
pub(super) fn badge(status: EventStatus, glance: &Glance, zone: Zone) -> Option<Badge> {
    match (status, glance.sale) {
        (EventStatus::Cancelled, _) => Some(Badge::new(Tone::Bad, t!("listing-badge-cancelled"))),
        (EventStatus::Postponed, _) => Some(Badge::new(Tone::Care, t!("listing-badge-postponed"))),
        (EventStatus::Completed, _) => Some(Badge::plain(t!("listing-badge-past"))),
        (_, Sale::InCarts) => Some(Badge::new(Tone::Care, t!("listing-badge-in-carts"))),
        (_, Sale::SoldOut) => Some(Badge::new(Tone::Bad, platform_ui::words::sold_out())),
        (_, Sale::FewLeft) => Some(Badge::new(Tone::Care, t!("listing-badge-few"))),
        (_, Sale::NotYet) => Some(Badge::new(
            Tone::Note,
            glance
                .opens_at
                .map_or_else(|| t!("listing-badge-not-yet"), |at| t!("listing-badge-sale-from", when = Moment::short(at, zone).text())),
        )),
        (_, Sale::Ended) => Some(Badge::plain(t!("listing-badge-ended"))),
        (_, Sale::OnSale | Sale::NotSold) => None,
    }
}
