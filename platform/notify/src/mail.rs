//! Asking for a mail.

use maud::Markup;
use platform_db::{DbError, Tx};
use platform_jobs::EnqueueError;
use platform_types::{EmailAddress, OrganizationId, PersonName, Timestamp, UserId};

use crate::{AttachmentRef, Deliver, HeaderText};

platform_types::define_id!(/// A mail, made from its key.
    MessageId);

/// A mail to be.
#[derive(Clone, Debug)]
pub struct Mail {
    key: String,
    purpose: &'static str,
    to: EmailAddress,
    to_name: Option<PersonName>,
    from_name: Option<PersonName>,
    subject: HeaderText,
    text: Body,
    html: Option<Body>,
    attachments: Vec<AttachmentRef>,
    organization: Option<OrganizationId>,
    user: Option<UserId>,
    is_secret: bool,
    expires_at: Option<Timestamp>,
    unsubscribe: Option<String>,
}

/// Not for logs.
#[derive(Clone)]
struct Body(String);

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// Why a mail could not be asked for.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// Its delivery could not be asked for.
    #[error(transparent)]
    Job(#[from] EnqueueError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for QueueError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl Mail {
    /// `key` names this very message for ever (`order.confirmation/<order>`): a second one is dropped.
    /// `purpose` is `area.what`, for the delivery log. `text` is the plain-text part.
    pub fn new(key: impl Into<String>, purpose: &'static str, to: EmailAddress, subject: HeaderText, text: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            purpose,
            to,
            to_name: None,
            from_name: None,
            subject,
            text: Body(text.into()),
            html: None,
            attachments: Vec::new(),
            organization: None,
            user: None,
            is_secret: false,
            expires_at: None,
            unsubscribe: None,
        }
    }

    /// The recipient's name.
    pub fn to_name(mut self, name: PersonName) -> Self {
        self.to_name = Some(name);
        self
    }

    /// Who writes, where it is not the house itself; the address stays the house's own.
    pub fn from_name(mut self, name: PersonName) -> Self {
        self.from_name = Some(name);
        self
    }

    /// The same content for programs that show more; a whole document.
    pub fn html(mut self, markup: Markup) -> Self {
        self.html = Some(Body(markup.into_string()));
        self
    }

    /// Comes with it; made at delivery.
    pub fn attach(mut self, attachment: AttachmentRef) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// On whose behalf: its managers see the delivery log.
    pub fn within(mut self, organization: OrganizationId) -> Self {
        self.organization = Some(organization);
        self
    }

    /// The recipient's account: they see the delivery log.
    pub fn to_user(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }

    /// Holds a key to an account (a link to sign in): its body is erased once delivered.
    pub fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// After this it is of no use and is not sent.
    pub fn expires_at(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Where one click ends mails of this kind (RFC 8058): an absolute address that a POST without a sign-in reaches.
    pub fn unsubscribe(mut self, address: impl Into<String>) -> Self {
        self.unsubscribe = Some(address.into());
        self
    }
}

/// Writes `mail` in this transaction; it leaves once that has committed. Again with the same key does
/// nothing. Through the doors of signed-in people, of the house and of its services.
pub async fn queue(tx: &mut Tx, mail: &Mail) -> Result<MessageId, QueueError> {
    let attachments = serde_json::json!(mail.attachments);
    let queued = sqlx::query!(
        r#"SELECT id AS "id!", is_new AS "is_new!" FROM notify.queue($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"#,
        mail.key,
        mail.organization.map(uuid::Uuid::from) as _,
        mail.user.map(uuid::Uuid::from) as _,
        mail.purpose,
        mail.to.as_str(),
        mail.to_name.as_ref().map(PersonName::as_str) as _,
        mail.subject.as_str(),
        mail.text.0,
        mail.html.as_ref().map(|b| b.0.as_str()) as _,
        attachments,
        mail.is_secret,
        mail.expires_at as _,
        mail.from_name.as_ref().map(PersonName::as_str) as _,
        mail.unsubscribe.as_deref() as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    let id = MessageId(queued.id);
    if queued.is_new {
        platform_jobs::enqueue(tx, &Deliver { message: id }).await?;
    }
    Ok(id)
}
