//! The port through which mail leaves.

use std::time::Duration;

use async_trait::async_trait;
use platform_types::{EmailAddress, PersonName, Timestamp};
use uuid::Uuid;

use crate::{Attachment, HeaderText};

/// A name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAddress {
    /// The name shown.
    pub name: Option<PersonName>,
    /// Where it goes.
    pub address: EmailAddress,
}

/// A mail ready to leave.
#[derive(Clone)]
pub struct OutgoingMail {
    /// Stable for one message, however often it is sent.
    pub id: Uuid,
    /// Sender.
    pub from: NamedAddress,
    /// Recipient.
    pub to: NamedAddress,
    /// Subject.
    pub subject: HeaderText,
    /// The plain-text part.
    pub text: String,
    /// The same for programs that show more.
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Where one click ends mails of this kind (RFC 8058).
    pub unsubscribe: Option<String>,
    /// When it was asked for.
    pub date: Timestamp,
}

impl OutgoingMail {
    /// `<id@domain>`: the same for every attempt, so that a mail sent twice is recognised as one.
    pub fn message_id(&self) -> String {
        let domain = self.from.address.as_str().rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        format!("<{}@{domain}>", self.id)
    }
}

impl std::fmt::Debug for OutgoingMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OutgoingMail({})", self.id)
    }
}

/// The other side took it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// What the other side calls it.
    pub provider_id: Option<String>,
}

/// Why it was not taken. The reason is for operators and holds no more of the mail than the other side quoted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Not taken now: try again.
    #[error("not taken now: {reason}")]
    Temporary {
        /// What was said.
        reason: String,
        /// Not before this much time has passed.
        after: Option<Duration>,
    },
    /// Refused for good: this address, this content.
    #[error("refused: {reason}")]
    Permanent {
        /// What was said.
        reason: String,
    },
    /// The answer was lost: it may have been taken. Sent again, under the same Message-ID.
    #[error("the answer was lost: {reason}")]
    Unknown {
        /// What happened.
        reason: String,
    },
}

/// How mail leaves. Called without an open transaction.
#[async_trait]
pub trait MailTransport: Send + Sync {
    /// Hands one mail over.
    async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError>;

    /// For the delivery log: `smtp`, `mailbox`.
    fn name(&self) -> &'static str;

    /// Whether mails stay here, to be read at `/dev/mailbox`.
    fn is_local_mailbox(&self) -> bool {
        false
    }
}

/// Keeps every mail in the house: the delivery log is the mailbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalMailbox;

#[async_trait]
impl MailTransport for LocalMailbox {
    async fn send(&self, _: &OutgoingMail) -> Result<Accepted, SendError> {
        Ok(Accepted::default())
    }

    fn name(&self) -> &'static str {
        "mailbox"
    }

    fn is_local_mailbox(&self) -> bool {
        true
    }
}
