//! An order in each of its states.

use std::borrow::Cow;

use commons::events::EventStatus;
use platform_payments::store::PaymentStatus;
use platform_texts::{t, t_html};
use platform_types::{Money, Timestamp};
use platform_ui::{Button, BuyBar, Card, CopyText, Countdown, Dialog, Form, House, Icon, Markup, PublicPage, Toast, Tone, html};

use super::order_parts::summary;
use super::refund;
use super::tickets::passes;
use super::{private_page, simulator_label};
use crate::live;
use crate::orders::told_notice;
use crate::readable::{lookup_code, lookup_code_name, order_number};
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
        Stage::Failed => face.ended(house, &t!("order-title-failed"), &t!("order-failed")),
        Stage::Cancelled => face.ended(house, &t!("order-title-cancelled"), &t!("order-cancelled")),
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
                        Came::Refused(code) => (Toast::new(Tone::Care, code.message()).flash()),
                        Came::Refunded => (Toast::good(refund::given()).flash()),
                        Came::RefundAsked => (Toast::good(refund::asked()).flash()),
                        _ => {}
                    }
                    (content)
                }
                aside class="split__aside stack" aria-label=(t!("checkout-your-order")) { (summary(self.opened)) @if self.opened.order.paid_at.is_some() { (refund::order_section(self.opened, self.now)) @if self.opened.by_buyer { (self.code()) } } }
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
                p role="status" hidden { (t_html!("order-changed", link = html! { a href=(self.path("")) { (t!("order-changed-show")) } })) }
            }
        }
    }

    /// The same as a step on the way to the tickets.
    fn with_steps(&self, house: &House, title: &str, content: Markup, clock: Option<Countdown>) -> PublicPage {
        let mut steps = super::checkout::steps(self.total(), if self.total().is_zero() { 1 } else { 2 });
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
            (true, _) => t!("checkout-get-tickets"),
            (false, true) => t!("checkout-pay-test"),
            (false, false) => t!("order-pay", amount = self.total().to_string()),
        };
        let opened_before = self.opened.payment == Some(PaymentStatus::Open);
        let content = html! {
            @if self.came == Came::ProviderAway { (Toast::new(Tone::Care, t!("order-provider-away")).flash()) }
            @if self.came == Came::PaymentCancelled {
                (Toast::new(Tone::Note, t!("order-payment-cancelled")).flash())
            } @else if !order.notice.is_empty() { (Toast::bad(t!("order-notice-again", notice = told_notice(&order.notice))).flash()) }
            @if let Some(label) = simulator_label(house, self.simulated && !self.total().is_zero() && !self.opened.order.is_test) { (label) }
            p { (t!("order-reserved")) }
            @if self.opened.by_code {
                (clock())
                p { (t!("order-pay-there")) }
            } @else {
                (Form::post(self.path("/pay"), html! {}).id("pay").button(Button::submit(label).main().large().icon(Icon::Lock))
                    .button(Button::link(t!("order-change-details"), format!("/checkout/{}", order.hold)).quiet())
                    .button(Button::opens(t!("order-give-back"), GIVE_BACK).quiet()))
                (Dialog::confirm(GIVE_BACK, t!("order-give-back-ask"), &t!("order-give-back-text"), &self.path("/release"), Button::submit(t!("order-give-back-yes")).danger()))
                @if opened_before { p class="muted" { (t_html!("order-paid-already", link = html! { a href=(self.path("/return?wait=1")) { (t!("order-check-payment")) } })) } }
            }
        };
        let page = self.with_steps(house, &t!("order-title-to-pay"), content, (!self.opened.by_code).then(clock));
        if self.opened.by_code {
            page
        } else {
            page.bar(BuyBar::new(self.total().to_string(), Button::submit(t!("order-pay-short")).of_form("pay")).clock(clock()).render())
        }
    }

    fn confirming(&self, house: &House) -> PublicPage {
        let given_up = self.round >= ROUNDS;
        let content = html! {
            p role="status" {
                @if given_up {
                    (t_html!("order-bank-slow", email = html! { strong { (self.opened.order.email) } }))
                } @else {
                    (t!("order-waiting"))
                }
            }
            p { (t!("order-once")) }
            div class="cluster" {
                (Button::link(t!("order-check-again"), self.path("/return?wait=1")).main())
                @if self.opened.payment == Some(PaymentStatus::Open) && !self.opened.by_code {
                    form method="post" action=(self.path("/pay")) { (Button::submit(t!("order-back-to-payment")).quiet()) }
                }
            }
        };
        self.with_steps(house, &t!("order-title-confirming"), content, None)
    }

    fn lapsed(&self, house: &House, checking: bool) -> PublicPage {
        let order = &self.opened.order;
        let content = html! {
            @if order.notice.is_empty() { p { (t!("order-ran-out")) } } @else { p { (told_notice(&order.notice)) } }
            @if checking {
                p { (t!("order-last-moment")) }
            } @else {
                p { (t!("order-nothing-charged")) }
            }
            (self.to_the_event(&t!("checkout-choose-again")))
        };
        self.with_sum(house, &t!("order-title-lapsed"), content)
    }

    fn paid(&self, house: &House) -> PublicPage {
        let opened = self.opened;
        let live = opened.tickets.iter().filter(|t| is_live(t)).count();
        let title = match live {
            0 if self.stage == Stage::PartiallyRefunded => t!("order-title-given-back"),
            1 => t!("order-title-ticket"),
            _ => t!("order-title-tickets"),
        };
        let content = html! {
            @if opened.event.status == EventStatus::Cancelled { (Toast::bad(self.called_off()).flash()) }
            @if opened.event.status == EventStatus::Postponed { (Toast::new(Tone::Care, t!("order-postponed")).flash()) }
            @if self.stage == Stage::PartiallyRefunded { (Toast::new(Tone::Note, t!("order-part-refunded")).flash()) }
            p { (self.settled()) @if live > 0 { " " (t_html!("order-tickets-go-to", email = html! { strong { (opened.order.email) } })) } }
            @if live > 0 || self.has_receipt() {
                div class="cluster" {
                    @if live > 0 { (Button::link(t!("order-pdf"), self.path("/tickets.pdf")).main().icon(Icon::Download)) }
                    @if live > 0 && opened.event.starts_at.is_some() { (Button::link(t!("event-to-calendar"), self.path("/calendar.ics")).icon(Icon::CalendarPlus)) }
                    @if self.has_receipt() { (self.receipt()) }
                }
            }
            div { (passes(opened)) }
            (self.to_the_event(&t!("event-about")))
        };
        self.with_sum(house, &title, content)
    }

    /// That it is paid, or booked where nothing was to be paid.
    fn settled(&self) -> Markup {
        let number = html! { strong { (order_number(&self.opened.order.number)) } };
        if self.total().is_zero() {
            t_html!("order-is-booked", number = number)
        } else if self.opened.order.is_test {
            t_html!("order-is-test", number = number)
        } else {
            t_html!("order-is-paid", number = number)
        }
    }

    /// Whether a receipt has more to say than that nothing was charged.
    fn has_receipt(&self) -> bool {
        let order = &self.opened.order;
        order.paid_at.is_some() && order.total_minor + order.discount_minor > 0
    }

    fn receipt(&self) -> Button {
        Button::link(t!("order-receipt"), self.path("/receipt.pdf")).icon(Icon::Download)
    }

    /// What a cancelled event means for money that has not gone back yet.
    fn called_off(&self) -> Cow<'static, str> {
        if self.total().is_zero() { t!("order-event-cancelled") } else { t!("order-event-cancelled-money") }
    }

    fn refunded(&self, house: &House) -> PublicPage {
        let content = html! {
            @if self.opened.event.status == EventStatus::Cancelled { (Toast::bad(t!("order-event-cancelled")).flash()) }
            @if self.total().is_zero() { p { (t!("order-refunded-free")) } }
            @else { p { (t!("order-refunded-money")) } }
            @if self.has_receipt() { div class="cluster" { (self.receipt()) } }
            div { (passes(self.opened)) }
            (self.to_the_event(&t!("event-about")))
        };
        self.with_sum(house, &t!("order-title-refunded"), content)
    }

    fn ended(&self, house: &House, title: &str, without_notice: &str) -> PublicPage {
        let notice = &self.opened.order.notice;
        let content = html! {
            p { @if notice.is_empty() { (without_notice) } @else { (told_notice(notice)) } }
            (self.to_the_event(&t!("checkout-choose-again")))
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
            p { (CopyText::new(lookup_code(&self.opened.order.lookup_code), lookup_code_name())) }
            p class="muted" { (t_html!("order-find-elsewhere", link = html! { a href="/orders/lookup" { (t!("order-find-link")) } })) }
          }
        })
        .title(lookup_code_name())
    }
}
