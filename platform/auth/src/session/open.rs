//! Begins a sign-in, on the transaction that proved who it is.

use platform_db::{DbError, Tx};
use platform_types::{SessionId, UserId};

use super::{ABSOLUTE, Carrier, Client, HALF, Method, SignedIn, TokenPair, access};
use crate::people::record;
use crate::{Auth, Origin, SecretToken};

/// A new session with its own carrier: no identifier from before the sign-in lives on (session fixation).
pub(crate) async fn open(
    auth: &Auth,
    tx: &mut Tx,
    user_id: UserId,
    client: Client,
    method: Method,
    origin: &Origin,
) -> Result<SignedIn, DbError> {
    let now = auth.clock().now();
    let session_id = SessionId::new(auth.entropy(), now);
    let amr = serde_json::json!([{ "method": method.name(), "timestamp": now.timestamp() }]);
    let half = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM auth.mfa_factors WHERE user_id = $1 AND status = 'verified') AS "half!""#,
        user_id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "INSERT INTO auth.sessions (id, user_id, not_after, amr, user_agent, ip) VALUES ($1, $2, $3, $4, $5, $6::text::inet)",
        session_id.0,
        user_id.0,
        now + if half && client == Client::Page { HALF } else { ABSOLUTE },
        amr,
        origin.short_agent(),
        origin.ip.map(|ip| ip.to_string())
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("UPDATE auth.users SET last_sign_in_at = clock.now() WHERE id = $1", user_id.0).execute(&mut **tx).await?;
    let carrier = match client {
        Client::Page => Carrier::Cookie(first_cookie(auth, tx, session_id).await?),
        Client::Program => Carrier::Tokens(Box::new(first_pair(auth, tx, session_id, user_id).await?)),
    };
    Ok(SignedIn { user_id, session_id, carrier, half })
}

pub(super) async fn first_cookie(auth: &Auth, tx: &mut Tx, session: SessionId) -> Result<SecretToken, DbError> {
    let cookie = SecretToken::new(auth.entropy());
    sqlx::query!("INSERT INTO auth.session_cookies (hash, session_id) VALUES ($1, $2)", &cookie.hash()[..], session.0)
        .execute(&mut **tx)
        .await?;
    Ok(cookie)
}

pub(super) async fn first_pair(auth: &Auth, tx: &mut Tx, session: SessionId, user: UserId) -> Result<TokenPair, DbError> {
    let token = SecretToken::new(auth.entropy());
    let nonce: [u8; 32] = auth.entropy().bytes();
    sqlx::query!(
        "INSERT INTO auth.refresh_tokens (token, user_id, session_id, nonce) VALUES ($1, $2, $3, $4)",
        token.hash_hex(),
        user.0,
        session.0,
        &nonce[..]
    )
    .execute(&mut **tx)
    .await?;
    pair(auth, tx, session, user, token).await
}

/// The pair for a session whose refresh token is already stored.
pub(super) async fn pair(
    auth: &Auth,
    tx: &mut Tx,
    session: SessionId,
    user: UserId,
    refresh_token: SecretToken,
) -> Result<TokenPair, DbError> {
    let record = record::load(tx, user).await?.ok_or(DbError::Query(sqlx::Error::RowNotFound))?;
    let state = sqlx::query!("SELECT aal, amr FROM auth.sessions WHERE id = $1", session.0).fetch_one(&mut **tx).await?;
    let claims = access::AccessClaims::new(auth, &record, session, state.aal, state.amr);
    let access_token = access::sign(auth, &claims).map_err(|e| DbError::Query(sqlx::Error::Encode(Box::new(e))))?;
    Ok(TokenPair { access_token, expires_at: claims.exp, refresh_token, user: record.to_json() })
}
