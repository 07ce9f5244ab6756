//! The log of messages as whoever runs the platform reads it, under their own role: what went to whom and what became of it. Bodies are
//! not among the columns that a person may read at all.

use platform_db::{DbError, Tx};
use platform_types::{OrganizationId, Timestamp, UserId};
use uuid::Uuid;

use crate::{MessageId, MessageStatus};

/// A message, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Which.
    pub id: MessageId,
    /// What it is for: `tickets.issued`.
    pub purpose: String,
    /// To which address.
    pub to_address: String,
    /// To whom.
    pub to_name: Option<String>,
    /// In whose name, where it is not the house's.
    pub from_name: Option<String>,
    /// Its subject.
    pub subject: String,
    /// What became of it.
    pub status: MessageStatus,
    /// How often it was tried.
    pub attempts: i32,
    /// By which way it went.
    pub transport: Option<String>,
    /// Its number at the mail server.
    pub provider_id: Option<String>,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent or given up.
    pub settled_at: Option<Timestamp>,
    /// After which nobody can use it.
    pub expires_at: Option<Timestamp>,
    /// Whose business it is; none: the house's.
    pub organization: Option<OrganizationId>,
    /// The recipient's account.
    pub user: Option<UserId>,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogFilter<'a> {
    /// A part of the address; empty for all.
    pub address: &'a str,
    /// Only these.
    pub state: Option<MessageStatus>,
    /// Only purposes that begin so.
    pub purpose: &'a str,
    /// Only this one.
    pub only: Option<MessageId>,
    /// Only messages that come after this one in the list.
    pub before: Option<(Timestamp, Uuid)>,
}

/// Messages, the latest first, at most `most`.
pub async fn list_messages(tx: &mut Tx, filter: &LogFilter<'_>, most: i64) -> Result<Vec<MessageRow>, DbError> {
    let (at, id) = filter.before.unzip();
    let rows = sqlx::query!(
        r#"SELECT id, purpose, to_address, to_name, from_name, subject, status AS "status: MessageStatus", attempts, transport, provider_id, error, created_at, settled_at, expires_at,
             organization_id, user_id
           FROM notify.messages
           WHERE ($1 = '' OR strpos(lower(to_address), lower($1)) > 0) AND ($2 = '' OR status = $2) AND starts_with(purpose, $3)
             AND ($4::uuid IS NULL OR id = $4) AND ($5::timestamptz IS NULL OR (created_at, id) < ($5, $6))
           ORDER BY created_at DESC, id DESC LIMIT $7"#,
        filter.address,
        filter.state.map_or("", MessageStatus::as_str),
        filter.purpose,
        filter.only.map(|id| id.0),
        at,
        id,
        most
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| MessageRow {
            id: MessageId(r.id),
            purpose: r.purpose,
            to_address: r.to_address,
            to_name: r.to_name,
            from_name: r.from_name,
            subject: r.subject,
            status: r.status,
            attempts: r.attempts,
            transport: r.transport,
            provider_id: r.provider_id,
            error: r.error,
            created_at: r.created_at,
            settled_at: r.settled_at,
            expires_at: r.expires_at,
            organization: r.organization_id.map(OrganizationId),
            user: r.user_id.map(UserId),
        })
        .collect())
}
