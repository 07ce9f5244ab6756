//! One's accounts elsewhere: connected and disconnected by their owner.

use platform_db::DbError;
use platform_types::{Actor, Timestamp, UserId};
use uuid::Uuid;

use super::resolve::name_providers;
use super::{Proven, ProviderError};
use crate::mail::SecurityChange;
use crate::people::Broken;
use crate::{Auth, Origin, SecretToken, audit};

/// An account elsewhere, or the address here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnIdentity {
    /// Which.
    pub id: Uuid,
    /// `email`, or the provider's name here.
    pub provider: String,
    /// The address it has.
    pub email: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// When it last signed in.
    pub last_used: Option<Timestamp>,
}

/// An account elsewhere that waits to be connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Whose account here it would be connected with.
    pub user: UserId,
    /// Its address.
    pub email: String,
    /// The provider, by its name here.
    pub provider: String,
}

/// Why an account elsewhere was not connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Nobody is signed in, or somebody acts for them.
    #[error("only the person themself can do this")]
    NotThemself,
    /// Another person has connected it.
    #[error("this account is connected with another one here")]
    Taken,
    /// The offer has been taken or has expired, or is for another account.
    #[error("this offer has been used or has expired; sign in with the provider again")]
    Gone,
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for ConnectError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

/// Why an account elsewhere stays connected.
#[derive(Debug, thiserror::Error)]
pub enum DisconnectError {
    /// No such one of theirs.
    #[error("there is no such connected account")]
    Unknown,
    /// It is the only way in.
    #[error("this is your only way to sign in; set a password or connect another account first")]
    LastWay,
    /// Somebody acts for the person.
    #[error("only the person themself can do this")]
    NotThemself,
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for DisconnectError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

fn themself(actor: &Actor) -> Option<UserId> {
    actor.user_id().filter(|_| actor.impersonator.is_none())
}

fn origin(actor: &Actor) -> Origin {
    Origin { ip: actor.ip, user_agent: None, request_id: actor.request_id }
}

impl Auth {
    /// The actor's ways to sign in, oldest first.
    pub async fn own_identities(&self, actor: &Actor) -> Result<Vec<OwnIdentity>, DbError> {
        let Some(user) = actor.user_id() else { return Ok(Vec::new()) };
        let mut tx = self.db().as_system("showing somebody their connected accounts").await?;
        Ok(sqlx::query_as!(
            OwnIdentity,
            "SELECT id, provider, email, created_at AS since, last_sign_in_at AS last_used FROM auth.identities WHERE user_id = $1 ORDER BY created_at, id",
            user.0
        )
        .fetch_all(&mut *tx)
        .await?)
    }

    /// Connects an account elsewhere with the actor's, who began that signed in: the proof is the sign-in.
    pub async fn connect(&self, actor: &Actor, proven: &Proven) -> Result<(), ConnectError> {
        let user = themself(actor).ok_or(ConnectError::NotThemself)?;
        let mut tx = self.db().as_system("connecting an account elsewhere").await?;
        audit::acts_as(&mut tx, Some(user), &origin(actor)).await?;
        match self.known(&mut tx, proven).await {
            Ok(Some(other)) if other == user => return Ok(()),
            Ok(Some(_)) | Err(ProviderError::Suspended) => return Err(ConnectError::Taken),
            Ok(None) => {}
            Err(ProviderError::Broken(broken)) => return Err(broken.into()),
            Err(ProviderError::NoAddress | ProviderError::Unverified) => return Err(ConnectError::Gone),
        }
        if !self.attach(&mut tx, user, proven).await? {
            return Err(ConnectError::Taken);
        }
        audit::about(&mut tx, "auth.provider_connected", Some(user)).await?;
        self.tell_of_change(&mut tx, user, SecurityChange::ProviderConnected(proven.label.clone())).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What an offer would connect; `None` where it no longer stands. Changes nothing.
    pub async fn pending_offer(&self, token: &str) -> Result<Option<Offer>, DbError> {
        let Some(token) = SecretToken::parse(token) else { return Ok(None) };
        let mut tx = self.db().as_system("showing what an offer connects").await?;
        let row = sqlx::query!(
            "SELECT o.user_id, o.provider, u.email FROM auth.provider_offers o JOIN auth.users u ON u.id = o.user_id WHERE o.hash = $1 AND o.expires_at > clock.now()",
            &token.hash()[..]
        )
        .fetch_optional(&mut *tx)
        .await?;
        Ok(row.map(|r| Offer { user: UserId(r.user_id), email: r.email.unwrap_or_default(), provider: r.provider }))
    }

    /// Takes an offer: the actor, who signed in as before, has proven that both accounts are theirs.
    pub async fn accept_offer(&self, actor: &Actor, token: &str, label: &str) -> Result<(), ConnectError> {
        let user = themself(actor).ok_or(ConnectError::NotThemself)?;
        let token = SecretToken::parse(token).ok_or(ConnectError::Gone)?;
        let mut tx = self.db().as_system("connecting an account elsewhere").await?;
        audit::acts_as(&mut tx, Some(user), &origin(actor)).await?;
        let row = sqlx::query!(
            "DELETE FROM auth.provider_offers WHERE hash = $1 AND user_id = $2 AND expires_at > clock.now() RETURNING provider, provider_id, identity_data",
            &token.hash()[..],
            user.0
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?
        .ok_or(ConnectError::Gone)?;
        let text = |key: &str| row.identity_data[key].as_str().map(str::to_owned);
        let proven = Proven {
            provider: row.provider,
            label: label.to_owned(),
            subject: row.provider_id,
            email: text("email"),
            email_verified: row.identity_data["email_verified"].as_bool().unwrap_or(false),
            name: text("full_name"),
        };
        if !self.attach(&mut tx, user, &proven).await? {
            return Err(ConnectError::Taken);
        }
        audit::about(&mut tx, "auth.provider_connected", Some(user)).await?;
        self.tell_of_change(&mut tx, user, SecurityChange::ProviderConnected(proven.label)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Disconnects an account elsewhere; one way to sign in stays: a password, or another account.
    pub async fn disconnect(&self, actor: &Actor, identity: Uuid, label: impl FnOnce(&str) -> String) -> Result<(), DisconnectError> {
        let user = themself(actor).ok_or(DisconnectError::NotThemself)?;
        let mut tx = self.db().as_system("disconnecting an account elsewhere").await?;
        audit::acts_as(&mut tx, Some(user), &origin(actor)).await?;
        // Queues at the person, so that two at once do not remove the last two.
        let has_password = sqlx::query_scalar!(
            r#"SELECT encrypted_password IS NOT NULL AS "has!" FROM auth.users WHERE id = $1 FOR NO KEY UPDATE"#,
            user.0
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?
        .ok_or(DisconnectError::Unknown)?;
        let provider = sqlx::query_scalar!(
            "DELETE FROM auth.identities WHERE id = $1 AND user_id = $2 AND provider <> 'email' RETURNING provider",
            identity,
            user.0
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?
        .ok_or(DisconnectError::Unknown)?;
        let left = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM auth.identities WHERE user_id = $1) AS "left!""#, user.0)
            .fetch_one(&mut *tx)
            .await
            .map_err(DbError::from)?;
        if !left && !has_password {
            return Err(DisconnectError::LastWay);
        }
        name_providers(&mut tx, user).await?;
        audit::about(&mut tx, "auth.provider_disconnected", Some(user)).await?;
        self.tell_of_change(&mut tx, user, SecurityChange::ProviderDisconnected(label(&provider))).await?;
        tx.commit().await?;
        Ok(())
    }
}
