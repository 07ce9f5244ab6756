//! Files that an event refers to.

use platform_db::Tx;
use platform_types::EventId;
use uuid::Uuid;

/// Its picture's and its papers' files, as far as the caller sees them: to be let go when the event is gone.
pub async fn list_files_of_event(tx: &mut Tx, event: EventId) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT file_id AS "file!" FROM event_pictures WHERE event_id = $1 UNION SELECT file_id FROM event_documents WHERE event_id = $1"#,
        event.0
    )
    .fetch_all(&mut **tx)
    .await
}
