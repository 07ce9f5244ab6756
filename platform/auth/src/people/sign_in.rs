//! Sign in with a password.

use platform_db::DbError;
use platform_types::{EmailAddress, SecretString};

use super::queries::Account;
use super::{Broken, queries};
use crate::attempts::{self, Subject};
use crate::audit;
use crate::password::{HashingFailed, Passwords};
use crate::session::{self, Client, Method, SignedIn};
use crate::{Auth, Origin, TooManyAttempts};

/// What somebody signs in with.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The address.
    pub email: EmailAddress,
    /// The password.
    pub password: SecretString,
    /// What shall carry the sign-in.
    pub client: Client,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, or another password; the two are not told apart.
    #[error("the address or the password is wrong")]
    WrongCredentials,
    /// The right password, but the address was never confirmed.
    #[error("confirm your address first; the link is in the mail we sent you")]
    NotConfirmed,
    /// The right password of a suspended account.
    #[error("this account is suspended")]
    Suspended,
    /// Too often.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for SignInError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

impl From<HashingFailed> for SignInError {
    fn from(error: HashingFailed) -> Self {
        Self::Broken(Broken::Hashing(error))
    }
}

impl Auth {
    /// Signs in with address and password. What is refused after the right password was given is told plainly;
    /// before that every refusal is the same and takes as long.
    pub async fn sign_in_password(&self, command: SignIn, origin: &Origin) -> Result<SignedIn, SignInError> {
        let settings = self.settings();
        if let Some(ip) = origin.ip {
            attempts::charge(self.db(), &Subject::Network(ip), settings.per_network).await??;
        }
        attempts::charge(self.db(), &Subject::Account(&command.email), settings.per_account).await??;

        let account = {
            let mut tx = self.db().as_system("finding an account").await?;
            queries::account(&mut tx, &command.email).await?
        };
        // No transaction is open while the hash is computed.
        let stored = account.as_ref().and_then(|a| a.password.as_deref());
        let right = self.passwords().verify(&command.password, stored).await?;
        let Some(account) = account.filter(|_| right) else { return Err(SignInError::WrongCredentials) };
        if account.banned_until.is_some_and(|until| until > self.clock().now()) {
            return Err(SignInError::Suspended);
        }
        if !account.confirmed {
            return Err(SignInError::NotConfirmed);
        }
        self.let_in(&command, &account, origin).await
    }

    async fn let_in(&self, command: &SignIn, account: &Account, origin: &Origin) -> Result<SignedIn, SignInError> {
        let stored = account.password.as_deref().unwrap_or_default();
        let renewed = if Passwords::is_outdated(stored) { Some(self.passwords().hash(&command.password).await?) } else { None };
        let mut tx = self.db().as_system("signing in").await?;
        // The password may have been changed since it was compared; then it was the old one.
        let same = sqlx::query_scalar!(
            "UPDATE auth.users SET encrypted_password = coalesce($3, encrypted_password) WHERE id = $1 AND encrypted_password = $2 RETURNING id",
            account.id.0,
            stored,
            renewed
        )
        .fetch_optional(&mut *tx)
        .await
        .map_err(DbError::from)?;
        if same.is_none() {
            return Err(SignInError::WrongCredentials);
        }
        audit::acts_as(&mut tx, Some(account.id), origin).await?;
        audit::about(&mut tx, "auth.signed_in", Some(account.id)).await?;
        attempts::forget(&mut tx, &Subject::Account(&command.email)).await?;
        if let Some(ip) = origin.ip {
            attempts::refund(&mut tx, &Subject::Network(ip), self.settings().per_network).await?;
        }
        let signed_in = session::open(self, &mut tx, account.id, command.client, Method::Password, origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
