//! What leads to a mail, and what the mail leads to. Answers are the same for known and unknown addresses.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use platform_auth::people::{RedeemError, RequestError, SignUp, SignUpError};
use platform_auth::session::Client;
use platform_http::{Ctx, Json};
use platform_types::{EmailAddress, PersonName, SecretString, UserId};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ApiError, private};
use super::session::session;
use crate::{Identity, origin};

#[derive(Deserialize, JsonSchema)]
pub(super) struct NewUser {
    email: Option<String>,
    #[schemars(with = "Option<String>")]
    password: Option<SecretString>,
    #[serde(default)]
    data: Value,
}

pub(super) fn address(text: Option<&str>) -> Result<EmailAddress, ApiError> {
    let text = text.ok_or_else(|| ApiError::invalid("email is required"))?;
    text.parse().map_err(|_| ApiError::invalid("Unable to validate email address: invalid format"))
}

fn refused(error: RequestError) -> ApiError {
    match error {
        RequestError::TooMany(e) => e.into(),
        RequestError::Broken(e) => e.into(),
    }
}

pub(super) async fn sign_up(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Json(body): Json<NewUser>,
) -> Result<Response, ApiError> {
    let email = address(body.email.as_deref())?;
    let password = body.password.ok_or_else(|| ApiError::invalid("Signup requires a valid password"))?;
    let full_name: Option<PersonName> =
        ["full_name", "name"].iter().find_map(|key| body.data[*key].as_str()).and_then(|name| name.parse().ok());
    let shown = unconfirmed(&ctx, &email, full_name.as_ref());
    let command = SignUp { email, password, full_name, locale: "en".to_owned() };
    identity.auth.sign_up(command, &origin(&ctx, &headers)).await.map_err(|error| match error {
        SignUpError::Password(e) => e.into(),
        SignUpError::TooMany(e) => ApiError::from(e),
        SignUpError::Broken(e) => e.into(),
    })?;
    Ok(private(shown))
}

/// Somebody who has still to confirm. The id is made up, for everybody: a real one for new people only
/// would tell who has an account.
fn unconfirmed(ctx: &Ctx, email: &EmailAddress, full_name: Option<&PersonName>) -> Value {
    let id = UserId::new(ctx.entropy(), ctx.now());
    let now = ctx.now();
    let identity = json!({
        "identity_id": ctx.entropy().uuid_v7(now), "id": id, "user_id": id, "provider": "email", "email": email,
        "identity_data": { "sub": id, "email": email, "email_verified": false, "phone_verified": false },
        "created_at": now, "updated_at": now, "last_sign_in_at": now,
    });
    json!({
        "id": id, "aud": "authenticated", "role": "authenticated", "email": email, "phone": "", "confirmation_sent_at": now,
        "app_metadata": { "provider": "email", "providers": ["email"] }, "user_metadata": { "full_name": full_name },
        "identities": [identity], "created_at": now, "updated_at": now, "is_anonymous": false,
    })
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct ToAddress {
    email: Option<String>,
}

/// A link that signs in. We add nobody by it (`create_user` is not honoured): whoever has no account signs up.
pub(super) async fn otp(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Json(body): Json<ToAddress>,
) -> Result<Response, ApiError> {
    identity.auth.request_magic_link(&address(body.email.as_deref())?, None, &origin(&ctx, &headers)).await.map_err(refused)?;
    Ok(private(json!({})))
}

pub(super) async fn recover(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Json(body): Json<ToAddress>,
) -> Result<Response, ApiError> {
    identity.auth.request_reset(&address(body.email.as_deref())?, &origin(&ctx, &headers)).await.map_err(refused)?;
    Ok(private(json!({})))
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct Link {
    r#type: Option<String>,
    token_hash: Option<String>,
    token: Option<String>,
}

/// Takes a link's token. `recovery` is left to the page: a password is set with the link itself.
pub(super) async fn verify(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Json(body): Json<Link>,
) -> Result<Response, ApiError> {
    let token = body.token_hash.or(body.token).ok_or_else(|| ApiError::invalid("Verify requires a token or a token hash"))?;
    let from = origin(&ctx, &headers);
    let redeemed = match body.r#type.as_deref() {
        Some("signup") => identity.auth.confirm(&token, Client::Program, &from).await,
        Some("magiclink") => identity.auth.redeem_link(&token, Client::Program, &from).await,
        // The official clients say `email` for either.
        Some("email") => match identity.auth.redeem_link(&token, Client::Program, &from).await {
            Err(RedeemError::Expired) => identity.auth.confirm(&token, Client::Program, &from).await,
            other => other,
        },
        _ => return Err(ApiError::invalid("Verify requires a verification type of signup, magiclink or email")),
    };
    let signed_in = redeemed.map_err(|error| match error {
        RedeemError::Expired => ApiError::new(403, "otp_expired", "Token has expired or is invalid"),
        RedeemError::Suspended => ApiError::new(403, "user_banned", "User is banned"),
        RedeemError::Broken(e) => e.into(),
    })?;
    Ok(session(&signed_in))
}
