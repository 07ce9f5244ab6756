//! Set a new password by the link of a mail.

use platform_db::DbError;
use platform_types::{EmailAddress, SecretString, UserId};

use super::one_time::Purpose;
use super::{Broken, RedeemError, one_time, queries};
use crate::audit;
use crate::mail::{Message, OutgoingMail};
use crate::password::PasswordError;
use crate::session::{self, Client, Method, SignedIn};
use crate::{Auth, Origin};
use platform_db::Tx;

/// Why the password was not set.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The password will not do; the link still works.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The link does nothing.
    #[error(transparent)]
    Link(#[from] RedeemError),
}

impl From<DbError> for ResetError {
    fn from(error: DbError) -> Self {
        Self::Link(error.into())
    }
}

impl Auth {
    /// Whether a link that sets a password still works, and for which address. Changes nothing.
    pub async fn pending_reset(&self, token: &str) -> Result<Option<String>, DbError> {
        let mut tx = self.db().as_system("showing whose password a link sets").await?;
        Ok(one_time::peek(&mut tx, token, Purpose::Reset).await?.map(|(email, _)| email))
    }

    /// Takes a link and sets the password: every other sign-in ends, and the person is told by mail.
    pub async fn reset_password(
        &self,
        token: &str,
        password: &SecretString,
        client: Client,
        origin: &Origin,
    ) -> Result<SignedIn, ResetError> {
        let email: EmailAddress = self.pending_reset(token).await?.and_then(|e| e.parse().ok()).ok_or(RedeemError::Expired)?;
        self.settings().password_rule.check(password, &email)?;
        let hash = self.passwords().hash(password).await.map_err(|e| RedeemError::Broken(Broken::Hashing(e)))?;
        let mut tx = self.db().as_system("setting a password by link").await?;
        let redeemed = one_time::take(&mut tx, token, Purpose::Reset).await?;
        audit::acts_as(&mut tx, Some(redeemed.user), origin).await?;
        audit::about(&mut tx, "auth.password_reset", Some(redeemed.user)).await?;
        queries::set_password(&mut tx, redeemed.user, &hash, None).await?;
        queries::prove_address(&mut tx, redeemed.user).await?;
        self.tell_of_new_password(&mut tx, redeemed.user, email).await.map_err(RedeemError::Broken)?;
        let signed_in = session::open(self, &mut tx, redeemed.user, client, Method::Recovery, origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    pub(super) async fn tell_of_new_password(&self, tx: &mut Tx, user: UserId, to: EmailAddress) -> Result<(), Broken> {
        let profile = sqlx::query!("SELECT full_name, locale FROM public.platform_users WHERE id = $1", user.0)
            .fetch_one(&mut **tx)
            .await
            .map_err(DbError::from)?;
        let mail = OutgoingMail::new(self, to, profile.full_name, profile.locale, Message::PasswordChanged).about(user);
        Ok(self.mail().enqueue(tx, mail).await?)
    }
}
