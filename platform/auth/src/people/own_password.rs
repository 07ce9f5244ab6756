//! Change one's own password, signed in.

use platform_db::{DbError, Tx};
use platform_types::{Actor, ActorKind, EmailAddress, SecretString, SessionId, UserId};

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
    /// The new one is the present one.
    #[error("choose another password than the present one")]
    Same,
    /// The present one was left out by a page's sign-in, or by a program's that is older than a day.
    #[error("give the present password")]
    Stale,
    /// Somebody acts for the person, or the sign-in waits for its second step.
    #[error("sign in with your second factor first")]
    SecondStepMissing,
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

/// A new password that will do, asked for by whoever knows the present one or has just signed in.
pub(super) struct Checked {
    email: EmailAddress,
    hash: String,
}

impl Auth {
    /// Changes the password of whoever asks; every other sign-in of theirs ends.
    pub async fn change_password(&self, actor: &Actor, present: &SecretString, new: &SecretString) -> Result<(), ChangePasswordError> {
        let ActorKind::User { id, session } = actor.kind else { return Err(ChangePasswordError::WrongPresent) };
        self.check_own_hands(actor, id).await?;
        let checked = self.check_new_password((id, session), Some(present), new).await?;
        let mut tx = self.own_account(actor, id).await?;
        self.set_own_password(&mut tx, id, session, checked).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Credentials change by the person's own hands alone, and with a second factor only after it was shown.
    pub(super) async fn check_own_hands(&self, actor: &Actor, id: UserId) -> Result<(), ChangePasswordError> {
        if actor.impersonator.is_some() {
            return Err(ChangePasswordError::SecondStepMissing);
        }
        if actor.second_factor {
            return Ok(());
        }
        let mut tx = self.db().as_system("finding a second factor").await?;
        let has = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM auth.mfa_factors WHERE user_id = $1 AND status = 'verified') AS "has!""#,
            id.0
        )
        .fetch_one(&mut *tx)
        .await
        .map_err(DbError::from)?;
        if has { Err(ChangePasswordError::SecondStepMissing) } else { Ok(()) }
    }

    /// A transaction about the account of whoever asks.
    pub(super) async fn own_account(&self, actor: &Actor, id: UserId) -> Result<Tx, DbError> {
        let mut tx = self.db().as_system("changing one's own account").await?;
        let origin = Origin { ip: actor.ip, user_agent: None, request_id: actor.request_id };
        audit::acts_as(&mut tx, Some(id), &origin).await?;
        Ok(tx)
    }

    /// Whether the present password is right and the new one will do. It may be left out within 24 hours of the
    /// sign-in: the limit of Supabase Auth's secure password change.
    pub(super) async fn check_new_password(
        &self,
        (id, session): (UserId, Option<SessionId>),
        present: Option<&SecretString>,
        new: &SecretString,
    ) -> Result<Checked, ChangePasswordError> {
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
        match present {
            Some(present) if !self.passwords().verify(present, stored.as_deref()).await? => return Err(ChangePasswordError::WrongPresent),
            None if !self.has_just_signed_in(id, session).await? => return Err(ChangePasswordError::Stale),
            Some(_) | None => {}
        }
        if self.passwords().verify(new, stored.as_deref()).await? {
            return Err(ChangePasswordError::Same);
        }
        Ok(Checked { hash: self.passwords().hash(new).await?, email })
    }

    /// As a program: a browser that somebody left open may not take their account over.
    async fn has_just_signed_in(&self, id: UserId, session: Option<SessionId>) -> Result<bool, DbError> {
        let mut tx = self.db().as_system("finding a sign-in").await?;
        let fresh = sqlx::query_scalar!(
            r#"SELECT created_at > clock.now() - interval '24 hours' AND EXISTS (SELECT FROM auth.refresh_tokens WHERE session_id = s.id) AS "fresh!"
               FROM auth.sessions s WHERE id = $1 AND user_id = $2"#,
            session.map(|s| s.0),
            id.0
        )
        .fetch_optional(&mut *tx)
        .await?;
        Ok(fresh.unwrap_or(false))
    }

    /// Sets it; every sign-in but `session` ends, and the person is told by mail.
    pub(super) async fn set_own_password(
        &self,
        tx: &mut Tx,
        id: UserId,
        session: Option<SessionId>,
        checked: Checked,
    ) -> Result<(), ChangePasswordError> {
        audit::about(tx, "auth.password_changed", Some(id)).await?;
        attempts::forget(tx, &Subject::Account(&checked.email)).await?;
        queries::set_password(tx, id, &checked.hash, session).await?;
        Ok(self.tell_of_new_password(tx, id, checked.email).await?)
    }
}
