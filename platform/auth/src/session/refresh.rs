//! Refresh tokens: each works once and gives the next. A used one that comes back means two holders, of whom
//! one is a thief, so the session ends for both; only the answer that was lost a moment ago is repeated.

use platform_db::{DbError, Tx};
use platform_types::{SessionId, UserId};
use uuid::Uuid;

use super::{IDLE, LOST_ANSWER, TokenPair, open};
use crate::{Auth, SecretToken, audit};

/// Why there is no new pair.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// Unknown, or its session has ended.
    #[error("the refresh token is not known")]
    NotFound,
    /// Used before: the session has been ended.
    #[error("the refresh token was used already; the session has been ended")]
    AlreadyUsed,
    /// The session has reached its end.
    #[error("the session has expired")]
    Expired,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

struct Presented {
    session: SessionId,
    user: UserId,
    revoked: bool,
}

impl Auth {
    /// The next pair for a refresh token.
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, RefreshError> {
        let token = SecretToken::parse(refresh_token).ok_or(RefreshError::NotFound)?;
        let mut tx = self.db().as_system("refreshing a session").await?;
        let Some(presented) = lock(&mut tx, &token).await? else { return Err(RefreshError::NotFound) };
        if !self.alive(&mut tx, presented.session).await? {
            end(&mut tx, presented.session).await?;
            tx.commit().await?;
            return Err(RefreshError::Expired);
        }
        let next = if presented.revoked {
            self.repeat(&mut tx, &token, presented.session).await?
        } else {
            Some(self.rotate_refresh(&mut tx, &token, &presented).await?)
        };
        let Some(next) = next else {
            end(&mut tx, presented.session).await?;
            audit::about(&mut tx, "auth.session_revoked", Some(presented.user)).await?;
            tx.commit().await?;
            tracing::warn!(session.id = %presented.session, "a used refresh token came back; session ended");
            return Err(RefreshError::AlreadyUsed);
        };
        let pair = open::pair(self, &mut tx, presented.session, presented.user, next).await?;
        tx.commit().await?;
        Ok(pair)
    }

    async fn alive(&self, tx: &mut Tx, session: SessionId) -> Result<bool, DbError> {
        let now = self.clock().now();
        let alive = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM auth.sessions s JOIN auth.users u ON u.id = s.user_id
                              WHERE s.id = $1 AND s.not_after > $2 AND s.refreshed_at > $3 AND u.deleted_at IS NULL AND (u.banned_until IS NULL OR u.banned_until <= $2)) AS "alive!""#,
            session.0,
            now,
            now - IDLE
        )
        .fetch_one(&mut **tx)
        .await?;
        Ok(alive)
    }

    async fn rotate_refresh(&self, tx: &mut Tx, token: &SecretToken, presented: &Presented) -> Result<SecretToken, DbError> {
        let nonce: [u8; 32] = self.entropy().bytes();
        let next = token.successor(&nonce);
        sqlx::query!("UPDATE auth.refresh_tokens SET revoked = true, updated_at = clock.now() WHERE token = $1", token.hash_hex())
            .execute(&mut **tx)
            .await?;
        sqlx::query!(
            "INSERT INTO auth.refresh_tokens (token, user_id, session_id, parent, nonce) VALUES ($1, $2, $3, $4, $5)",
            next.hash_hex(),
            presented.user.0,
            presented.session.0,
            token.hash_hex(),
            &nonce[..]
        )
        .execute(&mut **tx)
        .await?;
        sqlx::query!("UPDATE auth.sessions SET refreshed_at = clock.now(), updated_at = clock.now() WHERE id = $1", presented.session.0)
            .execute(&mut **tx)
            .await?;
        Ok(next)
    }

    /// The child of a used token, if it was made a moment ago and nobody has used it: the lost answer.
    async fn repeat(&self, tx: &mut Tx, token: &SecretToken, session: SessionId) -> Result<Option<SecretToken>, DbError> {
        let nonce = sqlx::query_scalar!(
            "SELECT nonce FROM auth.refresh_tokens WHERE session_id = $1 AND parent = $2 AND NOT revoked AND created_at > $3",
            session.0,
            token.hash_hex(),
            self.clock().now() - LOST_ANSWER
        )
        .fetch_optional(&mut **tx)
        .await?;
        Ok(nonce.map(|nonce| token.successor(&nonce)))
    }
}

/// Finds the token and queues at its session: two requests with one token are told apart only one after the other.
async fn lock(tx: &mut Tx, token: &SecretToken) -> Result<Option<Presented>, DbError> {
    let hash = token.hash_hex();
    let session: Option<Uuid> = sqlx::query_scalar!(
        "SELECT id FROM auth.sessions WHERE id = (SELECT session_id FROM auth.refresh_tokens WHERE token = $1) FOR NO KEY UPDATE",
        hash
    )
    .fetch_optional(&mut **tx)
    .await?;
    if session.is_none() {
        return Ok(None);
    }
    // A new statement, so that it sees what the one before us in the queue has done.
    let row = sqlx::query!("SELECT session_id, user_id, revoked FROM auth.refresh_tokens WHERE token = $1", hash)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|r| Presented { session: SessionId(r.session_id), user: UserId(r.user_id), revoked: r.revoked }))
}

async fn end(tx: &mut Tx, session: SessionId) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM auth.sessions WHERE id = $1", session.0).execute(&mut **tx).await?;
    Ok(())
}
