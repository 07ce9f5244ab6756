//! A key becomes a token.

use platform_audit::Entry;
use platform_db::DbError;
use platform_types::{KeyId, OrganizationId, Timestamp};

use super::{KeyText, SYSTEM, token};
use crate::{Auth, Origin, audit};

/// What a program works with for the next 30 days.
#[derive(Clone, Debug)]
pub struct SystemToken {
    /// A signed JWT.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The key it is of.
    pub key: KeyId,
    /// For which organization it acts.
    pub organization: OrganizationId,
    /// Its name in addresses.
    pub organization_slug: String,
    /// What it may do now: the key's permissions that its maker still holds.
    pub permissions: Vec<String>,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// Unknown, revoked or past its end.
    #[error("the key is not valid")]
    NotValid,
    /// The key is bound to other addresses.
    #[error("the key may not be used from this address")]
    Elsewhere,
    /// It could not be signed.
    #[error(transparent)]
    Signing(#[from] jsonwebtoken::errors::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for ExchangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl Auth {
    /// A new token for a key. Older ones live on until they or the key end.
    pub async fn exchange_key(&self, key: &str, origin: &Origin) -> Result<SystemToken, ExchangeError> {
        let text = KeyText::parse(key).ok_or(ExchangeError::NotValid)?;
        let now = self.clock().now();
        let ip = origin.ip.map(|ip| ip.to_string());
        let mut tx = self.db().as_system("exchanging a key").await?;
        let known = sqlx::query!(
            r#"SELECT k.id, k.organization_id, k.name, k.expires_at, o.slug,
                 cardinality(k.networks) = 0 OR coalesce($2::text::inet <<= ANY (k.networks), false) AS "here!", auth.key_reach(k.id) AS "reach!"
               FROM api_keys k JOIN auth.users u ON u.id = k.created_by JOIN organizations o ON o.id = k.organization_id
               WHERE k.secret_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $3)
                 AND u.deleted_at IS NULL AND (u.banned_until IS NULL OR u.banned_until <= $3)"#,
            &text.hash()[..],
            ip,
            now
        )
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(ExchangeError::NotValid)?;
        if !known.here {
            return Err(ExchangeError::Elsewhere);
        }
        let ends = now + SYSTEM;
        let expires_at = known.expires_at.map_or(ends, |key_ends| key_ends.min(ends));
        let (key, organization) = (KeyId(known.id), OrganizationId(known.organization_id));
        let id = self.entropy().uuid_v7(now);
        sqlx::query!(
            "INSERT INTO system_tokens (id, key_id, organization_id, expires_at, ip) VALUES ($1, $2, $3, $4, $5::text::inet)",
            id,
            key.0,
            organization.0,
            expires_at,
            ip
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!("UPDATE api_keys SET last_used_at = clock.now() WHERE id = $1", key.0).execute(&mut *tx).await?;
        audit::acts_with(&mut tx, key, origin).await?;
        let after = serde_json::json!({ "name": known.name, "token": id, "expires_at": expires_at });
        platform_audit::record(&mut tx, Entry::new("api_key.exchanged", "api_keys").on(key.0).within(organization).after(after)).await?;
        let token = token::sign(self, &token::SystemClaims::new(self, id, key, organization, now, expires_at))?;
        tx.commit().await?;
        Ok(SystemToken { token, expires_at, key, organization, organization_slug: known.slug, permissions: known.reach })
    }
}
