//! The words of the mails: plain text, and the same as simple HTML.

use commons::events::Event;
use platform_types::Money;
use platform_ui::{Letter, Markup};

use crate::orders::OrderView;
use crate::shop::paper::{grouped, place_line};

/// Both parts of a mail.
pub(super) struct Words {
    pub text: String,
    pub html: Markup,
}

/// A mail of paragraphs; a line of its own where one starts with a label.
fn words(title: &str, paragraphs: &[String], link: Option<(&str, String)>) -> Words {
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

fn when_and_where(event: &Event) -> String {
    let when = event.starts_at.map(|at| format!("{} ({})", event.zone.local(at).format("%A %-d %B %Y, %H:%M"), event.zone));
    [Some(event.name.clone()), when, Some(place_line(event)).filter(|line| !line.is_empty())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

fn total(order: &OrderView) -> String {
    let money = Money::new(order.total_minor, order.currency);
    if money.is_zero() { "Free".to_owned() } else { format!("{money}, fees and taxes included") }
}

/// Here are your tickets.
pub(super) fn tickets(order: &OrderView, event: &Event, public_url: &str) -> Words {
    let paragraphs = [
        format!("Hello {},", order.buyer_name),
        format!("Your tickets for {} are attached. Each code admits one person, once; show it on paper or on your phone.", event.name),
        when_and_where(event),
        format!("Order {}\nTotal: {}", grouped(&order.number), total(order)),
        format!(
            "If you lose this mail: your order opens at {public_url}/orders/lookup with this address and the code {}.",
            grouped(&order.lookup_code)
        ),
    ];
    words("Your tickets", &paragraphs, Some(("Your order", format!("{public_url}/orders/{}?code={}", order.id, order.lookup_code))))
}

/// It did not work out; nothing was charged, or it comes back.
pub(super) fn unpaid(order: &OrderView, event: &Event, public_url: &str) -> Words {
    let paragraphs = [
        format!("Hello {},", order.buyer_name),
        format!("Your order {} for {} could not be completed.", grouped(&order.number), event.name),
        order.notice.clone(),
    ];
    words("Your order", &paragraphs, Some(("See what is left", format!("{public_url}/events/{}", event.slug))))
}

/// The money comes back.
pub(super) fn refunded(order: &OrderView, event: &Event) -> Words {
    let money = Money::new(order.refunded_minor, order.currency);
    let what = if money.is_zero() {
        "Your order was cancelled by the organizer.".to_owned()
    } else {
        format!("{money} is on its way back to the card you paid with. Banks take up to ten days to show it.")
    };
    let paragraphs = [
        format!("Hello {},", order.buyer_name),
        format!("{what} The tickets of order {} admit nobody any more.", grouped(&order.number)),
        when_and_where(event),
    ];
    words("Refund", &paragraphs, None)
}
