//! The code a program redeems for its session, as Supabase's PKCE flow has it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use platform_db::{DbError, Tx};
use platform_types::UserId;
use sha2::{Digest, Sha256};

use super::sign_in::note;
use crate::session::{self, Client, Method, SignedIn};
use crate::{Auth, Origin, SecretToken};

/// Why a code gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// Unknown, or redeemed already.
    #[error("invalid flow state, no valid flow state found")]
    Unknown,
    /// Older than five minutes.
    #[error("invalid flow state, flow state has expired")]
    Expired,
    /// Another program's verifier.
    #[error("code challenge does not match previously saved code verifier")]
    WrongVerifier,
    /// The account is suspended.
    #[error("this account is suspended")]
    Suspended,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Auth {
    pub(super) async fn keep_code(
        &self,
        tx: &mut Tx,
        user: UserId,
        provider: &str,
        method: &str,
        challenge: &str,
    ) -> Result<SecretToken, DbError> {
        let now = self.clock().now();
        let code = SecretToken::new(self.entropy());
        sqlx::query!(
            "INSERT INTO auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type, authentication_method, auth_code_issued_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'oauth', $7)",
            self.entropy().uuid_v7(now),
            user.0,
            code.hash_hex(),
            method,
            challenge,
            provider,
            now
        )
        .execute(&mut **tx)
        .await?;
        Ok(code)
    }

    /// Redeems a code, once.
    pub async fn redeem_code(&self, code: &str, verifier: &str, origin: &Origin) -> Result<SignedIn, CodeError> {
        let code = SecretToken::parse(code).ok_or(CodeError::Unknown)?;
        let mut tx = self.db().as_system("redeeming a code").await?;
        let row = sqlx::query!(
            r#"DELETE FROM auth.flow_state f USING auth.users u WHERE f.auth_code = $1 AND u.id = f.user_id
               RETURNING f.user_id AS "user_id!", f.code_challenge, f.code_challenge_method, f.auth_code_issued_at > clock.now() - interval '5 minutes' AS "fresh!",
                 u.deleted_at IS NOT NULL OR coalesce(u.banned_until > clock.now(), false) AS "barred!""#,
            code.hash_hex()
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?
        .ok_or(CodeError::Unknown)?;
        let made = match row.code_challenge_method.as_str() {
            "s256" => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
            _ => verifier.to_owned(),
        };
        // Digests are compared, so that the time it takes says nothing about the challenge.
        let right = Sha256::digest(made.as_bytes()) == Sha256::digest(row.code_challenge.as_bytes());
        let refused = if !row.fresh {
            Some(CodeError::Expired)
        } else if !right {
            Some(CodeError::WrongVerifier)
        } else if row.barred {
            Some(CodeError::Suspended)
        } else {
            None
        };
        if let Some(refused) = refused {
            // A code that was tried is gone: nobody guesses at it twice.
            tx.commit().await?;
            return Err(refused);
        }
        let user = UserId(row.user_id);
        note(&mut tx, user, origin).await?;
        let signed_in = session::open(self, &mut tx, user, Client::Program, Method::OAuth, origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
