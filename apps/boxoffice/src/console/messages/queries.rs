//! Messages of an event, and who one would go to.

use platform_db::Tx;
use platform_types::{EventId, OrderId, Timestamp, UserId};
use sqlx::postgres::PgRow;
use sqlx::{QueryBuilder, Row};
use uuid::Uuid;

use super::Audience;
use crate::console::attendees::within;
use crate::messages::{MOST_RECIPIENTS, Recipient};

/// More are not shown; an event may send six an hour.
pub const MOST_SHOWN: i64 = 100;

/// A message that was sent.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// Which.
    pub id: Uuid,
    /// What it is about.
    pub subject: String,
    /// What it says, with its placeholders.
    pub body: String,
    /// Who got it, in words.
    pub audience: String,
    /// How many addresses.
    pub recipients: i32,
    /// Who sent it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Mails that a mail server took.
    pub sent: i64,
    /// Mails that came to nothing.
    pub failed: i64,
}

/// The newest messages of an event; what became of their mails is filled in by the house.
pub async fn list_messages(tx: &mut Tx, event: EventId) -> Result<Vec<MessageRow>, sqlx::Error> {
    sqlx::query_as!(
        MessageRow,
        r#"SELECT m.id, m.subject, m.body, m.audience, m.recipients, m.created_at AS at,
             coalesce((SELECT u.full_name FROM platform_users u WHERE u.id = m.sent_by), '') AS "by!", 0::bigint AS "sent!", 0::bigint AS "failed!"
           FROM event_messages m WHERE m.event_id = $1 ORDER BY m.created_at DESC, m.id LIMIT $2"#,
        event.0,
        MOST_SHOWN
    )
    .fetch_all(&mut **tx)
    .await
}

/// Order and address of everybody in an audience, each address once by its newest order, and one more than may be.
pub async fn addresses(tx: &mut Tx, event: EventId, audience: &Audience) -> Result<Vec<(OrderId, String)>, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT DISTINCT ON (o.email) o.id, o.email");
    within(&mut query, event, &audience.filter, &audience.choice);
    query.push(" ORDER BY o.email, o.created_at DESC, o.id LIMIT ").push_bind(i64::try_from(MOST_RECIPIENTS).unwrap_or(0) + 1);
    query.build().try_map(|row: PgRow| Ok((OrderId(row.try_get(0)?), row.try_get(1)?))).fetch_all(&mut **tx).await
}

/// One of them, to look at the message as they will: the order's own facts.
pub async fn recipient(tx: &mut Tx, order: OrderId) -> Result<Option<Recipient>, sqlx::Error> {
    let row = sqlx::query!("SELECT id, number, email, buyer_name, language, lookup_code, user_id FROM orders WHERE id = $1", order.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|r| Recipient {
        order: r.id.into(),
        number: r.number,
        email: r.email,
        name: r.buyer_name,
        language: r.language.parse().unwrap_or_default(),
        lookup_code: r.lookup_code,
        user: r.user_id.map(UserId),
    }))
}
