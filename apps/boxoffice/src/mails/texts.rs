//! The words of the mails: plain text, and the same as simple HTML.

use commons::events::Event;
use platform_texts::{Telling, in_zone, t, zone_name};
use platform_types::Money;
use platform_ui::{Letter, Markup};

use crate::orders::{OrderKind, OrderView, told_notice};
use crate::pricing::contained;
use crate::readable::{lookup_code, order_number, test_mode};
use crate::refunds::{self, Policy};
use crate::shop::paper::{place_line, unmarked};

/// Both parts of a mail.
pub(super) struct Words {
    pub text: String,
    pub html: Markup,
}

/// A mail of paragraphs; a line of its own where one starts with a label.
pub(super) fn words(title: &str, paragraphs: &[String], link: Option<(&str, String)>) -> Words {
    let mut text = paragraphs.join("\n\n");
    if let Some((label, address)) = &link {
        text.push_str("\n\n");
        text.push_str(&unmarked(&t!("mail-link", label = *label, address = address), address));
    }
    text.push('\n');
    let mut letter = Letter::new(title, "Callboard", paragraphs.to_vec());
    if let Some((label, address)) = link {
        letter = letter.action(label, address);
    }
    let html = letter.render();
    Words { text, html }
}

pub(super) fn when_and_where(event: &Event) -> String {
    let when = event
        .starts_at
        .map(|at| t!("mail-when", when = in_zone(at, event.zone, Telling::Whole), zone = zone_name(event.zone)).into_owned());
    [Some(event.name.clone()), when, Some(place_line(event)).filter(|line| !line.is_empty())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

fn total(order: &OrderView) -> String {
    let money = Money::new(order.total_minor, order.currency);
    let part = |minor| Money::new(minor, order.currency);
    let tax = part(order.tax_added_minor + order.tax_included_minor);
    let paid = match order.kind {
        OrderKind::Comp => return t!("mail-complimentary").into_owned(),
        OrderKind::Sale if money.is_zero() => t!("mail-free"),
        OrderKind::Sale if order.is_test => t!("mail-test-paid", money = money.to_string()),
        OrderKind::Sale => match contained(part(order.fees_minor), tax) {
            Some(contained) => t!("mail-paid", money = money.to_string(), contained = contained),
            None => money.to_string().into(),
        },
    };
    if order.discount_minor > 0 {
        format!("{paid}\n{}", t!("mail-discount", code = order.promo_code, amount = part(order.discount_minor).to_string()))
    } else {
        paid.into_owned()
    }
}

/// Where the receipt is, of an order that cost something.
fn receipt(order: &OrderView) -> String {
    if order.total_minor > 0 && !order.is_test { t!("mail-receipt").into_owned() } else { String::new() }
}

/// What was promised about giving tickets back; nothing where nothing was.
fn refunds_told(order: &OrderView, policy: &Policy) -> String {
    let free = order.total_minor == 0;
    let lines = refunds::words_now(policy, refunds::Standing::Ahead, free);
    if lines.is_empty() { String::new() } else { format!("{}\n{}", refunds::heading(free), lines.join("\n")) }
}

/// Here are your tickets.
pub(super) fn tickets(order: &OrderView, event: &Event, policy: &Policy, public_url: &str) -> Words {
    let lookup = format!("{public_url}/orders/lookup");
    let test = order.is_test.then(|| test_mode().into_owned());
    let paragraphs = [
        t!("mail-hello", name = order.buyer_name).into_owned(),
        t!("mail-attached", event = event.name).into_owned(),
        when_and_where(event),
        [
            t!("mail-codes", number = order_number(&order.number)),
            t!("mail-lookup", code = lookup_code(&order.lookup_code)),
            t!("mail-total", total = total(order)),
        ]
        .join("\n"),
        unmarked(&t!("mail-elsewhere", address = lookup), &lookup),
        receipt(order),
        refunds_told(order, policy),
    ];
    let paragraphs: Vec<String> = test.into_iter().chain(paragraphs).filter(|text| !text.is_empty()).collect();
    words(
        &t!("mail-title-tickets"),
        &paragraphs,
        Some((&*t!("mail-your-order"), format!("{public_url}/orders/{}?code={}", order.id, order.lookup_code))),
    )
}

/// It did not work out; nothing was charged, or it comes back.
pub(super) fn unpaid(order: &OrderView, event: &Event, public_url: &str) -> Words {
    let paragraphs = [
        t!("mail-hello", name = order.buyer_name).into_owned(),
        t!("mail-not-completed", event = event.name).into_owned(),
        t!("mail-codes", number = order_number(&order.number)).into_owned(),
        told_notice(&order.notice),
    ];
    words(&t!("mail-your-order"), &paragraphs, Some((&*t!("mail-see-left"), format!("{public_url}/events/{}", event.slug))))
}

#[cfg(test)]
mod tests {
    use commons::events::EventStatus;
    use platform_types::{Currency, Lang};

    use super::*;
    use crate::console::samples;
    use crate::orders::OrderStatus;

    #[test]
    fn whoever_paid_is_told_of_the_receipt() {
        let told = |order: &OrderView| tickets(order, &samples::event(EventStatus::Published), &Policy::NONE, "https://tickets.test").text;
        let paid = samples::order(OrderStatus::Paid);
        assert!(told(&paid).contains("A receipt to print is on your order’s page."), "{}", told(&paid));
        let free = OrderView { subtotal_minor: 0, fees_minor: 0, tax_included_minor: 0, total_minor: 0, ..paid.clone() };
        let test = OrderView { is_test: true, ..paid };
        assert!(!told(&free).contains("receipt") && !told(&test).contains("receipt") && !told(&free).contains("\n\n\n"), "{}", told(&free));
        assert!(told(&test).contains("Refunds\nNo refunds.") && !told(&free).contains("efund"), "{}", told(&free));
    }

    #[test]
    fn a_mail_names_the_clock_of_the_place_and_keeps_amounts_together() {
        let order = OrderView { currency: Currency::HKD, ..samples::order(OrderStatus::Paid) };
        let event = samples::event(EventStatus::Published);
        let told = |lang: Lang| lang.within(|| tickets(&order, &event, &Policy::NONE, "https://tickets.test").text);
        assert!(told(Lang::En).contains("(Berlin time)") && told(Lang::De).contains(" Uhr (Ortszeit Berlin)"), "{}", told(Lang::De));
        let arabic = told(Lang::Ar);
        let total = arabic.lines().find(|line| line.starts_with("المجموع")).unwrap();
        assert!(total.contains("\u{2066}HK$\u{2069}\u{2069}"), "the letters and the sign of HK$ are one: {total:?}");
        assert!(total.contains("\u{2068}\u{200F}"), "what is paid and what is in it are told from the right: {total:?}");
        assert!(!arabic.contains("Europe/Berlin"), "{arabic}");
    }
}
