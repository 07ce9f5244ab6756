//! Found an organization. The database makes the founder a member and its owner (trigger `found`).

use platform_audit::Entry;
use platform_db::{DbError, constraint_of};
use platform_types::{Actor, Currency, OrganizationId, Zone, clean_line, is_blank};

use crate::Auth;

/// A new tenant.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// Its name for people.
    pub name: String,
    /// Its name in addresses: lower-case letters, digits and single dashes, 2 to 60.
    pub slug: String,
    /// Where it is, for dates.
    pub zone: Zone,
    /// What it is paid in.
    pub currency: Currency,
}

/// Why it was not founded.
#[derive(Debug, thiserror::Error)]
pub enum CreateOrganizationError {
    /// The name shows nothing, or is too long.
    #[error("enter a name of at most 200 characters")]
    Name,
    /// Another organization has this slug.
    #[error("this short name is taken; choose another one")]
    SlugTaken,
    /// The slug has another shape.
    #[error("use 2 to 60 lower-case letters, digits and single dashes for the short name")]
    SlugShape,
    /// The platform's administrators decide who founds one.
    #[error("founding an organization needs an approval here; apply for it")]
    NeedsApproval,
    /// Nobody is signed in.
    #[error("sign in to found an organization")]
    NotSignedIn,
    /// The database.
    #[error(transparent)]
    Database(DbError),
}

impl From<DbError> for CreateOrganizationError {
    fn from(error: DbError) -> Self {
        let DbError::Query(query) = &error else { return Self::Database(error) };
        match constraint_of(query) {
            Some("organizations_slug_key") => Self::SlugTaken,
            Some("organizations_slug_shape") => Self::SlugShape,
            // insufficient_privilege: what row level security answers.
            _ if query.as_database_error().is_some_and(|e| e.code().as_deref() == Some("42501")) => Self::NeedsApproval,
            _ => Self::Database(error),
        }
    }
}

impl Auth {
    /// Founds an organization, as the actor, who owns it.
    pub async fn create_organization(&self, actor: &Actor, new: &NewOrganization) -> Result<OrganizationId, CreateOrganizationError> {
        if actor.user_id().is_none() {
            return Err(CreateOrganizationError::NotSignedIn);
        }
        let name = clean_line(&new.name);
        if is_blank(&name) || name.chars().count() > 200 {
            return Err(CreateOrganizationError::Name);
        }
        let id = OrganizationId::new(self.entropy(), self.clock().now());
        let mut tx = self.db().as_actor(actor).await?;
        // No RETURNING: the founder may read the row only once the trigger has made them its owner.
        sqlx::query!(
            "INSERT INTO public.organizations (id, name, slug, timezone, currency) VALUES ($1, $2, $3, $4, $5)",
            id.0,
            name,
            new.slug,
            new.zone.to_string(),
            new.currency.to_string()
        )
        .execute(&mut *tx)
        .await
        .map_err(DbError::from)?;
        let entry = Entry::new("organization.created", "public.organizations")
            .on(id)
            .within(id)
            .after(serde_json::json!({ "name": name, "slug": new.slug }));
        platform_audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// A slug made of a name: what is neither a letter nor a digit of ASCII becomes a dash. Empty for names in other scripts.
pub fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(60);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn slugs_are_what_the_database_accepts() {
        assert_eq!(super::slug_of("  The Old Vic, Ltd. "), "the-old-vic-ltd");
        assert_eq!(super::slug_of("香港"), "");
        assert!(super::slug_of(&"ab ".repeat(50)).len() <= 60);
        assert!(!super::slug_of(&"ab ".repeat(50)).ends_with('-'));
    }
}
