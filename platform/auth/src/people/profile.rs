//! What people tell about themselves.

use platform_db::{DbError, Tx};
use platform_types::{Actor, PersonName};

use crate::{Auth, audit};

/// One's own profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What they call themselves; may be empty.
    pub full_name: String,
    /// Their address.
    pub email: String,
    /// Their language (BCP 47).
    pub locale: String,
}

impl Auth {
    /// The profile of the person behind `tx`.
    pub async fn own_profile(&self, tx: &mut Tx) -> Result<Option<Profile>, DbError> {
        Ok(sqlx::query_as!(
            Profile,
            r#"SELECT full_name, coalesce(email, '') AS "email!", locale FROM public.platform_users WHERE id = (SELECT auth.uid())"#
        )
        .fetch_optional(&mut **tx)
        .await?)
    }

    /// Changes what the actor calls themselves. `false` where nobody is signed in.
    pub async fn rename(&self, actor: &Actor, full_name: &PersonName) -> Result<bool, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        let changed = sqlx::query!("UPDATE public.platform_users SET full_name = $1 WHERE id = (SELECT auth.uid())", full_name.as_str())
            .execute(&mut *tx)
            .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::about(&mut tx, "auth.profile_changed", actor.user_id()).await?;
        tx.commit().await?;
        Ok(true)
    }
}
