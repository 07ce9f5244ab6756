//! Opening a hosted page.

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

use super::Refusal;
use super::render::{self, Expand};
use crate::books::{Capture, Draft, Session, SessionStatus};

/// Open for 30 minutes at least and 24 hours at most.
const SHORTEST: i64 = 30 * 60;
const LONGEST: i64 = 24 * 3600;
/// Eight digits.
const LARGEST: i64 = 99_999_999;

/// Smallest charges, in the API's units. The original measures other currencies by their worth of half a dollar.
const SMALLEST: &[(&str, i64)] = &[
    ("aed", 200),
    ("aud", 50),
    ("bgn", 100),
    ("brl", 50),
    ("cad", 50),
    ("chf", 50),
    ("czk", 1_500),
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17_500),
    ("inr", 50),
    ("jpy", 50),
    ("mxn", 1_000),
    ("myr", 200),
    ("nok", 300),
    ("nzd", 50),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("sgd", 50),
    ("thb", 1_000),
    ("usd", 50),
];

/// What is asked for.
#[derive(Debug)]
pub(crate) struct NewSession {
    pub amount: i64,
    pub currency: String,
    pub expires_at: Option<i64>,
    pub success_url: String,
    pub cancel_url: String,
    pub customer_email: Option<String>,
    pub locale: Option<String>,
    pub description: String,
    pub client_reference_id: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub capture: Capture,
    pub intent_description: Option<String>,
    pub intent_metadata: BTreeMap<String, String>,
}

pub(crate) fn open(draft: &mut Draft<'_>, new: NewSession, expand: Expand) -> Result<Value, Refusal> {
    check_amount(new.amount, &new.currency)?;
    check_address("success_url", &new.success_url)?;
    check_address("cancel_url", &new.cancel_url)?;
    let expires_at = new.expires_at.unwrap_or(draft.now + LONGEST);
    if !(draft.now + SHORTEST..=draft.now + LONGEST).contains(&expires_at) {
        let message = "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.";
        return Err(Refusal::parameter("parameter_invalid_integer", "expires_at", message));
    }
    let session = Session {
        id: draft.id("cs_test"),
        status: SessionStatus::Open,
        amount: new.amount,
        currency: new.currency,
        created: draft.now,
        expires_at,
        success_url: new.success_url,
        cancel_url: new.cancel_url,
        customer_email: new.customer_email,
        locale: new.locale,
        description: new.description,
        client_reference_id: new.client_reference_id,
        metadata: new.metadata,
        capture: new.capture,
        intent_description: new.intent_description,
        intent_metadata: new.intent_metadata,
        intent: None,
    };
    draft.put_session(&session);
    Ok(render::session(draft, &session, expand))
}

fn check_amount(amount: i64, currency: &str) -> Result<(), Refusal> {
    let known: Option<platform_types::Currency> = currency.parse().ok().filter(|_| currency.chars().all(|c| c.is_ascii_lowercase()));
    let Some(known) = known else {
        return Err(Refusal::parameter("parameter_invalid_string_enum", "currency", format!("Invalid currency: {currency}.")));
    };
    let step = if known.decimals() == 3 {
        10
    } else if currency == "isk" {
        100
    } else {
        1
    };
    if amount % step != 0 {
        return Err(Refusal::parameter(
            "parameter_invalid_integer",
            "unit_amount",
            format!("Amounts in {currency} must be multiples of {step}."),
        ));
    }
    let smallest = SMALLEST.iter().find(|(code, _)| *code == currency).map_or(1, |(_, units)| *units);
    if amount < smallest {
        let message = format!("The Checkout Session's total amount due must add up to at least {smallest} {currency}");
        return Err(Refusal::parameter("amount_too_small", "line_items", message));
    }
    if amount > LARGEST {
        return Err(Refusal::parameter("amount_too_large", "line_items", "The total amount due must be no more than 99999999."));
    }
    Ok(())
}

/// Only addresses that a browser opens as pages: the person is sent there.
fn check_address(param: &str, address: &str) -> Result<(), Refusal> {
    let fits = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if fits { Ok(()) } else { Err(Refusal::parameter("url_invalid", param, "Not a valid URL")) }
}
