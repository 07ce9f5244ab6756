//! Our minor units and Stripe's, which differ for a few currencies.
//!
//! Stripe counts Icelandic krónur in hundredths although none exist, and takes three-decimal currencies
//! only in steps of ten (docs.stripe.com/currencies). It also has a smallest and a largest charge.

use platform_payments::PaymentError;
use platform_types::{Currency, Money};

/// Stripe's smallest charges in its units; other currencies go by their worth of 0.50 USD, which only
/// Stripe can tell.
const SMALLEST: &[(&str, i64)] = &[
    ("AED", 200),
    ("AUD", 50),
    ("BGN", 100),
    ("BRL", 50),
    ("CAD", 50),
    ("CHF", 50),
    ("CZK", 1_500),
    ("DKK", 250),
    ("EUR", 50),
    ("GBP", 30),
    ("HKD", 400),
    ("HUF", 17_500),
    ("INR", 50),
    ("JPY", 50),
    ("MXN", 1_000),
    ("MYR", 200),
    ("NOK", 300),
    ("NZD", 50),
    ("PLN", 200),
    ("RON", 200),
    ("SEK", 300),
    ("SGD", 50),
    ("THB", 1_000),
    ("USD", 50),
];

/// Eight digits.
const LARGEST: i64 = 99_999_999;

/// Stripe's units per unit of ours.
fn factor(currency: Currency) -> i64 {
    if currency.code() == "ISK" { 100 } else { 1 }
}

fn invalid(code: &str, message: String) -> PaymentError {
    PaymentError::Invalid { code: code.to_owned(), message }
}

/// The amount in Stripe's units, if it can be said in them.
pub(crate) fn to_stripe(amount: Money) -> Result<i64, PaymentError> {
    let currency = amount.currency;
    if amount.minor <= 0 {
        return Err(invalid("payments.amount_not_positive", format!("{amount} is not a positive amount")));
    }
    if currency.decimals() == 3 && amount.minor % 10 != 0 {
        return Err(invalid("payments.amount_not_representable", format!("{amount}: {currency} is charged in steps of 0.010")));
    }
    amount
        .minor
        .checked_mul(factor(currency))
        .filter(|units| *units <= LARGEST)
        .ok_or_else(|| invalid("payments.amount_too_large", format!("{amount} is more than can be charged at once")))
}

/// Whether it can be charged at all.
pub(crate) fn chargeable(amount: Money) -> Result<i64, PaymentError> {
    let units = to_stripe(amount)?;
    let smallest = SMALLEST.iter().find(|(code, _)| *code == amount.currency.code()).map_or(1, |(_, units)| *units);
    if units < smallest {
        let least = Money::new(smallest / factor(amount.currency), amount.currency);
        return Err(invalid("payments.amount_too_small", format!("{amount} is less than the smallest charge of {least}")));
    }
    Ok(units)
}

/// Stripe's units of a currency as Stripe spells it.
pub(crate) fn from_stripe(units: i64, currency: &str) -> Result<Money, PaymentError> {
    let unreadable = |message: String| PaymentError::Unknown { message };
    let currency: Currency = currency.parse().map_err(|_| unreadable(format!("Stripe answered in the unknown currency {currency:?}")))?;
    let factor = factor(currency);
    if units % factor != 0 {
        return Err(unreadable(format!("Stripe answered {units}, which is no whole number of {currency}")));
    }
    Ok(Money::new(units / factor, currency))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, code.parse().unwrap())
    }

    fn code(result: Result<i64, PaymentError>) -> String {
        match result.unwrap_err() {
            PaymentError::Invalid { code, .. } => code,
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case(1_250, "EUR", 1_250)]
    #[case(900, "JPY", 900)]
    #[case(500, "ISK", 50_000)]
    #[case(5_120, "KWD", 5_120)]
    fn amounts_are_said_in_stripes_units(#[case] minor: i64, #[case] currency: &str, #[case] units: i64) {
        assert_eq!(chargeable(money(minor, currency)), Ok(units));
        assert_eq!(from_stripe(units, &currency.to_lowercase()), Ok(money(minor, currency)));
    }

    #[test]
    fn what_cannot_be_charged_is_refused_before_it_is_sent() {
        assert_eq!(code(chargeable(money(5_124, "KWD"))), "payments.amount_not_representable");
        assert_eq!(code(chargeable(money(49, "EUR"))), "payments.amount_too_small");
        assert_eq!(code(chargeable(money(399, "HKD"))), "payments.amount_too_small");
        assert_eq!(code(chargeable(money(0, "EUR"))), "payments.amount_not_positive");
        assert_eq!(code(chargeable(money(-5, "EUR"))), "payments.amount_not_positive");
        assert_eq!(code(chargeable(money(100_000_000, "EUR"))), "payments.amount_too_large");
        assert_eq!(code(chargeable(money(i64::MAX, "ISK"))), "payments.amount_too_large");
    }

    proptest! {
        #[test]
        fn what_goes_there_comes_back(minor in 1_i64..99_999_999, index in 0_usize..40) {
            let currency = Currency::all().nth(index).unwrap();
            let amount = Money::new(minor, currency);
            if let Ok(units) = to_stripe(amount) {
                prop_assert_eq!(from_stripe(units, currency.code()), Ok(amount));
            }
        }
    }
}
