//! What roles there are, and who holds them.

use platform_db::{DbError, Tx};
use platform_types::{OrganizationId, Timestamp, UserId};

use super::words::{brief_told, label_told, permission_told};
use super::{GrantId, ScopeId};
use crate::permission::{self, Permission};

/// A role, for choosing one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleDefinition {
    /// Its code.
    pub code: String,
    /// `platform` or `event`.
    pub kind: String,
    /// Its name for people, in the language of whoever asked.
    pub label: String,
    /// What it is for, in that language.
    pub description: String,
    /// The apps that show it.
    pub apps: Vec<String>,
    /// Kinds of scopes it may be held on.
    pub scope_kinds: Vec<String>,
}

impl RoleDefinition {
    /// With its words in the language of the work at hand.
    fn told(self) -> Self {
        let (label, description) = (label_told(&self.code, self.label), brief_told(&self.code, self.description));
        Self { label, description, ..self }
    }
}

/// One grant that is in force.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which.
    pub id: GrantId,
    /// Who holds it.
    pub user: UserId,
    /// What they call themselves.
    pub full_name: String,
    /// Their address.
    pub email: String,
    /// The role's code.
    pub role: String,
    /// The role's name for people.
    pub label: String,
    /// Where.
    pub scope: ScopeId,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

/// Every role, in the order of the vocabulary. `tx` is anybody signed in.
pub async fn definitions(tx: &mut Tx) -> Result<Vec<RoleDefinition>, DbError> {
    let all = sqlx::query_as!(
        RoleDefinition,
        "SELECT code, kind, label, description, apps, scope_kinds FROM public.role_definitions ORDER BY rank"
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(all.into_iter().map(RoleDefinition::told).collect())
}

/// The roles the person behind `tx` may grant on a scope at least for a moment: until when is for the grant itself to say.
pub async fn grantable(tx: &mut Tx, scope: ScopeId, kind: super::ScopeKind) -> Result<Vec<RoleDefinition>, DbError> {
    let all = sqlx::query_as!(
        RoleDefinition,
        "SELECT code, kind, label, description, apps, scope_kinds FROM public.role_definitions WHERE $2 = ANY (scope_kinds) AND auth.may_grant(code, $1, clock.now()) ORDER BY rank",
        scope,
        kind.name()
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(all.into_iter().map(RoleDefinition::told).collect())
}

/// Grants in force in an organization, as far as the person behind `tx` may see them.
pub async fn held_in(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<Held>, DbError> {
    held(tx, Some(organization), None).await
}

/// Grants in force on one scope itself, as far as the person behind `tx` may see them.
pub async fn held_at(tx: &mut Tx, scope: ScopeId) -> Result<Vec<Held>, DbError> {
    held(tx, None, Some(scope)).await
}

async fn held(tx: &mut Tx, organization: Option<OrganizationId>, scope: Option<ScopeId>) -> Result<Vec<Held>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT g.id, g.user_id, g.role, g.scope_id, g.expires_at, d.label, p.full_name, coalesce(p.email, '') AS "email!"
           FROM public.user_roles g JOIN public.role_definitions d ON d.code = g.role JOIN public.platform_users p ON p.id = g.user_id
           WHERE (g.organization_id = $1 OR g.scope_id = $2) ORDER BY p.full_name, d.rank, g.created_at"#,
        organization.map(|o| o.0),
        scope
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Held {
            id: GrantId(r.id),
            user: UserId(r.user_id),
            full_name: r.full_name,
            email: r.email,
            label: label_told(&r.role, r.label),
            role: r.role,
            scope: r.scope_id,
            expires_at: r.expires_at,
        })
        .collect())
}

/// One thing a role allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// The role's code.
    pub role: String,
    /// The permission's code.
    pub permission: String,
    /// The permission in words.
    pub description: String,
}

/// Everything these roles allow, in words. `tx` is anybody signed in.
pub async fn powers(tx: &mut Tx, roles: &[String]) -> Result<Vec<Power>, DbError> {
    let all = sqlx::query_as!(
        Power,
        "SELECT r.role, r.permission, p.description FROM public.role_permissions r JOIN public.permissions p ON p.code = r.permission
         WHERE r.role = ANY ($1) ORDER BY r.role, r.permission",
        roles
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(all.into_iter().map(|p| Power { description: permission_told(&p.permission, p.description), ..p }).collect())
}

/// Every permission the person behind `tx` holds somewhere: for menus. Policies decide about rows.
pub async fn permissions_held(tx: &mut Tx) -> Result<Vec<Permission>, DbError> {
    let codes = sqlx::query_scalar!(r#"SELECT auth.permissions_held() AS "held!""#).fetch_one(&mut **tx).await?;
    Ok(permission::ALL.iter().copied().filter(|p| codes.iter().any(|c| c == p.code())).collect())
}

/// Whether the person behind `tx` holds a permission anywhere: the first check of a route.
pub async fn holds(tx: &mut Tx, permission: Permission) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(r#"SELECT auth.holds($1) AS "holds!""#, permission.code()).fetch_one(&mut **tx).await?)
}

/// Whether the person behind `tx` holds a permission on the whole platform.
pub async fn on_platform(tx: &mut Tx, permission: Permission) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(r#"SELECT auth.on_platform($1) AS "holds!""#, permission.code()).fetch_one(&mut **tx).await?)
}

/// Organizations where the person behind `tx` holds a permission on the organization itself.
pub async fn organizations_with(tx: &mut Tx, permission: Permission) -> Result<Vec<OrganizationId>, DbError> {
    let ids =
        sqlx::query_scalar!(r#"SELECT auth.scopes_with($1, 'organization') AS "ids!""#, permission.code()).fetch_one(&mut **tx).await?;
    Ok(ids.into_iter().map(OrganizationId).collect())
}
