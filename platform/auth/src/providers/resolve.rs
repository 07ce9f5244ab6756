//! To whom an account elsewhere belongs.

use chrono::Duration;
use platform_db::{DbError, Tx};
use platform_types::{EmailAddress, UserId};
use serde_json::json;

use super::{Proven, ProviderError};
use crate::people::queries;
use crate::{Auth, SecretToken, audit};

/// How long an offer to connect two accounts stands.
const OFFERED: Duration = Duration::minutes(30);

/// Whose it is.
pub(super) enum Resolved {
    /// This person's.
    Person(UserId),
    /// Perhaps that of the account that has this address here: its owner has to say so.
    Offered(SecretToken),
}

impl Auth {
    /// The person of an account elsewhere; whoever is new here is added. On the system door's transaction.
    pub(super) async fn resolve(&self, tx: &mut Tx, proven: &Proven) -> Result<Resolved, ProviderError> {
        if let Some(user) = self.known(tx, proven).await? {
            return Ok(Resolved::Person(user));
        }
        let email: EmailAddress = proven.email.as_deref().and_then(|email| email.parse().ok()).ok_or(ProviderError::NoAddress)?;
        // An address that anybody could have typed there says nothing about who it is here.
        if !proven.email_verified {
            return Err(ProviderError::Unverified);
        }
        let meta = json!({ "full_name": proven.name.as_deref().unwrap_or_default(), "locale": "en" });
        let id = UserId::new(self.entropy(), self.clock().now());
        let app = json!({ "provider": proven.provider, "providers": [proven.provider] });
        let added = sqlx::query!(
            "INSERT INTO auth.users (id, email, raw_app_meta_data, raw_user_meta_data) VALUES ($1, $2, $3, $4) ON CONFLICT (email) WHERE NOT is_sso_user DO NOTHING",
            id.0,
            email.as_str(),
            app,
            meta
        )
        .execute(&mut **tx)
        .await
        .map_err(DbError::from)?;
        let user = if added.rows_affected() > 0 {
            id
        } else {
            match queries::account(tx, &email).await? {
                // Nobody has ever proven that this address is theirs: what a stranger chose at sign-up is void.
                Some(account) if !account.confirmed => {
                    sqlx::query!(
                        "UPDATE auth.users SET encrypted_password = NULL, raw_app_meta_data = $2, raw_user_meta_data = $3 WHERE id = $1",
                        account.id.0,
                        app,
                        meta
                    )
                    .execute(&mut **tx)
                    .await
                    .map_err(DbError::from)?;
                    sqlx::query!(
                        "UPDATE public.platform_users SET full_name = $2 WHERE id = $1",
                        account.id.0,
                        proven.name.as_deref().unwrap_or_default()
                    )
                    .execute(&mut **tx)
                    .await
                    .map_err(DbError::from)?;
                    account.id
                }
                Some(account) => return Ok(Resolved::Offered(self.offer(tx, account.id, proven).await?)),
                // Deleted, and its address still taken.
                None => return Err(ProviderError::Suspended),
            }
        };
        self.attach(tx, user, proven).await?;
        queries::prove_address(tx, user).await?;
        audit::about(tx, "auth.person_added", Some(user)).await?;
        Ok(Resolved::Person(user))
    }

    /// Who has connected this account elsewhere.
    pub(super) async fn known(&self, tx: &mut Tx, proven: &Proven) -> Result<Option<UserId>, ProviderError> {
        let row = sqlx::query!(
            r#"UPDATE auth.identities i SET last_sign_in_at = clock.now(), identity_data = i.identity_data || $3 FROM auth.users u
               WHERE i.provider = $1 AND i.provider_id = $2 AND u.id = i.user_id
               RETURNING i.user_id, u.deleted_at IS NOT NULL OR coalesce(u.banned_until > clock.now(), false) AS "barred!""#,
            proven.provider,
            proven.subject,
            proven.data()
        )
        .fetch_optional(&mut **tx)
        .await
        .map_err(DbError::from)?;
        match row {
            Some(row) if row.barred => Err(ProviderError::Suspended),
            other => Ok(other.map(|row| UserId(row.user_id))),
        }
    }

    /// Connects an account elsewhere with a person; `false` where it is somebody's already.
    pub(super) async fn attach(&self, tx: &mut Tx, user: UserId, proven: &Proven) -> Result<bool, DbError> {
        let added = sqlx::query!(
            "INSERT INTO auth.identities (id, provider_id, user_id, identity_data, provider, last_sign_in_at) VALUES ($1, $2, $3, $4, $5, clock.now()) ON CONFLICT DO NOTHING",
            self.entropy().uuid_v7(self.clock().now()),
            proven.subject,
            user.0,
            proven.data(),
            proven.provider
        )
        .execute(&mut **tx)
        .await?;
        name_providers(tx, user).await?;
        Ok(added.rows_affected() > 0)
    }

    async fn offer(&self, tx: &mut Tx, user: UserId, proven: &Proven) -> Result<SecretToken, DbError> {
        let token = SecretToken::new(self.entropy());
        sqlx::query!(
            "INSERT INTO auth.provider_offers (hash, user_id, provider, provider_id, identity_data, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &token.hash()[..],
            user.0,
            proven.provider,
            proven.subject,
            proven.data(),
            self.clock().now() + OFFERED
        )
        .execute(&mut **tx)
        .await?;
        Ok(token)
    }
}

/// Keeps the list of ways to sign in that programs read.
pub(super) async fn name_providers(tx: &mut Tx, user: UserId) -> Result<(), DbError> {
    sqlx::query!(
        "UPDATE auth.users SET raw_app_meta_data = raw_app_meta_data || jsonb_build_object('providers',
           (SELECT coalesce(jsonb_agg(DISTINCT i.provider), '[]') FROM auth.identities i WHERE i.user_id = $1)) WHERE id = $1",
        user.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
