//! Getting, renewing and ending a session.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform_auth::people::{SignIn, SignInError};
use platform_auth::providers::CodeError;
use platform_auth::session::{Client, RefreshError, SignedIn};
use platform_http::{Ctx, Json, Query};
use platform_types::SecretString;
use schemars::JsonSchema;
use serde::Deserialize;

use super::error::{ApiError, private};
use crate::{Identity, origin};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Grant {
    grant_type: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct Credentials {
    email: Option<String>,
    #[schemars(with = "Option<String>")]
    password: Option<SecretString>,
    refresh_token: Option<String>,
    auth_code: Option<String>,
    code_verifier: Option<String>,
}

pub(super) async fn token(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Query(grant): Query<Grant>,
    Json(body): Json<Credentials>,
) -> Result<Response, ApiError> {
    match grant.grant_type.as_deref() {
        Some("password") => {
            let wrong = || ApiError::new(400, "invalid_credentials", "Invalid login credentials");
            let password = body.password.ok_or_else(|| ApiError::invalid("password is required"))?;
            // An address of the wrong shape has no account: the same answer.
            let email = body.email.ok_or_else(|| ApiError::invalid("email is required"))?.parse().map_err(|_| wrong())?;
            let command = SignIn { email, password, client: Client::Program };
            let signed_in = identity.auth.sign_in_password(command, &origin(&ctx, &headers)).await.map_err(|error| match error {
                SignInError::WrongCredentials => wrong(),
                SignInError::NotConfirmed => ApiError::new(400, "email_not_confirmed", "Email not confirmed"),
                SignInError::Suspended => ApiError::new(400, "user_banned", "User is banned"),
                SignInError::TooMany(e) => e.into(),
                SignInError::Broken(e) => e.into(),
            })?;
            Ok(session(&signed_in))
        }
        Some("refresh_token") => {
            let token = body.refresh_token.ok_or_else(|| ApiError::invalid("refresh_token is required"))?;
            let pair = identity.auth.refresh(&token).await.map_err(|error| match error {
                RefreshError::NotFound => ApiError::new(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found"),
                RefreshError::AlreadyUsed => ApiError::new(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used"),
                RefreshError::Expired => ApiError::new(400, "session_expired", "Invalid Refresh Token: Session Expired"),
                RefreshError::Database(e) => e.into(),
            })?;
            Ok(private(pair.to_json()))
        }
        Some("pkce") => {
            let (Some(code), Some(verifier)) = (body.auth_code, body.code_verifier) else {
                return Err(ApiError::invalid("invalid request: both auth code and code verifier should be non-empty"));
            };
            let signed_in = identity.auth.redeem_code(&code, &verifier, &origin(&ctx, &headers)).await.map_err(|error| match error {
                CodeError::Unknown => ApiError::new(404, "flow_state_not_found", error.to_string()),
                CodeError::Expired => ApiError::new(422, "flow_state_expired", error.to_string()),
                CodeError::WrongVerifier => ApiError::new(400, "bad_code_verifier", error.to_string()),
                CodeError::Suspended => ApiError::new(400, "user_banned", "User is banned"),
                CodeError::Database(e) => e.into(),
            })?;
            Ok(session(&signed_in))
        }
        _ => Err(ApiError::invalid("unsupported grant_type")),
    }
}

/// The session's body.
pub(super) fn session(signed_in: &SignedIn) -> Response {
    private(signed_in.tokens().map(platform_auth::session::TokenPair::to_json).unwrap_or_default())
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct Scope {
    scope: Option<String>,
}

pub(super) async fn logout(State(identity): State<Identity>, ctx: Ctx, Query(scope): Query<Scope>) -> Result<Response, ApiError> {
    match scope.scope.as_deref() {
        None | Some("global") => {
            identity.auth.sign_out_everywhere(&ctx.actor).await?;
        }
        Some("local") => identity.auth.sign_out(&ctx.actor).await?,
        Some("others") => {
            identity.auth.sign_out_others(&ctx.actor).await?;
        }
        Some(_) => return Err(ApiError::invalid("scope is global, local or others")),
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
