//! What is on.

use chrono::{Datelike, NaiveDate};
use commons::events::{Event, EventStatus};
use platform_types::Zone;
use platform_ui::{Badge, Button, EmptyState, EventCard, House, Icon, Markup, Moment, Pagination, Tone, html};

use super::where_when::{place_short, poster, when_short};
use super::{price_words, public_page};
use crate::shop::glance::{Glance, Sale};
use crate::shop::paper::other_texts;

/// An event with what the listing says about its tickets.
pub(in crate::shop) struct Listed {
    pub(in crate::shop) event: Event,
    pub(in crate::shop) glance: Glance,
}

/// One part of the listing.
pub(in crate::shop) struct Listing {
    pub(in crate::shop) listed: Vec<Listed>,
    /// Whether it is the first part.
    pub(in crate::shop) first: bool,
    /// Address of the next part.
    pub(in crate::shop) next: Option<String>,
}

impl Listing {
    /// The whole page.
    pub(in crate::shop) fn page(&self, house: &House, canonical: &str) -> Markup {
        let main = html! {
            div class="listing__head" {
                h1 class="listing__title" { "What is on" }
                @if !self.first { p { a href="/events" { "Back to the next events" } } }
            }
            @if self.listed.is_empty() { (self.nothing()) }
            @for (month, events) in self.months() {
                section {
                    h2 class="listing__part" { (month) }
                    div class="card-grid" { @for listed in events { (listed.card()) } }
                }
            }
            (Pagination { previous: None, next: self.next.clone(), range: None, of: None })
        };
        let page =
            public_page(house, "What is on", main).description("Everything that is coming up, with the price you pay.").current("/events");
        if self.first { page.canonical(canonical).render() } else { page.noindex().render() }
    }

    fn nothing(&self) -> EmptyState {
        if self.first {
            EmptyState::new(
                Icon::CalendarDays,
                "Nothing is on sale yet",
                "Events stand here as soon as they are published. Look again soon.",
            )
        } else {
            EmptyState::new(Icon::CalendarDays, "That was all", "There are no further events after these.")
                .action(Button::link("Show the next events", "/events"))
        }
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
        let words =
            |month: Option<NaiveDate>| month.map_or_else(|| "New dates to be announced".to_owned(), |m| m.format("%B %Y").to_string());
        months.into_iter().map(|(month, events)| (words(month), events)).collect()
    }
}

impl Listed {
    fn card(&self) -> EventCard {
        let event = &self.event;
        let when = match event.starts_at {
            Some(at) if event.status != EventStatus::Postponed => Moment::short(at, event.zone).render(),
            _ => html! { (when_short(event)) },
        };
        let mut card = EventCard::new(format!("/events/{}", event.slug), event.name.clone(), when, poster(event)).under_heading();
        if let Some((lang, title)) = other_texts(&event.names, &event.name).into_iter().next() {
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
        (EventStatus::Cancelled, _) => Some(Badge::new(Tone::Bad, "Cancelled")),
        (EventStatus::Postponed, _) => Some(Badge::new(Tone::Care, "Postponed")),
        (EventStatus::Completed, _) => Some(Badge::plain("Past")),
        (_, Sale::InCarts) => Some(Badge::new(Tone::Care, "All in carts")),
        (_, Sale::SoldOut) => Some(Badge::new(Tone::Bad, platform_ui::words::SOLD_OUT)),
        (_, Sale::FewLeft) => Some(Badge::new(Tone::Care, "Few left")),
        (_, Sale::NotYet) => Some(Badge::new(
            Tone::Note,
            glance.opens_at.map_or_else(|| "Not on sale yet".to_owned(), |at| format!("On sale {}", Moment::short(at, zone).text())),
        )),
        (_, Sale::Ended) => Some(Badge::plain("Sales ended")),
        (_, Sale::OnSale | Sale::NotSold) => None,
    }
}
