//! Granting and taking roles. Nobody grants above themselves: the database refuses it, see `auth.may_grant`.

use platform_audit::Entry;
use platform_db::{DbError, Tx, constraint_of};
use platform_types::{Actor, OrganizationId, Timestamp, UserId, define_id};

use super::ScopeId;
use crate::Auth;
use crate::mail::{Announcement, News, NotQueued};

define_id!(/// One grant of a role.
    GrantId);

/// Who shall hold what where, until when.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Who.
    pub user: UserId,
    /// The role's code.
    pub role: String,
    /// Where.
    pub scope: ScopeId,
    /// Until when; `None` for good.
    pub expires_at: Option<Timestamp>,
}

/// Why a role was not granted or taken.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// Above oneself, or nothing of the caller's at all.
    #[error("you may not grant or take this role here; it allows more than you hold yourself, or for longer")]
    NotAllowed,
    /// They hold it already.
    #[error("they hold this role here already")]
    AlreadyHeld,
    /// The role does not exist or belongs elsewhere.
    #[error("this role cannot be held here")]
    WrongPlace,
    /// The scope or the person does not exist.
    #[error("there is no such place or person")]
    NotFound,
    /// The end lies in the past.
    #[error("choose an end that lies in the future")]
    EndsInThePast,
    /// It is the last owner's.
    #[error("an organization keeps at least one owner; name another one first")]
    LastOwner,
    /// The database.
    #[error(transparent)]
    Database(DbError),
    /// Whoever it is about could not be told.
    #[error(transparent)]
    NotTold(NotQueued),
}

impl From<NotQueued> for GrantError {
    fn from(error: NotQueued) -> Self {
        match error {
            NotQueued::Database(error) => error.into(),
            other @ NotQueued::Other(_) => Self::NotTold(other),
        }
    }
}

impl From<DbError> for GrantError {
    fn from(error: DbError) -> Self {
        let DbError::Query(query) = &error else { return Self::Database(error) };
        let state = query.as_database_error().and_then(|e| e.code().map(std::borrow::Cow::into_owned));
        match (constraint_of(query).unwrap_or_default(), state.as_deref()) {
            ("user_roles_once", _) => Self::AlreadyHeld,
            ("user_roles_role_place" | "invitations_role_place" | "user_roles_role_fkey", _) => Self::WrongPlace,
            ("user_roles_scope_id_fkey" | "invitations_scope_id_fkey" | "user_roles_user_id_fkey", _) => Self::NotFound,
            ("user_roles_expires_later", _) => Self::EndsInThePast,
            ("user_roles_last_owner", _) => Self::LastOwner,
            // insufficient_privilege: what row level security answers.
            (_, Some("42501")) => Self::NotAllowed,
            _ => Self::Database(error),
        }
    }
}

impl Auth {
    /// Grants a role, as the actor.
    pub async fn grant_role(&self, actor: &Actor, grant: &Grant) -> Result<GrantId, GrantError> {
        let mut tx = self.db().as_actor(actor).await?;
        let id = GrantId::new(self.entropy(), self.clock().now());
        sqlx::query!(
            "INSERT INTO public.user_roles (id, user_id, role, scope_id, expires_at) VALUES ($1, $2, $3, $4, $5)",
            id.0,
            grant.user.0,
            grant.role,
            grant.scope,
            grant.expires_at
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        note(&mut tx, "role.granted", grant).await?;
        self.announce_role(&mut tx, actor, id, grant, |role| News::RoleGiven { role }).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes a role, as the actor. Taking what the actor may not grant, or cannot see, is refused.
    pub async fn revoke_role(&self, actor: &Actor, id: GrantId) -> Result<(), GrantError> {
        let mut tx = self.db().as_actor(actor).await?;
        let gone = sqlx::query!("DELETE FROM public.user_roles WHERE id = $1 RETURNING user_id, role, scope_id, expires_at", id.0)
            .fetch_optional(&mut *tx)
            .await
            .map_err(DbError::from)?
            .ok_or(GrantError::NotAllowed)?;
        let grant = Grant { user: UserId(gone.user_id), role: gone.role, scope: gone.scope_id, expires_at: gone.expires_at };
        note(&mut tx, "role.revoked", &grant).await?;
        self.announce_role(&mut tx, actor, id, &grant, |role| News::RoleTaken { role }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Tells whose role it is; nobody what they did themselves.
    async fn announce_role(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: GrantId,
        grant: &Grant,
        news: impl FnOnce(String) -> News,
    ) -> Result<(), GrantError> {
        if actor.user_id() == Some(grant.user) {
            return Ok(());
        }
        let place = sqlx::query!(
            r#"SELECT d.label, o.id AS "organization?", coalesce(o.name, '') AS "name!" FROM public.role_definitions d
               LEFT JOIN public.organizations o ON o.id = auth.organization_of($2) WHERE d.code = $1"#,
            grant.role,
            grant.scope
        )
        .fetch_optional(&mut **tx)
        .await
        .map_err(DbError::from)?;
        let Some(place) = place else { return Ok(()) };
        let organization = place.organization.map(OrganizationId);
        let announcement = Announcement { id: id.0, to: grant.user, organization, organization_name: place.name, news: news(place.label) };
        // One grant is given once and taken once.
        let announcement = match announcement.news {
            News::RoleTaken { .. } => Announcement { id: taken(id), ..announcement },
            _ => announcement,
        };
        Ok(self.mail().announce(tx, announcement).await?)
    }

    /// Grants a role in the house's own name: the first administrator, the demo, what a ticket carries. Idempotent.
    pub async fn grant_as_house(&self, why: &'static str, grant: &Grant) -> Result<(), GrantError> {
        let mut tx = self.db().as_system(why).await?;
        let added = sqlx::query!(
            "INSERT INTO public.user_roles (id, user_id, role, scope_id, expires_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            GrantId::new(self.entropy(), self.clock().now()).0,
            grant.user.0,
            grant.role,
            grant.scope,
            grant.expires_at
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        if added.rows_affected() == 1 {
            note(&mut tx, "role.granted", grant).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Names the end of a grant.
fn taken(id: GrantId) -> uuid::Uuid {
    uuid::Uuid::from_u128(!id.0.as_u128())
}

async fn note(tx: &mut Tx, action: &'static str, grant: &Grant) -> Result<(), DbError> {
    let organization = sqlx::query_scalar!("SELECT auth.organization_of($1)", grant.scope).fetch_one(&mut **tx).await?;
    let what = serde_json::json!({ "role": grant.role, "scope": grant.scope, "expires_at": grant.expires_at });
    let entry = Entry::new(action, "public.user_roles").on(grant.user);
    let entry = if action == "role.revoked" { entry.before(what) } else { entry.after(what) };
    let entry = match organization {
        Some(id) => entry.within(OrganizationId(id)),
        None => entry,
    };
    platform_audit::record(tx, entry).await?;
    Ok(())
}
