//! Invitations that were not answered yet, under the caller's own role.

use platform_auth::organizations::InvitationId;
use platform_auth::roles::{ScopeId, label_told};
use platform_db::Tx;
use platform_types::{OrganizationId, Timestamp};

/// An invitation that still stands.
#[derive(Clone, Debug)]
pub struct OpenInvitation {
    /// Which.
    pub id: InvitationId,
    /// To whom it went.
    pub email: String,
    /// The role's code.
    pub code: String,
    /// The role's name for people.
    pub role: String,
    /// The event or venue it is for; none for the whole organization.
    pub place: Option<String>,
    /// Until when the role would be held; none for good.
    pub until: Option<Timestamp>,
    /// Until when the link works.
    pub expires_at: Timestamp,
}

/// Invitations of a whole organization, newest first, at most 200.
pub async fn list_open_in(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<OpenInvitation>, sqlx::Error> {
    list(tx, Some(organization), None).await
}

/// Invitations to one event or venue.
pub async fn list_open_at(tx: &mut Tx, scope: ScopeId) -> Result<Vec<OpenInvitation>, sqlx::Error> {
    list(tx, None, Some(scope)).await
}

async fn list(tx: &mut Tx, organization: Option<OrganizationId>, scope: Option<ScopeId>) -> Result<Vec<OpenInvitation>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT i.id, i.email, i.role AS code, d.label AS role, i.place, i.role_expires_at, i.expires_at
           FROM invitations i JOIN role_definitions d ON d.code = i.role
           WHERE (i.organization_id = $1 OR i.scope_id = $2) AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > clock.now()
           ORDER BY i.created_at DESC, i.id LIMIT 200",
        organization.map(|o| o.0),
        scope
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| OpenInvitation {
            id: InvitationId(r.id),
            email: r.email,
            role: label_told(&r.code, r.role),
            code: r.code,
            place: Some(r.place).filter(|place| !place.is_empty()),
            until: r.role_expires_at,
            expires_at: r.expires_at,
        })
        .collect())
}

/// Whether this offer was made at this event or venue, as far as the caller may know; closed ones count.
pub async fn is_invitation_at(tx: &mut Tx, id: InvitationId, scope: ScopeId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM invitations WHERE id = $1 AND scope_id = $2) AS "known!""#, id.0, scope)
        .fetch_one(&mut **tx)
        .await
}
