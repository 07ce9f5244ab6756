//! What the pages read beside what `platform_auth` lists: all under the caller's own role.

use platform_auth::organizations::{InvitationId, Organization};
use platform_db::Tx;
use platform_types::{EventId, OrganizationId, Timestamp, Zone};

/// An organization of the caller's by its name in addresses.
pub(super) async fn find_own(tx: &mut Tx, slug: &str) -> Result<Option<Organization>, sqlx::Error> {
    let row = sqlx::query!("SELECT id, name, slug, timezone, currency FROM organizations WHERE slug = $1 AND id = ANY ((SELECT auth.own_organizations())::uuid[])", slug)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|r| Organization { id: OrganizationId(r.id), name: r.name, slug: r.slug, timezone: r.timezone, currency: r.currency }))
}

/// Whether the organization made this offer, as far as the caller may know; closed ones count.
pub(super) async fn is_invitation_of(tx: &mut Tx, id: InvitationId, organization: OrganizationId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM invitations WHERE id = $1 AND organization_id = $2) AS "known!""#,
        id.0,
        organization.0
    )
    .fetch_one(&mut **tx)
    .await
}

/// An event somebody can be asked to work at.
#[derive(Clone, Debug)]
pub(super) struct ComingEvent {
    pub(super) id: EventId,
    pub(super) name: String,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) zone: Zone,
}

/// Events of an organization that are not over, the next one first.
pub(super) async fn list_coming_events(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<ComingEvent>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT id, name, starts_at, timezone FROM events
         WHERE organization_id = $1 AND status NOT IN ('cancelled', 'completed') AND (starts_at IS NULL OR coalesce(ends_at, starts_at + interval '6 hours') > clock.now())
         ORDER BY starts_at NULLS LAST, id LIMIT 200",
        organization.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| ComingEvent { id: EventId(r.id), name: r.name, starts_at: r.starts_at, zone: r.timezone.parse().unwrap_or(Zone::UTC) })
        .collect())
}

/// Names of events and venues by id: where a role is held that does not cover the whole organization.
pub(super) async fn list_place_names(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<(uuid::Uuid, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", name AS "name!" FROM (SELECT e.id, e.name FROM events e WHERE e.organization_id = $1 UNION ALL SELECT v.id, v.name FROM venues v WHERE v.organization_id = $1) AS places
           WHERE id IN (SELECT g.scope_id FROM user_roles g WHERE g.organization_id = $1 AND g.scope_kind IN ('event', 'venue'))"#,
        organization.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}

/// Venues of an organization, by name, at most 200.
pub(super) async fn list_venue_names(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<(uuid::Uuid, String)>, sqlx::Error> {
    let rows = sqlx::query!("SELECT id, name FROM venues WHERE organization_id = $1 ORDER BY name, id LIMIT 200", organization.0)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}

/// What the caller holds on the organization itself, of the permissions these pages ask about.
pub(super) async fn held_on(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<String>, sqlx::Error> {
    let asked = ["members:view", "members:manage", "roles:grant", "settings:manage"].map(str::to_owned);
    sqlx::query_scalar!(
        r#"SELECT p.code AS "code!" FROM unnest($2::text[]) AS p (code) WHERE $1 = ANY (auth.scopes_with(p.code, 'organization'))"#,
        organization.0,
        &asked
    )
    .fetch_all(&mut **tx)
    .await
}
