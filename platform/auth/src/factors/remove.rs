//! Remove an authenticator app: with another proof of who asks, or at the machine.

use platform_db::{DbError, Tx};
use platform_types::{Actor, SecretString, UserId};
use uuid::Uuid;

use super::{FactorError, has_verified, recovery, themself};
use crate::attempts::{self, Subject};
use crate::mail::{Message, OutgoingMail, SecurityChange};
use crate::people::Broken;
use crate::{Auth, audit};

/// What shows again that it is the person.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Their password.
    Password(SecretString),
    /// A code of an app of theirs, or a recovery code.
    Code(String),
    /// A sign-in that was proven twice: what programs show.
    SignIn,
}

impl Auth {
    /// Removes one of the actor's apps. One that never counted goes without more; one that counts asks for a proof and for a
    /// sign-in that showed a code. With the last one the recovery codes go, too.
    pub async fn remove_factor(&self, actor: &Actor, factor: Uuid, proof: &Proof) -> Result<(), FactorError> {
        let (user, _) = themself(actor)?;
        self.check_password_of(user, proof).await?;
        let mut tx = self.factor_tx(actor, user).await?;
        let counts = sqlx::query_scalar!(
            r#"SELECT status = 'verified' AS "counts!" FROM auth.mfa_factors WHERE id = $1 AND user_id = $2 FOR UPDATE"#,
            factor,
            user.0
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?
        .ok_or(FactorError::Unknown)?;
        if counts {
            if !actor.second_factor {
                return Err(FactorError::SecondStepMissing);
            }
            self.check_code_of(&mut tx, user, proof).await?;
            audit::about(&mut tx, "auth.factor_removed", Some(user)).await?;
            self.tell_of_change(&mut tx, user, SecurityChange::FactorRemoved).await?;
        }
        forget(&mut tx, user, &[factor]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes all apps and recovery codes of somebody who lost both, in the house's own name; whether there were any.
    pub async fn remove_factors_as_house(&self, user: UserId) -> Result<bool, Broken> {
        let mut tx = self.db().as_system("administrator at the machine").await?;
        let all = sqlx::query_scalar!("SELECT id FROM auth.mfa_factors WHERE user_id = $1 FOR UPDATE", user.0)
            .fetch_all(&mut *tx)
            .await
            .map_err(DbError::from)?;
        if all.is_empty() {
            return Ok(false);
        }
        forget(&mut tx, user, &all).await?;
        audit::about(&mut tx, "auth.factor_removed", Some(user)).await?;
        self.tell_of_change(&mut tx, user, SecurityChange::FactorRemoved).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The password, where that is the proof. No transaction is open while the hash is computed.
    pub(super) async fn check_password_of(&self, user: UserId, proof: &Proof) -> Result<(), FactorError> {
        let Proof::Password(password) = proof else { return Ok(()) };
        attempts::charge(self.db(), &Subject::Factor(user), self.settings().per_factor).await??;
        let stored = {
            let mut tx = self.db().as_system("finding an account").await?;
            sqlx::query_scalar!("SELECT encrypted_password FROM auth.users WHERE id = $1 AND deleted_at IS NULL", user.0)
                .fetch_optional(&mut *tx)
                .await
                .map_err(DbError::from)?
                .flatten()
        };
        if self.passwords().verify(password, stored.as_deref()).await.map_err(Broken::from)? {
            Ok(())
        } else {
            Err(FactorError::WrongPassword)
        }
    }

    /// The code, where that is the proof: of any app that counts, or a recovery code.
    pub(super) async fn check_code_of(&self, tx: &mut Tx, user: UserId, proof: &Proof) -> Result<(), FactorError> {
        let Proof::Code(code) = proof else { return Ok(()) };
        attempts::charge(self.db(), &Subject::Factor(user), self.settings().per_factor).await??;
        let apps = sqlx::query!("SELECT id, secret FROM auth.mfa_factors WHERE user_id = $1 AND status = 'verified' ORDER BY id", user.0)
            .fetch_all(&mut **tx)
            .await
            .map_err(DbError::from)?;
        for app in apps {
            match self.take_code(tx, app.id, &app.secret, code).await {
                Err(FactorError::WrongCode) => {}
                other => return other,
            }
        }
        recovery::take(tx, user, code).await?.map(|_| ()).ok_or(FactorError::WrongCode)
    }

    /// Tells somebody by mail what changed about how they sign in.
    pub(crate) async fn tell_of_change(&self, tx: &mut Tx, user: UserId, change: SecurityChange) -> Result<(), Broken> {
        let person = sqlx::query!("SELECT email, full_name, locale FROM public.platform_users WHERE id = $1", user.0)
            .fetch_one(&mut **tx)
            .await
            .map_err(DbError::from)?;
        let Some(to) = person.email.and_then(|email| email.parse().ok()) else { return Ok(()) };
        let mail = OutgoingMail::new(self, to, person.full_name, person.locale, Message::SecurityChanged(change)).about(user);
        Ok(self.mail().enqueue(tx, mail).await?)
    }
}

/// Apps go; a sign-in that was proven with one of them is proven once from now on.
async fn forget(tx: &mut Tx, user: UserId, factors: &[Uuid]) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM auth.mfa_factors WHERE user_id = $1 AND id = ANY($2)", user.0, factors).execute(&mut **tx).await?;
    if has_verified(tx, user).await? {
        return Ok(());
    }
    sqlx::query!("DELETE FROM auth.recovery_codes WHERE user_id = $1", user.0).execute(&mut **tx).await?;
    sqlx::query!(
        "UPDATE auth.sessions SET aal = 'aal1', factor_id = NULL, updated_at = clock.now() WHERE user_id = $1 AND aal <> 'aal1'",
        user.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
