//! Decide an application to become an organizer. The database founds the organization, see `auth.decide_application`.

use platform_audit::Entry;
use platform_db::{DbError, Tx};
use platform_types::{Actor, EmailAddress, OrganizationId, UserId};

use super::{ApplicationId, CreateOrganizationError};
use crate::Auth;
use crate::mail::{Message, NotQueued, OutgoingMail};

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is none that the actor may decide.
    #[error("there is no such application that you may decide")]
    NotFound,
    /// Withdrawn or decided meanwhile.
    #[error("this application was withdrawn or decided meanwhile")]
    Closed,
    /// The organization cannot be founded so.
    #[error(transparent)]
    Organization(CreateOrganizationError),
    /// A fault of ours.
    #[error(transparent)]
    Mail(#[from] NotQueued),
    /// The database.
    #[error(transparent)]
    Database(DbError),
}

impl From<DbError> for DecideError {
    fn from(error: DbError) -> Self {
        match CreateOrganizationError::from(error) {
            CreateOrganizationError::Database(error) => Self::Database(error),
            error => Self::Organization(error),
        }
    }
}

/// Whom it was about.
struct Decided {
    applicant: UserId,
    email: Option<String>,
    full_name: String,
    locale: String,
    name: String,
}

impl Auth {
    /// Approves, as the actor: the organization is founded under this name in addresses, the applicant owns it and is told.
    pub async fn approve_application(&self, actor: &Actor, id: ApplicationId, slug: &str) -> Result<OrganizationId, DecideError> {
        let organization = OrganizationId::new(self.entropy(), self.clock().now());
        let mut tx = self.db().as_actor(actor).await?;
        let decided = decide(&mut tx, id, Some((organization, slug)), "").await?;
        let entry = Entry::new("organizer.approved", "public.organizer_applications")
            .on(id)
            .within(organization)
            .after(serde_json::json!({ "organization": organization, "name": decided.name, "slug": slug, "owner": decided.applicant }));
        platform_audit::record(&mut tx, entry).await?;
        let message = Message::OrganizerApproved { organization: decided.name.clone(), slug: slug.to_owned() };
        self.tell(&mut tx, decided, message).await?;
        tx.commit().await?;
        Ok(organization)
    }

    /// Declines, as the actor; the applicant reads the reason.
    pub async fn decline_application(&self, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), DecideError> {
        let mut tx = self.db().as_actor(actor).await?;
        let decided = decide(&mut tx, id, None, reason.trim()).await?;
        let entry = Entry::new("organizer.declined", "public.organizer_applications")
            .on(id)
            .after(serde_json::json!({ "name": decided.name, "reason": reason.trim() }));
        platform_audit::record(&mut tx, entry).await?;
        let message = Message::OrganizerDeclined { organization: decided.name.clone(), reason: reason.trim().to_owned() };
        self.tell(&mut tx, decided, message).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail of an outcome. Whoever has no address any more is not told.
    async fn tell(&self, tx: &mut Tx, decided: Decided, message: Message) -> Result<(), NotQueued> {
        let Some(to) = decided.email.and_then(|e| e.parse::<EmailAddress>().ok()) else { return Ok(()) };
        let mail = OutgoingMail::new(self, to, decided.full_name, decided.locale, message).about(decided.applicant);
        self.mail().enqueue(tx, mail).await
    }
}

/// The one transaction's decision: founds with an organization, declines without.
async fn decide(tx: &mut Tx, id: ApplicationId, founded: Option<(OrganizationId, &str)>, reason: &str) -> Result<Decided, DecideError> {
    let row = sqlx::query!(
        r#"SELECT outcome AS "outcome!", applicant, email, full_name, locale, name FROM auth.decide_application($1, $2, $3, $4, $5)"#,
        id.0,
        founded.is_some(),
        founded.map(|(organization, _)| organization.0),
        founded.map(|(_, slug)| slug),
        reason
    )
    .fetch_one(&mut **tx)
    .await
    .map_err(DbError::from)?;
    match (row.outcome.as_str(), row.applicant) {
        ("approved" | "declined", Some(applicant)) => Ok(Decided {
            applicant: UserId(applicant),
            email: row.email,
            full_name: row.full_name.unwrap_or_default(),
            locale: row.locale.unwrap_or_else(|| "en".to_owned()),
            name: row.name.unwrap_or_default(),
        }),
        ("closed", _) => Err(DecideError::Closed),
        _ => Err(DecideError::NotFound),
    }
}
