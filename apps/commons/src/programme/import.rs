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
    /// Its place among all; else its place in the list.
    pub position: Option<i32>,
    /// What the source says.
    pub says: NewItem,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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

/// A source's programme.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Names the source in rows: items of another source are never touched.
    pub name: &'a str,
    /// All its items, in its order.
    pub items: &'a [SourceItem],
    /// Items that it has but that are not taken: what an earlier import made of them stays.
    pub also_named: &'a [String],
}

/// What happened with one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its id in the source.
    pub id: String,
    /// Its title here.
    pub title: String,
    /// What happened.
    pub what: What,
}

/// What an import does with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is new here.
    Added,
    /// The source says something else now.
    Changed,
    /// The source does not have it any more.
    Removed,
    /// Somebody changed or removed it here: it stays as they left it.
    Kept,
}

/// What an import did, item by item where anything happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// In figures.
    pub counts: Brought,
    /// Each item that is not simply as it was.
    pub changes: Vec<Change>,
}

/// Items that are written in one statement.
const BATCH: usize = 200;

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
/// stays as they left it; what the source dropped is removed, and comes back when the source has it again. `progress` hears
/// how many items are done after each batch; all batches are one transaction, the caller's.
///
/// # Errors
/// [`ProgrammeError`]; nothing of it is kept then.
pub async fn bring(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    (organization, event): (OrganizationId, EventId),
    source: Source<'_>,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<Delivery, ProgrammeError> {
    // One import into an event at a time.
    let key = format!("programme_import {event}");
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key).execute(&mut **tx).await?;
    let mut delivery = Delivery::default();
    let rows: Vec<Row<'_>> = (0..)
        .zip(source.items)
        .map(|(place, item)| Row {
            id: entropy.uuid_v7(now),
            place: item.position.unwrap_or(place),
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
    let mut done = 0;
    for batch in rows.chunks(BATCH) {
        write(tx, organization, event, source.name, batch, &mut delivery).await?;
        done += batch.len();
        progress(done);
    }
    finish(tx, now, event, source, &mut delivery).await?;
    Ok(delivery)
}

/// One batch: new items are added, and those that nobody changed here take over what the source says now.
async fn write(
    tx: &mut Tx,
    organization: OrganizationId,
    event: EventId,
    source: &str,
    rows: &[Row<'_>],
    delivery: &mut Delivery,
) -> Result<(), ProgrammeError> {
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
           RETURNING version = 1 AS "new!", import_id AS "import_id!", title"#,
        organization.0,
        event.0,
        source,
        Json(rows) as _
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in written {
        let what = if row.new { What::Added } else { What::Changed };
        delivery.note(row.import_id, row.title, what);
    }
    Ok(())
}

/// Removes what the source does not name any more, and looks for what is kept as somebody left it.
async fn finish(tx: &mut Tx, now: Timestamp, event: EventId, source: Source<'_>, delivery: &mut Delivery) -> Result<(), ProgrammeError> {
    let named: Vec<String> = source.items.iter().map(|item| item.id.clone()).chain(source.also_named.iter().cloned()).collect();
    let gone = sqlx::query!(
        r#"UPDATE programme_items SET removed_at = $4, import_version = version + 1
           WHERE event_id = $1 AND import_source = $2 AND removed_at IS NULL AND version = import_version AND import_id <> ALL ($3)
           RETURNING import_id AS "import_id!", title"#,
        event.0,
        source.name,
        &named,
        now
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in gone {
        delivery.note(row.import_id, row.title, What::Removed);
    }
    let kept = sqlx::query!(
        r#"SELECT import_id AS "import_id!", title FROM programme_items
           WHERE event_id = $1 AND import_source = $2 AND version <> import_version ORDER BY position, id"#,
        event.0,
        source.name
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in kept {
        delivery.note(row.import_id, row.title, What::Kept);
    }
    Ok(())
}

impl Delivery {
    fn note(&mut self, id: String, title: String, what: What) {
        match what {
            What::Added => self.counts.added += 1,
            What::Changed => self.counts.changed += 1,
            What::Removed => self.counts.removed += 1,
            What::Kept => self.counts.kept += 1,
        }
        self.changes.push(Change { id, title, what });
    }

    /// Adds another source's.
    pub fn add(&mut self, other: Self) {
        self.counts.added += other.counts.added;
        self.counts.changed += other.counts.changed;
        self.counts.removed += other.counts.removed;
        self.counts.kept += other.counts.kept;
        self.changes.extend(other.changes);
    }

    /// Whether anything was written.
    pub fn wrote(&self) -> bool {
        self.counts.added + self.counts.changed + self.counts.removed > 0
    }
}
