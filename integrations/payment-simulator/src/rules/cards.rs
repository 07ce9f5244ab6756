//! The test cards, with the numbers and behaviours of the original's test mode (docs.stripe.com/testing).

use chrono::{DateTime, Datelike, Utc};

use crate::books::{Problem, RefundBehaviour};

/// What a card does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardBehaviour {
    Approve(RefundBehaviour),
    /// Asks for the second step first.
    Challenge,
    Decline {
        code: &'static str,
        decline_code: Option<&'static str>,
        message: &'static str,
    },
}

/// One test card.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TestCard {
    pub number: &'static str,
    /// What it does, in a few words.
    pub label: &'static str,
    pub behaviour: CardBehaviour,
}

const fn declines(
    number: &'static str,
    label: &'static str,
    code: &'static str,
    decline_code: Option<&'static str>,
    message: &'static str,
) -> TestCard {
    TestCard { number, label, behaviour: CardBehaviour::Decline { code, decline_code, message } }
}

const DECLINED: &str = "Your card was declined.";

pub(crate) const CARDS: &[TestCard] = &[
    TestCard { number: "4242424242424242", label: "Approve", behaviour: CardBehaviour::Approve(RefundBehaviour::AtOnce) },
    declines("4000000000000002", "Decline", "card_declined", Some("generic_decline"), DECLINED),
    declines("4000000000009995", "Insufficient funds", "card_declined", Some("insufficient_funds"), "Your card has insufficient funds."),
    TestCard { number: "4000002760003184", label: "3-D Secure", behaviour: CardBehaviour::Challenge },
    declines("4000000000000069", "Expired card", "expired_card", None, "Your card has expired."),
    declines("4000000000000127", "Wrong CVC", "incorrect_cvc", None, "Your card's security code is incorrect."),
    declines(
        "4000000000000119",
        "Processing error",
        "processing_error",
        None,
        "An error occurred while processing your card. Try again in a little bit.",
    ),
    TestCard {
        number: "4000000000007726",
        label: "Refunds take a while",
        behaviour: CardBehaviour::Approve(RefundBehaviour::PendingThenSucceeded),
    },
    TestCard {
        number: "4000000000005126",
        label: "Refunds fail later",
        behaviour: CardBehaviour::Approve(RefundBehaviour::SucceededThenFailed),
    },
];

impl TestCard {
    pub fn last4(&self) -> &'static str {
        &self.number[self.number.len() - 4..]
    }

    /// As cards show it: `4242 4242 4242 4242`.
    pub fn grouped(&self) -> String {
        self.number.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// What happens to whoever pays with it, in a sentence.
    pub fn effect(&self) -> &'static str {
        match self.behaviour {
            CardBehaviour::Approve(RefundBehaviour::AtOnce) => "The payment works.",
            CardBehaviour::Approve(RefundBehaviour::PendingThenSucceeded) => "The payment works; a refund takes 5 seconds.",
            CardBehaviour::Approve(RefundBehaviour::SucceededThenFailed) => "The payment works; a refund fails after 5 seconds.",
            CardBehaviour::Challenge => "The bank asks first: approve it or fail it.",
            CardBehaviour::Decline { message, .. } => message,
        }
    }

    /// Why it declines, as it stands in `last_payment_error`.
    pub fn decline(&self) -> Option<Problem> {
        let CardBehaviour::Decline { code, decline_code, message } = self.behaviour else { return None };
        Some(Problem {
            kind: "card_error".to_owned(),
            code: Some(code.to_owned()),
            decline_code: decline_code.map(str::to_owned),
            message: message.to_owned(),
            param: None,
        })
    }
}

/// What a person typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct CardEntry {
    pub number: String,
    pub expiry: String,
    pub cvc: String,
}

/// What is wrong with it, at which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CardProblem {
    pub field: &'static str,
    pub message: &'static str,
}

/// Any number but those of the test cards.
pub(crate) const UNKNOWN_CARD: CardProblem =
    CardProblem { field: "number", message: "This is not one of the test cards above. Never enter a real card here." };

/// Finds the card. A number that is none of the test cards is neither kept nor shown again: it may be real.
/// So an entry whose problem is its number is forgotten as a whole.
pub(crate) fn check_card(entry: &CardEntry, now: i64) -> Result<TestCard, CardProblem> {
    let digits = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    let number = digits(&entry.number);
    if number.is_empty() {
        return Err(CardProblem { field: "number", message: "Choose a test card, or enter its number." });
    }
    let card = CARDS.iter().find(|card| card.number == number).copied();
    let card = card.ok_or(UNKNOWN_CARD)?;
    if !expiry_is_ahead(&digits(&entry.expiry), now) {
        return Err(CardProblem { field: "expiry", message: "Enter an expiry date that is still to come, as month/year: 12/34." });
    }
    let cvc = digits(&entry.cvc);
    if !matches!(cvc.len(), 3 | 4) || !cvc.bytes().all(|b| b.is_ascii_digit()) {
        return Err(CardProblem { field: "cvc", message: "Enter any three digits as the security code." });
    }
    Ok(card)
}

fn date(now: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(now, 0).unwrap_or_default()
}

fn expiry_is_ahead(text: &str, now: i64) -> bool {
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()));
    let Some((month, year)) = text.split_once('/').and_then(|(m, y)| Some((number(m)?, number(y)?))) else { return false };
    let today = date(now);
    let this_year = u32::try_from(today.year()).unwrap_or(0) % 100;
    (1..=12).contains(&month) && (year > this_year || (year == this_year && month >= today.month()))
}

/// An expiry date that will do.
pub(crate) fn prefilled_expiry(now: i64) -> String {
    format!("12/{:02}", (date(now).year() + 3).rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 15 November 2023.
    const NOW: i64 = 1_700_006_400;

    fn field(number: &str, expiry: &str, cvc: &str) -> Option<&'static str> {
        let entry = CardEntry { number: number.into(), expiry: expiry.into(), cvc: cvc.into() };
        check_card(&entry, NOW).err().map(|p| p.field)
    }

    #[test]
    fn only_whole_entries_of_test_cards_pass() {
        assert_eq!(field("4242 4242 4242 4242", "11/23", "123"), None);
        assert_eq!(field("4242-4242-4242-4242", "1 / 24", "1234"), None);
        assert_eq!(field("", "11/23", "123"), Some("number"));
        assert_eq!(field("4111111111111111", "11/23", "123"), Some("number"));
        for expiry in ["10/23", "13/30", "0/30", "1130", "", "+1/30", "12/2030"] {
            assert_eq!(field("4242424242424242", expiry, "123"), Some("expiry"), "{expiry}");
        }
        for cvc in ["", "12", "12345", "abc"] {
            assert_eq!(field("4242424242424242", "11/23", cvc), Some("cvc"), "{cvc}");
        }
        assert_eq!(field("4242424242424242", &prefilled_expiry(NOW), "123"), None);
    }

    #[test]
    fn every_test_card_has_a_valid_number() {
        for card in CARDS {
            let sum: u32 = card
                .number
                .bytes()
                .rev()
                .enumerate()
                .map(|(i, b)| {
                    let digit = u32::from(b - b'0') * if i % 2 == 1 { 2 } else { 1 };
                    digit / 10 + digit % 10
                })
                .sum();
            assert_eq!(sum % 10, 0, "{}", card.number);
        }
    }
}
