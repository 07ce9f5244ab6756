//! What somebody bought.

use platform_ui::{Badge, Button, Category, EmptyState, EventCard, House, Icon, Markup, Moment, Poster, Tone, html};

use super::{count_of_tickets, private_page};
use crate::orders::OrderStatus;
use crate::shop::my_tickets::Mine;

/// The page; `signed_in` tells where else tickets may be.
pub(in crate::shop) fn page(house: &House, coming: &[Mine], past: &[Mine], signed_in: bool) -> Markup {
    let main = html! {
        div class="listing__head" { h1 class="listing__title" { "My tickets" } }
        div class="stack" {
            @if coming.is_empty() && past.is_empty() {
                (EmptyState::new(Icon::Ticket, "No tickets yet", "Tickets you buy stand here, with their codes for the door.").action(Button::link("See what is on", "/events").main()))
            }
            (section("Coming up", coming))
            (section("Past", past))
            p class="muted" {
                @if signed_in { "Bought without signing in? " } @else { "Bought on another device? " }
                a href="/orders/lookup" { "Find an order by its code" } "."
            }
        }
    };
    private_page(house, "My tickets", main).current("/my/tickets").render()
}

fn section(title: &str, orders: &[Mine]) -> Markup {
    html! {
        @if !orders.is_empty() {
            section {
                h2 class="listing__part" { (title) }
                div class="card-grid" { @for mine in orders { (card(mine)) } }
            }
        }
    }
}

fn card(mine: &Mine) -> EventCard {
    let when = match mine.starts_at {
        Some(at) => Moment::short(at, mine.zone).render(),
        None => html! { "Date to be announced" },
    };
    let mut poster = Poster::new(mine.title.clone(), Category::from_slug(&mine.category));
    if let Some(at) = mine.starts_at {
        poster = poster.date(mine.zone.local(at).format("%a %-d %b").to_string());
    }
    let mut card = EventCard::new(format!("/orders/{}", mine.order), mine.title.clone(), when, poster).under_heading();
    if let Some(venue) = &mine.venue {
        card = card.place(venue.as_str());
    }
    if mine.tickets > 0 {
        card = card.price(count_of_tickets(mine.tickets));
    }
    match badge(mine) {
        Some(badge) => card.badge(badge),
        None => card,
    }
}

fn badge(mine: &Mine) -> Option<Badge> {
    match mine.status {
        _ if mine.is_test => Some(Badge::new(Tone::Care, "Test")),
        OrderStatus::Pending => Some(Badge::new(Tone::Care, "Not paid yet")),
        OrderStatus::Refunded => Some(Badge::new(Tone::Bad, "Refunded")),
        _ if mine.event_cancelled => Some(Badge::new(Tone::Bad, "Cancelled")),
        OrderStatus::PartiallyRefunded => Some(Badge::new(Tone::Note, "Partly refunded")),
        _ => None,
    }
}
