//! The words of the mails that sign-in needs, queued in the transaction that asks for them.

use async_trait::async_trait;
use maud::{DOCTYPE, html};
use platform_auth::SecretToken;
use platform_auth::mail::{MailOut, Message, OutgoingMail};
use platform_db::{DbError, Tx};
use platform_notify::{HeaderText, Mail, QueueError, queue};
use platform_types::{Entropy, Timestamp};

/// Puts sign-in's mails into the house's outbox.
pub struct Mails {
    public_url: String,
    entropy: Entropy,
}

impl Mails {
    /// `public_url` has no slash at its end; links are made from it.
    pub fn new(public_url: String, entropy: Entropy) -> Self {
        Self { public_url, entropy }
    }

    fn link(&self, path: &str, token: &SecretToken) -> String {
        format!("{}{path}?token={}", self.public_url, token.expose())
    }

    fn words(&self, message: &Message) -> Words {
        match message {
            Message::Confirm { token, expires_at } => Words {
                purpose: "identity.confirm",
                subject: "Confirm your e-mail address".to_owned(),
                paragraphs: vec![
                    "Somebody, hopefully you, signed up with this address. Confirm it to finish.".to_owned(),
                    "If it was not you, there is nothing to do: without confirmation no account is made.".to_owned(),
                ],
                link: Some(("Confirm this address", self.link("/confirm", token))),
                until: Some(*expires_at),
            },
            Message::AlreadySignedUp => Words {
                purpose: "identity.already_signed_up",
                subject: "You already have an account".to_owned(),
                paragraphs: vec!["Somebody, perhaps you, tried to sign up with this address, which has an account already. Sign in with it, or set a new password.".to_owned()],
                link: Some(("Sign in", format!("{}/sign-in", self.public_url))),
                until: None,
            },
            Message::SignInLink { token, expires_at, next } => {
                let mut address = self.link("/sign-in/link", token);
                if let Some(next) = next {
                    address.push_str("&next=");
                    address.extend(url::form_urlencoded::byte_serialize(next.as_bytes()));
                }
                Words {
                    purpose: "identity.sign_in_link",
                    subject: "Your link to sign in".to_owned(),
                    paragraphs: vec!["Here is your link to sign in. It works once, for whoever has it: do not pass it on.".to_owned()],
                    link: Some(("Sign in", address)),
                    until: Some(*expires_at),
                }
            }
            Message::ResetPassword { token, expires_at } => Words {
                purpose: "identity.reset",
                subject: "Set a new password".to_owned(),
                paragraphs: vec!["Somebody, hopefully you, asked to set a new password. If it was not you, your password stays as it is.".to_owned()],
                link: Some(("Set a new password", self.link("/reset/new", token))),
                until: Some(*expires_at),
            },
            Message::PasswordChanged => Words {
                purpose: "identity.password_changed",
                subject: "Your password was changed".to_owned(),
                paragraphs: vec!["Your password was changed, and every other sign-in was ended. If that was not you, set a new password now.".to_owned()],
                link: Some(("Set a new password", format!("{}/reset", self.public_url))),
                until: None,
            },
            Message::Invitation { token, expires_at, organization, role, inviter } => {
                let who = if inviter.is_empty() { "You are invited" } else { inviter.as_str() };
                let verb = if inviter.is_empty() { "to join" } else { "invites you to join" };
                let place = if organization.is_empty() { "this house" } else { organization.as_str() };
                Words {
                    purpose: "identity.invitation",
                    subject: format!("Invitation to {place}"),
                    paragraphs: vec![format!("{who} {verb} {place} as {role}.")],
                    link: Some(("See the invitation", self.link("/invitation", token))),
                    until: Some(*expires_at),
                }
            }
        }
    }
}

struct Words {
    purpose: &'static str,
    subject: String,
    paragraphs: Vec<String>,
    link: Option<(&'static str, String)>,
    until: Option<Timestamp>,
}

impl Words {
    fn text(&self, name: &str) -> String {
        let mut parts = vec![greeting(name)];
        parts.extend(self.paragraphs.iter().cloned());
        if let Some((label, address)) = &self.link {
            parts.push(format!("{label}: {address}"));
        }
        if let Some(line) = self.until_line() {
            parts.push(line);
        }
        parts.join("\n\n") + "\n"
    }

    fn html(&self, name: &str) -> maud::Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head { meta charset="utf-8"; title { (self.subject) } }
                body {
                    p { (greeting(name)) }
                    @for paragraph in &self.paragraphs { p { (paragraph) } }
                    @if let Some((label, address)) = &self.link { p { a href=(address) { (label) } } }
                    @if let Some(line) = self.until_line() { p { (line) } }
                }
            }
        }
    }

    fn until_line(&self) -> Option<String> {
        self.until.map(|at| format!("The link works until {} (UTC).", at.format("%-d %B %Y, %H:%M")))
    }
}

fn greeting(name: &str) -> String {
    if name.trim().is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") }
}

#[async_trait]
impl MailOut for Mails {
    async fn enqueue(&self, tx: &mut Tx, mail: OutgoingMail) -> Result<(), DbError> {
        let words = self.words(&mail.message);
        // Every request is a mail of its own: the token in it is.
        let key = format!("{}/{}", words.purpose, self.entropy.token());
        let mut out = Mail::new(key, words.purpose, mail.to, HeaderText::cleaned(&words.subject, "Your account"), words.text(&mail.name)).html(words.html(&mail.name));
        if let Ok(name) = mail.name.parse() {
            out = out.to_name(name);
        }
        if let Some(at) = words.until {
            out = out.expires_at(at).secret();
        }
        match queue(tx, &out).await {
            Ok(_) => Ok(()),
            Err(QueueError::Database(e)) => Err(e),
            Err(QueueError::Job(e)) => Err(DbError::from(sqlx::Error::Protocol(e.to_string()))),
        }
    }
}
