//! Telling people: mail now, other ways later.
//!
//! Owns the schema `notify`. A mail is written in the transaction of what it tells about ([`queue`]) and
//! delivered by a job through the port [`MailTransport`], so that nothing is told that did not happen
//! and nobody waits for a mail server.
//!
//! Invariants:
//! - One mail per key, however often it is asked for. Its Message-ID is made from the key: where the
//!   answer of a mail server was lost and it is sent again, the recipient's program sees one mail.
//! - Every mail has a plain-text part.
//! - No header can be injected: what goes into one is a type that holds no line end ([`HeaderText`],
//!   [`platform_types::EmailAddress`]).
//! - Attachments are made at delivery by a named [`AttachmentSource`], never inside a purchase.
//! - Nobody reads bodies under a person's role; those with a key to an account ([`Mail::secret`]) are
//!   erased once delivered.
//! - Without a mail server everything stays in the local mailbox, whose pages ([`mailbox_routes`]) exist only
//!   then and only on loopback.

mod attachment;
mod deliver;
mod header;
mod log;
mod mail;
mod mailbox;
mod messages;
mod transport;

pub use attachment::{Attachment, AttachmentError, AttachmentRef, AttachmentSource, Attachments, ContentType};
pub use deliver::{Deliver, Mailer};
pub use header::{HeaderError, HeaderText};
pub use log::{LogFilter, MessageRow, list_messages};
pub use mail::{Mail, MessageId, QueueError, queue};
pub use mailbox::mailbox_routes;
pub use messages::{MessageStatus, Tally, resend, tally};
pub use transport::{Accepted, LocalMailbox, MailTransport, NamedAddress, OutgoingMail, SendError};
