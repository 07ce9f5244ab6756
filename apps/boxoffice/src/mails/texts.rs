//! The words of the mails: plain text, and the same as simple HTML.

use commons::events::Event;
use platform_types::Money;
use platform_ui::{Letter, Markup};

use crate::orders::{OrderKind, OrderView};
use crate::pricing::contained;
use crate::readable::{LOOKUP_CODE, ORDER_NUMBER, TEST_MODE, TICKET_CODE, lookup_code, order_number};
use crate::refunds::{self, Policy};
use crate::shop::paper::place_line;

/// Both parts of a mail.
pub(super) struct Words {
    pub text: String,
    pub html: Markup,
}

/// A mail of paragraphs; a line of its own where one starts with a label.
pub(super) fn words(title: &str, paragraphs: &[String], link: Option<(&str, String)>) -> Words {
    let mut text = paragraphs.join("\n\n");
    if let Some((label, address)) = &link {
        text.push_str(&format!("\n\n{label}: {address}"));
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
    let when = event.starts_at.map(|at| format!("{} ({})", event.zone.local(at).format("%A %-d %B %Y, %H:%M"), event.zone));
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
        OrderKind::Comp => return "Complimentary".to_owned(),
        OrderKind::Sale if money.is_zero() => "Free".to_owned(),
        OrderKind::Sale if order.is_test => format!("{money}, settled with a test payment"),
        OrderKind::Sale => format!("{money}, {}", contained(part(order.fees_minor), tax)),
    };
    if order.discount_minor > 0 { format!("{paid}\nDiscount with {}: {}", order.promo_code, part(order.discount_minor)) } else { paid }
}

/// Where the receipt is, of an order that cost something.
fn receipt(order: &OrderView) -> String {
    if order.total_minor > 0 && !order.is_test { "A receipt to print is on your order’s page.".to_owned() } else { String::new() }
}

/// Here are your tickets.
pub(super) fn tickets(order: &OrderView, event: &Event, policy: &Policy, public_url: &str) -> Words {
    let test = order.is_test.then(|| TEST_MODE.to_owned());
    let paragraphs = [
        format!("Hello {},", order.buyer_name),
        format!(
            "Your tickets for {} are attached. Each has a QR code and a {}; it admits one person, once. Show it on paper or on your phone.",
            event.name,
            TICKET_CODE.to_lowercase()
        ),
        when_and_where(event),
        format!(
            "{ORDER_NUMBER}: {}\n{LOOKUP_CODE}: {}\nTotal: {}",
            order_number(&order.number),
            lookup_code(&order.lookup_code),
            total(order)
        ),
        format!(
            "If you want to see your order on another device: it opens at {public_url}/orders/lookup with this e-mail address and the {}.",
            LOOKUP_CODE.to_lowercase()
        ),
        receipt(order),
        format!("Refunds\n{}", refunds::words(policy).join("\n")),
    ];
    let paragraphs: Vec<String> = test.into_iter().chain(paragraphs).filter(|text| !text.is_empty()).collect();
    words("Your tickets", &paragraphs, Some(("Your order", format!("{public_url}/orders/{}?code={}", order.id, order.lookup_code))))
}

/// It did not work out; nothing was charged, or it comes back.
pub(super) fn unpaid(order: &OrderView, event: &Event, public_url: &str) -> Words {
    let paragraphs = [
        format!("Hello {},", order.buyer_name),
        format!("Your order for {} could not be completed.", event.name),
        format!("{ORDER_NUMBER}: {}", order_number(&order.number)),
        order.notice.clone(),
    ];
    words("Your order", &paragraphs, Some(("See what is left", format!("{public_url}/events/{}", event.slug))))
}

#[cfg(test)]
mod tests {
    use commons::events::EventStatus;

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
    }
}
