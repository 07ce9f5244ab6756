//! How a place is laid out.

use platform_db::Tx;
use platform_storage::{Files, Kept, Variant, variant_path};
use platform_types::{Entropy, OrganizationId, Timestamp, VenueId};
use platform_ui::Picture;
use sqlx::types::Json;
use uuid::Uuid;

use super::{FileError, drawn};

/// A plan as its readers see it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id.
    pub id: Uuid,
    /// What it shows: “Stalls”, “Ways out”.
    pub title: String,
    /// Whether everybody sees it.
    pub is_public: bool,
    /// In all its sizes; none for a PDF.
    pub picture: Option<Picture>,
    /// Where the whole is.
    pub href: String,
    /// Of the whole, in bytes.
    pub size: u64,
}

struct Row {
    id: Uuid,
    title: String,
    is_public: bool,
    file_id: Uuid,
    width: Option<i32>,
    height: Option<i32>,
    variants: Json<Vec<Variant>>,
}

impl Row {
    fn shown(self) -> Option<Plan> {
        // The largest JPEG, or the one PDF.
        let whole = self.variants.iter().rev().find(|v| v.content_type != "image/webp")?;
        let picture = drawn(self.file_id, self.width.zip(self.height), &self.variants, &self.title);
        Some(Plan {
            id: self.id,
            is_public: self.is_public,
            href: variant_path(self.file_id, &whole.name),
            size: whole.size,
            picture,
            title: self.title,
        })
    }
}

/// Of a place, as far as the caller may see them.
pub async fn list_plans(tx: &mut Tx, venue: VenueId) -> Result<Vec<Plan>, sqlx::Error> {
    list(tx, venue, false).await
}

/// Of a place, those for everybody.
pub async fn list_public_plans(tx: &mut Tx, venue: VenueId) -> Result<Vec<Plan>, sqlx::Error> {
    list(tx, venue, true).await
}

async fn list(tx: &mut Tx, venue: VenueId, public: bool) -> Result<Vec<Plan>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT p.id, p.title, p.is_public, p.file_id, f.width, f.height, f.variants AS "variants: Json<Vec<Variant>>"
           FROM venue_plans p JOIN storage.files f ON f.id = p.file_id WHERE p.venue_id = $1 AND (p.is_public OR NOT $2)
           ORDER BY p.title, p.id LIMIT 50"#,
        venue.0,
        public
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().filter_map(Row::shown).collect())
}

/// One of a place.
pub async fn find_plan(tx: &mut Tx, venue: VenueId, plan: Uuid) -> Result<Option<Plan>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT p.id, p.title, p.is_public, p.file_id, f.width, f.height, f.variants AS "variants: Json<Vec<Variant>>"
           FROM venue_plans p JOIN storage.files f ON f.id = p.file_id WHERE p.venue_id = $1 AND p.id = $2"#,
        venue.0,
        plan
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(Row::shown))
}

/// What is said of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanChange {
    /// What it shows.
    pub title: String,
    /// Whether everybody sees it.
    pub is_public: bool,
}

/// Keeps an uploaded file as a plan of this place. None when the same form had done so already.
pub async fn add_plan(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    venue: VenueId,
    kept: &Kept,
    said: &PlanChange,
) -> Result<Option<Uuid>, FileError> {
    let (file, _) = kept.keep(tx).await?;
    let made = sqlx::query_scalar!(
        "INSERT INTO venue_plans (id, organization_id, venue_id, file_id, title, is_public) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT ON CONSTRAINT venue_plans_once DO NOTHING RETURNING id",
        entropy.uuid_v7(now),
        organization.0,
        venue.0,
        file,
        said.title,
        said.is_public
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(made)
}

/// Says anew what it shows and to whom. None when there is no such plan; false when it was so already.
pub async fn change_plan(tx: &mut Tx, venue: VenueId, plan: Uuid, said: &PlanChange) -> Result<Option<bool>, FileError> {
    let Some(was) = find_plan(tx, venue, plan).await? else { return Ok(None) };
    let done = sqlx::query!(
        "UPDATE venue_plans SET title = $3, is_public = $4 WHERE venue_id = $1 AND id = $2",
        venue.0,
        plan,
        said.title,
        said.is_public
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(FileError::NotFound);
    }
    Ok(Some(was.title != said.title || was.is_public != said.is_public))
}

/// Takes it away; its title, or none when there is no such plan.
pub async fn remove_plan(tx: &mut Tx, venue: VenueId, plan: Uuid) -> Result<Option<String>, FileError> {
    let gone = sqlx::query!("DELETE FROM venue_plans WHERE venue_id = $1 AND id = $2 RETURNING file_id, title", venue.0, plan)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(gone) = gone else { return Ok(None) };
    Files::let_go(tx, gone.file_id).await?;
    Ok(Some(gone.title))
}
