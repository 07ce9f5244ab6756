//! Who one is, and what anybody may know about this server.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use platform_auth::keys;
use platform_auth::people::{ChangeOwnError, ChangePasswordError, OwnChange, UserRecord};
use platform_http::{Ctx, Json};
use platform_types::SecretString;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::{ApiError, private};
use super::mailed::address;
use crate::Identity;

async fn own(identity: &Identity, ctx: &Ctx) -> Result<UserRecord, ApiError> {
    let missing = || ApiError::new(403, "user_not_found", "User from sub claim in JWT does not exist");
    let id = ctx.actor.user_id().ok_or_else(missing)?;
    identity.auth.user_record(id).await?.ok_or_else(missing)
}

pub(super) async fn show(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, ApiError> {
    Ok(private(own(&identity, &ctx).await?.to_json()))
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct Changes {
    email: Option<String>,
    phone: Option<String>,
    #[schemars(with = "Option<String>")]
    password: Option<SecretString>,
    #[schemars(with = "Option<String>")]
    current_password: Option<SecretString>,
    data: Option<Map<String, Value>>,
}

/// `auth.updateUser`. A program's sign-in of more than 24 hours, and any of a page, needs the present password beside the new one.
pub(super) async fn change(State(identity): State<Identity>, ctx: Ctx, Json(changes): Json<Changes>) -> Result<Response, ApiError> {
    let user = own(&identity, &ctx).await?;
    if changes.email.is_some() && address(changes.email.as_deref())?.as_str() != user.email {
        return Err(ApiError::new(422, "email_change_disabled", "An account's e-mail address cannot be changed here; leave email out"));
    }
    if changes.phone.is_some_and(|phone| !phone.is_empty()) {
        return Err(ApiError::new(422, "phone_provider_disabled", "Accounts have no phone number here; leave phone out"));
    }
    let change = OwnChange { password: changes.password, present: changes.current_password, data: changes.data.unwrap_or_default() };
    identity.auth.change_own(&ctx.actor, change).await?;
    show(State(identity), ctx).await
}

impl From<ChangeOwnError> for ApiError {
    fn from(error: ChangeOwnError) -> Self {
        match error {
            ChangeOwnError::Password(ChangePasswordError::Password(e)) => e.into(),
            ChangeOwnError::Password(ChangePasswordError::WrongPresent) => Self::new(
                400,
                "current_password_invalid",
                "The current password is wrong; without one, set one by mail (resetPasswordForEmail).",
            ),
            ChangeOwnError::Password(ChangePasswordError::Stale) => Self::new(
                400,
                "reauthentication_needed",
                "Password update requires reauthentication: send current_password, or sign in again as a program.",
            ),
            ChangeOwnError::Password(ChangePasswordError::Same) => {
                Self::new(422, "same_password", "New password should be different from the old password.")
            }
            ChangeOwnError::Password(ChangePasswordError::SecondStepMissing) => {
                Self::new(401, "insufficient_aal", "AAL2 session is required to update email or password when MFA is enabled.")
            }
            ChangeOwnError::Password(ChangePasswordError::TooMany(e)) => e.into(),
            ChangeOwnError::Password(ChangePasswordError::Broken(e)) => e.into(),
            ChangeOwnError::Database(e) => e.into(),
            ChangeOwnError::Name(_) | ChangeOwnError::Locale | ChangeOwnError::TooLarge | ChangeOwnError::Nul => {
                Self::invalid(error.to_string())
            }
        }
    }
}

/// The public keys, for programs that verify tokens themselves.
pub(super) async fn jwks(State(identity): State<Identity>) -> Response {
    let mut response = axum::Json(keys::jwks(&identity.auth.keys())).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=600"));
    response
}

/// Which ways to sign in are open.
pub(super) async fn settings(State(identity): State<Identity>) -> axum::Json<serde_json::Value> {
    let mut external = json!({ "email": true, "phone": false, "anonymous_users": false });
    for provider in identity.providers.all() {
        external[&provider.settings().name] = json!(true);
    }
    axum::Json(json!({
        "external": external,
        "disable_signup": false, "mailer_autoconfirm": false, "phone_autoconfirm": false, "saml_enabled": false,
    }))
}
