//! Events as tables bring and take them: found by their source's id or by their own.

use platform_db::Tx;
use platform_types::{EventId, OrganizationId};
use uuid::Uuid;

/// An event with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its id here.
    pub id: EventId,
    /// Source and id there; none for one that was made here.
    pub from: Option<(String, String)>,
    /// Whether an import made it and somebody changed it since.
    pub edited: bool,
}

/// Events that came from these sources under these ids (pairwise), or have these ids of ours.
pub async fn list_by_origin(
    tx: &mut Tx,
    organization: OrganizationId,
    sources: &[String],
    ids: &[String],
    own: &[Uuid],
) -> Result<Vec<Origin>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, import_source, import_id, import_version IS DISTINCT FROM version AS "edited!" FROM events
           WHERE organization_id = $1 AND ((import_source, import_id) IN (SELECT * FROM unnest($2::text[], $3::text[])) OR id = ANY ($4))"#,
        organization.0,
        sources,
        ids,
        own
    )
    .fetch_all(&mut **tx)
    .await?;
    let origin = |id: Uuid, source: Option<String>, import_id: Option<String>, edited: bool| Origin {
        id: id.into(),
        edited: edited && source.is_some(),
        from: source.zip(import_id),
    };
    Ok(rows.into_iter().map(|r| origin(r.id, r.import_source, r.import_id, r.edited)).collect())
}

/// The first `limit` events behind `after` in the order of their ids.
pub async fn list_origins(
    tx: &mut Tx,
    organization: OrganizationId,
    after: Option<EventId>,
    limit: i64,
) -> Result<Vec<Origin>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT id, import_source, import_id FROM events WHERE organization_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        organization.0,
        after.map(|id| id.0),
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| Origin { id: r.id.into(), from: r.import_source.zip(r.import_id), edited: false }).collect())
}

/// Notes that an import wrote an event, so that it counts as untouched. Nothing for one that was made here.
pub async fn count_as_imported(tx: &mut Tx, id: EventId) -> Result<(), sqlx::Error> {
    // The trigger counts this change too.
    sqlx::query!("UPDATE events SET import_version = version + 1 WHERE id = $1 AND import_source IS NOT NULL", id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
