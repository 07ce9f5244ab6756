//! Mails this crate asks for. Words, languages and sending are others' work.

use async_trait::async_trait;
use platform_db::{DbError, Tx};
use platform_types::{EmailAddress, OrganizationId, Timestamp, UserId};
use uuid::Uuid;

use crate::{Auth, SecretToken};

/// One mail to be sent once the transaction commits.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    /// Names this very mail, for whoever must not send it twice.
    pub id: Uuid,
    /// Whose account it is about, if there is one.
    pub user: Option<UserId>,
    /// On whose behalf, if on an organization's.
    pub organization: Option<OrganizationId>,
    /// Where to.
    pub to: EmailAddress,
    /// What they call themselves; may be empty.
    pub name: String,
    /// Their language (BCP 47).
    pub locale: String,
    /// What it says.
    pub message: Message,
}

impl OutgoingMail {
    pub(crate) fn new(auth: &Auth, to: EmailAddress, name: String, locale: String, message: Message) -> Self {
        let id = auth.entropy().uuid_v7(auth.clock().now());
        Self { id, user: None, organization: None, to, name, locale, message }
    }

    pub(crate) fn about(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }
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
    /// How one signs in has changed otherwise; if that was not you, act.
    SecurityChanged(SecurityChange),
    /// An organization offers a role.
    Invitation {
        /// Goes into the link.
        token: SecretToken,
        /// When the link ends.
        expires_at: Timestamp,
        /// The organization's name; empty for the platform itself.
        organization: String,
        /// The event or venue it is for; empty for the whole organization.
        place: String,
        /// The role's code.
        role: String,
        /// Its name as the database keeps it: see [`crate::roles::label_told`].
        role_label: String,
        /// Who invites; may be empty.
        inviter: String,
    },
    /// An application to become an organizer was approved: the organization is there.
    OrganizerApproved {
        /// Its name.
        organization: String,
        /// Its name in addresses.
        slug: String,
    },
    /// An application to become an organizer was declined.
    OrganizerDeclined {
        /// The name that was asked for.
        organization: String,
        /// Why, in the words of whoever decided.
        reason: String,
    },
}

/// What changed about how somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityChange {
    /// An authenticator app counts from now on.
    FactorAdded,
    /// One counts no more.
    FactorRemoved,
    /// New recovery codes; the old ones are void.
    NewRecoveryCodes,
    /// A recovery code was used; so many are left.
    RecoveryCodeUsed(u32),
    /// An account elsewhere signs in from now on, by the provider's label.
    ProviderConnected(String),
    /// It does no more.
    ProviderDisconnected(String),
    /// Support acted as this person, for this reason.
    ActedFor(String),
}

/// Something that somebody should hear of, where there is no letter for it.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// Names what happened, for whoever must not tell it twice.
    pub id: Uuid,
    /// Whom it is told.
    pub to: UserId,
    /// In which organization.
    pub organization: Option<OrganizationId>,
    /// Its name; empty for the platform itself.
    pub organization_name: String,
    /// What happened.
    pub news: News,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// An API key acts in their name from now on.
    KeyMade {
        /// What the key is called.
        name: String,
    },
    /// They hold a role from now on.
    RoleGiven {
        /// Its name for people.
        role: String,
    },
    /// They hold it no more.
    RoleTaken {
        /// Its name for people.
        role: String,
    },
    /// They belong to the organization no more.
    MemberRemoved,
}

/// Why a mail could not be enqueued: a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum NotQueued {
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Anything else.
    #[error("a mail could not be enqueued: {0}")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Takes mails into the outbox, on the same transaction as what caused them.
#[async_trait]
pub trait MailOut: Send + Sync {
    /// Enqueues one mail; nothing is sent unless `tx` commits.
    async fn enqueue(&self, tx: &mut Tx, mail: OutgoingMail) -> Result<(), NotQueued>;

    /// Tells somebody something that has no letter of its own, on the same transaction; a house without inboxes tells it to nobody.
    async fn announce(&self, tx: &mut Tx, announcement: Announcement) -> Result<(), NotQueued> {
        let _ = (tx, announcement);
        Ok(())
    }
}
