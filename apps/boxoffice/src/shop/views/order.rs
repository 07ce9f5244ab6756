//! An order in each of its states.

use commons::events::EventStatus;
use platform_payments::store::PaymentStatus;
use platform_types::{Money, Timestamp};
use platform_ui::{Button, BuyBar, Card, CopyText, Countdown, Dialog, Form, House, Icon, Markup, PublicPage, Steps, Toast, Tone, html};

use super::order_parts::summary;
use super::refund;
use super::tickets::passes;
use super::{private_page, simulator_label};
use crate::live;
use crate::readable::{LOOKUP_CODE, ORDER_NUMBER, lookup_code, order_number};
use crate::shop::order::{Came, ROUNDS};
use crate::shop::order_access::Opened;
use crate::shop::paper::is_live;
use crate::shop::stage::Stage;

/// Id of the question before the tickets are given back.
const GIVE_BACK: &str = "give-back";

/// What the page shows besides the order.
pub(in crate::shop) struct Face<'a> {
    pub(in crate::shop) opened: &'a Opened,
    pub(in crate::shop) stage: Stage,
    pub(in crate::shop) now: Timestamp,
    /// The round of waiting for the provider.
    pub(in crate::shop) round: u8,
    /// What led here.
    pub(in crate::shop) came: Came,
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
                div class="stack" {
                    h1 { (title) }
                    (self.live())
                    @match self.came {
                        Came::Refused(why) => (Toast::new(Tone::Care, why).flash()),
                        Came::Refunded => (Toast::good(refund::GIVEN).flash()),
                        Came::RefundAsked => (Toast::good(refund::ASKED).flash()),
                        _ => {}
                    }
                    (content)
                }
                aside class="split__aside stack" aria-label="Your order" { (summary(self.opened)) @if self.opened.order.paid_at.is_some() { (refund::order_section(self.opened)) @if self.opened.by_buyer { (self.code()) } } }
            }
        };
        super::test_mode::marked(private_page(house, title, main).current("/my/tickets"), self.opened.order.is_test)
    }

    /// Loads the page again when the order changes. One that has ended does not.
    fn live(&self) -> Markup {
        if matches!(self.stage, Stage::Refunded | Stage::Failed | Stage::Cancelled) {
            return html! {};
        }
        let order = &self.opened.order;
        let pass = self.opened.by_code.then(|| live::pass_of(order.id, &order.lookup_code));
        html! {
            live-page data-topic=(live::Progress::topic(order.id)) data-mark=(self.opened.mark) data-pass=[pass] {
                p role="status" hidden { "This order has changed. " a href=(self.path("")) { "Show it as it is now" } }
            }
        }
    }

    /// The same as a step on the way to the tickets.
    fn with_steps(&self, house: &House, title: &str, content: Markup, clock: Option<Countdown>) -> PublicPage {
        let mut steps = Steps::new(super::checkout::steps(self.total()), if self.total().is_zero() { 1 } else { 2 });
        if clock.is_some() {
            steps =
                steps.back_to(0, format!("/events/{}", self.opened.event.slug)).back_to(1, format!("/checkout/{}", self.opened.order.hold));
        }
        let mut page = self.with_sum(house, title, content);
        page.main = html! {
            div class="checkout" {
                div class="ends" { (steps) @if let Some(clock) = clock { div class="only-wide" { (clock) } } }
                (page.main)
            }
        };
        page
    }

    fn to_pay(&self, house: &House) -> PublicPage {
        let order = &self.opened.order;
        let clock = || Countdown::hold(order.hold_expires_at, self.now, self.opened.event.zone);
        let label = match (self.total().is_zero(), order.is_test) {
            (true, _) => "Get tickets".to_owned(),
            (false, true) => "Pay with a test payment".to_owned(),
            (false, false) => format!("Pay {}", self.total()),
        };
        let opened_before = self.opened.payment == Some(PaymentStatus::Open);
        let content = html! {
            @if self.came == Came::ProviderAway { (Toast::new(Tone::Care, "The payment provider cannot be reached at the moment. Nothing was charged, your tickets stay reserved. Try again in a moment.").flash()) }
            @if self.came == Came::PaymentCancelled {
                (Toast::new(Tone::Note, "You cancelled the payment. Nothing was charged. Your tickets stay reserved until the clock runs out: pay now, or give them back.").flash())
            } @else if !order.notice.is_empty() { (Toast::bad(format!("{} Your tickets are still reserved: you can try again.", order.notice)).flash()) }
            @if let Some(label) = simulator_label(house, self.simulated && !self.total().is_zero() && !self.opened.order.is_test) { (label) }
            p { "Your tickets are reserved until the clock runs out. They are yours once the payment is confirmed." }
            @if self.opened.by_code {
                (clock())
                p { "Pay in the browser in which you chose the tickets." }
            } @else {
                (Form::post(self.path("/pay"), html! {}).id("pay").button(Button::submit(label.as_str()).main().large().icon(Icon::Lock))
                    .button(Button::link("Change details", format!("/checkout/{}", order.hold)).quiet())
                    .button(Button::opens("Give the tickets back", GIVE_BACK).quiet()))
                (Dialog::confirm(GIVE_BACK, "Give the tickets back?", "They go on sale again at once, for everybody. Nothing is charged.", &self.path("/release"), Button::submit("Give them back").danger()))
                @if opened_before { p class="muted" { "Have you paid already? " a href=(self.path("/return?wait=1")) { "Check the payment" } "." } }
            }
        };
        let page = self.with_steps(house, "Pay for your tickets", content, (!self.opened.by_code).then(clock));
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
        self.with_steps(house, "Confirming your payment", content, None)
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
        let title = match live {
            0 if self.stage == Stage::PartiallyRefunded => "Your tickets were given back",
            1 => "Your ticket",
            _ => "Your tickets",
        };
        let content = html! {
            @if opened.event.status == EventStatus::Cancelled { (Toast::bad(self.called_off()).flash()) }
            @if opened.event.status == EventStatus::Postponed { (Toast::new(Tone::Care, "This event has been postponed. Your tickets stay valid for the new date.").flash()) }
            @if self.stage == Stage::PartiallyRefunded { (Toast::new(Tone::Note, "Part of this order was refunded.").flash()) }
            p { (ORDER_NUMBER) " " strong { (order_number(&opened.order.number)) } @if self.total().is_zero() { " is booked." } @else if opened.order.is_test { " is settled with a test payment: no money moved." } @else { " is paid." } @if live > 0 { " The tickets also go to " strong { (opened.order.email) } "." } }
            @if live > 0 || self.has_receipt() {
                div class="cluster" {
                    @if live > 0 { (Button::link("Tickets as PDF", self.path("/tickets.pdf")).main().icon(Icon::Download)) }
                    @if live > 0 && opened.event.starts_at.is_some() { (Button::link("Add to calendar", self.path("/calendar.ics")).icon(Icon::CalendarPlus)) }
                    @if self.has_receipt() { (self.receipt()) }
                }
            }
            div { (passes(opened)) }
            (self.to_the_event("About the event"))
        };
        self.with_sum(house, title, content)
    }

    /// Whether a receipt has more to say than that nothing was charged.
    fn has_receipt(&self) -> bool {
        let order = &self.opened.order;
        order.paid_at.is_some() && order.total_minor + order.discount_minor > 0
    }

    fn receipt(&self) -> Button {
        Button::link("Receipt as PDF", self.path("/receipt.pdf")).icon(Icon::Download)
    }

    /// What a cancelled event means for money that has not gone back yet.
    fn called_off(&self) -> &'static str {
        if self.total().is_zero() {
            "This event has been cancelled."
        } else {
            "This event has been cancelled. Everything you paid goes back to you; you are written to when it is on its way."
        }
    }

    fn refunded(&self, house: &House) -> PublicPage {
        let content = html! {
            @if self.opened.event.status == EventStatus::Cancelled { (Toast::bad("This event has been cancelled.").flash()) }
            @if self.total().is_zero() { p { "Nothing was paid, so nothing goes back. The tickets no longer admit." } }
            @else { p { "The whole amount goes back the way it was paid. Depending on the bank this takes a few days. The tickets no longer admit." } }
            @if self.has_receipt() { div class="cluster" { (self.receipt()) } }
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
            p { (CopyText::new(lookup_code(&self.opened.order.lookup_code), LOOKUP_CODE)) }
            p class="muted" { "With this code and your e-mail address you " a href="/orders/lookup" { "find this order" } " on any device." }
          }
        })
        .title(LOOKUP_CODE)
    }
}
