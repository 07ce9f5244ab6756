//! Mails this crate asks for. Words, languages and sending are others' work.

use async_trait::async_trait;
use platform_db::{DbError, Tx};
use platform_types::{EmailAddress, Timestamp};

use crate::SecretToken;

/// One mail to be sent once the transaction commits.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    /// Where to.
    pub to: EmailAddress,
    /// What they call themselves; may be empty.
    pub name: String,
    /// Their language (BCP 47).
    pub locale: String,
    /// What it says.
    pub message: Message,
}

/// What a mail says.
#[derive(Clone, Debug)]
pub enum Message {
    /// Confirm your address.
    Confirm {
        /// Goes into the link.
        token: SecretToken,
        /// When the link ends.
        expires_at: Timestamp,
    },
    /// Somebody (you?) signed up with an address that has an account: sign in, or set a new password.
    AlreadySignedUp,
    /// A link that signs in.
    SignInLink {
        /// Goes into the link.
        token: SecretToken,
        /// When the link ends.
        expires_at: Timestamp,
        /// Where to go afterwards, a path here.
        next: Option<String>,
    },
    /// A link that sets a new password.
    ResetPassword {
        /// Goes into the link.
        token: SecretToken,
        /// When the link ends.
        expires_at: Timestamp,
    },
    /// The password was changed; if that was not you, act.
    PasswordChanged,
    /// An organization offers a role.
    Invitation {
        /// Goes into the link.
        token: SecretToken,
        /// When the link ends.
        expires_at: Timestamp,
        /// The organization's name; empty for the platform itself.
        organization: String,
        /// The role's label.
        role: String,
        /// Who invites; may be empty.
        inviter: String,
    },
}

/// Takes mails into the outbox, on the same transaction as what caused them.
#[async_trait]
pub trait MailOut: Send + Sync {
    /// Enqueues one mail; nothing is sent unless `tx` commits.
    async fn enqueue(&self, tx: &mut Tx, mail: OutgoingMail) -> Result<(), DbError>;
}
