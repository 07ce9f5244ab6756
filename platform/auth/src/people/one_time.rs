//! Links in mails: made, and taken exactly once.

use chrono::Duration;
use platform_db::{DbError, Tx};
use platform_types::{Timestamp, UserId};

use super::Broken;
use crate::{Auth, SecretToken};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Confirm,
    SignIn,
    Reset,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirmation_token",
            Self::SignIn => "magic_link_token",
            Self::Reset => "recovery_token",
        }
    }

    fn lasts(self) -> Duration {
        match self {
            Self::Confirm => Duration::hours(24),
            Self::SignIn | Self::Reset => Duration::hours(1),
        }
    }
}

/// Why a link does nothing.
#[derive(Debug, thiserror::Error)]
pub enum RedeemError {
    /// Unknown, used or too old; the three are not told apart.
    #[error("this link has been used or has expired; ask for a new one")]
    Expired,
    /// The account is suspended.
    #[error("this account is suspended")]
    Suspended,
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for RedeemError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

/// What a link carried.
pub(super) struct Redeemed {
    pub user: UserId,
    pub password: Option<String>,
    pub meta: Option<serde_json::Value>,
}

/// Makes a link's token; only its hash is kept.
pub(super) async fn make(
    auth: &Auth,
    tx: &mut Tx,
    user: UserId,
    email: &str,
    purpose: Purpose,
    pending: Option<(&str, &serde_json::Value)>,
) -> Result<(SecretToken, Timestamp), DbError> {
    let now = auth.clock().now();
    let token = SecretToken::new(auth.entropy());
    let expires_at = now + purpose.lasts();
    sqlx::query!(
        "INSERT INTO auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, encrypted_password, user_meta_data, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        auth.entropy().uuid_v7(now),
        user.0,
        purpose.name(),
        token.hash_hex(),
        email,
        pending.map(|(hash, _)| hash),
        pending.map(|(_, meta)| meta),
        expires_at
    )
    .execute(&mut **tx)
    .await?;
    Ok((token, expires_at))
}

/// Takes a link. Of two who open it at once, the second waits for the first and finds nothing.
pub(super) async fn take(tx: &mut Tx, token: &str, purpose: Purpose) -> Result<Redeemed, RedeemError> {
    let token = SecretToken::parse(token).ok_or(RedeemError::Expired)?;
    let row = sqlx::query!(
        r#"DELETE FROM auth.one_time_tokens t USING auth.users u
           WHERE t.token_hash = $1 AND t.token_type = $2 AND t.expires_at > clock.now() AND u.id = t.user_id AND u.email = t.relates_to AND u.deleted_at IS NULL
             AND (t.token_type <> 'confirmation_token' OR u.email_confirmed_at IS NULL)
           RETURNING t.user_id, t.encrypted_password, t.user_meta_data, coalesce(u.banned_until > clock.now(), false) AS "banned!""#,
        token.hash_hex(),
        purpose.name()
    )
    .fetch_optional(&mut **tx)
    .await
    .map_err(DbError::from)?
    .ok_or(RedeemError::Expired)?;
    if row.banned {
        return Err(RedeemError::Suspended);
    }
    // Other links for the same purpose are done with, too.
    sqlx::query!("DELETE FROM auth.one_time_tokens WHERE user_id = $1 AND token_type = $2", row.user_id, purpose.name())
        .execute(&mut **tx)
        .await
        .map_err(DbError::from)?;
    Ok(Redeemed { user: UserId(row.user_id), password: row.encrypted_password, meta: row.user_meta_data })
}

/// Whether a link would work now, and for which address: for the page that asks for a press of a button.
pub(super) async fn peek(tx: &mut Tx, token: &str, purpose: Purpose) -> Result<Option<(String, Option<serde_json::Value>)>, DbError> {
    let Some(token) = SecretToken::parse(token) else { return Ok(None) };
    let row = sqlx::query!(
        "SELECT t.relates_to, t.user_meta_data FROM auth.one_time_tokens t WHERE t.token_hash = $1 AND t.token_type = $2 AND t.expires_at > clock.now()",
        token.hash_hex(),
        purpose.name()
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| (r.relates_to, r.user_meta_data)))
}
