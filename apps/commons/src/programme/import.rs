//! Running orders that come from elsewhere: brought as often as one likes, never over what a person changed here.

use platform_db::Tx;
use platform_types::{Entropy, EventId, OrganizationId, Timestamp};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{ItemLink, NewItem, ProgrammeError};

/// One item as a source has it.
#[derive(Clone, Debug)]
pub struct SourceItem {
    /// This item in the source: unique within event and source.
    pub id: String,
    /// The entry it comes from; several items may come from one.
    pub entry: String,
    /// What the source says.
    pub says: NewItem,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Items that are new here.
    pub added: usize,
    /// Items that the source changed.
    pub changed: usize,
    /// Items that the source does not have any more.
    pub removed: usize,
    /// Items left alone because somebody changed or removed them here.
    pub kept: usize,
}

/// A row as the database takes it: one parameter for all of them.
#[derive(Serialize)]
struct Row<'a> {
    id: Uuid,
    place: i32,
    import_id: &'a str,
    import_entry: &'a str,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    title: &'a str,
    description: &'a str,
    stage: &'a str,
    track: &'a str,
    people: &'a [String],
    links: &'a [ItemLink],
    language: &'a str,
}

/// Makes an event's running order what the source says, in the source's order. What a person changed or removed here
/// stays as they left it; what the source dropped is removed, and comes back when the source has it again.
pub async fn bring(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: EventId,
    source: &str,
    items: &[SourceItem],
) -> Result<Brought, ProgrammeError> {
    let rows: Vec<Row<'_>> = (0..)
        .zip(items)
        .map(|(place, item)| Row {
            id: entropy.uuid_v7(now),
            place,
            import_id: &item.id,
            import_entry: &item.entry,
            starts_at: item.says.starts_at,
            ends_at: item.says.ends_at,
            title: &item.says.title,
            description: &item.says.description,
            stage: &item.says.stage,
            track: &item.says.track,
            people: &item.says.people,
            links: &item.says.links,
            language: &item.says.language,
        })
        .collect();
    // The version after this very change, which the trigger counts, is the one the import left.
    let written = sqlx::query!(
        r#"INSERT INTO programme_items AS p (id, organization_id, event_id, position, starts_at, ends_at, title, description, stage, track, people, links, language,
             import_source, import_entry, import_id, import_version)
           SELECT r.id, $1, $2, r.place, r.starts_at, r.ends_at, r.title, r.description, r.stage, r.track,
             ARRAY(SELECT jsonb_array_elements_text(r.people)), r.links, r.language, $3, r.import_entry, r.import_id, 1
           FROM jsonb_to_recordset($4) AS r (id uuid, place integer, import_id text, import_entry text, starts_at timestamptz, ends_at timestamptz, title text,
             description text, stage text, track text, people jsonb, links jsonb, language text)
           ON CONFLICT (event_id, import_source, import_id) DO UPDATE SET
             position = excluded.position, starts_at = excluded.starts_at, ends_at = excluded.ends_at, title = excluded.title, description = excluded.description,
             stage = excluded.stage, track = excluded.track, people = excluded.people, links = excluded.links, language = excluded.language,
             import_entry = excluded.import_entry, removed_at = NULL, import_version = p.version + 1
           WHERE p.version = p.import_version
             AND (p.position, p.starts_at, p.ends_at, p.title, p.description, p.stage, p.track, p.people, p.links, p.language, p.removed_at)
               IS DISTINCT FROM (excluded.position, excluded.starts_at, excluded.ends_at, excluded.title, excluded.description, excluded.stage, excluded.track,
                 excluded.people, excluded.links, excluded.language, NULL)
           RETURNING version = 1 AS "new!""#,
        organization.0,
        event.0,
        source,
        Json(&rows) as _
    )
    .fetch_all(&mut **tx)
    .await?;
    let named: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
    let gone = sqlx::query!(
        "UPDATE programme_items SET removed_at = $4, import_version = version + 1
         WHERE event_id = $1 AND import_source = $2 AND removed_at IS NULL AND version = import_version AND import_id <> ALL ($3)",
        event.0,
        source,
        &named,
        now
    )
    .execute(&mut **tx)
    .await?;
    let kept = sqlx::query_scalar!(
        r#"SELECT count(*) AS "kept!" FROM programme_items WHERE event_id = $1 AND import_source = $2 AND version <> import_version"#,
        event.0,
        source
    )
    .fetch_one(&mut **tx)
    .await?;
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let added = written.iter().filter(|row| row.new).count();
    Ok(Brought { added, changed: written.len() - added, removed: count(gone.rows_affected()), kept: usize::try_from(kept).unwrap_or(0) })
}
