//! Sign in by what a provider has proven.

use platform_db::{DbError, Tx};
use platform_types::UserId;

use super::Proven;
use super::resolve::Resolved;
use crate::people::Broken;
use crate::session::{self, Client, Method, SignedIn};
use crate::{Auth, Origin, SecretToken, audit};

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The provider told no address.
    #[error("the provider told us no e-mail address; sign up with one here")]
    NoAddress,
    /// The provider has not verified the address.
    #[error("the provider has not verified your e-mail address; verify it there, or sign up with it here")]
    Unverified,
    /// The account is suspended.
    #[error("this account is suspended")]
    Suspended,
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl From<DbError> for ProviderError {
    fn from(error: DbError) -> Self {
        Self::Broken(Broken::Database(error))
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum ByProvider<T> {
    /// Signed in.
    Done(T),
    /// The address has an account here: this token connects the two once its owner has signed in.
    Offered(SecretToken),
}

/// What a program is answered with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A code that it redeems with what it kept (PKCE).
    Code(SecretToken),
    /// Tokens at once.
    SignedIn(Box<SignedIn>),
}

impl Auth {
    /// Signs a page in.
    pub async fn sign_in_by_provider(&self, proven: &Proven, origin: &Origin) -> Result<ByProvider<SignedIn>, ProviderError> {
        let mut tx = self.db().as_system("signing in by a provider").await?;
        let outcome = match self.resolve(&mut tx, proven).await? {
            Resolved::Person(user) => {
                note(&mut tx, user, origin).await?;
                ByProvider::Done(session::open(self, &mut tx, user, Client::Page, Method::OAuth, origin).await?)
            }
            Resolved::Offered(token) => ByProvider::Offered(token),
        };
        tx.commit().await?;
        Ok(outcome)
    }

    /// Answers a program: with a code where it sent a challenge, else with tokens.
    pub async fn answer_program(
        &self,
        proven: &Proven,
        challenge: Option<&(String, String)>,
        origin: &Origin,
    ) -> Result<ByProvider<Answer>, ProviderError> {
        let mut tx = self.db().as_system("signing in by a provider").await?;
        let user = match self.resolve(&mut tx, proven).await? {
            Resolved::Person(user) => user,
            // A program cannot ask its owner: the offer is not made.
            Resolved::Offered(token) => return Ok(ByProvider::Offered(token)),
        };
        let answer = match challenge {
            Some((method, challenge)) => Answer::Code(self.keep_code(&mut tx, user, &proven.provider, method, challenge).await?),
            None => {
                note(&mut tx, user, origin).await?;
                Answer::SignedIn(Box::new(session::open(self, &mut tx, user, Client::Program, Method::OAuth, origin).await?))
            }
        };
        tx.commit().await?;
        Ok(ByProvider::Done(answer))
    }
}

pub(super) async fn note(tx: &mut Tx, user: UserId, origin: &Origin) -> Result<(), DbError> {
    audit::acts_as(tx, Some(user), origin).await?;
    audit::about(tx, "auth.signed_in", Some(user)).await
}
