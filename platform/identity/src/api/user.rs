//! Who one is, and what anybody may know about this server.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use platform_auth::keys;
use platform_http::Ctx;
use serde_json::json;

use super::error::{ApiError, private};
use crate::Identity;

pub(super) async fn show(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, ApiError> {
    let missing = || ApiError::new(403, "user_not_found", "User from sub claim in JWT does not exist");
    let id = ctx.actor.user_id().ok_or_else(missing)?;
    let record = identity.auth.user_record(id).await?.ok_or_else(missing)?;
    Ok(private(record.to_json()))
}

/// The public keys, for programs that verify tokens themselves.
pub(super) async fn jwks(State(identity): State<Identity>) -> Response {
    let mut response = axum::Json(keys::jwks(&identity.auth.keys())).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=600"));
    response
}

/// Which ways to sign in are open.
pub(super) async fn settings() -> axum::Json<serde_json::Value> {
    axum::Json(json!({
        "external": { "email": true, "phone": false, "anonymous_users": false },
        "disable_signup": false, "mailer_autoconfirm": false, "phone_autoconfirm": false, "saml_enabled": false,
    }))
}
