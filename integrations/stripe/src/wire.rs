//! Stripe's objects, as far as we read them. Fields we do not name may come and go.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A reference that is an id, or the whole object when it was asked for by `expand[]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Expandable<T> {
    Id(String),
    Object(Box<T>),
}

impl<T> Expandable<T> {
    pub(crate) fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

pub(crate) type Metadata = BTreeMap<String, String>;

/// `checkout.session`
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Session {
    pub id: String,
    pub status: Option<String>,
    pub amount_total: Option<i64>,
    pub currency: Option<String>,
    pub url: Option<String>,
    pub expires_at: i64,
    pub payment_intent: Option<Expandable<Intent>>,
    #[serde(default)]
    pub metadata: Option<Metadata>,
}

/// `payment_intent`
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Intent {
    pub id: String,
    pub status: String,
    pub amount: i64,
    #[serde(default)]
    pub amount_received: i64,
    pub currency: String,
    pub last_payment_error: Option<Problem>,
    pub latest_charge: Option<Expandable<Charge>>,
    #[serde(default)]
    pub metadata: Option<Metadata>,
}

/// `charge`
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Charge {
    #[serde(default)]
    pub amount_refunded: i64,
}

/// `refund`
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Refund {
    pub id: String,
    pub amount: i64,
    pub currency: String,
    pub status: Option<String>,
    pub failure_reason: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct List<T> {
    pub data: Vec<T>,
}

/// The body of an answer that is no success.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ErrorBody {
    pub error: Problem,
}

/// An error object; also an intent's `last_payment_error`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Problem {
    #[serde(rename = "type", default)]
    pub kind: String,
    pub code: Option<String>,
    pub decline_code: Option<String>,
    pub message: Option<String>,
    pub param: Option<String>,
}

/// `event`
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub created: i64,
    pub data: EventData,
}

/// What an event is about.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct EventData {
    pub object: EventObject,
}

/// The fields that the objects of payment events share.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct EventObject {
    #[serde(default)]
    pub object: String,
    pub id: Option<String>,
    pub payment_intent: Option<Expandable<Named>>,
    #[serde(default)]
    pub metadata: Option<Metadata>,
}

/// Any object, for its id.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Named {
    pub id: String,
}
