//! Sends a message: settles who gets it, and asks for the mails.

use platform_audit::Entry;
use platform_db::{DbError, Tx};
use platform_jobs::EnqueueError;
use platform_texts::t;
use platform_types::{EventId, Lang, OrderId, OrganizationId, UserId};
use uuid::Uuid;

use super::job::{BATCH, SendEventMessage};

/// Messages an event may send within an hour: enough for a bad night, too few for a mistake in a loop.
pub const MOST_AN_HOUR: i64 = 6;
/// Addresses one message may go to; the table holds the same.
pub const MOST_RECIPIENTS: usize = 20_000;

/// Somebody who holds tickets, known by their address.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Their newest order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Where it goes.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// What they read when they bought.
    pub language: Lang,
    /// Opens the order.
    pub lookup_code: String,
    /// Their account, if they have one.
    pub user: Option<UserId>,
}

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// Made with the form: the same form sent twice is one message.
    pub id: Uuid,
    /// On whose behalf.
    pub organization: OrganizationId,
    /// To those who hold tickets of this event.
    pub event: EventId,
    /// Who sends it.
    pub sender: UserId,
    /// One line.
    pub subject: &'a str,
    /// The text, with its placeholders.
    pub body: &'a str,
    /// Who they are, in words.
    pub audience: &'a str,
    /// Who they are: order and address, each address once.
    pub to: &'a [(OrderId, String)],
}

/// Why nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Too many within an hour.
    #[error("{}", t!("messages-too-often", most = MOST_AN_HOUR))]
    TooOften,
    /// The id names another message, of an event the caller does not see.
    #[error("{}", t!("messages-taken"))]
    Taken,
    /// The mails could not be asked for.
    #[error(transparent)]
    Later(#[from] EnqueueError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for SendError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(e) if e.constraint() == Some("event_messages_pkey") => Self::Taken,
            _ => Self::Database(error.into()),
        }
    }
}

/// Whether this very message was sent before. Makes others who send for this event wait until `tx` ends.
async fn is_sent(tx: &mut Tx, message: &NewMessage<'_>) -> Result<bool, sqlx::Error> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('event message ' || $1::uuid::text, 0))", message.event.0)
        .fetch_one(&mut **tx)
        .await?;
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM event_messages WHERE id = $1 AND event_id = $2) AS "sent!""#,
        message.id,
        message.event.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// Writes the message and its recipients as the caller, asks for its mails and writes the audit row; false when this very
/// message was sent before, and nothing happens.
pub async fn send_message(tx: &mut Tx, message: &NewMessage<'_>) -> Result<bool, SendError> {
    if is_sent(tx, message).await? {
        return Ok(false);
    }
    let lately = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM event_messages WHERE event_id = $1 AND created_at > clock.now() - interval '1 hour'"#,
        message.event.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if lately >= MOST_AN_HOUR {
        return Err(SendError::TooOften);
    }
    let count = i32::try_from(message.to.len()).unwrap_or(i32::MAX);
    sqlx::query!(
        "INSERT INTO event_messages (id, organization_id, event_id, sent_by, subject, body, audience, recipients) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        message.id,
        message.organization.0,
        message.event.0,
        message.sender.0,
        message.subject,
        message.body,
        message.audience,
        count
    )
    .execute(&mut **tx)
    .await?;
    let orders: Vec<Uuid> = message.to.iter().map(|(order, _)| order.0).collect();
    let emails: Vec<String> = message.to.iter().map(|(_, email)| email.clone()).collect();
    sqlx::query!(
        "INSERT INTO event_message_recipients (message_id, organization_id, event_id, position, order_id, email)
         SELECT $1, $2, $3, n, o, e FROM unnest($4::uuid[], $5::text[]) WITH ORDINALITY AS r (o, e, n)",
        message.id,
        message.organization.0,
        message.event.0,
        &orders,
        &emails
    )
    .execute(&mut **tx)
    .await?;
    for first in (1..=count).step_by(usize::try_from(BATCH).unwrap_or(1)) {
        platform_jobs::enqueue(tx, &SendEventMessage { message: message.id, first }).await?;
    }
    let entry = Entry::new("event.message_sent", "event_messages").on(message.id).within(message.organization);
    let what = serde_json::json!({"event": message.event, "subject": message.subject, "audience": message.audience, "recipients": count});
    platform_audit::record(tx, entry.after(what)).await?;
    Ok(true)
}
