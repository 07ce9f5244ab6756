//! Which doors the caller works at, and what happened at one.

use platform_db::Tx;
use platform_types::{EventId, Timestamp, UserId, Zone};

/// An event whose door the caller may work at.
#[derive(Clone, Debug)]
pub struct Door {
    /// Which event.
    pub event: EventId,
    /// Its title.
    pub name: String,
    /// Whether it is tried out.
    pub test: bool,
    /// When it starts.
    pub starts_at: Option<Timestamp>,
    /// When doors open, if they do before.
    pub doors_at: Option<Timestamp>,
    /// Its clocks.
    pub zone: Zone,
    /// Where.
    pub venue: Option<String>,
}

/// Events the caller may scan for that are not over since six hours, the next one first.
pub async fn list_doors(tx: &mut Tx, limit: i64) -> Result<Vec<Door>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT e.id, e.name, e.status, e.starts_at, e.doors_at, e.timezone, v.name AS "venue?"
           FROM events e LEFT JOIN venues v ON v.id = e.venue_id
           WHERE (e.organization_id = ANY ((SELECT auth.scopes_with('tickets:scan', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('tickets:scan', 'event'))::uuid[]))
             AND e.status IN ('published', 'test') AND coalesce(e.ends_at, e.starts_at + interval '6 hours') > clock.now() - interval '6 hours'
           ORDER BY e.starts_at, e.id LIMIT $1"#,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Door {
            event: r.id.into(),
            name: r.name,
            test: r.status == "test",
            starts_at: r.starts_at,
            doors_at: r.doors_at,
            zone: r.timezone.parse().unwrap_or(Zone::UTC),
            venue: r.venue,
        })
        .collect())
}

/// One look at one ticket, as it was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastScan {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub gate: String,
    /// Into which zone; none is the main entrance.
    pub zone: Option<String>,
    /// Whether somebody came in.
    pub admitted: bool,
    /// The reason.
    pub reason: String,
    /// Who, if it was a ticket of this event.
    pub attendee: Option<String>,
}

/// The newest scans of an event that this person made, or that were made at this gate: those of busier gates would
/// push them off the list.
pub async fn list_scans(tx: &mut Tx, event: EventId, by: Option<UserId>, gate: &str, limit: i64) -> Result<Vec<PastScan>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT s.at, s.gate, s.result, s.reason, t.attendee_name AS "attendee?", z.name AS "zone?"
           FROM ticket_scans s LEFT JOIN tickets t ON t.id = s.ticket_id AND t.event_id = s.event_id LEFT JOIN event_zones z ON z.id = s.zone_id
           WHERE s.event_id = $1 AND (s.scanned_by = $2 OR s.gate = $3) ORDER BY s.at DESC, s.id DESC LIMIT $4"#,
        event.0,
        by.map(|u| u.0),
        gate,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| PastScan {
            at: r.at,
            gate: r.gate,
            zone: r.zone,
            admitted: r.result == "admitted",
            reason: r.reason,
            attendee: r.attendee,
        })
        .collect())
}
