//! Who must have a second factor.

use platform_audit::Entry;
use platform_db::{DbError, Tx};
use platform_types::{Actor, OrganizationId, UserId};
use serde_json::json;

use super::FactorError;
use crate::Auth;

/// What an organization asks of its staff, and who of them has no second factor yet.
#[derive(Clone, Debug)]
pub struct StaffRule {
    /// The organization's name.
    pub name: String,
    /// Whether staff needs a second factor.
    pub required: bool,
    /// Whether the person who asks may change it.
    pub may_change: bool,
}

impl Auth {
    /// Whether whoever runs the platform needs a second factor: written when the program starts, from the settings.
    pub async fn set_second_factor_rule(&self, operators: bool) -> Result<(), DbError> {
        let mut tx = self.db().as_system("the setting sign_in.second_factor").await?;
        sqlx::query!("UPDATE auth.second_factor_rule SET operators = $1 WHERE operators <> $1", operators).execute(&mut *tx).await?;
        tx.commit().await
    }

    /// What an organization of the person behind `tx` asks of its staff; `None` where it is not theirs.
    pub async fn staff_rule(&self, tx: &mut Tx, slug: &str) -> Result<Option<(OrganizationId, StaffRule)>, DbError> {
        let row = sqlx::query!(
            r#"SELECT id, name, staff_second_factor,
                      id = ANY ((SELECT auth.scopes_with('settings:manage', 'organization'))::uuid[]) OR (SELECT auth.on_platform('settings:manage')) AS "may_change!"
               FROM public.organizations WHERE slug = $1"#,
            slug
        )
        .fetch_optional(&mut **tx)
        .await?;
        Ok(row.map(|r| (OrganizationId(r.id), StaffRule { name: r.name, required: r.staff_second_factor, may_change: r.may_change })))
    }

    /// Asks a second factor of an organization's staff, or no more. Only in a sign-in that has one: nobody locks themselves out.
    /// `false` where nothing was changed, because it is so already or is not theirs to change.
    pub async fn set_staff_rule(&self, actor: &Actor, organization: OrganizationId, required: bool) -> Result<bool, FactorError> {
        if actor.impersonator.is_some() {
            return Err(FactorError::NotThemself);
        }
        if !actor.second_factor {
            return Err(FactorError::SecondStepMissing);
        }
        let mut tx = self.db().as_actor(actor).await?;
        let changed = sqlx::query!(
            "UPDATE public.organizations SET staff_second_factor = $2 WHERE id = $1 AND staff_second_factor <> $2",
            organization.0,
            required
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        let entry = Entry::new("organization.second_factor_rule", "organizations").on(organization).within(organization);
        platform_audit::record(&mut tx, entry.before(json!({ "required": !required })).after(json!({ "required": required }))).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Why something the actor holds does not count now: `second_factor`, `address`, or nothing.
    pub async fn withheld(&self, actor: &Actor) -> Result<Option<String>, DbError> {
        let Some(UserId(_)) = actor.user_id() else { return Ok(None) };
        let mut tx = self.db().as_actor(actor).await?;
        Ok(sqlx::query_scalar!("SELECT auth.withheld()").fetch_one(&mut *tx).await?)
    }
}
