//! Second factors as Supabase's clients handle them (`auth.mfa`).

use axum::extract::State;
use axum::response::Response;
use platform_auth::factors::{FactorError, Proof};
use platform_auth::session::Client;
use platform_http::{Ctx, Json, Path};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::error::{ApiError, private};
use super::session::session;
use crate::Identity;

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct New {
    friendly_name: Option<String>,
    factor_type: Option<String>,
    issuer: Option<String>,
}

pub(super) async fn enrol(State(identity): State<Identity>, ctx: Ctx, Json(new): Json<New>) -> Result<Response, ApiError> {
    match new.factor_type.as_deref() {
        Some("totp") => {}
        Some("phone") => return Err(ApiError::new(422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone")),
        Some("webauthn") => return Err(ApiError::new(422, "mfa_webauthn_enroll_not_enabled", "MFA enroll is disabled for WebAuthn")),
        _ => return Err(ApiError::invalid("factor_type needs to be totp, phone, or webauthn")),
    }
    let name = new.friendly_name.unwrap_or_default();
    let begun = identity.auth.enrol_factor(&ctx.actor, &name, new.issuer.as_deref()).await?;
    let qr_code =
        platform_documents::qr::svg(&begun.uri).map_err(|_| ApiError::invalid("issuer: the address for the QR code is too long"))?;
    Ok(private(json!({
        "id": begun.factor.id, "type": "totp", "friendly_name": begun.factor.name,
        "totp": { "qr_code": qr_code, "secret": begun.secret, "uri": begun.uri },
    })))
}

pub(super) async fn challenge(State(identity): State<Identity>, ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, ApiError> {
    let challenge = identity.auth.challenge_factor(&ctx.actor, id).await?;
    Ok(private(json!({ "id": challenge.id, "type": "totp", "expires_at": challenge.expires_at.timestamp() })))
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Code {
    #[schemars(with = "Option<String>", extend("format" = "uuid"))]
    challenge_id: Option<Uuid>,
    code: String,
}

/// A code, or a recovery code, which Supabase does not have: it is taken in the same place.
pub(super) async fn verify(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(id): Path<Uuid>,
    Json(typed): Json<Code>,
) -> Result<Response, ApiError> {
    let challenge = typed.challenge_id.ok_or_else(|| ApiError::invalid("challenge_id is required"))?;
    let verified = identity.auth.verify_factor(&ctx.actor, id, Some(challenge), &typed.code, Client::Program).await?;
    let mut answer = verified.signed_in.tokens().map(platform_auth::session::TokenPair::to_json).unwrap_or_default();
    if !verified.recovery_codes.is_empty() {
        answer["recovery_codes"] = json!(verified.recovery_codes);
    }
    Ok(private(answer))
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Recovery {
    code: String,
}

/// Our own: a recovery code instead of the app's.
pub(super) async fn recover(State(identity): State<Identity>, ctx: Ctx, Json(typed): Json<Recovery>) -> Result<Response, ApiError> {
    Ok(session(&identity.auth.use_recovery_code(&ctx.actor, &typed.code, Client::Program).await?))
}

pub(super) async fn remove(State(identity): State<Identity>, ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, ApiError> {
    identity.auth.remove_factor(&ctx.actor, id, &Proof::SignIn).await?;
    Ok(private(json!({ "id": id })))
}

pub(super) async fn list(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, ApiError> {
    let factors = identity.auth.own_factors(&ctx.actor).await?;
    Ok(private(json!(factors.list.iter().map(platform_auth::factors::Factor::to_json).collect::<Vec<_>>())))
}

impl From<FactorError> for ApiError {
    fn from(error: FactorError) -> Self {
        match error {
            FactorError::NotThemself => Self::new(403, "session_not_found", "Only the person themself can do this"),
            FactorError::SecondStepMissing => Self::new(403, "insufficient_aal", "AAL2 required to enroll or remove a factor"),
            FactorError::NameTaken => {
                Self::new(422, "mfa_factor_name_conflict", "A factor with the friendly name for this user already exists")
            }
            FactorError::Full => {
                Self::new(422, "too_many_enrolled_mfa_factors", "Maximum number of verified factors reached, unenroll to continue")
            }
            FactorError::Unknown => Self::new(404, "mfa_factor_not_found", "Factor not found"),
            FactorError::ChallengeGone => Self::new(
                422,
                "mfa_challenge_expired",
                "MFA challenge has expired or was used, verify against another challenge or create a new challenge.",
            ),
            FactorError::WrongCode => Self::new(422, "mfa_verification_failed", "Invalid TOTP code entered"),
            FactorError::WrongPassword => Self::new(400, "current_password_invalid", "The current password is wrong"),
            FactorError::TooMany(e) => e.into(),
            FactorError::Broken(e) => e.into(),
        }
    }
}
