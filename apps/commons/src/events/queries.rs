//! Reading events, under the caller's own role.

use platform_db::Tx;
use platform_types::{Currency, EventId, OrganizationId, Timestamp, Zone};
use serde_json::Value;
use uuid::Uuid;

use super::{Event, EventNotes, EventStatus, EventVenue};

struct Row {
    id: Uuid,
    organization_id: Uuid,
    organizer: String,
    slug: String,
    name: String,
    names: Value,
    category: String,
    description: String,
    descriptions: Value,
    presenter: String,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    doors_at: Option<Timestamp>,
    timezone: String,
    currency: String,
    status: String,
    visibility: String,
    age_limit: String,
    draft_reason: String,
    source_texts: Value,
    version: i32,
    accessibility: String,
    notice: String,
    notice_at: Option<Timestamp>,
    previous_starts_at: Option<Timestamp>,
    programme_published_at: Option<Timestamp>,
    updated_at: Timestamp,
    venue_id: Option<Uuid>,
    venue_name: Option<String>,
    venue_names: Option<Value>,
    address: Option<String>,
    addresses: Option<Value>,
    city: Option<String>,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

impl From<Row> for Event {
    fn from(row: Row) -> Self {
        let venue = row.venue_id.map(|id| EventVenue {
            id: id.into(),
            name: row.venue_name.unwrap_or_default(),
            names: row.venue_names.unwrap_or_default(),
            address: row.address.unwrap_or_default(),
            addresses: row.addresses.unwrap_or_default(),
            city: row.city.unwrap_or_default(),
            country: row.country.unwrap_or_default(),
            position: row.latitude.zip(row.longitude),
        });
        Self {
            id: row.id.into(),
            organization: row.organization_id.into(),
            organizer: row.organizer,
            slug: row.slug,
            own_name: row.name.clone(),
            name: row.name,
            names: row.names,
            category: row.category,
            description: row.description,
            descriptions: row.descriptions,
            presenter: row.presenter,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            doors_at: row.doors_at,
            zone: row.timezone.parse().unwrap_or(Zone::UTC),
            currency: row.currency.parse().unwrap_or(Currency::EUR),
            status: EventStatus::parse(&row.status).unwrap_or(EventStatus::Draft),
            visibility: row.visibility,
            age_limit: row.age_limit,
            draft_reason: row.draft_reason,
            source_texts: row.source_texts,
            venue,
            version: row.version,
            notes: EventNotes {
                accessibility: row.accessibility,
                notice: row.notice,
                notice_at: row.notice_at,
                previous_starts_at: row.previous_starts_at,
                programme_published_at: row.programme_published_at,
                updated_at: row.updated_at,
            },
        }
    }
}

/// One text for every list, so that none forgets a column. `$tail` is a literal of ours.
macro_rules! event_rows {
    ($tail:literal, $($arg:expr),*) => {
        sqlx::query_as!(
            Row,
            r#"SELECT e.id, e.organization_id, e.organizer, e.slug, e.name, e.names, e.category, e.description, e.descriptions, e.presenter,
                 e.starts_at, e.ends_at, e.doors_at, e.timezone, e.currency, e.status, e.visibility, e.age_limit, e.draft_reason, e.source_texts, e.version,
                 e.accessibility, e.notice, e.notice_at, e.previous_starts_at, e.programme_published_at, e.updated_at,
                 v.id AS "venue_id?", v.name AS "venue_name?", v.names AS "venue_names?", v.address AS "address?", v.addresses AS "addresses?", v.city AS "city?", v.country AS "country?",
                 v.latitude AS "latitude?", v.longitude AS "longitude?"
               FROM events e LEFT JOIN venues v ON v.id = e.venue_id "# + $tail,
            $($arg),*
        )
    };
}

/// By its place in addresses.
pub async fn find_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Event>, sqlx::Error> {
    let row = event_rows!("WHERE e.slug = $1", slug).fetch_optional(&mut **tx).await?;
    Ok(row.map(Event::from))
}

/// By id.
pub async fn find_event(tx: &mut Tx, id: EventId) -> Result<Option<Event>, sqlx::Error> {
    let row = event_rows!("WHERE e.id = $1", id.0).fetch_optional(&mut **tx).await?;
    Ok(row.map(Event::from))
}

/// Those of these ids that the caller may see, in the order of the ids.
pub async fn list_by_ids(tx: &mut Tx, ids: &[EventId]) -> Result<Vec<Event>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = event_rows!("WHERE e.id = ANY ($1) ORDER BY array_position($1, e.id)", &ids).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(Event::from).collect())
}

/// All of one organization, newest first, drafts without a date on top.
pub async fn list_of_organization(tx: &mut Tx, organization: OrganizationId, limit: i64, offset: i64) -> Result<Vec<Event>, sqlx::Error> {
    let rows = event_rows!(
        "WHERE e.organization_id = $1 ORDER BY e.starts_at DESC NULLS FIRST, e.id LIMIT $2 OFFSET $3",
        organization.0,
        limit,
        offset
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Event::from).collect())
}

/// Events that everybody may find and that have something in common with this one: its place, its organizer, or its
/// kind within `days` of it. At most `each` of every sort, the nearest first; what the two have in common is the
/// reader's to weigh.
pub async fn list_near(tx: &mut Tx, event: &Event, from: Timestamp, days: i32, each: i64) -> Result<Vec<Event>, sqlx::Error> {
    let around = event.starts_at.filter(|at| *at > from).unwrap_or(from);
    let rows = event_rows!(
        "WHERE e.id <> $1 AND e.id IN (
           (SELECT n.id FROM events n WHERE n.venue_id = $2 AND n.status = 'published' AND n.visibility = 'public' AND n.starts_at > $5 ORDER BY n.starts_at, n.id LIMIT $8)
           UNION (SELECT n.id FROM events n WHERE n.organization_id = $3 AND n.status = 'published' AND n.visibility = 'public' AND n.starts_at > $5 ORDER BY n.starts_at, n.id LIMIT $8)
           UNION (SELECT n.id FROM events n WHERE n.category = $4 AND n.category <> '' AND n.status = 'published' AND n.visibility = 'public' AND n.starts_at > greatest($5, $6::timestamptz - make_interval(days => $7)) AND n.starts_at < $6::timestamptz + make_interval(days => $7) ORDER BY n.starts_at, n.id LIMIT $8))
         ORDER BY e.starts_at, e.id",
        event.id.0,
        event.venue.as_ref().map(|v| v.id.0),
        event.organization.0,
        event.category,
        from,
        around,
        days,
        each
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Event::from).collect())
}
