//! Sign in with a link in a mail.

use platform_db::DbError;
use platform_types::{EmailAddress, Timestamp};
use tokio::time::Instant;

use super::one_time::Purpose;
use super::{Broken, RedeemError, RequestError, evenly, one_time, queries};
use crate::attempts::{self, Subject};
use crate::audit;
use crate::mail::{Message, OutgoingMail};
use crate::session::{self, Client, Method, SignedIn};
use crate::{Auth, Origin};

impl Auth {
    /// Mails a link that signs in, if the address has an account. `next` is a path to go to afterwards.
    pub async fn request_magic_link(&self, email: &EmailAddress, next: Option<String>, origin: &Origin) -> Result<(), RequestError> {
        self.request_mail(email, Purpose::SignIn, next, origin).await
    }

    /// Mails a link that sets a new password, if the address has an account.
    pub async fn request_reset(&self, email: &EmailAddress, origin: &Origin) -> Result<(), RequestError> {
        self.request_mail(email, Purpose::Reset, None, origin).await
    }

    async fn request_mail(
        &self,
        email: &EmailAddress,
        purpose: Purpose,
        next: Option<String>,
        origin: &Origin,
    ) -> Result<(), RequestError> {
        let start = Instant::now();
        if let Some(ip) = origin.ip {
            attempts::charge(self.db(), &Subject::Network(ip), self.settings().per_network).await??;
        }
        attempts::charge(self.db(), &Subject::Mail(email), self.settings().mails).await??;
        let outcome = self.mail_link(email, purpose, next, origin).await;
        evenly(start, self.settings().even_time).await;
        Ok(outcome?)
    }

    async fn mail_link(&self, email: &EmailAddress, purpose: Purpose, next: Option<String>, origin: &Origin) -> Result<(), Broken> {
        let mut tx = self.db().as_system("mailing a link").await?;
        let account = queries::account(&mut tx, email).await?;
        audit::acts_as(&mut tx, None, origin).await?;
        audit::about(
            &mut tx,
            if purpose == Purpose::Reset { "auth.reset_requested" } else { "auth.link_requested" },
            account.as_ref().map(|a| a.id),
        )
        .await?;
        let open = |until: Option<Timestamp>| until.is_none_or(|until| until <= self.clock().now());
        let Some(account) = account.filter(|a| open(a.banned_until)) else { return Ok(tx.commit().await?) };
        let (token, expires_at) = one_time::make(self, &mut tx, account.id, email.as_str(), purpose, None).await?;
        let message = match purpose {
            Purpose::Reset => Message::ResetPassword { token, expires_at },
            Purpose::SignIn | Purpose::Confirm => Message::SignInLink { token, expires_at, next },
        };
        let mail = OutgoingMail::new(self, email.clone(), account.full_name, account.locale, message).about(account.id);
        self.mail().enqueue(&mut tx, mail).await?;
        Ok(tx.commit().await?)
    }

    /// Whether a link that signs in still works, and for which address. Changes nothing: mail scanners open links.
    pub async fn pending_link(&self, token: &str) -> Result<Option<String>, DbError> {
        let mut tx = self.db().as_system("showing whom a link signs in").await?;
        Ok(one_time::peek(&mut tx, token, Purpose::SignIn).await?.map(|(email, _)| email))
    }

    /// Takes a link that signs in. It also proves the address.
    pub async fn redeem_link(&self, token: &str, client: Client, origin: &Origin) -> Result<SignedIn, RedeemError> {
        let mut tx = self.db().as_system("signing in by link").await?;
        let redeemed = one_time::take(&mut tx, token, Purpose::SignIn).await?;
        audit::acts_as(&mut tx, Some(redeemed.user), origin).await?;
        audit::about(&mut tx, "auth.signed_in", Some(redeemed.user)).await?;
        queries::prove_address(&mut tx, redeemed.user).await?;
        let signed_in = session::open(self, &mut tx, redeemed.user, client, Method::MagicLink, origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
