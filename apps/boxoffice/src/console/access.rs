//! What the caller may do here, asked of the database under the caller's own identity.
//!
//! A route's permission says that somebody holds it anywhere; what they hold *here* is asked with the same
//! sets that the policies use. Published events are visible to everybody, so seeing one is not managing it.

use commons::events::{self, Event};
use platform_auth::Permission;
use platform_auth::permission as may;
use platform_db::Tx;
use platform_texts::t;
use platform_types::{Currency, EventId, OrganizationId, Zone};

/// Permissions the console asks about.
const ASKED: [Permission; 19] = [
    may::EVENTS_VIEW,
    may::EVENTS_CREATE,
    may::EVENTS_EDIT,
    may::EVENTS_PUBLISH,
    may::EVENTS_DELETE,
    may::TICKETS_MANAGE,
    may::TICKETS_SCAN,
    may::ORDERS_VIEW,
    may::ORDERS_REFUND,
    may::PAYMENTS_VIEW,
    may::VENUES_VIEW,
    may::VENUES_MANAGE,
    may::DOCUMENTS_VIEW,
    may::DOCUMENTS_EDIT,
    may::ANALYTICS_VIEW,
    may::MEMBERS_VIEW,
    may::MEMBERS_MANAGE,
    may::ROLES_GRANT,
    may::MARKETING_MANAGE,
];

/// What the caller holds at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held(pub(super) Vec<String>);

impl Held {
    /// Whether this one is among them.
    pub fn may(&self, permission: Permission) -> bool {
        self.0.iter().any(|code| code == permission.code())
    }

    /// Their codes.
    pub fn codes(&self) -> &[String] {
        &self.0
    }

    /// Of a list of codes.
    #[cfg(test)]
    pub fn of(permissions: &[Permission]) -> Self {
        Self(permissions.iter().map(|p| p.code().to_owned()).collect())
    }

    /// All the console asks about.
    #[cfg(test)]
    pub fn all() -> Self {
        Self::of(&ASKED)
    }
}

/// An organization as the console's pages know it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Which.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its clocks, where an event has no venue yet.
    pub zone: Zone,
    /// What new events are priced in.
    pub currency: Currency,
    /// What the caller holds on the whole organization.
    pub held: Held,
}

/// An event with its organization and what the caller holds at it.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The event.
    pub event: Event,
    /// Whose it is.
    pub place: Place,
    /// What the caller holds at this event, through whatever grant reaches it.
    pub held: Held,
    /// How many people its place holds, as far as anybody said.
    pub holds: Option<i32>,
}

impl Desk {
    /// A sentence where so many people are more than the place holds.
    pub fn crowded(&self, people: i32) -> Option<String> {
        let venue = self.event.venue.as_ref()?;
        let holds = self.holds.filter(|holds| people > *holds)?;
        Some(t!("console-desk-crowded", people = people, venue = venue.name, holds = holds).into_owned())
    }
}

pub(super) fn codes() -> Vec<String> {
    ASKED.iter().map(|p| p.code().to_owned()).collect()
}

/// An organization the caller belongs to or holds something in.
pub async fn find_place(tx: &mut Tx, slug: &str) -> Result<Option<Place>, sqlx::Error> {
    let asked = codes();
    let row = sqlx::query!(
        r#"SELECT o.id, o.name, o.slug, o.timezone, o.currency,
             ARRAY(SELECT p.code FROM unnest($2::text[]) AS p (code) WHERE o.id = ANY (auth.scopes_with(p.code, 'organization'))) AS "held!"
           FROM organizations o WHERE o.slug = $1 AND o.id = ANY ((SELECT auth.own_organizations())::uuid[])"#,
        slug,
        &asked[..]
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| Place {
        id: r.id.into(),
        name: r.name,
        slug: r.slug,
        zone: r.timezone.parse().unwrap_or(Zone::UTC),
        currency: r.currency.parse().unwrap_or(Currency::EUR),
        held: Held(r.held),
    }))
}

/// The name in addresses of an organization of the caller's, by that name or by id; of the only one where nobody says which.
pub async fn find_slug(tx: &mut Tx, named: Option<&str>) -> Result<Option<String>, sqlx::Error> {
    // PostgreSQL takes no NUL, and no name holds one.
    if named.is_some_and(|named| named.contains('\0')) {
        return Ok(None);
    }
    let found = sqlx::query_scalar!(
        "SELECT slug FROM organizations WHERE id = ANY ((SELECT auth.own_organizations())::uuid[]) AND ($1::text IS NULL OR slug = $1 OR id::text = $1) LIMIT 2",
        named
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(if found.len() == 1 { found.into_iter().next() } else { None })
}

/// An event that the caller may look at from behind the counter; strangers get nothing, published or not.
pub async fn find_desk(tx: &mut Tx, id: EventId) -> Result<Option<Desk>, sqlx::Error> {
    let held = held_at(tx, id).await?;
    if !held.may(may::EVENTS_VIEW) {
        return Ok(None);
    }
    let Some(event) = events::find_event(tx, id).await? else { return Ok(None) };
    let slug = sqlx::query_scalar!("SELECT slug FROM organizations WHERE id = $1", event.organization.0).fetch_optional(&mut **tx).await?;
    let Some(slug) = slug else { return Ok(None) };
    let venue = event.venue.as_ref().map(|v| v.id.0);
    let holds = sqlx::query_scalar!("SELECT capacity FROM venues WHERE id = $1", venue).fetch_optional(&mut **tx).await?.flatten();
    Ok(find_place(tx, &slug).await?.map(|place| Desk { event, place, held, holds }))
}

/// What the caller holds at an event, by grants on it, on what lies above it, or on its organization.
pub async fn held_at(tx: &mut Tx, id: EventId) -> Result<Held, sqlx::Error> {
    let asked = codes();
    let held = sqlx::query_scalar!(
        r#"SELECT p.code AS "code!" FROM events e CROSS JOIN unnest($2::text[]) AS p (code)
           WHERE e.id = $1 AND (e.organization_id = ANY (auth.scopes_with(p.code, 'organization')) OR e.id = ANY (auth.scopes_with(p.code, 'event')))"#,
        id.0,
        &asked[..]
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Held(held))
}
