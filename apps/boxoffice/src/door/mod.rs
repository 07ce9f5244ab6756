//! The door: one look at one ticket, green or red, and why.

mod search;

pub use search::{NameHit, counts, search_names};

use platform_db::{DbError, Service};
use platform_types::{Actor, EventId, TicketId, Timestamp};
use uuid::Uuid;

use crate::BoxOffice;
use crate::catalogue::ZoneRow;
use crate::tickets::{GOOD_AFTER_END, HumanCode, KeyError, code};

/// What was held up to the scanner.
#[derive(Clone, Debug)]
pub enum Shown {
    /// The text of a QR code.
    Code(String),
    /// The short code, typed.
    Typed(String),
    /// Picked from the list of names.
    Picked(TicketId),
}

/// One look.
#[derive(Clone, Debug)]
pub struct Scan {
    /// At which event's door.
    pub event: EventId,
    /// Which gate.
    pub gate: String,
    /// Into which zone; none is the main entrance.
    pub zone: Option<ZoneRow>,
    /// Made by the device: the same scan sent twice is one scan.
    pub client_id: Uuid,
    /// What was shown.
    pub shown: Shown,
}

/// The answer.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Verdict {
    /// Green or red.
    pub admitted: bool,
    /// Stable: `admitted`, `already_used`, `wrong_event`, `refunded`, `void`, `too_early`, `unknown`, `mistyped`, `forged`, `transfer_pending`, `listed`, `wrong_zone`, `test_ticket`.
    pub reason: String,
    /// When it was first used.
    pub first_at: Option<Timestamp>,
    /// Where it was first used.
    pub first_gate: Option<String>,
    /// Who comes.
    pub attendee: Option<String>,
    /// With which ticket.
    pub ticket_type: Option<String>,
    /// Into which zone was asked; none is the main entrance.
    pub zone: Option<String>,
    /// The zones this ticket opens besides the entrance.
    pub zones: Vec<String>,
    /// Whether this very scan was answered before.
    pub repeated: bool,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// Not this person's door.
    #[error("you are not on the door of this event")]
    NotYourDoor,
    /// A key could not be read.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for ScanError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501") => Self::NotYourDoor,
            _ => Self::Database(error.into()),
        }
    }
}

/// Looks at one ticket and, if it admits, notes the admission: once, whatever is repeated or raced.
pub async fn scan(shop: &BoxOffice, actor: &Actor, scan: &Scan) -> Result<Verdict, ScanError> {
    let (ticket, early) = match &scan.shown {
        Shown::Code(text) => read_code(shop, text).await?,
        Shown::Typed(typed) => find_typed(shop, scan.event, typed).await?,
        Shown::Picked(id) => (Some(*id), None),
    };
    let mut tx = shop.db().as_actor(actor).await?;
    let row = sqlx::query!(
        r#"SELECT result AS "result!", reason AS "reason!", first_at, first_gate, attendee, type_name, repeated AS "repeated!", coalesce(zones, '{}') AS "zones!" FROM boxoffice.scan($1, $2, $3, $4, $5, $6)"#,
        scan.event.0,
        ticket.map(|t| t.0),
        scan.client_id,
        scan.gate,
        early,
        scan.zone.as_ref().map(|zone| zone.id),
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Verdict {
        admitted: row.result == "admitted",
        reason: row.reason,
        first_at: row.first_at,
        first_gate: row.first_gate,
        attendee: row.attendee,
        ticket_type: row.type_name,
        zone: scan.zone.as_ref().map(|zone| zone.name.clone()),
        zones: row.zones,
        repeated: row.repeated,
    })
}

/// The ticket a code names, and why it is refused before any ticket is looked at.
async fn read_code(shop: &BoxOffice, text: &str) -> Result<(Option<TicketId>, Option<&'static str>), ScanError> {
    let Ok(unverified) = code::read(text) else { return Ok((None, Some("unknown"))) };
    // The signature is the event's that the ticket was sold for, so that a ticket of another evening reads
    // as that and not as a forgery.
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("scan")).await?;
    let sold_for = sqlx::query!(
        r#"SELECT e.id, coalesce(e.ends_at, e.starts_at) AS "ends?" FROM tickets t JOIN events e ON e.id = t.event_id WHERE t.id = $1"#,
        unverified.ticket().0
    )
    .fetch_optional(&mut *tx)
    .await
    .map_err(DbError::from)?;
    tx.rollback().await?;
    let Some(sold_for) = sold_for else { return Ok((None, Some("forged"))) };
    let key = shop.keys().verifying(EventId(sold_for.id), unverified.key_number()).await?;
    // The code says until when it was good as it was sold; an event that was put off takes its tickets along.
    let put_off = sold_for.ends.map(|ends| ends + GOOD_AFTER_END);
    match key.and_then(|key| unverified.verify(&key).ok()) {
        Some(claim) if put_off.unwrap_or(claim.valid_until).max(claim.valid_until) > shop.clock().now() => Ok((Some(claim.ticket), None)),
        Some(_) => Ok((None, Some("expired"))),
        None => Ok((None, Some("forged"))),
    }
}

/// The ticket a typed code names. Through the Sales door, so that a ticket of another evening reads as that; what
/// may be told of it is decided by `boxoffice.scan`.
async fn find_typed(shop: &BoxOffice, event: EventId, typed: &str) -> Result<(Option<TicketId>, Option<&'static str>), ScanError> {
    let Ok(code) = typed.parse::<HumanCode>() else { return Ok((None, Some("mistyped"))) };
    let mut tx = shop.db().as_service(Service::Sales, &Actor::system("scan")).await?;
    // A code is drawn once per event; the same one elsewhere is another's ticket and comes last.
    let id =
        sqlx::query_scalar!("SELECT id FROM tickets WHERE human_code = $2 ORDER BY (event_id = $1) DESC LIMIT 1", event.0, code.as_str())
            .fetch_optional(&mut *tx)
            .await?;
    tx.rollback().await?;
    Ok((id.map(TicketId), None))
}
