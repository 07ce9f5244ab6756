//! Kept views, as far as the caller may see them.

use platform_db::Tx;
use platform_types::{EventId, OrganizationId, UserId};
use uuid::Uuid;

use super::ViewPage;

/// A kept view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What the list's address says.
    pub query: String,
    /// Whether everybody in the organization has it.
    pub shared: bool,
    /// Whether the caller may take it away.
    pub removable: bool,
}

/// More are not shown.
const MOST: i64 = 40;

/// Those of one list: the caller's own, then shared ones, by name.
pub async fn list_views(
    tx: &mut Tx,
    organization: OrganizationId,
    page: ViewPage,
    event: Option<EventId>,
) -> Result<Vec<SavedView>, sqlx::Error> {
    sqlx::query_as!(
        SavedView,
        r#"SELECT v.id, v.name, v.query, v.shared,
             (v.user_id = (SELECT auth.uid()) OR v.organization_id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[])) AS "removable!"
           FROM saved_views v WHERE v.organization_id = $1 AND v.page = $2 AND (v.event_id IS NULL OR v.event_id = $3)
           ORDER BY v.user_id <> (SELECT auth.uid()), lower(v.name), v.id LIMIT $4"#,
        organization.0,
        page.as_str(),
        event.map(|e| e.0),
        MOST
    )
    .fetch_all(&mut **tx)
    .await
}

/// A view to be kept.
pub(super) struct NewView<'a> {
    pub id: Uuid,
    pub organization: OrganizationId,
    pub user: UserId,
    pub page: ViewPage,
    pub event: Option<EventId>,
    pub name: &'a str,
    pub query: &'a str,
    pub shared: bool,
}

/// Keeps it; one's own of the same name makes room.
pub(super) async fn keep(tx: &mut Tx, view: &NewView<'_>) -> Result<(), sqlx::Error> {
    let event = view.event.map(|e| e.0);
    sqlx::query!(
        "DELETE FROM saved_views WHERE user_id = $1 AND organization_id = $2 AND page = $3 AND event_id IS NOT DISTINCT FROM $4 AND name = $5",
        view.user.0,
        view.organization.0,
        view.page.as_str(),
        event,
        view.name
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "INSERT INTO saved_views (id, organization_id, user_id, page, event_id, name, query, shared) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        view.id,
        view.organization.0,
        view.user.0,
        view.page.as_str(),
        event,
        view.name,
        view.query,
        view.shared
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes it away: what it was called; none when there is none the caller may take away.
pub(super) async fn remove(tx: &mut Tx, organization: OrganizationId, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("DELETE FROM saved_views WHERE id = $1 AND organization_id = $2 RETURNING name", id, organization.0)
        .fetch_optional(&mut **tx)
        .await
}
