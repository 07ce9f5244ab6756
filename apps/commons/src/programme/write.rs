//! Writing running orders, under the caller's own role: the policies decide who may.

use platform_db::{DbError, Tx, constraint_of};
use platform_types::{EventId, OrganizationId, ProgrammeItemId, Timestamp};
use sqlx::types::Json;

use super::NewItem;

/// Why an item was not written.
#[derive(Debug, thiserror::Error)]
pub enum ProgrammeError {
    /// The caller may not, or it is not there.
    #[error("there is no such item that you may change")]
    NotFound,
    /// Ends before it starts.
    #[error("the end must be after the start")]
    EndsBeforeStart,
    /// An end without a start.
    #[error("enter the start as well")]
    NoStart,
    /// Somebody else changed it.
    #[error("the item was changed meanwhile")]
    Stale,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for ProgrammeError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("programme_items_end_after_start") => Self::EndsBeforeStart,
            Some("programme_items_end_needs_start") => Self::NoStart,
            _ => match &error {
                sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501" || c == "23503") => Self::NotFound,
                _ => Self::Database(error.into()),
            },
        }
    }
}

/// Adds an item under an id that the caller chose, so that a form sent twice adds one. False where it is there already.
pub async fn add_item(
    tx: &mut Tx,
    organization: OrganizationId,
    event: EventId,
    id: ProgrammeItemId,
    item: &NewItem,
) -> Result<bool, ProgrammeError> {
    let done = sqlx::query!(
        "INSERT INTO programme_items (id, organization_id, event_id, position, starts_at, ends_at, title, description, stage, track, people, links, language)
         SELECT $1, $2, $3, (SELECT count(*)::integer FROM programme_items WHERE event_id = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12
         ON CONFLICT (id) DO NOTHING",
        id.0,
        organization.0,
        event.0,
        item.starts_at,
        item.ends_at,
        item.title,
        item.description,
        item.stage,
        item.track,
        &item.people,
        Json(&item.links) as _,
        item.language,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces what is said of an item, if nobody changed it since `version`.
pub async fn update_item(tx: &mut Tx, event: EventId, id: ProgrammeItemId, version: i32, item: &NewItem) -> Result<(), ProgrammeError> {
    let done = sqlx::query!(
        "UPDATE programme_items SET starts_at = $4, ends_at = $5, title = $6, description = $7, stage = $8, track = $9, people = $10, links = $11, language = $12
         WHERE id = $1 AND event_id = $2 AND version = $3 AND removed_at IS NULL",
        id.0,
        event.0,
        version,
        item.starts_at,
        item.ends_at,
        item.title,
        item.description,
        item.stage,
        item.track,
        &item.people,
        Json(&item.links) as _,
        item.language,
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    let there = super::find_item(tx, event, id).await?.is_some();
    Err(if there { ProgrammeError::Stale } else { ProgrammeError::NotFound })
}

/// Takes an item out of the running order. False where it is gone already.
pub async fn remove_item(tx: &mut Tx, event: EventId, id: ProgrammeItemId, now: Timestamp) -> Result<bool, ProgrammeError> {
    let done = sqlx::query!(
        "UPDATE programme_items SET removed_at = $3 WHERE id = $1 AND event_id = $2 AND removed_at IS NULL",
        id.0,
        event.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Shows the running order to whoever may see the event from `at` on, or to nobody. False where it is so already.
pub async fn show_programme(tx: &mut Tx, event: EventId, at: Option<Timestamp>) -> Result<bool, ProgrammeError> {
    let done = sqlx::query!(
        "UPDATE events SET programme_published_at = $2 WHERE id = $1 AND (programme_published_at IS NULL) <> ($2::timestamptz IS NULL)",
        event.0,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
