//! System tokens: JWTs of their own type, audience and signing keys, so that none passes for a person's.

use std::net::IpAddr;

use jsonwebtoken::{Algorithm, Header, Validation};
use platform_db::DbError;
use platform_types::{Actor, KeyId, OrganizationId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Auth, BearerError};

const AUDIENCE: &str = "callboard-api";
/// As RFC 9068 tells access tokens from others, in the header.
const TYPE: &str = "system+jwt";

/// What a system token says. What it may do is not in there: that is asked of the database each time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SystemClaims {
    iss: String,
    aud: String,
    /// The key.
    sub: Uuid,
    /// The token's row.
    jti: Uuid,
    /// The organization.
    org: Uuid,
    iat: i64,
    exp: i64,
}

impl SystemClaims {
    pub(super) fn new(auth: &Auth, id: Uuid, key: KeyId, organization: OrganizationId, now: Timestamp, ends: Timestamp) -> Self {
        let iss = auth.settings().issuer.clone();
        Self { iss, aud: AUDIENCE.to_owned(), sub: key.0, jti: id, org: organization.0, iat: now.timestamp(), exp: ends.timestamp() }
    }
}

pub(super) fn sign(auth: &Auth, claims: &SystemClaims) -> Result<String, jsonwebtoken::errors::Error> {
    let keys = auth.keys();
    let key = keys.current_system();
    let mut header = Header::new(Algorithm::ES256);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(key.id().to_owned());
    jsonwebtoken::encode(&header, claims, key.encoding())
}

impl Auth {
    /// Whether a bearer token says of itself that it is a system token.
    pub fn is_system_token(token: &str) -> bool {
        jsonwebtoken::decode_header(token).is_ok_and(|header| header.typ.as_deref() == Some(TYPE))
    }

    /// What a system token makes the caller. Its row and its key must still live, so that revoking counts at once; `from` must be
    /// one of the key's addresses, where it has any. Notes that the key was used, to the minute.
    pub async fn authenticate_system(&self, token: &str, from: Option<IpAddr>) -> Result<Actor, BearerError> {
        let claims = self.read_system_token(token)?;
        let mut tx = self.db().as_actor(&Actor::anonymous()).await?;
        let known = sqlx::query!(
            r#"SELECT key_id AS "key_id!", stale AS "stale!", elsewhere AS "elsewhere!" FROM auth.system_token($1, $2::text::inet)"#,
            claims.jti,
            from.map(|ip| ip.to_string())
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?
        .filter(|known| known.key_id == claims.sub)
        .ok_or(BearerError::SessionEnded)?;
        if known.elsewhere {
            return Err(BearerError::BadToken("its key may not be used from this address"));
        }
        if known.stale {
            sqlx::query!("SELECT auth.note_key($1)", claims.sub).execute(&mut *tx).await.map_err(DbError::from)?;
            tx.commit().await?;
        }
        Ok(Actor::key(KeyId(claims.sub)))
    }

    fn read_system_token(&self, token: &str) -> Result<SystemClaims, BearerError> {
        let bad = |what: &'static str| move |_| BearerError::BadToken(what);
        let header = jsonwebtoken::decode_header(token).map_err(bad("it is no JWT"))?;
        let keys = self.keys();
        let key = header.kid.as_deref().and_then(|kid| keys.find_system(kid)).ok_or(BearerError::BadToken("it names no key of ours"))?;
        let mut validation = Validation::new(Algorithm::ES256);
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.settings().issuer]);
        let claims = jsonwebtoken::decode::<SystemClaims>(token, key.decoding(), &validation)
            .map_err(bad("its signature or its claims are wrong"))?
            .claims;
        if claims.exp <= self.clock().now().timestamp() {
            return Err(BearerError::BadToken("it has expired"));
        }
        Ok(claims)
    }
}
