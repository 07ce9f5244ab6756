//! Items as tables take them: whole, with where they come from.

use platform_db::Tx;
use platform_types::{EventId, ProgrammeItemId};
use sqlx::types::Json;

use super::{ItemLink, NewItem};

/// An item with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableItem {
    /// Its id here.
    pub id: ProgrammeItemId,
    /// Source, entry and id there; none for one that was made here.
    pub origin: Option<(String, String, String)>,
    /// Its place among all.
    pub position: i32,
    /// What is said about it.
    pub says: NewItem,
    /// Counts changes.
    pub version: i32,
}

/// All items of an event in the organizer's order, at most `limit`.
pub async fn list_whole(tx: &mut Tx, event: EventId, limit: i64) -> Result<Vec<TableItem>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, import_source, import_entry, import_id, position, starts_at, ends_at, title, description, stage, track, people,
             links AS "links: Json<Vec<ItemLink>>", language, version
           FROM programme_items WHERE event_id = $1 AND removed_at IS NULL ORDER BY position, id LIMIT $2"#,
        event.0,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| TableItem {
            id: r.id.into(),
            origin: r.import_source.zip(r.import_entry).zip(r.import_id).map(|((source, entry), id)| (source, entry, id)),
            position: r.position,
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
            version: r.version,
        })
        .collect())
}
