//! The picture of an event.

use std::collections::HashMap;

use platform_db::Tx;
use platform_storage::{Files, Kept, Variant};
use platform_types::{EventId, OrganizationId};
use platform_ui::Picture;
use sqlx::types::Json;
use uuid::Uuid;

use super::{FileError, drawn};

/// An event's picture as pages show it.
#[derive(Clone, Debug)]
pub struct EventPicture {
    /// The file.
    pub file: Uuid,
    /// The file's name.
    pub name: String,
    /// What is to be seen.
    pub alt: String,
    /// In all its sizes.
    pub picture: Picture,
}

struct Row {
    event_id: Uuid,
    file_id: Uuid,
    name: String,
    alt: String,
    width: Option<i32>,
    height: Option<i32>,
    variants: Json<Vec<Variant>>,
}

impl Row {
    fn shown(self) -> Option<EventPicture> {
        let picture = drawn(self.file_id, self.width.zip(self.height), &self.variants, &self.alt)?;
        Some(EventPicture { file: self.file_id, name: self.name, alt: self.alt, picture })
    }
}

/// Of one event.
pub async fn find_picture(tx: &mut Tx, event: EventId) -> Result<Option<EventPicture>, sqlx::Error> {
    Ok(list_pictures(tx, &[event]).await?.remove(&event))
}

/// Of these events, by event.
pub async fn list_pictures(tx: &mut Tx, events: &[EventId]) -> Result<HashMap<EventId, EventPicture>, sqlx::Error> {
    let ids: Vec<Uuid> = events.iter().map(|event| event.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT p.event_id, p.file_id, f.name, p.alt, f.width, f.height, f.variants AS "variants: Json<Vec<Variant>>"
           FROM event_pictures p JOIN storage.files f ON f.id = p.file_id WHERE p.event_id = ANY($1)"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.event_id.into(), row.shown()?))).collect())
}

/// Whoever may change the event waits here for whoever is changing its picture: one after the other, so that no file is
/// forgotten between two of them.
async fn one_at_a_time(tx: &mut Tx, event: EventId) -> Result<(), FileError> {
    let found = sqlx::query_scalar!("SELECT id FROM events WHERE id = $1 FOR NO KEY UPDATE", event.0).fetch_optional(&mut **tx).await?;
    found.map(|_| ()).ok_or(FileError::NotFound)
}

/// Keeps an uploaded file as the event's picture and lets the one before go. False when the same form had done so already.
pub async fn set_picture(tx: &mut Tx, organization: OrganizationId, event: EventId, kept: &Kept, alt: &str) -> Result<bool, FileError> {
    one_at_a_time(tx, event).await?;
    let before = sqlx::query!("SELECT file_id, alt FROM event_pictures WHERE event_id = $1", event.0).fetch_optional(&mut **tx).await?;
    let (file, _) = kept.keep(tx).await?;
    if before.as_ref().is_some_and(|before| before.file_id == file && before.alt == alt) {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO event_pictures (event_id, organization_id, file_id, alt) VALUES ($1, $2, $3, $4)
         ON CONFLICT (event_id) DO UPDATE SET file_id = excluded.file_id, alt = excluded.alt",
        event.0,
        organization.0,
        file,
        alt
    )
    .execute(&mut **tx)
    .await?;
    if let Some(before) = before.filter(|before| before.file_id != file) {
        Files::let_go(tx, before.file_id).await?;
    }
    Ok(true)
}

/// Says anew what is to be seen. None when there is no picture; false when it said so already.
pub async fn describe_picture(tx: &mut Tx, event: EventId, alt: &str) -> Result<Option<bool>, FileError> {
    one_at_a_time(tx, event).await?;
    let before = sqlx::query_scalar!("SELECT alt FROM event_pictures WHERE event_id = $1", event.0).fetch_optional(&mut **tx).await?;
    let Some(before) = before else { return Ok(None) };
    if before != alt {
        sqlx::query!("UPDATE event_pictures SET alt = $2 WHERE event_id = $1", event.0, alt).execute(&mut **tx).await?;
    }
    Ok(Some(before != alt))
}

/// Takes the picture away; the file's name, or none when there was no picture.
pub async fn remove_picture(tx: &mut Tx, event: EventId) -> Result<Option<String>, FileError> {
    one_at_a_time(tx, event).await?;
    let Some(before) = find_picture(tx, event).await? else { return Ok(None) };
    sqlx::query!("DELETE FROM event_pictures WHERE event_id = $1", event.0).execute(&mut **tx).await?;
    Files::let_go(tx, before.file).await?;
    Ok(Some(before.name))
}

/// A copy of an event shows the same picture: the same file, kept for as long as either refers to it.
pub async fn share_picture(tx: &mut Tx, from: EventId, to: EventId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO event_pictures (event_id, organization_id, file_id, alt) SELECT $2, organization_id, file_id, alt FROM event_pictures WHERE event_id = $1",
        from.0,
        to.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
