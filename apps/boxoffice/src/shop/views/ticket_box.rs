//! The ticket box of one event, and the bar that follows it on a phone.

use commons::events::EventStatus;
use platform_types::Money;
use platform_ui::{self as ui, Button, BuyBar, Card, LiveTickets, Markup, Moment, OwnAmount, PriceRow, TicketBox, html};

use super::price_words;
use crate::catalogue::{Availability, Offer};
use crate::live::Tickets;
use crate::pricing::{self, NOTHING_ADDED};
use crate::shop::amount;
use crate::shop::event::OnShow;
use crate::shop::glance::Glance;
use crate::shop::hold::Refused;
use crate::shop::promo::Brought;
use crate::shop::{Closed, Standing, closed, field_name, standing};

/// The form's id, by which the bar's button sends it.
const FORM: &str = "tickets";

/// The box where something can be bought or could once; else a word about why there is none.
pub(super) fn ticket_box(show: &OnShow, refused: Option<&Refused>, brought: Option<&Brought>) -> Markup {
    if let Some(why) = closed_words(show) {
        return Card::new(html! { p { (why) } }).title("Tickets").render();
    }
    let rows = show.offers.iter().map(|offer| row(show, offer, refused)).collect();
    let mut tickets = TicketBox::new(format!("/events/{}/hold", show.event.slug), "Tickets", show.event.currency, rows);
    FORM.clone_into(&mut tickets.id);
    tickets = tickets.error(refused.map(|r| r.fault.message()));
    if show.offers.iter().any(|offer| offer.suggested_minor.is_some()) {
        let tax = show.tariff.tax.as_ref().filter(|tax| !tax.included).map_or(0, |tax| tax.rate_millionths);
        let fees = show.tariff.fees.iter().map(|fee| (fee.rate_millionths, fee.fixed_minor));
        tickets = tickets.on_top(fees.collect(), tax);
    }
    if let Some(brought) = brought.filter(|b| b.outcome.is_ok()) {
        tickets = tickets.hidden("code", brought.text.as_str());
    }
    if tickets.is_open() {
        let free = show.offers.iter().all(|o| o.unit.all_in_minor() == 0 && o.suggested_minor.is_none());
        tickets = tickets.note(if free {
            "Held for you for 15 minutes while you enter your details."
        } else {
            "Held for you for 15 minutes while you pay."
        });
    }
    tickets.live = Some(live(show));
    tickets.render()
}

/// Where the date is not said.
const NOT_YET: &str = "Not on sale yet";
/// After the last day of sale.
const ENDED: &str = "Sales have ended";
/// Nothing left, but not all of it sold.
const IN_CARTS: &str = "All in carts now. Look again in a few minutes: some may come back.";

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
    let bar = BuyBar::new(words, Button::submit("Get tickets").of_form(FORM)).follows(FORM).unseen(!open);
    let paid = || show.offers.iter().filter(|o| o.unit.all_in_minor() > 0);
    // How much of each is what stands beside the tickets.
    Some(match (paid().next().is_some(), paid().all(adds_nothing)) {
        (false, _) => bar.render(),
        (true, true) => bar.note(NOTHING_ADDED).render(),
        (true, false) => bar.note(ui::words::ALL_IN).render(),
    })
}

/// The least that a ticket whose price the buyer sets can be had for now, everything in.
fn open_price(show: &OnShow) -> Option<i64> {
    let on_sale = show.offers.iter().filter(|o| o.availability == Availability::OnSale && o.suggested_minor.is_some());
    on_sale.map(|o| o.unit.all_in_minor()).min()
}

/// A price that the buyer sets, from its least on.
fn own_price(least: Money) -> String {
    if least.is_zero() { ui::words::OWN_PRICE.to_owned() } else { format!("from {least}") }
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
            return Some(format!(
                "This event has been cancelled. No tickets are sold any more. If you hold tickets, {} will be in touch.",
                show.event.organizer
            ));
        }
        Closed::Postponed => "This event has been postponed. Tickets are sold again when the new date is fixed.",
        Closed::Over => "This event is over.",
        Closed::Begun => "This event has begun. Tickets are no longer sold here.",
        Closed::Nothing => "No tickets are sold for this event here yet.",
    };
    Some(words.to_owned())
}

fn row(show: &OnShow, offer: &Offer, refused: Option<&Refused>) -> PriceRow {
    let name = field_name(offer.id);
    let price = Money::new(offer.unit.all_in_minor(), show.event.currency);
    let error = refused.and_then(|r| r.fault.fields().iter().find(|f| f.field == name)).map(|f| f.message.clone());
    let chosen = refused.map_or_else(|| "0".to_owned(), |r| r.wanted.typed(offer.id));
    let least = u32::try_from(offer.min_per_order).unwrap_or(1);
    let mut row = PriceRow::new(name, offer.name.clone(), price, availability(show, offer)).chosen(chosen).error(error.as_deref());
    if let Some(note) = note(offer) {
        row = row.note(note);
    }
    if least > 1 {
        row = row.min(least);
    }
    row.price_note = Some(contained(show, offer)).filter(|_| !price.is_zero());
    if offer.suggested_minor.is_some() {
        row.price_words = Some(own_price(price));
        if offer.availability == Availability::OnSale {
            row.amount = Some(own_amount(show, offer, refused));
        }
    }
    row.zones.clone_from(&offer.zones);
    row
}

/// Where the buyer says what one ticket may cost; the suggestion stands there first.
fn own_amount(show: &OnShow, offer: &Offer, refused: Option<&Refused>) -> OwnAmount {
    let money = |minor| Money::new(minor, show.event.currency);
    let name = amount::field_name(offer.id);
    let suggested = money(offer.suggested_minor.unwrap_or(offer.unit.price_minor)).decimal();
    let least = match offer.unit.price_minor {
        0 => "As much as you like; 0 is fine.".to_owned(),
        least => format!("{} or more.", money(least)),
    };
    let on_top = !show.tariff.fees.is_empty() || show.tariff.tax.as_ref().is_some_and(|tax| !tax.included);
    let on_top = if on_top { " Fees and taxes come on top." } else { "" };
    OwnAmount {
        value: refused.and_then(|r| r.wanted.typed_amount(offer.id)).unwrap_or(suggested),
        error: refused.and_then(|r| r.fault.fields().iter().find(|f| f.field == name)).map(|f| f.message.clone()),
        help: format!("{least}{on_top}"),
        currency: show.event.currency,
        name,
    }
}

fn note(offer: &Offer) -> Option<String> {
    let least = (offer.min_per_order > 1).then(|| format!("At least {} in one order.", offer.min_per_order));
    let parts: Vec<String> = [Some(offer.description.trim().to_owned()).filter(|d| !d.is_empty()), least].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The shown price is what is paid; this says what is in it.
fn contained(show: &OnShow, offer: &Offer) -> String {
    let part = |minor| Money::new(minor, show.event.currency);
    pricing::contained(part(offer.unit.fee_minor), part(offer.unit.tax_added_minor + offer.unit.tax_included_minor))
}

fn adds_nothing(offer: &Offer) -> bool {
    offer.unit.fee_minor + offer.unit.tax_added_minor + offer.unit.tax_included_minor == 0
}

fn availability(show: &OnShow, offer: &Offer) -> ui::Availability {
    match standing(offer) {
        Standing::OnSale { max, left } => ui::Availability::OnSale { max, left },
        Standing::InCarts => ui::Availability::NotNow(IN_CARTS.to_owned()),
        Standing::SoldOut => ui::Availability::SoldOut,
        Standing::NotYet => ui::Availability::NotNow(
            offer
                .sale_starts_at
                .map_or_else(|| NOT_YET.to_owned(), |at| format!("On sale from {}", Moment::short(at, show.event.zone).text())),
        ),
        Standing::Ended => ui::Availability::NotNow(ENDED.to_owned()),
    }
}

/// What a page that is open says when this changes.
fn live(show: &OnShow) -> LiveTickets {
    LiveTickets {
        topic: Tickets::topic(show.event.id),
        in_carts: IN_CARTS.to_owned(),
        not_yet: NOT_YET.to_owned(),
        ended: ENDED.to_owned(),
        changed: "The tickets of this event have changed.".to_owned(),
        reload: "Show them as they are now".to_owned(),
        back: "Tickets are to be had.".to_owned(),
    }
}
