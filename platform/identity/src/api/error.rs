//! Refusals as the official clients read them: `{code, message}`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::TooManyAttempts;
use platform_auth::password::PasswordError;
use platform_auth::people::Broken;
use platform_db::DbError;
use platform_http::Fault;

/// A refusal the clients know, or a fault the edge renders.
pub(super) enum ApiError {
    Known { status: u16, code: &'static str, message: String, weak: Option<&'static str>, retry_after: Option<u64> },
    Fault(Fault),
}

impl ApiError {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self::Known { status, code, message: message.into(), weak: None, retry_after: None }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "validation_failed", message)
    }
}

impl From<TooManyAttempts> for ApiError {
    fn from(error: TooManyAttempts) -> Self {
        let retry_after = Some(error.retry_after.as_secs());
        Self::Known { status: 429, code: "over_request_rate_limit", message: error.to_string(), weak: None, retry_after }
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        let weak = match error {
            PasswordError::TooShort(_) | PasswordError::TooLong => "length",
            PasswordError::Common => "pwned",
            PasswordError::LikeAddress => "characters",
        };
        Self::Known { status: 422, code: "weak_password", message: error.to_string(), weak: Some(weak), retry_after: None }
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Broken> for ApiError {
    fn from(error: Broken) -> Self {
        Self::Fault(crate::pages::broken(error))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Fault(fault) => fault.into_response(),
            Self::Known { status, code, message, weak, retry_after } => {
                let mut body = serde_json::json!({ "code": code, "message": message });
                if let Some(reason) = weak {
                    body["weak_password"] = serde_json::json!({ "reasons": [reason] });
                }
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
                let mut response = (status, axum::Json(body)).into_response();
                let headers = response.headers_mut();
                headers.insert("x-supabase-api-version", axum::http::HeaderValue::from_static("2024-01-01"));
                headers.insert(axum::http::header::CACHE_CONTROL, axum::http::HeaderValue::from_static("private, no-store"));
                if let Some(seconds) = retry_after {
                    headers.insert(axum::http::header::RETRY_AFTER, seconds.into());
                }
                response
            }
        }
    }
}

/// JSON that holds somebody's secrets: kept by nobody on the way.
pub(super) fn private(body: serde_json::Value) -> Response {
    let mut response = axum::Json(body).into_response();
    response.headers_mut().insert(axum::http::header::CACHE_CONTROL, axum::http::HeaderValue::from_static("private, no-store"));
    response
}
