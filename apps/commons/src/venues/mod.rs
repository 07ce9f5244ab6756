//! Venues: places where events happen.

mod country;
mod table;

pub use country::{CountryError, countries, read_country};
pub use table::{TableVenue, list_by_name, list_by_origin, list_whole, update_from_table};

use platform_db::{DbError, Tx};
use platform_types::{Entropy, OrganizationId, Timestamp, VenueId, Zone};
use serde_json::Value;

use crate::events::slug_of;

/// What an organizer says about a place.
#[derive(Clone, Debug, PartialEq)]
pub struct NewVenue {
    /// Its name.
    pub name: String,
    /// Names in other languages.
    pub names: Value,
    /// Street and number.
    pub address: String,
    /// Town.
    pub city: String,
    /// ISO 3166 code or empty.
    pub country: String,
    /// North and east in degrees.
    pub position: Option<(f64, f64)>,
    /// Its clocks.
    pub zone: Zone,
    /// How many people it holds.
    pub capacity: Option<i32>,
}

/// A line of a list of venues.
#[derive(Clone, Debug)]
pub struct VenueRow {
    /// Its id.
    pub id: VenueId,
    /// Its name.
    pub name: String,
    /// Town.
    pub city: String,
    /// IANA zone.
    pub timezone: String,
    /// How many people it holds.
    pub capacity: Option<i32>,
}

/// Adds a place; the policies decide who may.
pub async fn create_venue(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    venue: &NewVenue,
) -> Result<VenueId, DbError> {
    let id = VenueId::new(entropy, now);
    let slug = format!("{}-{}", slug_of([venue.name.as_str()], "venue"), entropy.readable_code(5).to_lowercase());
    sqlx::query!(
        "INSERT INTO venues (id, organization_id, slug, name, names, address, city, country, latitude, longitude, timezone, capacity)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id.0,
        organization.0,
        slug,
        venue.name,
        venue.names,
        venue.address,
        venue.city,
        venue.country,
        venue.position.map(|p| p.0),
        venue.position.map(|p| p.1),
        venue.zone.name(),
        venue.capacity,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// All of one organization, by name.
pub async fn list_of_organization(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<VenueRow>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT id, name, city, timezone, capacity FROM venues WHERE organization_id = $1 ORDER BY name, id LIMIT 1000",
        organization.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| VenueRow { id: r.id.into(), name: r.name, city: r.city, timezone: r.timezone, capacity: r.capacity })
        .collect())
}

/// What a source says of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct VenueTexts {
    /// Its name.
    pub name: String,
    /// Names in other languages.
    pub names: Value,
    /// Town.
    pub city: String,
    /// ISO 3166 code or empty.
    pub country: String,
    /// North and east in degrees.
    pub position: Option<(f64, f64)>,
}

/// A place that an earlier import made.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedVenue {
    /// Its id in the source.
    pub import_id: String,
    /// Its id here.
    pub id: VenueId,
    /// What is stored.
    pub texts: VenueTexts,
    /// Whether nobody changed it since an import did.
    pub untouched: bool,
}

/// Places that earlier imports made.
pub async fn list_imported(tx: &mut Tx, organization: OrganizationId, source: &str) -> Result<Vec<ImportedVenue>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT import_id AS "import_id!", id, name, names, city, country, latitude, longitude, version = coalesce(import_version, 0) AS "untouched!"
           FROM venues WHERE organization_id = $1 AND import_source = $2"#,
        organization.0,
        source
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| ImportedVenue {
            import_id: r.import_id,
            id: r.id.into(),
            texts: VenueTexts { name: r.name, names: r.names, city: r.city, country: r.country, position: r.latitude.zip(r.longitude) },
            untouched: r.untouched,
        })
        .collect())
}

/// Notes where a place comes from.
pub async fn remember_import(tx: &mut Tx, venue: VenueId, source: &str, import_id: &str) -> Result<(), sqlx::Error> {
    // The version after this very change, which the trigger counts.
    sqlx::query!(
        "UPDATE venues SET import_source = $2, import_id = $3, import_version = version + 1 WHERE id = $1",
        venue.0,
        source,
        import_id
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes over what the source says now; its slug, clocks and capacity stay.
pub async fn update_imported(tx: &mut Tx, venue: VenueId, texts: &VenueTexts) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "UPDATE venues SET name = $2, names = $3, city = $4, country = $5, latitude = $6, longitude = $7, import_version = version + 1 WHERE id = $1",
        venue.0,
        texts.name,
        texts.names,
        texts.city,
        texts.country,
        texts.position.map(|p| p.0),
        texts.position.map(|p| p.1),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
