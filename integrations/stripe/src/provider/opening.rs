//! Opening the hosted page.

use chrono::Duration;
use platform_payments::{IdempotencyKey, NewPayment, OpenedPayment, PaymentError};
use platform_types::{Lang, Timestamp};

use crate::amount::chargeable;
use crate::api::{Api, Fields};
use crate::webhook::PAYMENT_ID;
use crate::wire::Session;

/// Stripe keeps a page open for 30 minutes at least, counted from when it hears of it; the five on top are
/// for attempts that arrive late.
const SHORTEST: Duration = Duration::minutes(35);
/// And for 24 hours at most.
const LONGEST: Duration = Duration::hours(24);
/// Stripe's longest product name.
const LONGEST_NAME: usize = 250;

pub(super) async fn open(api: &Api, payment: &NewPayment) -> Result<OpenedPayment, PaymentError> {
    let key = IdempotencyKey::of("open", payment.key.into());
    let session: Session = api.post(&["checkout", "sessions"], &key, fields(payment)?).await?;
    let pay_url = session.url.as_deref().and_then(|url| url.parse().ok());
    let expires_at = Timestamp::from_timestamp(session.expires_at, 0);
    match (pay_url, expires_at) {
        (Some(pay_url), Some(expires_at)) => Ok(OpenedPayment { provider_ref: session.id.into(), pay_url, expires_at }),
        _ => Err(PaymentError::Unknown { message: format!("Stripe opened {} without an address or an end", session.id) }),
    }
}

/// Made from the intent alone, never from the time of the attempt: under one key Stripe wants equal fields.
fn fields(payment: &NewPayment) -> Result<Fields, PaymentError> {
    let units = chargeable(payment.amount)?;
    let expires_at = payment.expires_at.clamp(payment.created_at + SHORTEST, payment.created_at + LONGEST);
    let name: String = payment.description.chars().take(LONGEST_NAME).collect();
    let (payment_id, order_id) = (payment.key.to_string(), payment.order.to_string());
    let order_key = "order_id";
    let fields = [
        ("mode", "payment"),
        ("client_reference_id", &order_id),
        (&format!("metadata[{PAYMENT_ID}]"), &payment_id),
        (&format!("metadata[{order_key}]"), &order_id),
        ("customer_email", payment.customer_email.as_str()),
        ("success_url", payment.return_url.as_str()),
        ("cancel_url", payment.cancel_url.as_str()),
        ("expires_at", &expires_at.timestamp().to_string()),
        // A card can be authorised now and captured later; most other methods cannot.
        ("payment_method_types[0]", "card"),
        ("payment_intent_data[capture_method]", "manual"),
        ("payment_intent_data[description]", &name),
        (&format!("payment_intent_data[metadata][{PAYMENT_ID}]"), &payment_id),
        (&format!("payment_intent_data[metadata][{order_key}]"), &order_id),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", &payment.amount.currency.code().to_lowercase()),
        ("line_items[0][price_data][unit_amount]", &units.to_string()),
        ("line_items[0][price_data][product_data][name]", &name),
    ];
    let language = payment.language.map(|lang| ("locale", locale(lang)));
    Ok(fields.into_iter().chain(language).map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// The page's language, of those that Stripe Checkout has (docs.stripe.com/api/checkout/sessions/object, `locale`): Arabic is none of
/// them, so that page follows the browser.
fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::De => "de",
        Lang::Ar => "auto",
    }
}

#[cfg(test)]
mod tests {
    use platform_types::{Currency, Money, OrderId, PaymentId};

    use super::*;

    fn value(fields: &Fields, name: &str) -> String {
        let found: Vec<_> = fields.iter().filter(|(n, _)| n == name).collect();
        assert_eq!(found.len(), 1, "{name}");
        found[0].1.clone()
    }

    #[test]
    fn the_page_stays_open_as_long_as_stripe_allows_and_the_name_fits() {
        let created_at = Timestamp::from_timestamp(1_700_000_000, 0).unwrap();
        let mut payment = NewPayment {
            key: PaymentId("0190b0d0-0000-7000-8000-000000000001".parse().unwrap()),
            order: OrderId("0190b0d0-0000-7000-8000-000000000002".parse().unwrap()),
            amount: Money::new(4_200, Currency::HKD),
            language: Some(Lang::De),
            description: "ü".repeat(400),
            customer_email: "ada@example.org".parse().unwrap(),
            return_url: "http://127.0.0.1/r".parse().unwrap(),
            cancel_url: "http://127.0.0.1/c".parse().unwrap(),
            created_at,
            expires_at: created_at + Duration::minutes(15),
        };
        let sent = fields(&payment).unwrap();
        assert_eq!(value(&sent, "expires_at"), (1_700_000_000 + 35 * 60).to_string());
        assert_eq!(value(&sent, "line_items[0][price_data][product_data][name]").chars().count(), 250);
        assert_eq!(value(&sent, "line_items[0][price_data][currency]"), "hkd");
        assert_eq!(value(&sent, "locale"), "de");
        assert_eq!(value(&sent, "payment_intent_data[metadata][payment_id]"), payment.key.to_string());
        payment.expires_at = created_at + Duration::days(3);
        assert_eq!(value(&fields(&payment).unwrap(), "expires_at"), (1_700_000_000 + 24 * 3600).to_string());
    }
}
