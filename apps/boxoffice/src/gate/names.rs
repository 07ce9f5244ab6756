//! `/gate/{event}/search`: finds a guest by name, with a button to let them in.

use axum::extract::State;
use platform_http::{Ctx, Fault, Page, Path, Query, Wants};
use platform_types::EventId;
use serde::Deserialize;

use super::input::gate_of;
use super::{Gate, event, view};
use crate::door::{NameHit, search_names};

/// Shorter than this half the house would fit.
const LEAST: usize = 2;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A part of the name.
    q: String,
    /// Which gate.
    gate: Option<String>,
    /// Into which zone.
    zone: Option<String>,
}

/// What was looked for and found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The text.
    pub q: String,
    /// Whether it was too short to look for.
    pub short: bool,
    /// Tickets, by name.
    pub hits: Vec<NameHit>,
}

pub(super) async fn search(State(gate): State<Gate>, ctx: Ctx, Path(id): Path<EventId>, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let q = asked.q.trim().to_owned();
    let short = q.chars().count() < LEAST && q.is_ascii();
    let mut tx = ctx.read().await?;
    event::find_event(&mut tx, id).await?;
    let hits = if short || q.is_empty() { Vec::new() } else { search_names(&mut tx, id, &q).await? };
    tx.rollback().await?;
    let gate_name = gate_of(asked.gate.as_deref());
    let at = event::open(&ctx, id, &gate_name).await?;
    let found = Found { q, short, hits };
    let fresh = view::fresh_ids(&ctx);
    let model = view::DoorPage {
        at: &at,
        gate: &gate_name,
        zone: event::zone_of(&at.zones, asked.zone.as_deref())?,
        said: true,
        evening: event::evening(&at.event, &ctx),
        fresh: &fresh,
        verdict: None,
        hits: Some(&found),
    };
    Ok(Page(if ctx.wants == Wants::Fragment { view::results(&model) } else { view::door(&gate.house(), &model) }))
}
