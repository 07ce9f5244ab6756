//! Reading and writing texts in other languages, under the caller's own role.

use platform_db::Tx;
use platform_types::{EventId, VenueId};
use serde_json::Value;
use uuid::Uuid;

/// A ticket type's words.
#[derive(Clone, Debug)]
pub(super) struct TypeWords {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) names: Value,
    pub(super) description: String,
    pub(super) descriptions: Value,
}

/// Those that are sold, in their order.
pub(super) async fn list_type_words(tx: &mut Tx, event: EventId) -> Result<Vec<TypeWords>, sqlx::Error> {
    sqlx::query_as!(
        TypeWords,
        "SELECT id, name, names, description, descriptions FROM ticket_types WHERE event_id = $1 AND archived_at IS NULL ORDER BY position, id",
        event.0
    )
    .fetch_all(&mut **tx)
    .await
}

/// Name and description of a type in one language, if both still say what `was` says; an empty text takes it away. False where
/// they do not.
pub async fn set_type_words(
    tx: &mut Tx,
    event: EventId,
    id: Uuid,
    tag: &str,
    was: (&str, &str),
    now: (&str, &str),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "UPDATE ticket_types SET
           names = CASE WHEN $4 = '' THEN names - $3 ELSE names || jsonb_build_object($3::text, $4::text) END,
           descriptions = CASE WHEN $5 = '' THEN descriptions - $3 ELSE descriptions || jsonb_build_object($3::text, $5::text) END
         WHERE id = $1 AND event_id = $2 AND coalesce(names ->> $3, '') = $6 AND coalesce(descriptions ->> $3, '') = $7",
        id,
        event.0,
        tag,
        now.0,
        now.1,
        was.0,
        was.1
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A place's words.
#[derive(Clone, Debug)]
pub(super) struct VenueWords {
    pub(super) name: String,
    pub(super) names: Value,
    pub(super) address: String,
    pub(super) addresses: Value,
}

/// Of one place.
pub(super) async fn find_venue_words(tx: &mut Tx, id: VenueId) -> Result<Option<VenueWords>, sqlx::Error> {
    sqlx::query_as!(VenueWords, "SELECT name, names, address, addresses FROM venues WHERE id = $1", id.0).fetch_optional(&mut **tx).await
}

/// Name and address of a place in one language, as [`set_type_words`] does.
pub(super) async fn set_venue_words(
    tx: &mut Tx,
    id: VenueId,
    tag: &str,
    was: (&str, &str),
    now: (&str, &str),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "UPDATE venues SET
           names = CASE WHEN $3 = '' THEN names - $2 ELSE names || jsonb_build_object($2::text, $3::text) END,
           addresses = CASE WHEN $4 = '' THEN addresses - $2 ELSE addresses || jsonb_build_object($2::text, $4::text) END
         WHERE id = $1 AND coalesce(names ->> $2, '') = $5 AND coalesce(addresses ->> $2, '') = $6",
        id.0,
        tag,
        now.0,
        now.1,
        was.0,
        was.1
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The text under a tag; empty without one.
pub(super) fn under(texts: &Value, tag: &str) -> String {
    texts.get(tag).and_then(Value::as_str).unwrap_or_default().to_owned()
}
