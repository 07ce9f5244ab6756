//! Sign up. The answer is the same whether the address is new, waits for confirmation or has an account.

use platform_db::{DbError, Tx};
use platform_types::{EmailAddress, PersonName, SecretString, UserId};
use tokio::time::Instant;

use super::one_time::Purpose;
use super::{Broken, evenly, one_time, queries};
use crate::attempts::{self, Subject};
use crate::audit;
use crate::mail::{Message, OutgoingMail};
use crate::password::{HashingFailed, PasswordError};
use crate::{Auth, Origin, TooManyAttempts};

/// What somebody signs up with.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// Their address.
    pub email: EmailAddress,
    /// Their password.
    pub password: SecretString,
    /// What they call themselves.
    pub full_name: Option<PersonName>,
    /// Their language (BCP 47, for example `en` or `zh-Hant`).
    pub locale: String,
}

/// Why nobody was signed up. Never because the address has an account.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// The password will not do.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Too often.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for SignUpError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

impl From<HashingFailed> for SignUpError {
    fn from(error: HashingFailed) -> Self {
        Self::Broken(Broken::Hashing(error))
    }
}

impl Auth {
    /// Asks for a confirmation of the address by mail; nothing can be done before.
    pub async fn sign_up(&self, command: SignUp, origin: &Origin) -> Result<(), SignUpError> {
        let start = Instant::now();
        self.settings().password_rule.check(&command.password, &command.email)?;
        if let Some(ip) = origin.ip {
            attempts::charge(self.db(), &Subject::Network(ip), self.settings().per_network).await??;
        }
        attempts::charge(self.db(), &Subject::Mail(&command.email), self.settings().mails).await??;
        let outcome = self.sign_up_counted(&command, origin).await;
        evenly(start, self.settings().even_time).await;
        outcome
    }

    async fn sign_up_counted(&self, command: &SignUp, origin: &Origin) -> Result<(), SignUpError> {
        // Also for an address that has an account: it costs the same time.
        let hash = self.passwords().hash(&command.password).await?;
        let mut tx = self.db().as_system("signing up").await?;
        audit::acts_as(&mut tx, None, origin).await?;
        let mail = self.sign_up_mail(&mut tx, command, &hash).await?;
        self.mail().enqueue(&mut tx, mail).await.map_err(Broken::Mail)?;
        tx.commit().await?;
        Ok(())
    }

    async fn sign_up_mail(&self, tx: &mut Tx, command: &SignUp, hash: &str) -> Result<OutgoingMail, DbError> {
        let now = self.clock().now();
        let name = command.full_name.as_ref().map(ToString::to_string).unwrap_or_default();
        let meta = serde_json::json!({ "full_name": name, "locale": command.locale });
        let new = UserId::new(self.entropy(), now);
        queries::add(tx, new, self.entropy().uuid_v7(now), &command.email, &meta).await?;
        let account = queries::account(tx, &command.email).await?;
        audit::about(tx, "auth.sign_up_requested", account.as_ref().map(|a| a.id)).await?;
        let to = command.email.clone();
        Ok(match account {
            Some(account) if !account.confirmed => {
                let (token, expires_at) =
                    one_time::make(self, tx, account.id, command.email.as_str(), Purpose::Confirm, Some((hash, &meta))).await?;
                OutgoingMail::new(self, to, name, command.locale.clone(), Message::Confirm { token, expires_at }).about(account.id)
            }
            // Also for a deleted account that still occupies its address: only the owner of the mailbox learns anything.
            Some(account) => OutgoingMail::new(self, to, account.full_name, account.locale, Message::AlreadySignedUp).about(account.id),
            None => OutgoingMail::new(self, to, String::new(), command.locale.clone(), Message::AlreadySignedUp),
        })
    }
}
