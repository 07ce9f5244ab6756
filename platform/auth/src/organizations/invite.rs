//! Ask somebody in: a role on a scope, offered to an address.

use chrono::Duration;
use platform_audit::Entry;
use platform_db::{DbError, Tx};
use platform_types::{Actor, EmailAddress, OrganizationId, Timestamp, define_id};

use crate::mail::{Message, NotQueued, OutgoingMail};
use crate::roles::{GrantError, ScopeId};
use crate::{Auth, SecretToken};

define_id!(/// One invitation.
    InvitationId);

/// How long an invitation stands.
const LASTS: Duration = Duration::days(7);

/// What is offered to whom.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// To whom.
    pub email: EmailAddress,
    /// The role's code.
    pub role: String,
    /// Where.
    pub scope: ScopeId,
    /// Until when the role would be held.
    pub role_expires_at: Option<Timestamp>,
    /// The language of the mail (BCP 47).
    pub locale: String,
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// What would be refused as a grant is refused as an offer.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// A fault of ours.
    #[error(transparent)]
    Mail(#[from] NotQueued),
}

impl From<DbError> for InviteError {
    fn from(error: DbError) -> Self {
        Self::Grant(error.into())
    }
}

impl Auth {
    /// Invites, as the actor; the mail is enqueued with it. An older open offer of the same is withdrawn.
    pub async fn invite(&self, actor: &Actor, offer: &Invitation) -> Result<InvitationId, InviteError> {
        let now = self.clock().now();
        if offer.role_expires_at.is_some_and(|end| end <= now) {
            return Err(GrantError::EndsInThePast.into());
        }
        let id = InvitationId::new(self.entropy(), now);
        let token = SecretToken::new(self.entropy());
        let expires_at = now + LASTS;
        let mut tx = self.db().as_actor(actor).await?;
        sqlx::query!(
            "UPDATE public.invitations SET revoked_at = clock.now() WHERE email = $1 AND role = $2 AND scope_id = $3 AND accepted_at IS NULL AND revoked_at IS NULL",
            offer.email.as_str(),
            offer.role,
            offer.scope
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        sqlx::query!(
            "INSERT INTO public.invitations (id, email, role, scope_id, role_expires_at, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id.0,
            offer.email.as_str(),
            offer.role,
            offer.scope,
            offer.role_expires_at,
            &token.hash()[..],
            expires_at
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        let entry = Entry::new("member.invited", "public.invitations")
            .on(id)
            .after(serde_json::json!({ "role": offer.role, "scope": offer.scope }));
        let entry = placed(&mut tx, entry, offer.scope).await?;
        platform_audit::record(&mut tx, entry).await?;
        let message = offer_of(&mut tx, &token, expires_at).await?;
        let mut mail = OutgoingMail::new(self, offer.email.clone(), String::new(), offer.locale.clone(), message);
        mail.organization = organization_of(&mut tx, offer.scope).await?;
        self.mail().enqueue(&mut tx, mail).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Withdraws an invitation, as the actor. `false` where there is none that they may withdraw.
    pub async fn withdraw_invitation(&self, actor: &Actor, id: InvitationId) -> Result<bool, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        let scope = sqlx::query_scalar!(
            "UPDATE public.invitations SET revoked_at = clock.now() WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING scope_id",
            id.0
        )
        .fetch_optional(&mut *tx)
        .await?;
        let Some(scope) = scope else { return Ok(false) };
        let entry = placed(&mut tx, Entry::new("member.invitation_withdrawn", "public.invitations").on(id), scope).await?;
        platform_audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }
}

async fn organization_of(tx: &mut Tx, scope: ScopeId) -> Result<Option<OrganizationId>, DbError> {
    Ok(sqlx::query_scalar!("SELECT auth.organization_of($1)", scope).fetch_one(&mut **tx).await?.map(OrganizationId))
}

/// Puts an audit entry into the books of the scope's organization.
async fn placed(tx: &mut Tx, entry: Entry, scope: ScopeId) -> Result<Entry, DbError> {
    Ok(match organization_of(tx, scope).await? {
        Some(id) => entry.within(id),
        None => entry,
    })
}

async fn offer_of(tx: &mut Tx, token: &SecretToken, expires_at: Timestamp) -> Result<Message, DbError> {
    let shown = sqlx::query!(
        r#"SELECT organization_name AS "organization_name!", place AS "place!", role AS "role!", role_label AS "role_label!", inviter AS "inviter!" FROM auth.invitation($1)"#,
        &token.hash()[..]
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Message::Invitation {
        token: token.clone(),
        expires_at,
        organization: shown.organization_name,
        place: shown.place,
        role: shown.role,
        role_label: shown.role_label,
        inviter: shown.inviter,
    })
}
