//! `POST /api/tokens`: a program's key becomes a system token, good for 30 days (seed 003: system accounts).

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform_auth::api_keys::ExchangeError;
use platform_http::{AnswerDoc, Ctx, Describe, Fault, Json, Tag};
use platform_types::{ExposeSecret, OrganizationId, SecretString};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Identity, codes, origin};

const PROGRAMS: Tag = Tag {
    name: "Tokens for programs",
    about: "An organization's keys are made on its page “API keys”. A program exchanges its key for a token, and sends that with each request.",
};

/// A key to exchange.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    /// The key, as it was shown when it was made: `cbk_` and 64 hex digits.
    #[schemars(with = "String")]
    key: SecretString,
}

/// What a program works with.
#[derive(Serialize, JsonSchema)]
struct Token {
    /// A JWT. Send it as `Authorization: Bearer …`.
    token: String,
    /// `bearer`.
    token_type: &'static str,
    /// When it ends (RFC 3339): after 30 days, or with its key.
    expires_at: String,
    /// The same in seconds from now.
    expires_in: i64,
    /// For which organization it acts.
    organization: Organization,
    /// What it may do now: the key's permissions that whoever made the key still holds. Asked anew with each request.
    permissions: Vec<String>,
}

/// Whose key it is.
#[derive(Serialize, JsonSchema)]
struct Organization {
    /// Its id.
    id: OrganizationId,
    /// Its name in addresses.
    slug: String,
}

pub(super) async fn exchange(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Json(body): Json<Exchange>,
) -> Result<Response, Fault> {
    let token = identity.auth.exchange_key(body.key.expose_secret(), &origin(&ctx, &headers)).await.map_err(|error| match error {
        ExchangeError::NotValid => Fault::new(codes::KEY_NOT_VALID),
        ExchangeError::Elsewhere => Fault::new(codes::KEY_ELSEWHERE),
        ExchangeError::Signing(error) => Fault::internal(error),
        ExchangeError::Database(error) => error.into(),
    })?;
    let body = Token {
        token: token.token,
        token_type: "bearer",
        expires_at: token.expires_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        expires_in: (token.expires_at - ctx.now()).num_seconds(),
        organization: Organization { id: token.organization, slug: token.organization_slug },
        permissions: token.permissions,
    };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "private, no-store")], axum::Json(body)).into_response())
}

pub(super) fn describe() -> Describe {
    Describe::new(
        PROGRAMS,
        "Exchange a key for a token",
        "A token acts for the key's organization, with the key's permissions as far as whoever made the key still holds them. It ends after 30 days, or with its key: revoking the key ends every token of it at once. A key can have several tokens.",
    )
    .body::<Exchange>()
    .example(|| json!({ "key": format!("cbk_{}", "0123456789abcdef".repeat(4)) }))
    .answers(AnswerDoc::json::<Token>(201, "The token. It is shown once."))
    .refuses([codes::KEY_NOT_VALID, codes::KEY_ELSEWHERE])
}
