//! Applications to become an organizer, as far as the person behind the transaction may see them.

use platform_db::{DbError, Tx};
use platform_types::{Timestamp, UserId, define_id};

define_id!(/// One application to become an organizer.
    ApplicationId);

/// How an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationStatus {
    /// Waits for a decision.
    Open,
    /// Taken back by whoever asked.
    Withdrawn,
    /// The organization was founded.
    Approved,
    /// Refused, with a reason.
    Declined,
}

impl ApplicationStatus {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Withdrawn => "withdrawn",
            Self::Approved => "approved",
            Self::Declined => "declined",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "withdrawn" => Self::Withdrawn,
            "approved" => Self::Approved,
            "declined" => Self::Declined,
            _ => Self::Open,
        }
    }
}

/// Somebody asks to put on events.
#[derive(Clone, Debug)]
pub struct Application {
    /// Which.
    pub id: ApplicationId,
    /// Who asks.
    pub applicant: UserId,
    /// What they call themselves.
    pub applicant_name: String,
    /// Their address.
    pub applicant_email: String,
    /// Name of the house.
    pub name: String,
    /// Its name in addresses, as wished.
    pub slug: String,
    /// Its IANA zone.
    pub timezone: String,
    /// Its currency (ISO 4217).
    pub currency: String,
    /// What they put on.
    pub about: String,
    /// Their pages; may be empty.
    pub website: String,
    /// How to reach them.
    pub contact: String,
    /// How it stands.
    pub status: ApplicationStatus,
    /// Why it was declined.
    pub reason: String,
    /// The founded organization's name in addresses.
    pub organization_slug: Option<String>,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
}

/// Whether founding an organization needs an approval. `tx` is anybody signed in.
pub async fn needs_approval(tx: &mut Tx) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(r#"SELECT auth.founding_needs_approval() AS "needs!""#).fetch_one(&mut **tx).await?)
}

/// The caller's own, newest first.
pub async fn own_applications(tx: &mut Tx) -> Result<Vec<Application>, DbError> {
    list(tx, None, None, true, 20).await
}

/// One that the caller may see.
pub async fn find_application(tx: &mut Tx, id: ApplicationId) -> Result<Option<Application>, DbError> {
    Ok(list(tx, Some(id), None, false, 1).await?.pop())
}

/// Those the caller may see in this state (in any without one): open ones oldest first, others newest first, at most 200.
pub async fn applications(tx: &mut Tx, status: Option<ApplicationStatus>) -> Result<Vec<Application>, DbError> {
    list(tx, None, status, false, 200).await
}

async fn list(
    tx: &mut Tx,
    id: Option<ApplicationId>,
    status: Option<ApplicationStatus>,
    own: bool,
    limit: i64,
) -> Result<Vec<Application>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT a.id, a.applicant, p.full_name, coalesce(p.email, '') AS "email!", a.name, a.slug, a.timezone, a.currency, a.about, a.website, a.contact,
             a.status, a.reason, a.created_at, a.decided_at, o.slug AS "organization_slug?"
           FROM public.organizer_applications a JOIN public.platform_users p ON p.id = a.applicant LEFT JOIN public.organizations o ON o.id = a.organization_id
           WHERE ($1::uuid IS NULL OR a.id = $1) AND ($2::text IS NULL OR a.status = $2) AND (NOT $3 OR a.applicant = (SELECT auth.uid()))
           ORDER BY CASE WHEN a.status = 'open' THEN a.created_at END NULLS LAST, a.created_at DESC, a.id LIMIT $4"#,
        id.map(|id| id.0),
        status.map(ApplicationStatus::as_str),
        own,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Application {
            id: ApplicationId(r.id),
            applicant: UserId(r.applicant),
            applicant_name: r.full_name,
            applicant_email: r.email,
            name: r.name,
            slug: r.slug,
            timezone: r.timezone,
            currency: r.currency,
            about: r.about,
            website: r.website,
            contact: r.contact,
            status: ApplicationStatus::parse(&r.status),
            reason: r.reason,
            organization_slug: r.organization_slug,
            created_at: r.created_at,
            decided_at: r.decided_at,
        })
        .collect())
}
