//! An order in each of its states.

use commons::events::EventStatus;
use platform_payments::store::PaymentStatus;
use platform_types::{Money, Timestamp};
use platform_ui::{Button, BuyBar, Card, CopyText, Countdown, Form, House, Icon, Markup, PublicPage, Toast, Tone, html};

use super::order_parts::summary;
use super::tickets::passes;
use super::{private_page, simulator_label};
use crate::shop::order::ROUNDS;
use crate::shop::order_access::Opened;
use crate::shop::paper::{grouped, is_live};
use crate::shop::stage::Stage;

/// What the page shows besides the order.
pub(in crate::shop) struct Face<'a> {
    pub(in crate::shop) opened: &'a Opened,
    pub(in crate::shop) stage: Stage,
    pub(in crate::shop) now: Timestamp,
    /// The round of waiting for the provider.
    pub(in crate::shop) round: u8,
    /// The provider's page could not be opened.
    pub(in crate::shop) provider_away: bool,
    /// Whether no real money moves.
    pub(in crate::shop) simulated: bool,
}

/// The page of an order.
pub(in crate::shop) fn page(house: &House, face: &Face<'_>) -> Markup {
    let page = match face.stage {
        Stage::ToPay => face.to_pay(house),
        Stage::Confirming => face.confirming(house),
        Stage::Lapsed { checking } => face.lapsed(house, checking),
        Stage::Paid | Stage::PartiallyRefunded => face.paid(house),
        Stage::Refunded => face.refunded(house),
        Stage::Failed => face.ended(house, "The payment did not work", "The payment failed. Nothing was charged."),
        Stage::Cancelled => face.ended(house, "This order was cancelled", "This order was cancelled."),
    };
    page.render()
}

impl Face<'_> {
    fn path(&self, rest: &str) -> String {
        format!("/orders/{}{rest}", self.opened.order.id)
    }

    fn total(&self) -> Money {
        Money::new(self.opened.order.total_minor, self.opened.order.currency)
    }

    /// Two columns: what happens, and the sum.
    fn with_sum(&self, house: &House, title: &str, content: Markup) -> PublicPage {
        let main = html! {
            div class="split" {
                div class="stack" { h1 { (title) } (content) }
                aside class="split__aside stack" aria-label="Your order" { (summary(self.opened)) @if self.opened.order.paid_at.is_some() { (self.code()) } }
            }
        };
        private_page(house, title, main).current("/my/tickets")
    }

    fn to_pay(&self, house: &House) -> PublicPage {
        let order = &self.opened.order;
        let clock = || Countdown::hold(order.hold_expires_at, self.now, self.opened.event.zone);
        let label = if self.total().is_zero() { "Get tickets".to_owned() } else { format!("Pay {}", self.total()) };
        let opened_before = self.opened.payment == Some(PaymentStatus::Open);
        let content = html! {
            (clock())
            @if self.provider_away { (Toast::new(Tone::Care, "The payment provider cannot be reached at the moment. Nothing was charged, your tickets stay reserved. Try again in a moment.").flash()) }
            @if !order.notice.is_empty() { (Toast::bad(format!("{} Your tickets are still reserved: you can try again.", order.notice)).flash()) }
            @if let Some(label) = simulator_label(house, self.simulated && !self.total().is_zero()) { (label) }
            p { "Your tickets are reserved until the clock runs out. They are yours once the payment is confirmed." }
            @if self.opened.by_code {
                p { "Pay in the browser in which you chose the tickets." }
            } @else {
                (Form::post(self.path("/pay"), html! {}).id("pay").button(Button::submit(label.as_str()).main().large().icon(Icon::Lock))
                    .button(Button::link("Change details", format!("/checkout/{}", order.hold)).quiet()))
                @if opened_before { p class="muted" { "Have you paid already? " a href=(self.path("/return?wait=1")) { "Check the payment" } "." } }
            }
        };
        let page = self.with_sum(house, "Pay for your tickets", content);
        if self.opened.by_code {
            page
        } else {
            page.bar(BuyBar::new(self.total().to_string(), Button::submit("Pay").of_form("pay")).clock(clock()).render())
        }
    }

    fn confirming(&self, house: &House) -> PublicPage {
        let given_up = self.round >= ROUNDS;
        let content = html! {
            p role="status" {
                @if given_up {
                    "The bank takes longer than usual. We go on asking and send the tickets to " strong { (self.opened.order.email) } " as soon as it answers. You can close this page."
                } @else {
                    "We are waiting for the payment provider's word. This takes a few seconds; the page goes on by itself."
                }
            }
            p { "Do not pay again: one order is charged once." }
            div class="cluster" {
                (Button::link("Check again", self.path("/return?wait=1")).main())
                @if self.opened.payment == Some(PaymentStatus::Open) && !self.opened.by_code {
                    form method="post" action=(self.path("/pay")) { (Button::submit("Back to the payment page").quiet()) }
                }
            }
        };
        self.with_sum(house, "Confirming your payment", content)
    }

    fn lapsed(&self, house: &House, checking: bool) -> PublicPage {
        let order = &self.opened.order;
        let content = html! {
            @if order.notice.is_empty() { p { "Your reservation ran out before it was paid." } } @else { p { (order.notice) } }
            @if checking {
                p { "If you have paid at the last moment, we are checking it now: you get your tickets if the places are still free. If not, nothing is charged, and you are told by e-mail." }
            } @else {
                p { "Nothing was charged. Tickets that nobody has bought meanwhile are on sale again." }
            }
            (self.to_the_event("Choose tickets again"))
        };
        self.with_sum(house, "Your reservation has lapsed", content)
    }

    fn paid(&self, house: &House) -> PublicPage {
        let opened = self.opened;
        let live = opened.tickets.iter().filter(|t| is_live(t)).count();
        let title = if live == 1 { "Your ticket" } else { "Your tickets" };
        let content = html! {
            @if opened.event.status == EventStatus::Cancelled { (Toast::bad(format!("This event has been cancelled. {} will be in touch about your money.", opened.event.organizer)).flash()) }
            @if opened.event.status == EventStatus::Postponed { (Toast::new(Tone::Care, "This event has been postponed. Your tickets stay valid for the new date.").flash()) }
            @if self.stage == Stage::PartiallyRefunded { (Toast::new(Tone::Note, "Part of this order was refunded.").flash()) }
            p { "Order " strong { (grouped(&opened.order.number)) } @if self.total().is_zero() { " is booked." } @else { " is paid." } " The tickets also go to " strong { (opened.order.email) } "." }
            @if live > 0 {
                div class="cluster" {
                    (Button::link("Tickets as PDF", self.path("/tickets.pdf")).main().icon(Icon::Download))
                    @if opened.event.starts_at.is_some() { (Button::link("Add to calendar", self.path("/calendar.ics")).icon(Icon::CalendarPlus)) }
                }
            }
            div { (passes(opened)) }
            (self.to_the_event("About the event"))
        };
        self.with_sum(house, title, content)
    }

    fn refunded(&self, house: &House) -> PublicPage {
        let content = html! {
            p { "The whole amount goes back the way it was paid. Depending on the bank this takes a few days. The tickets no longer admit." }
            div { (passes(self.opened)) }
            (self.to_the_event("About the event"))
        };
        self.with_sum(house, "This order was refunded", content)
    }

    fn ended(&self, house: &House, title: &str, without_notice: &str) -> PublicPage {
        let notice = &self.opened.order.notice;
        let content = html! {
            p { @if notice.is_empty() { (without_notice) } @else { (notice) } }
            (self.to_the_event("Choose tickets again"))
        };
        self.with_sum(house, title, content)
    }

    fn to_the_event(&self, label: &str) -> Markup {
        html! { div class="cluster" { (Button::link(label, format!("/events/{}", self.opened.event.slug)).icon(Icon::Tickets)) } }
    }

    /// What opens the order on another device.
    fn code(&self) -> Card {
        Card::new(html! {
          div class="stack stack--tight" {
            p { (CopyText::new(grouped(&self.opened.order.lookup_code), "order code")) }
            p class="muted" { "With this code and your e-mail address you " a href="/orders/lookup" { "find this order" } " on any device." }
          }
        })
        .title("Order code")
    }
}
