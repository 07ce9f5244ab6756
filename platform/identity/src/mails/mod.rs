//! Mails that belong to signing in: their words, and their way into the outbox.

mod words;

use async_trait::async_trait;
use platform_auth::mail::{Announcement, MailOut, Message, NotQueued, OutgoingMail};
use platform_db::Tx;
use platform_jobs::EnqueueError;
use platform_notify::{Mail, QueueError, queue};
use platform_types::Lang;

use words::Words;

use crate::notices;

/// Writes the mails of `platform-auth` and hands them to `platform-notify`, on the transaction that caused them.
#[derive(Clone, Debug)]
pub struct Mails {
    public_url: String,
}

impl Mails {
    /// `public_url` has no slash at its end; links in mails begin with it.
    pub fn new(public_url: impl Into<String>) -> Self {
        Self { public_url: public_url.into() }
    }

    fn mail(&self, outgoing: OutgoingMail) -> Mail {
        let (purpose, expires_at) = match &outgoing.message {
            Message::Confirm { expires_at, .. } => ("auth.confirm", Some(*expires_at)),
            Message::AlreadySignedUp => ("auth.already_signed_up", None),
            Message::SignInLink { expires_at, .. } => ("auth.sign_in_link", Some(*expires_at)),
            Message::ResetPassword { expires_at, .. } => ("auth.reset", Some(*expires_at)),
            Message::PasswordChanged => ("auth.password_changed", None),
            Message::SecurityChanged(_) => ("auth.security_changed", None),
            Message::Invitation { expires_at, .. } => ("auth.invitation", Some(*expires_at)),
            Message::OrganizerApproved { .. } => ("auth.organizer_approved", None),
            Message::OrganizerDeclined { .. } => ("auth.organizer_declined", None),
        };
        // The name of an unconfirmed sign-up is what a stranger typed: not a word of theirs reaches a mailbox through us.
        let name = if matches!(outgoing.message, Message::Confirm { .. }) { String::new() } else { outgoing.name };
        // In the language of whoever reads it, not of whoever caused it.
        let lang = outgoing.locale.parse::<Lang>().unwrap_or_default();
        let (subject, text, html) = lang.within(|| {
            let words = Words::of(&outgoing.message, &name, &self.public_url);
            (words.subject(), words.text(), words.html())
        });
        let mut mail = Mail::new(format!("{purpose}/{}", outgoing.id), purpose, outgoing.to, subject, text).html(html);
        if let Ok(name) = name.parse() {
            mail = mail.to_name(name);
        }
        if let Some(user) = outgoing.user {
            mail = mail.to_user(user);
        }
        if let Some(organization) = outgoing.organization {
            mail = mail.within(organization);
        }
        // What holds a key to an account is erased once it has left.
        match expires_at {
            Some(at) => mail.secret().expires_at(at),
            None => mail,
        }
    }
}

#[async_trait]
impl MailOut for Mails {
    async fn enqueue(&self, tx: &mut Tx, mail: OutgoingMail) -> Result<(), NotQueued> {
        if let Some(notice) = notices::of_mail(&mail) {
            platform_inbox::tell(tx, &notice).await.map_err(not_told)?;
        }
        queue(tx, &self.mail(mail)).await.map(|_| ()).map_err(|error| match error {
            QueueError::Database(e) => NotQueued::Database(e),
            other @ QueueError::Job(_) => NotQueued::Other(Box::new(other)),
        })
    }

    async fn announce(&self, tx: &mut Tx, announcement: Announcement) -> Result<(), NotQueued> {
        platform_inbox::tell(tx, &notices::of(&announcement)).await.map(|_| ()).map_err(not_told)
    }
}

fn not_told(error: EnqueueError) -> NotQueued {
    match error {
        EnqueueError::Database(e) => NotQueued::Database(e),
        other @ EnqueueError::Payload(..) => NotQueued::Other(Box::new(other)),
    }
}
