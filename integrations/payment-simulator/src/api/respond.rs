//! Answers on the wire.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use crate::rules::Refusal;

/// A decided answer.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub body: Value,
    /// Whether it repeats an answer given before.
    pub replayed: bool,
    /// Whether it is never sent.
    pub lost: bool,
}

impl Reply {
    pub fn fresh(status: u16, body: Value) -> Self {
        Self { status, body, replayed: false, lost: false }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::fresh(refusal.status, refusal.body())
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self.body)).into_response();
        if self.replayed {
            response.headers_mut().insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
        }
        response
    }
}
