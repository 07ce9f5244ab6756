//! Organizations as whoever runs the platform sees them, under their own role: row level security decides.

use platform_db::{DbError, Tx};
use platform_types::{OrganizationId, Timestamp};
use uuid::Uuid;

use crate::roles::OWNER_ROLES;

/// An organization in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedOrganization {
    /// Which.
    pub id: OrganizationId,
    /// Its name for people.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its IANA zone.
    pub timezone: String,
    /// Its currency (ISO 4217).
    pub currency: String,
    /// When it was founded.
    pub created_at: Timestamp,
    /// Who belongs to it.
    pub members: i64,
    /// Who owns it: without one nobody can let anybody in.
    pub owners: i64,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrganizationsFilter<'a> {
    /// A part of name or slug; empty for all.
    pub text: &'a str,
    /// Only those without an owner.
    pub ownerless: bool,
    /// Only this one.
    pub only: Option<OrganizationId>,
    /// Only those that come after this one in the list.
    pub before: Option<(Timestamp, Uuid)>,
}

/// Organizations, the latest first, at most `most`.
pub async fn list_organizations(tx: &mut Tx, filter: &OrganizationsFilter<'_>, most: i64) -> Result<Vec<ListedOrganization>, DbError> {
    let (at, id) = filter.before.unzip();
    Ok(sqlx::query_as!(
        ListedOrganization,
        r#"SELECT o.id AS "id: OrganizationId", o.name, o.slug, o.timezone, o.currency, o.created_at, m.count AS "members!", w.count AS "owners!"
           FROM public.organizations o,
             LATERAL (SELECT count(*) FROM public.memberships m WHERE m.organization_id = o.id) m,
             LATERAL (SELECT count(DISTINCT g.user_id) FROM public.user_roles g WHERE g.scope_id = o.id AND g.role = $6 AND (g.expires_at IS NULL OR g.expires_at > clock.now())) w
           WHERE ($1 = '' OR strpos(lower(o.name || ' ' || o.slug), lower($1)) > 0)
             AND ($2::uuid IS NULL OR o.id = $2)
             AND ($3::timestamptz IS NULL OR (o.created_at, o.id) < ($3, $4))
             AND (NOT $5 OR w.count = 0)
           ORDER BY o.created_at DESC, o.id DESC LIMIT $7"#,
        filter.text,
        filter.only.map(|o| o.0),
        at,
        id,
        filter.ownerless,
        OWNER_ROLES[0],
        most
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// Names of these organizations, as far as the person behind `tx` may see them.
pub async fn names_of(tx: &mut Tx, organizations: &[Uuid]) -> Result<std::collections::BTreeMap<Uuid, String>, DbError> {
    let rows = sqlx::query!("SELECT id, name FROM public.organizations WHERE id = ANY ($1)", organizations).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}

/// Whose part of addresses this is, as far as the person behind `tx` may see it.
pub async fn id_of_slug(tx: &mut Tx, slug: &str) -> Result<Option<OrganizationId>, DbError> {
    let id = sqlx::query_scalar!("SELECT id FROM public.organizations WHERE slug = $1", slug).fetch_optional(&mut **tx).await?;
    Ok(id.map(OrganizationId))
}
