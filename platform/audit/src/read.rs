//! Reading the audit, under the reader's own role: row level security decides which rows there are.

use platform_db::{DbError, Tx};
use platform_types::{OrganizationId, Timestamp, UserId};
use serde_json::Value;
use uuid::Uuid;

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Which; later rows have greater ids.
    pub id: Uuid,
    /// Whose books it belongs to; none: the house's.
    pub organization: Option<OrganizationId>,
    /// The login behind the door.
    pub login: String,
    /// The person who did it.
    pub user: Option<UserId>,
    /// The visitor who did it.
    pub guest: Option<Uuid>,
    /// Who acted in the person's name.
    pub impersonator: Option<UserId>,
    /// Why the house did it.
    pub system_why: Option<String>,
    /// `area.verb`.
    pub action: String,
    /// The table of what it was done to.
    pub subject_type: String,
    /// Which row of it.
    pub subject: Option<Uuid>,
    /// What it was.
    pub before: Option<Value>,
    /// What it became.
    pub after: Option<Value>,
    /// When.
    pub at: Timestamp,
    /// From where.
    pub ip: Option<String>,
    /// In which request.
    pub request: Option<Uuid>,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only what this person did.
    pub user: Option<UserId>,
    /// Only actions that begin so.
    pub action: String,
    /// Only what was done to this row.
    pub subject: Option<Uuid>,
    /// Only in these books.
    pub organization: Option<OrganizationId>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Only this row.
    pub only: Option<Uuid>,
    /// Only rows that come after this one in the list.
    pub before: Option<Uuid>,
}

/// Rows, the latest first, at most `most`.
pub async fn list(tx: &mut Tx, filter: &Filter, most: i64) -> Result<Vec<Event>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT id, organization_id, login, user_id, guest_id, impersonator_id, system_why, action, subject_type, subject_id, before, after, at, host(ip) AS ip, request_id
           FROM audit.events
           WHERE ($1::uuid IS NULL OR user_id = $1) AND ($2 = '' OR starts_with(action, $2)) AND ($3::uuid IS NULL OR subject_id = $3)
             AND ($4::uuid IS NULL OR organization_id = $4) AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
             AND ($7::uuid IS NULL OR id = $7) AND ($8::uuid IS NULL OR id < $8)
           ORDER BY id DESC LIMIT $9"#,
        filter.user.map(|u| u.0),
        filter.action,
        filter.subject,
        filter.organization.map(|o| o.0),
        filter.from,
        filter.until,
        filter.only,
        filter.before,
        most
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Event {
            id: r.id,
            organization: r.organization_id.map(OrganizationId),
            login: r.login,
            user: r.user_id.map(UserId),
            guest: r.guest_id,
            impersonator: r.impersonator_id.map(UserId),
            system_why: r.system_why,
            action: r.action,
            subject_type: r.subject_type,
            subject: r.subject_id,
            before: r.before,
            after: r.after,
            at: r.at,
            ip: r.ip,
            request: r.request_id,
        })
        .collect())
}

/// How far the rows are sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Chains: one of the house, one of each organization.
    pub chains: i64,
    /// Seals.
    pub seals: i64,
    /// Rows under a seal.
    pub rows: i64,
    /// Rows that wait for the next one.
    pub pending: i64,
    /// When the last seal was made.
    pub sealed_at: Option<Timestamp>,
}

/// How far the rows that the reader may see are sealed. It counts; whether a seal still fits is [`crate::verify`]'s.
pub async fn standing(tx: &mut Tx) -> Result<Standing, DbError> {
    Ok(sqlx::query_as!(
        Standing,
        r#"SELECT count(DISTINCT chain) AS "chains!", count(*) AS "seals!", coalesce(sum(rows), 0)::bigint AS "rows!", max(sealed_at) AS sealed_at,
             (SELECT count(*) FROM audit.events e WHERE e.xid >= coalesce((SELECT s.horizon FROM audit.seals s ORDER BY s.horizon DESC LIMIT 1), '0'::xid8)) AS "pending!"
           FROM audit.seals"#
    )
    .fetch_one(&mut **tx)
    .await?)
}
