//! Ask to become an organizer, and take it back.

use platform_audit::Entry;
use platform_db::{DbError, constraint_of};
use platform_types::{Actor, clean_line};

use super::{ApplicationId, NewOrganization};
use crate::Auth;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// The organization as it would be founded.
    pub organization: NewOrganization,
    /// What they put on, 1 to 2,000 characters.
    pub about: String,
    /// Their pages; may be empty.
    pub website: String,
    /// How to reach them, 1 to 300 characters.
    pub contact: String,
}

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// One application of theirs is waiting already.
    #[error("your application is waiting for a decision already")]
    OpenAlready,
    /// Nobody is signed in.
    #[error("sign in to apply")]
    NotSignedIn,
    /// The database.
    #[error(transparent)]
    Database(DbError),
}

impl From<DbError> for ApplyError {
    fn from(error: DbError) -> Self {
        match &error {
            DbError::Query(query) if constraint_of(query) == Some("organizer_applications_one_open") => Self::OpenAlready,
            _ => Self::Database(error),
        }
    }
}

impl Auth {
    /// Applies, as the actor. One application at a time.
    pub async fn apply_as_organizer(&self, actor: &Actor, new: &NewApplication) -> Result<ApplicationId, ApplyError> {
        if actor.user_id().is_none() {
            return Err(ApplyError::NotSignedIn);
        }
        let id = ApplicationId::new(self.entropy(), self.clock().now());
        let name = clean_line(&new.organization.name);
        let mut tx = self.db().as_actor(actor).await?;
        sqlx::query!(
            "INSERT INTO public.organizer_applications (id, name, slug, timezone, currency, about, website, contact) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            id.0,
            name,
            new.organization.slug,
            new.organization.zone.to_string(),
            new.organization.currency.to_string(),
            new.about.trim(),
            new.website.trim(),
            clean_line(&new.contact)
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        let entry = Entry::new("organizer.applied", "public.organizer_applications").on(id).after(serde_json::json!({ "name": name }));
        platform_audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes an application back, as the actor. `false` where there is none of theirs that waits.
    pub async fn withdraw_application(&self, actor: &Actor, id: ApplicationId) -> Result<bool, DbError> {
        let mut tx = self.db().as_actor(actor).await?;
        let gone = sqlx::query!("UPDATE public.organizer_applications SET status = 'withdrawn' WHERE id = $1 AND status = 'open'", id.0)
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Ok(false);
        }
        platform_audit::record(&mut tx, Entry::new("organizer.withdrawn", "public.organizer_applications").on(id)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Sets whether founding an organization needs an approval: what the settings say, when the program starts.
    pub async fn set_founding_rule(&self, needs_approval: bool) -> Result<(), DbError> {
        let mut tx = self.db().as_system("founding rule").await?;
        sqlx::query!("UPDATE auth.founding_rule SET needs_approval = $1 WHERE needs_approval <> $1", needs_approval)
            .execute(&mut *tx)
            .await?;
        tx.commit().await
    }
}
