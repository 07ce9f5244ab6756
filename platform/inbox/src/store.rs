//! Notices as their own person sees them.

use platform_db::{DbError, Tx};
use platform_types::{Timestamp, UserId};
use uuid::Uuid;

use crate::Given;

/// A notice in somebody's list.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub id: Uuid,
    pub kind: String,
    pub given: Given,
    pub is_read: bool,
    pub created_at: Timestamp,
}

/// The newest that come after `before` in the list, at most `most`; only unread ones on request.
pub(crate) async fn list(
    tx: &mut Tx,
    user: UserId,
    unread: bool,
    before: Option<(Timestamp, Uuid)>,
    most: i64,
) -> Result<Vec<Told>, DbError> {
    let (at, id) = before.unzip();
    let rows = sqlx::query!(
        r#"SELECT id, kind, given, read_at IS NOT NULL AS "is_read!", created_at FROM notify.notices
           WHERE user_id = $1 AND in_app AND (NOT $2 OR read_at IS NULL) AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
           ORDER BY created_at DESC, id DESC LIMIT $5"#,
        user.0,
        unread,
        at,
        id,
        most
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Told { id: r.id, kind: r.kind, given: Given::of(r.given), is_read: r.is_read, created_at: r.created_at })
        .collect())
}

/// How many somebody has not read.
pub(crate) async fn unread(tx: &mut Tx, user: UserId) -> Result<i64, DbError> {
    let count =
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM notify.notices WHERE user_id = $1 AND in_app AND read_at IS NULL"#, user.0);
    Ok(count.fetch_one(&mut **tx).await?)
}

/// Marks one's own notice read; the path it leads to, if there is such a notice.
pub(crate) async fn read(tx: &mut Tx, user: UserId, id: Uuid) -> Result<Option<String>, DbError> {
    let about = sqlx::query_scalar!(
        "UPDATE notify.notices SET read_at = coalesce(read_at, clock.now()) WHERE id = $1 AND user_id = $2 AND in_app RETURNING about",
        id,
        user.0
    );
    Ok(about.fetch_optional(&mut **tx).await?)
}

/// Marks every notice read that was there at `until`: what came since has not been seen.
pub(crate) async fn read_all(tx: &mut Tx, user: UserId, until: Timestamp) -> Result<(), DbError> {
    sqlx::query!(
        "UPDATE notify.notices SET read_at = clock.now() WHERE user_id = $1 AND in_app AND read_at IS NULL AND created_at <= $2",
        user.0,
        until
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
