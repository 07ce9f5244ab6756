//! Lists of events with their sales, for whoever works on them.

use std::collections::HashMap;

use commons::events::EventStatus;
use platform_db::Tx;
use platform_types::{Currency, EventId, Money, OrganizationId, Timestamp, Zone};
use uuid::Uuid;

use crate::catalogue::{Availability, availability};

/// Which events a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Published and not over.
    #[default]
    Upcoming,
    /// Being prepared.
    Drafts,
    /// Over.
    Past,
    /// All of them.
    All,
}

impl Show {
    /// All of them, in the order of their chips.
    pub const ALL: [Self; 4] = [Self::Upcoming, Self::Drafts, Self::Past, Self::All];

    /// In addresses, and in the query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Drafts => "drafts",
            Self::Past => "past",
            Self::All => "all",
        }
    }
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// Which event.
    pub id: EventId,
    /// Its title.
    pub name: String,
    /// Its status.
    pub status: EventStatus,
    /// When it starts.
    pub starts_at: Option<Timestamp>,
    /// When it ends, if known.
    pub ends_at: Option<Timestamp>,
    /// How its ticket types stand.
    pub offers: Vec<Availability>,
    /// Its clocks.
    pub zone: Zone,
    /// Where.
    pub venue: Option<String>,
    /// Whose.
    pub organization: String,
    /// The same in addresses.
    pub organization_slug: String,
    /// Sold of how many; none while it has no capacity.
    pub sold_of: Option<(i32, i32)>,
    /// What buyers paid and did not get back; none where the caller may not see orders.
    pub takings: Option<Money>,
    /// Why an imported event is still a draft.
    pub draft_reason: String,
}

/// Events of one organization, or of all of the caller's; those the caller works on, not those everybody sees.
pub async fn list_events(
    tx: &mut Tx,
    organization: Option<OrganizationId>,
    show: Show,
    limit: i64,
    offset: i64,
) -> Result<Vec<EventRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT e.id, e.name, e.status, e.starts_at, e.ends_at, e.timezone, e.currency, e.draft_reason, v.name AS "venue?", o.name AS organization, o.slug AS organization_slug,
             p.capacity AS "capacity?", p.sold AS "sold?",
             CASE WHEN e.organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[])
               THEN (SELECT coalesce(sum(r.total_minor - r.refunded_minor), 0)::bigint FROM orders r WHERE r.event_id = e.id AND r.paid_at IS NOT NULL AND NOT r.is_test) END AS takings
           FROM events e JOIN organizations o ON o.id = e.organization_id
           LEFT JOIN venues v ON v.id = e.venue_id
           LEFT JOIN pools p ON p.event_id = e.id AND p.kind = 'event'
           WHERE (e.organization_id = ANY ((SELECT auth.scopes_with('events:view', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('events:view', 'event'))::uuid[]))
             AND ($1::uuid IS NULL OR e.organization_id = $1)
             AND CASE $2
                   WHEN 'upcoming' THEN e.status <> 'draft' AND coalesce(e.ends_at, e.starts_at + interval '6 hours') > clock.now()
                   WHEN 'drafts' THEN e.status = 'draft'
                   WHEN 'past' THEN e.status <> 'draft' AND coalesce(e.ends_at, e.starts_at + interval '6 hours') <= clock.now()
                   ELSE true END
           ORDER BY CASE WHEN $2 IN ('past', 'all') THEN e.starts_at END DESC NULLS FIRST, CASE WHEN $2 NOT IN ('past', 'all') THEN e.starts_at END NULLS LAST, e.id
           LIMIT $3 OFFSET $4"#,
        organization.map(|o| o.0),
        show.as_str(),
        limit,
        offset
    )
    .fetch_all(&mut **tx)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut offers = availabilities_of(tx, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let currency = r.currency.parse().unwrap_or(Currency::EUR);
            EventRow {
                id: r.id.into(),
                name: r.name,
                status: EventStatus::parse(&r.status).unwrap_or(EventStatus::Draft),
                starts_at: r.starts_at,
                ends_at: r.ends_at,
                offers: offers.remove(&r.id).unwrap_or_default(),
                zone: r.timezone.parse().unwrap_or(Zone::UTC),
                venue: r.venue,
                organization: r.organization,
                organization_slug: r.organization_slug,
                sold_of: r.sold.zip(r.capacity),
                takings: r.takings.map(|minor| Money::new(minor, currency)),
                draft_reason: r.draft_reason,
            }
        })
        .collect())
}

/// How the ticket types of each event stand, by the rule that buyers meet.
async fn availabilities_of(tx: &mut Tx, events: &[Uuid]) -> Result<HashMap<Uuid, Vec<Availability>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT t.event_id, e.starts_at, t.sale_starts_at, t.sale_ends_at, t.min_per_order, clock.now() AS "now!",
             (SELECT coalesce(min(p.capacity - p.held - p.sold), 0) FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id WHERE tp.ticket_type_id = t.id) AS "left!"
           FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE t.event_id = ANY ($1) AND t.archived_at IS NULL"#,
        events
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut found: HashMap<Uuid, Vec<Availability>> = HashMap::new();
    for r in rows {
        let stands = availability(r.now, r.sale_starts_at, r.sale_ends_at, r.starts_at, r.left, r.min_per_order);
        found.entry(r.event_id).or_default().push(stands);
    }
    Ok(found)
}

/// How many events each part of an organization's list has, in the order of [`Show::ALL`].
pub async fn count_events(tx: &mut Tx, organization: OrganizationId) -> Result<[i64; 4], sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE status <> 'draft' AND over > clock.now()) AS "upcoming!", count(*) FILTER (WHERE status = 'draft') AS "drafts!",
             count(*) FILTER (WHERE status <> 'draft' AND over <= clock.now()) AS "past!", count(*) AS "all!"
           FROM (SELECT e.status, coalesce(e.ends_at, e.starts_at + interval '6 hours') AS over FROM events e
                 WHERE e.organization_id = $1
                   AND (e.organization_id = ANY ((SELECT auth.scopes_with('events:view', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('events:view', 'event'))::uuid[]))) mine"#,
        organization.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok([row.upcoming, row.drafts, row.past, row.all])
}

/// What came in for an event, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Takings {
    /// Paid orders, refunded ones among them.
    pub orders: i64,
    /// What buyers paid.
    pub paid_minor: i64,
    /// What went back to them.
    pub refunded_minor: i64,
    /// Fees within what stayed; of an order refunded in part, in proportion.
    pub fees_minor: i64,
    /// Tax within what stayed.
    pub tax_minor: i64,
}

/// What came in for an event, as far as the caller may see its orders.
pub async fn find_takings(tx: &mut Tx, event: EventId) -> Result<Takings, sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "orders!", coalesce(sum(total_minor), 0)::bigint AS "paid!", coalesce(sum(refunded_minor), 0)::bigint AS "refunded!",
             coalesce(sum(fees_minor * (total_minor - refunded_minor) / nullif(total_minor, 0)), 0)::bigint AS "fees!",
             coalesce(sum((tax_added_minor + tax_included_minor) * (total_minor - refunded_minor) / nullif(total_minor, 0)), 0)::bigint AS "tax!"
           FROM orders WHERE event_id = $1 AND paid_at IS NOT NULL AND NOT is_test"#,
        event.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Takings { orders: row.orders, paid_minor: row.paid, refunded_minor: row.refunded, fees_minor: row.fees, tax_minor: row.tax })
}
