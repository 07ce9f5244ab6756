//! Reading running orders, under the caller's own role: the policies decide who sees which.

use platform_db::Tx;
use platform_types::{EventId, ProgrammeItemId};
use sqlx::types::Json;

use super::{Entry, ItemLink, NewItem, ProgrammeItem};

/// The first `limit` items in order of time, those without a time last.
pub async fn list_entries(tx: &mut Tx, event: EventId, limit: i64) -> Result<Vec<Entry>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, position, starts_at, ends_at, title, stage, track, people, language, (description <> '' OR links <> '[]') AS "says_more!"
           FROM programme_items WHERE event_id = $1 AND removed_at IS NULL
           ORDER BY starts_at NULLS LAST, position, id LIMIT $2"#,
        event.0,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Entry {
            id: r.id.into(),
            position: r.position,
            starts_at: r.starts_at,
            ends_at: r.ends_at,
            title: r.title,
            stage: r.stage,
            track: r.track,
            people: r.people,
            language: r.language,
            says_more: r.says_more,
        })
        .collect())
}

/// How many items there are.
pub async fn count_entries(tx: &mut Tx, event: EventId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM programme_items WHERE event_id = $1 AND removed_at IS NULL"#, event.0)
        .fetch_one(&mut **tx)
        .await
}

/// Where imported items of an event come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSource {
    /// Names the source in rows.
    pub name: String,
    /// Its items that are in the running order now.
    pub items: i64,
}

/// The sources of an event's items, that of the newest item first; also those of which nothing is left.
pub async fn list_sources(tx: &mut Tx, event: EventId) -> Result<Vec<ImportSource>, sqlx::Error> {
    sqlx::query_as!(
        ImportSource,
        r#"SELECT import_source AS "name!", count(*) FILTER (WHERE removed_at IS NULL) AS "items!"
           FROM programme_items WHERE event_id = $1 AND import_source IS NOT NULL GROUP BY 1 ORDER BY max(created_at) DESC, 1"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// Tells one state of a running order from every earlier one: rows are never deleted, and each change counts one further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Items, removed ones with them.
    pub rows: i64,
    /// Their changes.
    pub changes: i64,
}

/// The state of an event's running order.
pub async fn revision(tx: &mut Tx, event: EventId) -> Result<Revision, sqlx::Error> {
    sqlx::query_as!(
        Revision,
        r#"SELECT count(*) AS "rows!", coalesce(sum(version), 0)::bigint AS "changes!" FROM programme_items WHERE event_id = $1"#,
        event.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// One item of this event.
pub async fn find_item(tx: &mut Tx, event: EventId, id: ProgrammeItemId) -> Result<Option<ProgrammeItem>, sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT starts_at, ends_at, title, description, stage, track, people, links AS "links: Json<Vec<ItemLink>>", language,
             import_source IS NOT NULL AS "imported!", version
           FROM programme_items WHERE id = $1 AND event_id = $2 AND removed_at IS NULL"#,
        id.0,
        event.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| ProgrammeItem {
        id,
        event,
        says: NewItem {
            starts_at: r.starts_at,
            ends_at: r.ends_at,
            title: r.title,
            description: r.description,
            stage: r.stage,
            track: r.track,
            people: r.people,
            links: r.links.0,
            language: r.language,
        },
        imported: r.imported,
        version: r.version,
    }))
}
