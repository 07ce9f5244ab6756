//! Change one's own password, signed in.

use platform_db::DbError;
use platform_types::{Actor, ActorKind, EmailAddress, SecretString};

use super::{Broken, queries};
use crate::attempts::{self, Subject};
use crate::audit;
use crate::password::{HashingFailed, PasswordError};
use crate::{Auth, Origin, TooManyAttempts};

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The new one will not do.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The present one is another, or nobody is signed in.
    #[error("the present password is wrong")]
    WrongPresent,
    /// Too often.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for ChangePasswordError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

impl From<HashingFailed> for ChangePasswordError {
    fn from(error: HashingFailed) -> Self {
        Self::Broken(Broken::Hashing(error))
    }
}

impl Auth {
    /// Changes the password of whoever asks; every other sign-in of theirs ends.
    pub async fn change_password(&self, actor: &Actor, present: &SecretString, new: &SecretString) -> Result<(), ChangePasswordError> {
        let ActorKind::User { id, session } = actor.kind else { return Err(ChangePasswordError::WrongPresent) };
        let (email, stored) = {
            let mut tx = self.db().as_system("finding an account").await?;
            let row = sqlx::query!("SELECT email, encrypted_password FROM auth.users WHERE id = $1 AND deleted_at IS NULL", id.0)
                .fetch_optional(&mut *tx)
                .await
                .map_err(DbError::from)?;
            let email: Option<EmailAddress> = row.as_ref().and_then(|r| r.email.as_deref()).and_then(|e| e.parse().ok());
            (email.ok_or(ChangePasswordError::WrongPresent)?, row.and_then(|r| r.encrypted_password))
        };
        self.settings().password_rule.check(new, &email)?;
        attempts::charge(self.db(), &Subject::Account(&email), self.settings().per_account).await??;
        if !self.passwords().verify(present, stored.as_deref()).await? {
            return Err(ChangePasswordError::WrongPresent);
        }
        let hash = self.passwords().hash(new).await?;
        let mut tx = self.db().as_system("changing a password").await?;
        let origin = Origin { ip: actor.ip, user_agent: None, request_id: actor.request_id };
        audit::acts_as(&mut tx, Some(id), &origin).await?;
        audit::about(&mut tx, "auth.password_changed", Some(id)).await?;
        attempts::forget(&mut tx, &Subject::Account(&email)).await?;
        queries::set_password(&mut tx, id, &hash, session).await?;
        self.tell_of_new_password(&mut tx, id, email).await?;
        tx.commit().await?;
        Ok(())
    }
}
