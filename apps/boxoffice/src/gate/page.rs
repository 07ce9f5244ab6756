//! `/gate`: which door; `/gate/{event}`: the door itself; `/gate/{event}/now`: how full it is.

use axum::extract::State;
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_types::EventId;
use serde::Deserialize;

use super::input::gate_of;
use super::queries::list_doors;
use super::{Gate, event, view};

/// As many doors as anybody works at soon.
const DOORS: i64 = 30;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Which gate this device stands at.
    pub gate: Option<String>,
    /// The zone it stands before; nothing is the main entrance.
    pub zone: Option<String>,
}

pub(super) async fn choose(State(gate): State<Gate>, ctx: Ctx) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let doors = list_doors(&mut tx, DOORS).await?;
    Ok(Page(view::choose(&gate.house(), &doors, ctx.now())))
}

pub(super) async fn show(State(gate): State<Gate>, ctx: Ctx, Path(id): Path<EventId>, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let name = gate_of(asked.gate.as_deref());
    let at = event::open(&ctx, id, &name).await?;
    let fresh = view::fresh_ids(&ctx);
    let model = view::DoorPage {
        at: &at,
        gate: &name,
        zone: event::zone_of(&at.zones, asked.zone.as_deref())?,
        said: asked.gate.is_some(),
        evening: event::evening(&at.event, &ctx),
        fresh: &fresh,
        verdict: None,
        hits: None,
    };
    Ok(Page(view::door(&gate.house(), &model)))
}

/// The counter and the last scans, asked for by the page while it is open: others scan at other gates.
pub(super) async fn now(State(_): State<Gate>, ctx: Ctx, Path(id): Path<EventId>, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let at = event::open(&ctx, id, &gate_of(asked.gate.as_deref())).await?;
    Ok(Page(view::now(&at, event::evening(&at.event, &ctx))))
}
