//! Making a key and ending it, as somebody who manages an organization's settings.

use platform_audit::Entry;
use platform_db::{DbError, constraint_of};
use platform_types::{Actor, KeyId, OrganizationId, Timestamp};

use super::{KeyText, Network};
use crate::Auth;
use crate::mail::{Announcement, News, NotQueued};

/// A key somebody wants.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// Its id, given out with the form: a form that is sent twice makes one key.
    pub id: KeyId,
    /// For which organization.
    pub organization: OrganizationId,
    /// What people call it; 1 to 80 characters.
    pub name: String,
    /// What it may do: at most what its maker holds on the organization.
    pub permissions: Vec<String>,
    /// From where; empty: from everywhere.
    pub networks: Vec<Network>,
    /// When it ends by itself; none: when somebody ends it.
    pub expires_at: Option<Timestamp>,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum MakeKeyError {
    /// More than the maker holds, or not theirs to make.
    #[error("choose only permissions that you hold in this organization yourself")]
    NotAllowed,
    /// No permission at all.
    #[error("choose at least one permission")]
    NoPermission,
    /// No name, or one that is too long.
    #[error("enter a name of at most 80 characters")]
    Name,
    /// It would have ended before it began.
    #[error("choose a day that is still to come")]
    EndsInThePast,
    /// A key with this id was made before.
    #[error("this key was made already")]
    Repeated,
    /// More networks than fit.
    #[error("at most 50 addresses and ranges fit")]
    TooManyNetworks,
    /// Whoever made it could not be told.
    #[error(transparent)]
    NotTold(#[from] NotQueued),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for MakeKeyError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("api_keys_pkey") => Self::Repeated,
            Some("api_keys_named") => Self::Name,
            Some("api_keys_may_something") => Self::NoPermission,
            Some("api_keys_ends_after_it_begins") => Self::EndsInThePast,
            Some("api_keys_few_networks") => Self::TooManyNetworks,
            // 42501: the policy said no.
            _ if matches!(&error, sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501")) => Self::NotAllowed,
            _ => Self::Database(error.into()),
        }
    }
}

impl Auth {
    /// A new key. It is in the answer and nowhere else.
    pub async fn make_key(&self, actor: &Actor, wanted: &NewApiKey) -> Result<(KeyId, KeyText), MakeKeyError> {
        let (id, key) = (wanted.id, KeyText::new(self.entropy()));
        let networks: Vec<String> = wanted.networks.iter().map(ToString::to_string).collect();
        let mut tx = self.db().as_actor(actor).await?;
        sqlx::query!(
            "INSERT INTO api_keys (id, organization_id, name, prefix, secret_hash, permissions, networks, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7::text[]::cidr[], $8)",
            id.0,
            wanted.organization.0,
            wanted.name,
            key.prefix(),
            &key.hash()[..],
            &wanted.permissions[..],
            &networks[..],
            wanted.expires_at
        )
        .execute(&mut *tx)
        .await?;
        let after = serde_json::json!({
            "name": wanted.name, "prefix": key.prefix(), "permissions": wanted.permissions, "networks": networks, "expires_at": wanted.expires_at,
        });
        platform_audit::record(&mut tx, Entry::new("api_key.created", "api_keys").on(id.0).within(wanted.organization).after(after))
            .await?;
        if let Some(to) = actor.user_id() {
            let organization_name = sqlx::query_scalar!("SELECT name FROM public.organizations WHERE id = $1", wanted.organization.0)
                .fetch_optional(&mut *tx)
                .await?
                .unwrap_or_default();
            let news = News::KeyMade { name: wanted.name.clone() };
            let announcement = Announcement { id: id.0, to, organization: Some(wanted.organization), organization_name, news };
            self.mail().announce(&mut tx, announcement).await?;
        }
        tx.commit().await?;
        Ok((id, key))
    }

    /// Ends a key and with it every token of it. `false` where there is none that the actor may end.
    pub async fn revoke_key(&self, actor: &Actor, organization: OrganizationId, id: KeyId) -> Result<bool, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        let name = sqlx::query_scalar!(
            "UPDATE api_keys SET revoked_at = clock.now() WHERE id = $1 AND organization_id = $2 AND revoked_at IS NULL RETURNING name",
            id.0,
            organization.0
        )
        .fetch_optional(&mut *tx)
        .await?;
        let Some(name) = name else { return Ok(false) };
        let entry = Entry::new("api_key.revoked", "api_keys").on(id.0).within(organization).before(serde_json::json!({ "name": name }));
        platform_audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }
}
