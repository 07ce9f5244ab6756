//! Mails that were committed.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use platform_db::Tx;

use platform_auth::SecretToken;
use platform_auth::mail::{MailOut, Message, NotQueued, OutgoingMail};

/// Keeps what would be sent, once its transaction has committed.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<Vec<OutgoingMail>>>);

impl Mailbox {
    /// Takes everything out, oldest first.
    pub fn take(&self) -> Vec<OutgoingMail> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes everything out; the one mail to this address.
    pub fn only(&self, to: &str) -> OutgoingMail {
        let mut mails = self.take();
        mails.retain(|mail| mail.to.as_str() == to);
        assert_eq!(mails.len(), 1, "one mail to {to}: {mails:?}");
        mails.remove(0)
    }

    /// The token in the one mail to this address.
    pub fn token(&self, to: &str) -> SecretToken {
        match self.only(to).message {
            Message::Confirm { token, .. }
            | Message::SignInLink { token, .. }
            | Message::ResetPassword { token, .. }
            | Message::Invitation { token, .. } => token,
            other => panic!("the mail to {to} carries no link: {other:?}"),
        }
    }
}

#[async_trait]
impl MailOut for Mailbox {
    async fn enqueue(&self, tx: &mut Tx, mail: OutgoingMail) -> Result<(), NotQueued> {
        let kept = Arc::clone(&self.0);
        tx.after_commit(move || kept.lock().unwrap_or_else(PoisonError::into_inner).push(mail));
        Ok(())
    }
}
