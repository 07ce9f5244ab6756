//! Codes as their organizer reads them, under the caller's own role.

use platform_db::Tx;
use platform_types::{Currency, EventId, OrderId, OrganizationId, TicketTypeId, Timestamp, Zone};
use uuid::Uuid;

use crate::codes::{Terms, terms_of};

/// An event for which a code can be made.
#[derive(Clone, Debug)]
pub struct EventChoice {
    /// Its id.
    pub id: EventId,
    /// Its name.
    pub name: String,
    /// When it begins, if known.
    pub starts_at: Option<Timestamp>,
    /// Its clock.
    pub zone: Zone,
    /// What it is priced in.
    pub currency: Currency,
}

/// A ticket type that a code can be limited to.
#[derive(Clone, Debug)]
pub struct TypeChoice {
    /// Its id.
    pub id: TicketTypeId,
    /// Its name.
    pub name: String,
    /// Whether a code has to open it.
    pub hidden: bool,
}

/// A code.
#[derive(Clone, Debug)]
pub struct CodeRow {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organization: OrganizationId,
    /// As it is looked for.
    pub code: String,
    /// For the organizer's own people.
    pub note: String,
    /// What it does.
    pub terms: Terms,
    /// Of its amounts.
    pub currency: Currency,
    /// Whether it opens hidden tickets.
    pub reveals: bool,
    /// The only event it counts at, with its name.
    pub event: Option<(EventId, String)>,
    /// The only ticket types it counts for.
    pub types: Vec<TicketTypeId>,
    /// From when.
    pub starts_at: Option<Timestamp>,
    /// Until when.
    pub ends_at: Option<Timestamp>,
    /// How often in all.
    pub max_uses: Option<i32>,
    /// How often by one person.
    pub max_uses_per_buyer: Option<i32>,
    /// What the tickets must cost together.
    pub min_spend_minor: Option<i64>,
    /// At most so much off.
    pub max_discount_minor: Option<i64>,
    /// For at most so many tickets.
    pub max_tickets: Option<i32>,
    /// How often now, carts with opened tickets included.
    pub uses: i32,
    /// Whether it is out of use for the moment.
    pub paused: bool,
    /// For edits that must not undo another's.
    pub version: i32,
}

/// Which codes a list shows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of the code or the note.
    pub text: String,
    /// Codes that were made together.
    pub batch: Option<Uuid>,
    /// One code alone.
    pub id: Option<Uuid>,
}

/// Codes of an organization, the newest first.
pub async fn list_codes(
    tx: &mut Tx,
    organization: OrganizationId,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<CodeRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT c.id, c.organization_id, c.code, c.note, c.kind, c.rate_millionths, c.amount_minor, c.free_tickets, c.currency, c.reveals, c.event_id, e.name AS "event_name?",
             c.starts_at, c.ends_at, c.max_uses, c.max_uses_per_buyer, c.min_spend_minor, c.max_discount_minor, c.max_tickets, c.uses, c.status, c.version,
             ARRAY(SELECT o.ticket_type_id FROM promo_code_types o WHERE o.code_id = c.id) AS "types!"
           FROM promo_codes c LEFT JOIN events e ON e.id = c.event_id
           WHERE c.organization_id = $1 AND ($2 = '' OR c.code ILIKE $3 OR c.note ILIKE $3) AND ($4::uuid IS NULL OR c.batch_id = $4) AND ($5::uuid IS NULL OR c.id = $5)
           ORDER BY c.created_at DESC, c.id LIMIT $6 OFFSET $7"#,
        organization.0,
        wanted.text.trim(),
        pattern(&wanted.text),
        wanted.batch,
        wanted.id,
        limit,
        offset
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| CodeRow {
            id: r.id,
            organization: r.organization_id.into(),
            code: r.code,
            note: r.note,
            terms: terms_of(&r.kind, r.rate_millionths, r.amount_minor, r.free_tickets),
            currency: r.currency.parse().unwrap_or(Currency::EUR),
            reveals: r.reveals,
            event: r.event_id.map(|id| (EventId(id), r.event_name.unwrap_or_default())),
            types: r.types.into_iter().map(TicketTypeId).collect(),
            starts_at: r.starts_at,
            ends_at: r.ends_at,
            max_uses: r.max_uses,
            max_uses_per_buyer: r.max_uses_per_buyer,
            min_spend_minor: r.min_spend_minor,
            max_discount_minor: r.max_discount_minor,
            max_tickets: r.max_tickets,
            uses: r.uses,
            paused: r.status == "paused",
            version: r.version,
        })
        .collect())
}

/// How many codes a list has in all.
pub async fn count_codes(tx: &mut Tx, organization: OrganizationId, wanted: &Wanted) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM promo_codes c WHERE c.organization_id = $1 AND ($2 = '' OR c.code ILIKE $3 OR c.note ILIKE $3) AND ($4::uuid IS NULL OR c.batch_id = $4)"#,
        organization.0,
        wanted.text.trim(),
        pattern(&wanted.text),
        wanted.batch
    )
    .fetch_one(&mut **tx)
    .await
}

fn pattern(text: &str) -> String {
    format!("%{}%", text.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// The organization's name in addresses, of a code that the caller may read.
pub async fn place_of(tx: &mut Tx, code: Uuid) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("SELECT o.slug FROM promo_codes c JOIN organizations o ON o.id = c.organization_id WHERE c.id = $1", code)
        .fetch_optional(&mut **tx)
        .await
}

/// Events that are not over, for which the caller may make codes; the next first.
pub async fn list_events(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<EventChoice>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT id, name, starts_at, timezone, currency FROM events
         WHERE organization_id = $1 AND status IN ('draft', 'test', 'published', 'postponed') AND (starts_at IS NULL OR coalesce(ends_at, starts_at) > clock.now())
           AND (organization_id = ANY ((SELECT auth.scopes_with('marketing:manage', 'organization'))::uuid[]) OR id = ANY ((SELECT auth.scopes_with('marketing:manage', 'event'))::uuid[]))
         ORDER BY starts_at NULLS LAST, name LIMIT 500",
        organization.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| EventChoice {
            id: r.id.into(),
            name: r.name,
            starts_at: r.starts_at,
            zone: r.timezone.parse().unwrap_or(Zone::UTC),
            currency: r.currency.parse().unwrap_or(Currency::EUR),
        })
        .collect())
}

/// One event as a code's scope, also when it is over.
pub async fn find_event(tx: &mut Tx, id: EventId) -> Result<Option<EventChoice>, sqlx::Error> {
    let row =
        sqlx::query!("SELECT id, name, starts_at, timezone, currency FROM events WHERE id = $1", id.0).fetch_optional(&mut **tx).await?;
    Ok(row.map(|r| EventChoice {
        id: r.id.into(),
        name: r.name,
        starts_at: r.starts_at,
        zone: r.timezone.parse().unwrap_or(Zone::UTC),
        currency: r.currency.parse().unwrap_or(Currency::EUR),
    }))
}

/// Ticket types of an event, hidden ones included.
pub async fn list_types(tx: &mut Tx, event: EventId) -> Result<Vec<TypeChoice>, sqlx::Error> {
    let rows = sqlx::query!(
        "SELECT id, name, hidden FROM ticket_types WHERE event_id = $1 AND archived_at IS NULL ORDER BY position, id",
        event.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| TypeChoice { id: r.id.into(), name: r.name, hidden: r.hidden }).collect())
}

/// One use of a code.
#[derive(Clone, Debug)]
pub struct RedemptionRow {
    /// The order, as far as there is one and the caller may see it.
    pub order: Option<(OrderId, String, String)>,
    /// Who; empty while it is a cart.
    pub email: String,
    /// At which event.
    pub event: String,
    /// By whose clock.
    pub zone: Zone,
    /// What it took off.
    pub discount_minor: i64,
    /// In which currency.
    pub currency: Currency,
    /// When it was counted.
    pub created_at: Timestamp,
    /// Whether the use was given back since.
    pub given_back: bool,
}

/// The newest uses of a code.
pub async fn list_redemptions(tx: &mut Tx, code: Uuid, limit: i64) -> Result<Vec<RedemptionRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT o.id AS "order_id?", o.number AS "number?", o.status AS "status?", o.discount_minor AS "discount_minor?", r.email, e.name, e.timezone, e.currency, r.created_at, r.given_back_at
           FROM promo_redemptions r JOIN events e ON e.id = r.event_id LEFT JOIN orders o ON o.hold_id = r.hold_id
           WHERE r.code_id = $1 ORDER BY r.created_at DESC, r.hold_id LIMIT $2"#,
        code,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RedemptionRow {
            order: r.order_id.map(|id| (id.into(), r.number.unwrap_or_default(), r.status.unwrap_or_default())),
            email: r.email,
            event: r.name,
            zone: r.timezone.parse().unwrap_or(Zone::UTC),
            discount_minor: r.discount_minor.unwrap_or(0),
            currency: r.currency.parse().unwrap_or(Currency::EUR),
            created_at: r.created_at,
            given_back: r.given_back_at.is_some(),
        })
        .collect())
}
