//! The delivery log.

use platform_db::{DbError, Tx};
use platform_types::Timestamp;
use uuid::Uuid;

use crate::{Deliver, MessageId, QueueError};

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MessageStatus {
    /// Not delivered yet.
    Queued,
    /// Taken by the mail server, or kept in the local mailbox.
    Sent,
    /// Refused, or tried too often.
    Failed,
    /// Not sent because it was of no use any more.
    Skipped,
}

impl MessageStatus {
    /// Every one, those first that want a person.
    pub const ALL: [Self; 4] = [Self::Failed, Self::Queued, Self::Sent, Self::Skipped];

    /// As rows and addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// The status of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A message as the house sees it.
pub(crate) struct Message {
    pub id: Uuid,
    pub purpose: String,
    pub to_address: String,
    pub to_name: Option<String>,
    pub from_name: Option<String>,
    pub subject: String,
    pub text_body: Option<String>,
    pub html_body: Option<String>,
    pub attachments: serde_json::Value,
    pub expires_at: Option<Timestamp>,
    pub unsubscribe: Option<String>,
    pub status: MessageStatus,
    pub transport: Option<String>,
    pub error: Option<String>,
    pub created_at: Timestamp,
}

pub(crate) async fn find(tx: &mut Tx, id: MessageId) -> Result<Option<Message>, DbError> {
    let message = sqlx::query_as!(
        Message,
        r#"SELECT id, purpose, to_address, to_name, from_name, subject, text_body, html_body, attachments, expires_at, unsubscribe, status AS "status: MessageStatus", transport, error, created_at
           FROM notify.messages WHERE id = $1"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(message)
}

pub(crate) async fn newest(tx: &mut Tx, limit: i64) -> Result<Vec<Message>, DbError> {
    let messages = sqlx::query_as!(
        Message,
        r#"SELECT id, purpose, to_address, to_name, from_name, subject, text_body, html_body, attachments, expires_at, unsubscribe, status AS "status: MessageStatus", transport, error, created_at
           FROM notify.messages ORDER BY created_at DESC, id LIMIT $1"#,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(messages)
}

/// How a delivery ended, or did not.
pub(crate) struct Settled<'a> {
    pub status: MessageStatus,
    pub transport: &'a str,
    pub provider_id: Option<&'a str>,
    pub error: Option<&'a str>,
    /// Whether nobody here needs the body any more: a secret one is erased then.
    pub is_over: bool,
}

/// Notes one attempt. What was sent stays sent.
pub(crate) async fn settle(tx: &mut Tx, id: MessageId, settled: &Settled<'_>) -> Result<(), DbError> {
    sqlx::query!(
        "UPDATE notify.messages SET status = $2, transport = $3, provider_id = $4, error = $5, attempts = attempts + 1,
           settled_at = CASE WHEN $2 = 'queued' THEN NULL ELSE clock.now() END,
           text_body = CASE WHEN is_secret AND $6 THEN NULL ELSE text_body END,
           html_body = CASE WHEN is_secret AND $6 THEN NULL ELSE html_body END
         WHERE id = $1 AND status <> 'sent'",
        id.0,
        settled.status as MessageStatus,
        settled.transport,
        settled.provider_id,
        settled.error,
        settled.is_over
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Tries a failed mail again, behind the system door. False: there is none that failed and has its body still.
pub async fn resend(tx: &mut Tx, id: MessageId) -> Result<bool, QueueError> {
    let changed = sqlx::query!("UPDATE notify.messages SET status = 'queued', settled_at = NULL, error = NULL WHERE id = $1 AND status = 'failed' AND text_body IS NOT NULL", id.0)
        .execute(&mut **tx)
        .await?;
    if changed.rows_affected() == 0 {
        return Ok(false);
    }
    platform_jobs::enqueue(tx, &Deliver { message: id }).await?;
    Ok(true)
}

/// What became of the mails of one kind that were asked for together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken by the mail server, or kept in the local mailbox.
    pub sent: i64,
    /// Refused, or tried too often, or of no use any more.
    pub failed: i64,
}

/// What became of the mails whose keys are `prefix` followed by 1 to `count`; the others are still on their way.
/// Behind the system door: the delivery log of an organization is not everybody's who works there.
pub async fn tally(tx: &mut Tx, prefix: &str, count: i32) -> Result<Tally, DbError> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE m.status = 'sent') AS "sent!", count(*) FILTER (WHERE m.status IN ('failed', 'skipped')) AS "failed!"
           FROM generate_series(1, $2::integer) AS n JOIN notify.messages m ON m.key = $1 || n"#,
        prefix,
        count
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Tally { sent: row.sent, failed: row.failed })
}
