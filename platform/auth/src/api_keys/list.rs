//! Keys as their organization's managers see them.

use platform_db::{DbError, Tx};
use platform_types::{KeyId, OrganizationId, Timestamp};

/// One key, without its secret.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Which.
    pub id: KeyId,
    /// What people call it.
    pub name: String,
    /// How it begins.
    pub prefix: String,
    /// Who made it, as they call themselves, as far as the caller may know.
    pub made_by: Option<String>,
    /// What it was given.
    pub permissions: Vec<String>,
    /// What is left of that: what its maker still holds. Empty for a key that has ended.
    pub reach: Vec<String>,
    /// From where it may be used; empty: from everywhere.
    pub networks: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When somebody ended it.
    pub revoked_at: Option<Timestamp>,
    /// Tokens of it that live.
    pub tokens: i64,
}

impl ApiKey {
    /// Whether it still opens anything.
    pub fn lives(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|at| at > now)
    }
}

/// An organization's keys, the newest first: for whoever manages its settings, for everybody else none.
pub async fn list(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<ApiKey>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT k.id, k.name, k.prefix, k.permissions, k.networks::text[] AS "networks!", k.created_at, k.expires_at, k.last_used_at, k.revoked_at,
             auth.key_reach(k.id) AS "reach!", (SELECT p.full_name FROM platform_users p WHERE p.id = k.created_by) AS made_by,
             (SELECT count(*) FROM system_tokens t WHERE t.key_id = k.id AND t.expires_at > clock.now() AND k.revoked_at IS NULL AND coalesce(k.expires_at > clock.now(), true)) AS "tokens!"
           FROM api_keys k WHERE k.organization_id = $1 ORDER BY k.created_at DESC, k.id DESC LIMIT 200"#,
        organization.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| ApiKey {
            id: r.id.into(),
            name: r.name,
            prefix: r.prefix,
            made_by: r.made_by.filter(|name| !name.trim().is_empty()),
            permissions: r.permissions,
            reach: r.reach,
            networks: r.networks,
            created_at: r.created_at,
            expires_at: r.expires_at,
            last_used_at: r.last_used_at,
            revoked_at: r.revoked_at,
            tokens: r.tokens,
        })
        .collect())
}

/// What the caller may put into a key of this organization: code and what it means, by code.
pub async fn grantable(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<(String, String)>, DbError> {
    let rows = sqlx::query!(
        "SELECT p.code, p.description FROM permissions p WHERE p.code = ANY (auth.key_permissions($1)) ORDER BY p.code",
        organization.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.description)).collect())
}
