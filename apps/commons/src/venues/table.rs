//! Places as tables bring and take them: found by their source's id or by their own, compared field by field.

use platform_db::Tx;
use platform_types::{OrganizationId, VenueId, Zone};
use uuid::Uuid;

use super::NewVenue;

/// A place with where it comes from.
#[derive(Clone, Debug)]
pub struct TableVenue {
    /// Its id here.
    pub id: VenueId,
    /// Source and id there; none for one that was made here.
    pub origin: Option<(String, String)>,
    /// What is stored.
    pub says: NewVenue,
    /// Whether an import made it and somebody changed it since.
    pub edited: bool,
}

struct Row {
    id: Uuid,
    import_source: Option<String>,
    import_id: Option<String>,
    import_version: Option<i32>,
    version: i32,
    name: String,
    names: serde_json::Value,
    address: String,
    city: String,
    country: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    timezone: String,
    capacity: Option<i32>,
}

impl From<Row> for TableVenue {
    fn from(r: Row) -> Self {
        Self {
            id: r.id.into(),
            edited: r.import_source.is_some() && r.import_version != Some(r.version),
            origin: r.import_source.zip(r.import_id),
            says: NewVenue {
                name: r.name,
                names: r.names,
                address: r.address,
                city: r.city,
                country: r.country,
                position: r.latitude.zip(r.longitude),
                zone: r.timezone.parse().unwrap_or(Zone::UTC),
                capacity: r.capacity,
            },
        }
    }
}

/// Places that came from these sources under these ids (pairwise), or have these ids of ours.
pub async fn list_by_origin(
    tx: &mut Tx,
    organization: OrganizationId,
    sources: &[String],
    ids: &[String],
    own: &[Uuid],
) -> Result<Vec<TableVenue>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, import_source, import_id, import_version, version, name, names, address, city, country, latitude, longitude, timezone, capacity
         FROM venues WHERE organization_id = $1
           AND ((import_source, import_id) IN (SELECT * FROM unnest($2::text[], $3::text[])) OR id = ANY ($4))",
        organization.0,
        sources,
        ids,
        own
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(TableVenue::from).collect())
}

/// The first `limit` places behind `after` in the order of their ids.
pub async fn list_whole(
    tx: &mut Tx,
    organization: OrganizationId,
    after: Option<VenueId>,
    limit: i64,
) -> Result<Vec<TableVenue>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, import_source, import_id, import_version, version, name, names, address, city, country, latitude, longitude, timezone, capacity
         FROM venues WHERE organization_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        organization.0,
        after.map(|id| id.0),
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(TableVenue::from).collect())
}

/// Ids of the places with exactly this name; two are enough to know that it is none's alone.
pub async fn list_by_name(tx: &mut Tx, organization: OrganizationId, name: &str) -> Result<Vec<VenueId>, sqlx::Error> {
    let ids =
        sqlx::query_scalar!("SELECT id FROM venues WHERE organization_id = $1 AND name = $2 ORDER BY id LIMIT 2", organization.0, name)
            .fetch_all(&mut **tx)
            .await?;
    Ok(ids.into_iter().map(VenueId::from).collect())
}

/// Replaces what is said of a place; one that an import made counts as untouched after it. Its slug stays.
pub async fn update_from_table(tx: &mut Tx, id: VenueId, venue: &NewVenue) -> Result<(), sqlx::Error> {
    // The version after this very change, which the trigger counts.
    sqlx::query!(
        "UPDATE venues SET name = $2, names = $3, address = $4, city = $5, country = $6, latitude = $7, longitude = $8, timezone = $9, capacity = $10,
           import_version = CASE WHEN import_source IS NOT NULL THEN version + 1 END
         WHERE id = $1",
        id.0,
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
    Ok(())
}
