//! Accept an invitation.

use platform_audit::Entry;
use platform_db::{DbError, Tx};
use platform_types::{Actor, OrganizationId, Timestamp};

use crate::roles::label_told;
use crate::{Auth, SecretToken};

/// What a link offers, before it is accepted.
#[derive(Clone, Debug)]
pub struct InvitationPreview {
    /// The organization's name; empty for the platform itself.
    pub organization: String,
    /// The event or venue it is for; empty for the whole organization.
    pub place: String,
    /// The role's name, in the language of whoever reads the offer.
    pub role: String,
    /// The kind of scope.
    pub scope_kind: String,
    /// To which address it was sent.
    pub email: String,
    /// Who invites; may be empty.
    pub inviter: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Until when the role would be held; none for good.
    pub role_expires_at: Option<Timestamp>,
    /// The organization's IANA zone.
    pub timezone: String,
}

/// Why it was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, accepted, withdrawn or too old.
    #[error("this invitation has been used, withdrawn or has expired; ask for a new one")]
    Unknown,
    /// Signed in with another address than the one it was sent to.
    #[error("this invitation was sent to another address; sign in with that one")]
    OtherAddress,
    /// Whoever invited may no longer grant that role.
    #[error("this invitation no longer stands; ask for a new one")]
    Withdrawn,
    /// Nobody is signed in.
    #[error("sign in to accept the invitation")]
    NotSignedIn,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Auth {
    /// What a link offers; `None` where it no longer stands. `tx` may be anybody's.
    pub async fn invitation(&self, tx: &mut Tx, token: &str) -> Result<Option<InvitationPreview>, DbError> {
        let Some(token) = SecretToken::parse(token) else { return Ok(None) };
        let row = sqlx::query!(
            r#"SELECT organization_name AS "organization_name!", place AS "place!", role AS "role!", role_label AS "role_label!", scope_kind AS "scope_kind!", email AS "email!", inviter AS "inviter!", expires_at AS "expires_at!", role_expires_at, timezone AS "timezone!"
               FROM auth.invitation($1)"#,
            &token.hash()[..]
        )
        .fetch_optional(&mut **tx)
        .await?;
        Ok(row.map(|r| InvitationPreview {
            organization: r.organization_name,
            place: r.place,
            role: label_told(&r.role, r.role_label),
            scope_kind: r.scope_kind,
            email: r.email,
            inviter: r.inviter,
            expires_at: r.expires_at,
            role_expires_at: r.role_expires_at,
            timezone: r.timezone,
        }))
    }

    /// Accepts, as the actor: the role, and for an organization's role the membership. The organization it led to.
    pub async fn accept_invitation(&self, actor: &Actor, token: &str) -> Result<Option<OrganizationId>, AcceptError> {
        let user = actor.user_id().ok_or(AcceptError::NotSignedIn)?;
        let token = SecretToken::parse(token).ok_or(AcceptError::Unknown)?;
        let mut tx = self.db().as_actor(actor).await?;
        let row = sqlx::query!(r#"SELECT outcome AS "outcome!", organization_id FROM auth.accept_invitation($1)"#, &token.hash()[..])
            .fetch_one(&mut *tx)
            .await
            .map_err(DbError::from)?;
        match row.outcome.as_str() {
            "accepted" => {
                let organization = row.organization_id.map(OrganizationId);
                let entry = Entry::new("member.joined", "auth.users").on(user);
                platform_audit::record(
                    &mut tx,
                    match organization {
                        Some(id) => entry.within(id),
                        None => entry,
                    },
                )
                .await?;
                tx.commit().await?;
                Ok(organization)
            }
            "other_address" => Err(AcceptError::OtherAddress),
            "withdrawn" => Err(AcceptError::Withdrawn),
            _ => Err(AcceptError::Unknown),
        }
    }
}
