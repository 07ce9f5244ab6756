//! Organizations one belongs to, and their members.

use platform_audit::Entry;
use platform_db::{DbError, Tx};
use platform_types::{Actor, OrganizationId, Timestamp, UserId};

use crate::Auth;
use crate::mail::{Announcement, News};
use crate::roles::GrantError;

/// A tenant, as its people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
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
}

/// Somebody who belongs to an organization.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// What they call themselves.
    pub full_name: String,
    /// Their address.
    pub email: String,
    /// Since when.
    pub since: Timestamp,
}

/// Organizations the person behind `tx` belongs to or holds a role in, by name.
pub async fn own(tx: &mut Tx) -> Result<Vec<Organization>, DbError> {
    Ok(sqlx::query_as!(
        Organization,
        r#"SELECT id AS "id: OrganizationId", name, slug, timezone, currency FROM public.organizations WHERE id = ANY ((SELECT auth.own_organizations())::uuid[]) ORDER BY name, id"#
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// Organizations with this slug or, in any case of letters, this name, the slug's first; with an empty text the first
/// twenty. Behind the system door.
pub async fn find(tx: &mut Tx, name_or_slug: &str) -> Result<Vec<Organization>, DbError> {
    Ok(sqlx::query_as!(
        Organization,
        r#"SELECT id AS "id: OrganizationId", name, slug, timezone, currency FROM public.organizations
           WHERE $1 = '' OR slug = $1 OR lower(name) = lower($1) ORDER BY slug = $1 DESC, slug LIMIT 20"#,
        name_or_slug
    )
    .fetch_all(&mut **tx)
    .await?)
}

impl Auth {
    /// Members of an organization, as far as the person behind `tx` may see them.
    pub async fn members(&self, tx: &mut Tx, organization: OrganizationId) -> Result<Vec<Member>, DbError> {
        Ok(sqlx::query_as!(
            Member,
            r#"SELECT m.user_id AS "user: UserId", p.full_name, coalesce(p.email, '') AS "email!", m.created_at AS since
               FROM public.memberships m JOIN public.platform_users p ON p.id = m.user_id WHERE m.organization_id = $1 ORDER BY p.full_name, p.id"#,
            organization.0
        )
        .fetch_all(&mut **tx)
        .await?)
    }

    /// Removes a member and all their roles there, as the actor; with the actor's own id it is leaving.
    pub async fn remove_member(&self, actor: &Actor, organization: OrganizationId, user: UserId) -> Result<(), GrantError> {
        let mut tx = self.db().as_actor(actor).await?;
        let name = sqlx::query_scalar!("SELECT name FROM public.organizations WHERE id = $1", organization.0)
            .fetch_optional(&mut *tx)
            .await
            .map_err(DbError::from)?;
        let gone = sqlx::query!("DELETE FROM public.memberships WHERE organization_id = $1 AND user_id = $2", organization.0, user.0)
            .execute(&mut *tx)
            .await
            .map_err(DbError::from)?;
        if gone.rows_affected() == 0 {
            return Err(GrantError::NotAllowed);
        }
        platform_audit::record(&mut tx, Entry::new("member.removed", "auth.users").on(user).within(organization)).await?;
        if actor.user_id() != Some(user) {
            let id = self.entropy().uuid_v7(self.clock().now());
            let organization_name = name.unwrap_or_default();
            let announcement =
                Announcement { id, to: user, organization: Some(organization), organization_name, news: News::MemberRemoved };
            self.mail().announce(&mut tx, announcement).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
