//! What an import remembers of an event, so that the next one finds it again and leaves alone what a person changed.

use chrono::NaiveDate;
use platform_db::Tx;
use platform_types::{EventId, OrganizationId, Timestamp};
use serde_json::Value;

use super::{EventError, EventStatus};

/// Where an event comes from.
#[derive(Clone, Copy, Debug)]
pub struct ImportOrigin<'a> {
    /// The source, such as `lcsd`.
    pub source: &'a str,
    /// The entry there; several events may come from one.
    pub entry: &'a str,
    /// This event among them: unique within organization and source.
    pub id: &'a str,
    /// The source's texts, word for word, by its field names: a JSON object.
    pub texts: &'a Value,
    /// First and last day, where the source is sure of them; told also while its times are open.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Why the event is left as a draft, for its organizer; empty when it is not.
    pub draft_reason: &'a str,
}

/// An event that an earlier import made.
#[derive(Clone, Debug)]
pub struct ImportedEvent {
    /// Its id here.
    pub id: EventId,
    /// Its entry in the source.
    pub entry: String,
    /// Its id in the source.
    pub import_id: String,
    /// Its title here.
    pub name: String,
    /// Its status here.
    pub status: EventStatus,
    /// When it starts.
    pub starts_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i32,
    /// Whether anybody changed it since the import wrote it.
    pub edited: bool,
    /// First and last day as the source had them.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The source's texts as they were then.
    pub texts: Value,
}

/// Events that earlier imports made from these entries.
pub async fn list_imported(
    tx: &mut Tx,
    organization: OrganizationId,
    source: &str,
    entries: &[String],
) -> Result<Vec<ImportedEvent>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, import_entry AS "entry!", import_id AS "import_id!", name, status, starts_at, version, import_version <> version AS "edited!", first_day, last_day, source_texts
           FROM events WHERE organization_id = $1 AND import_source = $2 AND import_entry = ANY ($3) ORDER BY import_id"#,
        organization.0,
        source,
        entries
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| ImportedEvent {
            id: r.id.into(),
            entry: r.entry,
            import_id: r.import_id,
            name: r.name,
            status: EventStatus::parse(&r.status).unwrap_or(EventStatus::Draft),
            starts_at: r.starts_at,
            version: r.version,
            edited: r.edited,
            days: r.first_day.zip(r.last_day),
            texts: r.source_texts,
        })
        .collect())
}

/// Notes where an event comes from, and that it is now as the import wants it. Call last.
pub async fn remember_import(tx: &mut Tx, event: EventId, origin: ImportOrigin<'_>) -> Result<(), EventError> {
    // The trigger counts this change too.
    let done = sqlx::query!(
        "UPDATE events SET import_source = $2, import_entry = $3, import_id = $4, source_texts = $5, draft_reason = $6, first_day = $7, last_day = $8,
           import_version = version + 1 WHERE id = $1",
        event.0,
        origin.source,
        origin.entry,
        origin.id,
        origin.texts,
        origin.draft_reason,
        origin.days.map(|d| d.0),
        origin.days.map(|d| d.1),
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(EventError::NotFound) }
}
