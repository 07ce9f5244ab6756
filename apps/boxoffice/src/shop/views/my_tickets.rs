//! What somebody bought.

use platform_texts::{t, t_html};
use platform_ui::{Badge, Button, EmptyState, EventCard, House, Icon, Markup, Moment, Tone, html};

use super::where_when::poster_of;
use super::{count_of_tickets, private_page};
use crate::orders::OrderStatus;
use crate::shop::my_tickets::Mine;

/// The page; `signed_in` tells where else tickets may be.
pub(in crate::shop) fn page(house: &House, coming: &[Mine], past: &[Mine], signed_in: bool) -> Markup {
    let main = html! {
        div class="listing__head" { h1 class="listing__title" { (t!("mine-title")) } }
        div class="stack" {
            @if coming.is_empty() && past.is_empty() {
                (EmptyState::new(Icon::Ticket, t!("mine-none-title"), t!("mine-none-text")).action(Button::link(t!("checkout-see-what-is-on"), "/events").main()))
            }
            (section(&t!("listing-coming-up"), coming))
            (section(&t!("mine-past"), past))
            p class="muted" {
                @let link = html! { a href="/orders/lookup" { (t!("mine-find")) } };
                @if signed_in { (t_html!("mine-without-signing-in", link = link)) } @else { (t_html!("mine-other-device", link = link)) }
            }
        }
    };
    private_page(house, t!("mine-title"), main).current("/my/tickets").render()
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
        None => html! { (t!("event-date-to-come")) },
    };
    let poster = poster_of((&mine.title, &mine.own_title), &mine.category, mine.starts_at, mine.zone);
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
        _ if mine.is_test => Some(Badge::new(Tone::Care, t!("mine-test"))),
        OrderStatus::Pending => Some(Badge::new(Tone::Care, t!("mine-unpaid"))),
        OrderStatus::Refunded => Some(Badge::new(Tone::Bad, t!("pass-refunded"))),
        _ if mine.event_cancelled => Some(Badge::new(Tone::Bad, t!("listing-badge-cancelled"))),
        OrderStatus::PartiallyRefunded => Some(Badge::new(Tone::Note, t!("mine-partly-refunded"))),
        _ => None,
    }
}
