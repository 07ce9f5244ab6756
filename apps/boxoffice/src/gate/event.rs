//! The event at whose door somebody stands.

use commons::events::{self, Event, EventStatus};
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Ctx, Fault};
use platform_types::EventId;

use super::queries::{PastScan, list_scans};
use super::words::Evening;
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
    /// The newest scans of whoever asks, or at their gate.
    pub last: Vec<PastScan>,
}

/// What words are chosen by.
pub fn evening(event: &Event, ctx: &Ctx) -> Evening {
    Evening { test: event.status == EventStatus::Test, zone: event.zone, doors: event.doors_at.or(event.starts_at), now: ctx.now() }
}

/// 404 for whoever does not work at this door, whether or not everybody may see the event.
pub async fn find_event(tx: &mut Tx, id: EventId) -> Result<Event, Fault> {
    if !console::held_at(tx, id).await?.may(may::TICKETS_SCAN) {
        return Err(Fault::not_found());
    }
    events::find_event(tx, id).await?.ok_or_else(Fault::not_found)
}

/// Reads all of it, as it is for whoever asks at this gate.
pub async fn open(ctx: &Ctx, id: EventId, gate: &str) -> Result<AtDoor, Fault> {
    let mut tx = ctx.read().await?;
    let event = find_event(&mut tx, id).await?;
    let (inside, sold) = door::counts(&mut tx, id).await?;
    let last = list_scans(&mut tx, id, ctx.actor.user_id(), gate, LAST).await?;
    Ok(AtDoor { event, inside, sold, last })
}
