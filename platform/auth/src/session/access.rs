//! Access tokens: short-lived JWTs that anybody can verify with our public keys.

use jsonwebtoken::{Algorithm, Header, Validation};
use platform_db::DbError;
use platform_types::{Actor, SessionId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::ACCESS;
use crate::Auth;
use crate::people::record::UserRecord;

const AUDIENCE: &str = "authenticated";

/// The claims, named and shaped as Supabase's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccessClaims {
    /// Who issued it.
    pub iss: String,
    /// Whom it is about.
    pub sub: Uuid,
    /// Always `authenticated`.
    pub aud: String,
    /// Unix seconds at which it ends.
    pub exp: i64,
    /// Unix seconds at which it was made.
    pub iat: i64,
    /// The person's address.
    pub email: String,
    /// Always empty: we know no phone numbers.
    pub phone: String,
    /// How they may sign in.
    pub app_metadata: Value,
    /// What they told about themselves.
    pub user_metadata: Value,
    /// Always `authenticated`.
    pub role: String,
    /// How sure we are (`aal1`: one proof).
    pub aal: String,
    /// The proofs, newest first.
    pub amr: Value,
    /// The sign-in.
    pub session_id: Uuid,
    /// Whether it is nobody in particular.
    pub is_anonymous: bool,
}

impl AccessClaims {
    pub(super) fn new(auth: &Auth, user: &UserRecord, session: SessionId, aal: String, amr: Value) -> Self {
        let now = auth.clock().now();
        Self {
            iss: auth.settings().issuer.clone(),
            sub: user.id.0,
            aud: AUDIENCE.to_owned(),
            exp: (now + ACCESS).timestamp(),
            iat: now.timestamp(),
            email: user.email.clone(),
            phone: String::new(),
            app_metadata: user.app_metadata.clone(),
            user_metadata: user.user_metadata.clone(),
            role: "authenticated".to_owned(),
            aal,
            amr,
            session_id: session.0,
            is_anonymous: user.is_anonymous,
        }
    }
}

/// Whom a bearer token makes the caller.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The identity for the doors.
    pub actor: Actor,
    /// What the token says.
    pub claims: AccessClaims,
    /// Whether its sign-in waits for a second step.
    pub half: bool,
}

/// Why a bearer token is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum BearerError {
    /// Not one of ours, or ended.
    #[error("the access token is not valid: {0}")]
    BadToken(&'static str),
    /// Its sign-in has ended.
    #[error("the session of this access token has ended")]
    SessionEnded,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

pub(super) fn sign(auth: &Auth, claims: &AccessClaims) -> Result<String, jsonwebtoken::errors::Error> {
    let keys = auth.keys();
    let key = keys.current();
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(key.id().to_owned());
    jsonwebtoken::encode(&header, claims, key.encoding())
}

impl Auth {
    /// What a token says, if it is ours and has not ended. Asks no database.
    pub fn read_access_token(&self, token: &str) -> Result<AccessClaims, BearerError> {
        let bad = |what: &'static str| move |_| BearerError::BadToken(what);
        let header = jsonwebtoken::decode_header(token).map_err(bad("it is no JWT"))?;
        let keys = self.keys();
        let key = header.kid.as_deref().and_then(|kid| keys.find(kid)).ok_or(BearerError::BadToken("it names no key of ours"))?;
        // One algorithm only, whatever the header says; the clock is ours, not the library's.
        let mut validation = Validation::new(Algorithm::ES256);
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.settings().issuer]);
        let claims = jsonwebtoken::decode::<AccessClaims>(token, key.decoding(), &validation)
            .map_err(bad("its signature or its claims are wrong"))?
            .claims;
        if claims.exp <= self.clock().now().timestamp() {
            return Err(BearerError::BadToken("it has expired"));
        }
        Ok(claims)
    }

    /// Who a bearer token makes the caller. Its sign-in must still live, so that signing out counts at once.
    pub async fn authenticate_bearer(&self, token: &str) -> Result<Bearer, BearerError> {
        let claims = self.read_access_token(token)?;
        let mut tx = self.db().as_actor(&Actor::anonymous()).await?;
        let state = sqlx::query!(r#"SELECT aal AS "aal!", half AS "half!" FROM auth.session_state($1, $2)"#, claims.session_id, claims.sub)
            .fetch_optional(&mut *tx)
            .await
            .map_err(DbError::from)?
            .ok_or(BearerError::SessionEnded)?;
        let mut actor = Actor::user(UserId(claims.sub), Some(SessionId(claims.session_id)));
        // Both must say so: a token from before the second step does not grow with its sign-in, nor outlive the factor.
        actor.second_factor = state.aal == "aal2" && claims.aal == "aal2";
        Ok(Bearer { actor, half: state.half || (state.aal == "aal2" && claims.aal != "aal2"), claims })
    }
}
