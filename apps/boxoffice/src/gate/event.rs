//! The event at whose door somebody stands.

use commons::events::{self, Event, EventStatus};
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault};
use platform_texts::t;
use platform_types::EventId;

use super::queries::{PastScan, list_scans};
use super::words::Evening;
use crate::catalogue::{ZoneRow, list_zones};
use crate::{console, door};

/// Lines of the list of past scans.
const LAST: i64 = 20;

/// The event with what its door's page shows.
#[derive(Clone, Debug)]
pub struct AtDoor {
    /// The event.
    pub event: Event,
    /// Admitted.
    pub inside: i64,
    /// Tickets that live.
    pub sold: i64,
    /// Its zones.
    pub zones: Vec<ZoneRow>,
    /// The newest scans of whoever asks, or at their gate.
    pub last: Vec<PastScan>,
}

/// What words are chosen by.
pub fn evening(event: &Event, ctx: &Ctx) -> Evening {
    Evening { test: event.status == EventStatus::Test, zone: event.zone, doors: event.doors_at.or(event.starts_at), now: ctx.now() }
}

/// The zone of this code or id. One that is gone is never taken for the main entrance, whose admissions count once.
pub fn zone_of<'a>(zones: &'a [ZoneRow], said: Option<&str>) -> Result<Option<&'a ZoneRow>, Fault> {
    let Some(said) = said.map(str::trim).filter(|said| !said.is_empty()) else { return Ok(None) };
    let found = zones.iter().find(|zone| zone.code.eq_ignore_ascii_case(said) || zone.id.to_string() == said);
    match found {
        Some(zone) => Ok(Some(zone)),
        None => {
            let list = zones.iter().map(|zone| zone.code.as_str()).collect::<Vec<_>>().join(", ");
            let mut check = Check::new();
            let says = if list.is_empty() { t!("gate-zone-none", zone = said) } else { t!("gate-zone-others", zone = said, zones = list) };
            check.wrong("zone", says);
            Err(check.into_fault())
        }
    }
}

/// Whether the caller works at this event's door.
pub(crate) async fn find_door(tx: &mut Tx, id: EventId) -> Result<bool, Fault> {
    Ok(console::held_at(tx, id).await?.may(may::TICKETS_SCAN))
}

/// 404 for whoever does not work at this door, whether or not everybody may see the event.
pub async fn find_event(tx: &mut Tx, id: EventId) -> Result<Event, Fault> {
    if !find_door(tx, id).await? {
        return Err(Fault::not_found());
    }
    events::find_event(tx, id).await?.ok_or_else(Fault::not_found)
}

/// Reads all of it, as it is for whoever asks at this gate.
pub async fn open(ctx: &Ctx, id: EventId, gate: &str) -> Result<AtDoor, Fault> {
    let mut tx = ctx.read().await?;
    let event = find_event(&mut tx, id).await?;
    let (inside, sold) = door::counts(&mut tx, id).await?;
    let zones = list_zones(&mut tx, id).await?;
    let last = list_scans(&mut tx, id, ctx.actor.user_id(), gate, LAST).await?;
    Ok(AtDoor { event, inside, sold, zones, last })
}
