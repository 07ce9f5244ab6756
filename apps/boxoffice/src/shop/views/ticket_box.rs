//! The ticket box of one event, and the bar that follows it on a phone.

use commons::events::EventStatus;
use platform_http::Fault;
use platform_texts::t;
use platform_types::Money;
use platform_ui::{self as ui, Button, BuyBar, Card, LiveTickets, Markup, Moment, OwnAmount, PriceRow, TicketBox, html};

use super::price_words;
use crate::catalogue::{Availability, Offer};
use crate::live::Tickets;
use crate::pricing::{self, nothing_added};
use crate::shop::amount;
use crate::shop::event::OnShow;
use crate::shop::glance::Glance;
use crate::shop::hold::Refused;
use crate::shop::wanted::Wanted;
use crate::shop::{Closed, Standing, closed, field_name, standing};

/// The form's id, by which the bar's button sends it.
pub(super) const FORM: &str = "tickets";

/// What stands in the box.
#[derive(Clone, Copy, Default)]
pub(super) struct Filled<'a> {
    /// What was chosen before.
    pub(super) wanted: Option<&'a Wanted>,
    /// Why it could not be held.
    pub(super) refused: Option<&'a Fault>,
    /// The code that goes with it.
    pub(super) code: Option<&'a str>,
}

impl<'a> Filled<'a> {
    /// A choice that could not be held.
    pub(super) fn refused(refused: &'a Refused) -> Self {
        Self { wanted: Some(&refused.wanted), refused: Some(&refused.fault), code: None }
    }

    /// What is wrong with the field of this name.
    fn fault_of(&self, name: &str) -> Option<String> {
        self.refused?.fields().iter().find(|fault| fault.field == name).map(|fault| fault.message.clone())
    }
}

/// The box where something can be bought or could once; else a word about why there is none.
pub(super) fn ticket_box(show: &OnShow, filled: Filled<'_>) -> Markup {
    if let Some(why) = closed_words(show) {
        return Card::new(html! { p { (why) } }).title(t!("event-tickets")).render();
    }
    let rows = show.offers.iter().map(|offer| row(show, offer, filled)).collect();
    let action = format!("/events/{}/hold", show.event.slug);
    let mut tickets = TicketBox::new(action, t!("event-tickets"), t!("event-get-tickets"), show.event.currency, rows);
    FORM.clone_into(&mut tickets.id);
    tickets.button = t!("event-get-tickets").into_owned();
    tickets = tickets.error(filled.refused.map(Fault::message));
    if show.offers.iter().any(|offer| offer.suggested_minor.is_some()) {
        let tax = show.tariff.tax.as_ref().filter(|tax| !tax.included).map_or(0, |tax| tax.rate_millionths);
        let fees = show.tariff.fees.iter().map(|fee| (fee.rate_millionths, fee.fixed_minor));
        tickets = tickets.on_top(fees.collect(), tax);
    }
    if let Some(code) = filled.code {
        tickets = tickets.hidden("code", code).hidden("brought", "1");
    }
    if tickets.is_open() {
        let free = show.offers.iter().all(|o| o.unit.all_in_minor() == 0 && o.suggested_minor.is_none());
        tickets = tickets.note(if free { t!("event-held-free") } else { t!("event-held-pay") });
    }
    tickets.live = Some(live(show));
    tickets.render()
}

/// Where the date is not said.
fn not_yet() -> String {
    t!("event-not-yet").into_owned()
}

/// After the last day of sale.
fn ended() -> String {
    t!("event-ended").into_owned()
}

/// Nothing left, but not all of it sold.
fn in_carts() -> String {
    t!("event-in-carts").into_owned()
}

/// The bar: what it costs and the one way on. Unseen while nothing can be bought.
pub(super) fn bar(show: &OnShow, glance: &Glance) -> Option<Markup> {
    if closed_words(show).is_some() {
        return None;
    }
    let open = show.offers.iter().any(|o| o.availability == Availability::OnSale);
    let prices = glance.prices?;
    let words = match open_price(show) {
        // The least of all is what a buyer sets.
        Some(least) if least <= prices.0.minor => own_price(Money::new(least, show.event.currency)),
        _ => price_words(prices),
    };
    let bar = BuyBar::new(words, Button::submit(t!("event-get-tickets")).of_form(FORM)).follows(FORM).unseen(!open);
    let paid = || show.offers.iter().filter(|o| o.unit.all_in_minor() > 0);
    // How much of each is what stands beside the tickets.
    Some(if paid().all(adds_nothing) { bar.render() } else { bar.note(ui::words::all_in()).render() })
}

/// The least that a ticket whose price the buyer sets can be had for now, everything in.
fn open_price(show: &OnShow) -> Option<i64> {
    let on_sale = show.offers.iter().filter(|o| o.availability == Availability::OnSale && o.suggested_minor.is_some());
    on_sale.map(|o| o.unit.all_in_minor()).min()
}

/// A price that the buyer sets, from its least on.
fn own_price(least: Money) -> String {
    if least.is_zero() { ui::words::own_price().into_owned() } else { t!("listing-price-from", price = least.to_string()).into_owned() }
}

/// Whether there is a box.
pub(super) fn can_choose(show: &OnShow) -> bool {
    closed_words(show).is_none()
}

/// Whether a code may open something: also where nothing is shown to everybody.
pub(super) fn can_ask(show: &OnShow) -> bool {
    closed_words(show).is_none()
        || (show.offers.is_empty() && show.event.status == EventStatus::Published && show.event.starts_at.is_none_or(|at| at > show.now))
}

/// Why there is no box at all, in words.
fn closed_words(show: &OnShow) -> Option<String> {
    let words = match closed(&show.event, show.offers.is_empty(), show.now)? {
        Closed::Cancelled => {
            return Some(t!("event-cancelled-long", organizer = show.event.organizer).into_owned());
        }
        Closed::Postponed => t!("event-postponed-long"),
        Closed::Over => t!("event-over"),
        Closed::Begun => t!("event-begun"),
        Closed::Nothing => t!("event-nothing-sold"),
    };
    Some(words.into_owned())
}

fn row(show: &OnShow, offer: &Offer, filled: Filled<'_>) -> PriceRow {
    let name = field_name(offer.id);
    let price = Money::new(offer.unit.all_in_minor(), show.event.currency);
    let error = filled.fault_of(&name);
    let chosen = filled.wanted.map_or_else(|| "0".to_owned(), |wanted| wanted.typed(offer.id));
    let least = u32::try_from(offer.min_per_order).unwrap_or(1);
    let mut row = PriceRow::new(name, offer.name.clone(), price, availability(show, offer)).chosen(chosen).error(error.as_deref());
    if let Some(note) = note(offer) {
        row = row.note(note);
    }
    if least > 1 {
        row = row.min(least);
    }
    row.price_note = contained(show, offer).filter(|_| !price.is_zero());
    if offer.suggested_minor.is_some() {
        row.price_words = Some(own_price(price));
        if offer.availability == Availability::OnSale {
            row.amount = Some(own_amount(show, offer, filled));
        }
    }
    row.zones.clone_from(&offer.zones);
    row
}

/// Where the buyer says what one ticket may cost; the suggestion stands there first.
fn own_amount(show: &OnShow, offer: &Offer, filled: Filled<'_>) -> OwnAmount {
    let money = |minor| Money::new(minor, show.event.currency);
    let name = amount::field_name(offer.id);
    let suggested = money(offer.suggested_minor.unwrap_or(offer.unit.price_minor)).typed();
    let on_top = !show.tariff.fees.is_empty() || show.tariff.tax.as_ref().is_some_and(|tax| !tax.included);
    let help = match (offer.unit.price_minor, on_top) {
        (0, false) => t!("event-amount-any"),
        (0, true) => t!("event-amount-any-on-top"),
        (least, false) => t!("event-amount-least", least = money(least).to_string()),
        (least, true) => t!("event-amount-least-on-top", least = money(least).to_string()),
    };
    OwnAmount {
        value: filled.wanted.and_then(|wanted| wanted.typed_amount(offer.id)).unwrap_or(suggested),
        error: filled.fault_of(&name),
        help: help.into_owned(),
        currency: show.event.currency,
        name,
    }
}

fn note(offer: &Offer) -> Option<String> {
    let least = (offer.min_per_order > 1).then(|| t!("event-at-least", n = offer.min_per_order).into_owned());
    let parts: Vec<String> = [Some(offer.description.trim().to_owned()).filter(|d| !d.is_empty()), least].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The shown price is what is paid; this says what is in it, and that nothing is only where something is in another one.
fn contained(show: &OnShow, offer: &Offer) -> Option<String> {
    let part = |minor| Money::new(minor, show.event.currency);
    let told = pricing::contained(part(offer.unit.fee_minor), part(offer.unit.tax_added_minor + offer.unit.tax_included_minor));
    told.or_else(|| (!show.offers.iter().all(adds_nothing)).then(nothing_added))
}

fn adds_nothing(offer: &Offer) -> bool {
    offer.unit.fee_minor + offer.unit.tax_added_minor + offer.unit.tax_included_minor == 0
}

fn availability(show: &OnShow, offer: &Offer) -> ui::Availability {
    match standing(offer) {
        Standing::OnSale { max, left } => ui::Availability::OnSale { max, left },
        Standing::InCarts => ui::Availability::NotNow(in_carts()),
        Standing::SoldOut => ui::Availability::SoldOut,
        Standing::NotYet => ui::Availability::NotNow(
            offer
                .sale_starts_at
                .map_or_else(not_yet, |at| t!("event-sale-from", when = Moment::short(at, show.event.zone).text()).into_owned()),
        ),
        Standing::Ended => ui::Availability::NotNow(ended()),
    }
}

/// What a page that is open says when this changes.
fn live(show: &OnShow) -> LiveTickets {
    LiveTickets {
        topic: Tickets::topic(show.event.id),
        in_carts: in_carts(),
        not_yet: not_yet(),
        ended: ended(),
        changed: t!("event-changed").into_owned(),
        reload: t!("event-changed-show").into_owned(),
        back: t!("event-tickets-back").into_owned(),
    }
}
