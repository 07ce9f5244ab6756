//! `POST /gate/{event}/scan`: one look at one ticket, answered as a fragment, a page or JSON.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform_http::{Ctx, Fault, Form, Page, Path, Wants};
use platform_types::{EventId, Timestamp};

use super::input::ScanInput;
use super::words::{Told, told};
use super::{Gate, event, view};
use crate::catalogue::list_zones;
use crate::door::{self, Scan, ScanError, Verdict};

/// The answer for programs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ScanAnswer")]
pub struct Answer {
    /// Green or red.
    pub admitted: bool,
    /// Stable.
    pub reason: String,
    /// In words.
    pub message: String,
    /// When it was first used.
    #[schemars(with = "Option<crate::shop::api::shapes::Moment>")]
    pub first_at: Option<Timestamp>,
    /// Where.
    pub first_gate: Option<String>,
    /// Who comes.
    pub attendee: Option<String>,
    /// With which ticket.
    pub ticket_type: Option<String>,
    /// Into which zone was asked; null is the main entrance.
    pub zone: Option<String>,
    /// The zones this ticket opens besides the entrance.
    pub zones: Vec<String>,
    /// Whether this very scan was answered before.
    pub repeated: bool,
}

impl Answer {
    /// A verdict with its words.
    pub fn new(verdict: &Verdict, told: &Told) -> Self {
        Self {
            admitted: verdict.admitted,
            reason: verdict.reason.clone(),
            message: told.message(),
            first_at: verdict.first_at,
            first_gate: verdict.first_gate.clone(),
            attendee: verdict.attendee.clone(),
            ticket_type: verdict.ticket_type.clone(),
            zone: verdict.zone.clone(),
            zones: verdict.zones.clone(),
            repeated: verdict.repeated,
        }
    }
}

pub(super) async fn scan(
    State(gate): State<Gate>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(input): Form<ScanInput>,
) -> Result<Response, Fault> {
    let asked = match input.read(ctx.entropy().uuid_v7(ctx.now())) {
        Ok(asked) => asked,
        Err(fault) => {
            // Whoever does not work at this door hears that there is none, not what was wrong.
            event::find_event(&mut ctx.read().await?, id).await?;
            return Err(fault);
        }
    };
    let zone = match &asked.zone {
        None => None,
        Some(said) => {
            let mut tx = ctx.read().await?;
            event::find_event(&mut tx, id).await?;
            event::zone_of(&list_zones(&mut tx, id).await?, Some(said))?.cloned()
        }
    };
    let scan = Scan { event: id, gate: asked.gate.clone(), zone, client_id: asked.client_id, shown: asked.shown };
    let verdict = door::scan(gate.office(), &ctx.actor, &scan).await?;
    if ctx.wants == Wants::Json {
        let mut tx = ctx.read().await?;
        let event = event::find_event(&mut tx, id).await?;
        let answer = Answer::new(&verdict, &told(&verdict, event::evening(&event, &ctx)));
        return Ok(([(header::CACHE_CONTROL, "private, no-store")], Json(answer)).into_response());
    }
    let at = event::open(&ctx, id, &asked.gate).await?;
    let evening = event::evening(&at.event, &ctx);
    let told = told(&verdict, evening);
    let fresh = view::fresh_ids(&ctx);
    let model = view::DoorPage {
        at: &at,
        gate: &asked.gate,
        zone: scan.zone.as_ref(),
        said: true,
        evening,
        fresh: &fresh,
        verdict: Some((&verdict, &told)),
        hits: None,
    };
    let markup = if ctx.wants == Wants::Fragment { view::answer(&model) } else { view::door(&gate.house(), &model) };
    Ok(Page(markup).into_response())
}

impl From<ScanError> for Fault {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::NotYourDoor => Self::not_found(),
            ScanError::Keys(error) => Self::internal(error),
            ScanError::Database(error) => error.into(),
        }
    }
}
