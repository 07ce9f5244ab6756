//! The checkout: one form beside one sum.

use std::borrow::Cow;

use commons::events::EventStatus;
use platform_http::{Fault, FieldFault};
use platform_texts::{t, t_html};
use platform_types::{Money, Timestamp};
use platform_ui::{Button, BuyBar, Countdown, Field, FieldErrors, Form, House, Icon, Markup, OrderLine, OrderSummary, Steps, Toast, html};

use super::test_mode::marked;
use super::where_when::when_short;
use super::{order_parts, private_page, simulator_label};
use crate::shop::checkout::{Cart, Typed};
use crate::shop::promo;

const FORM: &str = "details";

/// What the page shows besides the cart.
pub(in crate::shop) struct Filled<'a> {
    pub(in crate::shop) typed: &'a Typed,
    /// What is wrong, by field.
    pub(in crate::shop) faults: &'a [FieldFault],
    /// What is wrong with the whole.
    pub(in crate::shop) notice: Option<&'a str>,
    /// Whether no real money moves.
    pub(in crate::shop) simulated: bool,
    pub(in crate::shop) now: Timestamp,
}

/// The form; nothing typed is lost.
pub(in crate::shop) fn page(house: &House, cart: &Cart, filled: &Filled<'_>) -> Markup {
    let event_url = format!("/events/{}", cart.event.slug);
    let clock = || Countdown::hold(cart.hold.expires_at, filled.now, cart.event.zone);
    let total = total(cart);
    let main = html! {
        div class="checkout" {
            div class="ends" { (steps(total, 1).back_to(0, event_url.as_str())) div class="only-wide" { (clock()) } }
            div class="split" {
                div class="stack" {
                    h1 { (t!("checkout-heading")) }
                    (code_applied(cart))
                    @if let Some(label) = simulator_label(house, filled.simulated && !total.is_zero() && !is_test(cart)) { (label) }
                    (form(cart, filled))
                }
                aside class="split__aside stack" aria-label=(t!("checkout-your-order")) {
                    (summary(cart))
                    (code_box(cart))
                    (super::refund::policy_card(&cart.refunds, &cart.event, total.is_zero(), filled.now))
                }
            }
        }
    };
    // Beside the clock there is room for one word on a phone.
    let bar = BuyBar::new(amount(total), Button::submit(t!("checkout-continue")).of_form(FORM)).clock(clock());
    marked(private_page(house, t!("checkout-title"), main).bar(bar.render()), is_test(cart)).render()
}

/// The way, without a payment where nothing is to be paid.
pub(super) fn steps(total: Money, current: usize) -> Steps {
    let (tickets, details) = (t!("checkout-step-tickets"), t!("checkout-step-details"));
    let (payment, done) = (t!("checkout-step-payment"), t!("checkout-step-done"));
    if total.is_zero() {
        Steps::new(&[&tickets, &details, &done], current)
    } else {
        Steps::new(&[&tickets, &details, &payment, &done], current)
    }
}

/// Whether it is a try-out.
fn is_test(cart: &Cart) -> bool {
    cart.order.as_ref().map_or(cart.event.status == EventStatus::Test, |order| order.is_test)
}

fn go_on(total: Money, is_test: bool) -> Cow<'static, str> {
    if is_test && !total.is_zero() {
        t!("checkout-pay-test")
    } else if total.is_zero() {
        t!("checkout-get-tickets")
    } else {
        t!("checkout-to-payment")
    }
}

fn form(cart: &Cart, filled: &Filled<'_>) -> Form {
    let mut errors = FieldErrors::new();
    if let Some(notice) = filled.notice {
        errors.add_form(notice);
    }
    if let Some((code, why)) = refused_code(cart) {
        errors.add("code", promo::told_of(code, &why));
    }
    for fault in filled.faults {
        errors.add(fault.field.clone(), fault.message.clone());
    }
    let value = |name: &str| filled.typed.get(name).cloned().unwrap_or_default();
    let fields = html! {
        div class="form__row" {
            (Field::text("name", t!("checkout-name")).required().autocomplete("name").value(value("name")).error(errors.of("name")))
            (Field::email("email", t!("checkout-email")).required().value(value("email")).error(errors.of("email")).help(t!("checkout-email-help")))
        }
        h2 { (t!("checkout-names")) }
        p class="muted" { (t!("checkout-names-help")) }
        @for (n, (field, _, type_name)) in cart.seats().into_iter().enumerate() {
            (Field::text(field.as_str(), t!("checkout-ticket", n = n + 1, kind = type_name)).autocomplete("off").value(value(&field)).error(errors.of(&field)))
        }
    };
    let total = total(cart);
    Form::post(format!("/checkout/{}", cart.hold.id), fields)
        .id(FORM)
        .errors(&errors)
        .hidden("total", total.minor.to_string())
        .hidden("occasion", cart.occasion())
        .button(Button::submit(go_on(total, is_test(cart))).main().large().icon_after(Icon::ArrowRight))
}

fn total(cart: &Cart) -> Money {
    Money::new(cart.order.as_ref().map_or(cart.quote.totals.total_minor, |o| o.total_minor), cart.event.currency)
}

fn amount(total: Money) -> String {
    if total.is_zero() { platform_ui::words::free().into_owned() } else { total.to_string() }
}

/// Lines at the price that was shown, everything in; what the sum contains stands below it.
fn summary(cart: &Cart) -> OrderSummary {
    let money = |minor| Money::new(minor, cart.event.currency);
    let what = format!("{} · {}", cart.event.name, when_short(&cart.event));
    if let Some(order) = &cart.order {
        let summary =
            OrderSummary::new(cart.placed.iter().map(|item| order_parts::line(item, &what, order.currency)).collect(), total(cart));
        let summary = order_parts::contained(summary, money(order.fees_minor), money(order.tax_added_minor + order.tax_included_minor));
        return order_parts::discounted(summary, &order.promo_code, money(order.discount_minor));
    }
    let quote = &cart.quote;
    let lines = quote.lines.iter().map(|line| {
        let count = u32::try_from(line.quantity).unwrap_or(0);
        let note = order_parts::note(&what, money(line.off_minor));
        OrderLine::new(line.name.clone(), count, money(line.unit.all_in_minor().saturating_mul(i64::from(line.quantity)))).note(note)
    });
    let totals = &quote.totals;
    let summary = OrderSummary::new(lines.collect(), total(cart));
    let summary = order_parts::contained(summary, money(totals.fees_minor), money(totals.tax_added_minor + totals.tax_included_minor));
    order_parts::discounted(summary, cart.hold.code.as_deref().unwrap_or_default(), money(quote.discount_minor))
}

/// Above everything else, what a code that was just put on has made of the price.
fn code_applied(cart: &Cart) -> Markup {
    let money = |minor| Money::new(minor, cart.event.currency);
    let code = cart.hold.code.as_deref().unwrap_or_default();
    html! {
        @if let Some(before) = cart.before_code() {
            (Toast::good(t!("checkout-code-applied", code = code, total = amount(total(cart)), before = amount(money(before)))).flash())
        }
    }
}

/// The code that does not count, and why; an order that was placed before has its price.
fn refused_code(cart: &Cart) -> Option<(&str, Fault)> {
    let refusal = cart.refusal.filter(|_| cart.order.is_none())?;
    Some((cart.hold.code.as_deref()?, promo::fault_of(refusal, Some(cart.event.zone))))
}

/// The field for a code, what is wrong with the one that was typed, or the one that counts. Its controls belong to the
/// one form, so that nothing that was typed there is lost; they stand behind its main button, which Enter presses.
fn code_box(cart: &Cart) -> Markup {
    if cart.order.is_some() || (!cart.takes_codes && cart.hold.code.is_none()) {
        return html! {};
    }
    let path = format!("/checkout/{}/code", cart.hold.id);
    let applied = cart.hold.code.as_deref().filter(|_| cart.refusal.is_none());
    html! {
        @if let Some(code) = applied {
            div class="ends" {
                p { (t_html!("checkout-code-counts", code = html! { strong { (code) } })) }
                @if !cart.bound { (Button::submit(t!("checkout-code-remove")).named("code", "").of_form(FORM).sends_to(path).quiet().small()) }
            }
        } @else {
            @let refused = refused_code(cart);
            div class="code-box" {
                (Field::text("code", t!("checkout-code")).of_form(FORM).value(cart.hold.code.as_deref().unwrap_or_default()).autocomplete("off").max_length(60).error(refused.as_ref().map(|(_, why)| why.message())))
                (Button::submit(t!("checkout-code-apply")).of_form(FORM).sends_to(path))
            }
        }
    }
}

/// The time is over, or another cart took this one's place.
pub(in crate::shop) fn lapsed(house: &House, cart: &Cart) -> Markup {
    let main = html! {
        div class="stack" {
            h1 { (t!("checkout-over-heading")) }
            p { (t!("checkout-over-text")) }
            p { (t!("checkout-over-again")) }
            div class="cluster" { (Button::link(t!("checkout-choose-again"), format!("/events/{}", cart.event.slug)).main().icon(Icon::Tickets)) }
        }
    };
    private_page(house, t!("checkout-over-title"), main).narrow().render()
}
