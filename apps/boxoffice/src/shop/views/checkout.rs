//! The checkout: one form beside one sum.

use platform_http::FieldFault;
use platform_types::{Money, Timestamp};
use platform_ui::{Button, BuyBar, Card, Countdown, Field, FieldErrors, Form, House, Icon, Markup, OrderLine, OrderSummary, Steps, html};

use super::where_when::when_short;
use super::{private_page, simulator_label};
use crate::shop::checkout::{Cart, Typed};

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
            div class="ends" { (Steps::new(steps(total), 1).back_to(0, event_url.as_str())) div class="only-wide" { (clock()) } }
            div class="split" {
                div class="stack" {
                    h1 { "Who is coming?" }
                    @if let Some(label) = simulator_label(house, filled.simulated && !total.is_zero()) { (label) }
                    (form(cart, filled))
                }
                aside class="split__aside stack" aria-label="Your order" { (summary(cart)) (Card::new(super::refund::policy_lines(&cart.refunds)).title("Refunds")) }
            }
        }
    };
    // Beside the clock there is room for one word on a phone.
    let bar = BuyBar::new(amount(total), Button::submit("Continue").of_form(FORM)).clock(clock());
    private_page(house, "Your details", main).bar(bar.render()).render()
}

/// The way, without a payment where nothing is to be paid.
pub(super) fn steps(total: Money) -> &'static [&'static str] {
    if total.is_zero() { &["Tickets", "Details", "Done"] } else { &["Tickets", "Details", "Payment", "Done"] }
}

fn go_on(total: Money) -> &'static str {
    if total.is_zero() { "Get tickets" } else { "Continue to payment" }
}

fn form(cart: &Cart, filled: &Filled<'_>) -> Form {
    let mut errors = FieldErrors::new();
    if let Some(notice) = filled.notice {
        errors.add_form(notice);
    }
    for fault in filled.faults {
        errors.add(fault.field.clone(), fault.message.clone());
    }
    let value = |name: &str| filled.typed.get(name).cloned().unwrap_or_default();
    let fields = html! {
        div class="form__row" {
            (Field::text("name", "Your name").required().autocomplete("name").max_length(200).value(value("name")).error(errors.of("name")))
            (Field::email("email", "E-mail").required().value(value("email")).error(errors.of("email")).help("The tickets go here."))
        }
        h2 { "Names on the tickets" }
        p class="muted" { "Left empty, a ticket carries your own name." }
        @for (n, (field, _, type_name)) in cart.seats().into_iter().enumerate() {
            (Field::text(field.as_str(), format!("Ticket {}, {type_name}", n + 1)).autocomplete("off").max_length(200).value(value(&field)).error(errors.of(&field)))
        }
    };
    let total = total(cart);
    Form::post(format!("/checkout/{}", cart.hold.id), fields)
        .id(FORM)
        .errors(&errors)
        .hidden("total", total.minor.to_string())
        .hidden("occasion", cart.occasion())
        .button(Button::submit(go_on(total)).main().large().icon_after(Icon::ArrowRight))
}

fn total(cart: &Cart) -> Money {
    Money::new(cart.order.as_ref().map_or(cart.totals.total_minor, |o| o.total_minor), cart.event.currency)
}

fn amount(total: Money) -> String {
    if total.is_zero() { platform_ui::words::FREE.to_owned() } else { total.to_string() }
}

/// Lines at the price that was shown, everything in; what the sum contains stands below it.
fn summary(cart: &Cart) -> OrderSummary {
    let money = |minor| Money::new(minor, cart.event.currency);
    let what = format!("{} · {}", cart.event.name, when_short(&cart.event));
    let lines = cart.hold.items.iter().zip(&cart.units).map(|(item, unit)| {
        let count = u32::try_from(item.quantity).unwrap_or(0);
        OrderLine::new(item.name.clone(), count, money(unit.all_in_minor().saturating_mul(i64::from(item.quantity)))).note(what.as_str())
    });
    let summary = OrderSummary::new(lines.collect(), total(cart));
    super::order_parts::contained(
        summary,
        money(cart.totals.fees_minor),
        money(cart.totals.tax_added_minor + cart.totals.tax_included_minor),
    )
}

/// The time is over, or another cart took this one's place.
pub(in crate::shop) fn lapsed(house: &House, cart: &Cart) -> Markup {
    let main = html! {
        div class="stack" {
            h1 { "This reservation is over" }
            p { "Its 15 minutes have passed, or you chose other tickets for the same event since. Nothing was charged." }
            p { "Tickets that nobody has bought meanwhile are on sale again." }
            div class="cluster" { (Button::link("Choose tickets again", format!("/events/{}", cart.event.slug)).main().icon(Icon::Tickets)) }
        }
    };
    private_page(house, "Reservation over", main).narrow().render()
}
