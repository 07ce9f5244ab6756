//! `/console/events/{id}/programme`: the running order day by day, and the buttons that show and hide it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::programme::{self, Entry};
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query, Wants, redirect};
use platform_types::EventId;
use serde::Deserialize;

use super::view::{ProgrammePage, page};
use super::write;
use crate::console::access::{self, Desk};
use crate::console::frame::After;
use crate::console::{Console, code, must};

/// More than the largest fairs have.
const MOST: i64 = 5_000;

/// Which day is looked at, and what a redirect said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `2025-02-01`; the first day otherwise.
    day: String,
    #[serde(flatten)]
    after: After,
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<(Desk, Vec<Entry>), Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let entries = programme::list_entries(&mut tx, id, MOST).await?;
    Ok((desk, entries))
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (desk, entries) = prepare(&ctx, id).await?;
    let model = ProgrammePage { desk: &desk, entries: &entries, day: &asked.day, refused: None };
    Ok(Page(page(&console.frame(&ctx, &asked.after), &model)))
}

/// An empty programme is not shown to anybody: its page would be an empty one.
pub(in crate::console) async fn publish(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let (desk, entries) = prepare(&ctx, id).await?;
    must(&desk.held, may::EVENTS_EDIT)?;
    if entries.is_empty() {
        let fault = Fault::new(code::PROGRAMME_EMPTY);
        if ctx.wants == Wants::Json {
            return Err(fault);
        }
        let model = ProgrammePage { desk: &desk, entries: &entries, day: "", refused: Some(fault.message()) };
        return Ok((StatusCode::CONFLICT, Page(page(&console.frame(&ctx, &After::default()), &model))).into_response());
    }
    turn(&console, &ctx, &desk, true).await
}

pub(in crate::console) async fn withdraw(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let (desk, _) = prepare(&ctx, id).await?;
    must(&desk.held, may::EVENTS_EDIT)?;
    turn(&console, &ctx, &desk, false).await
}

async fn turn(console: &Console, ctx: &Ctx, desk: &Desk, show: bool) -> Result<Response, Fault> {
    let done = write::show_programme(console.office(), &ctx.actor, desk, show).await.map_err(write::fault)?;
    let word = match (done, show) {
        (false, _) => "programme-same",
        (true, true) => "programme-published",
        (true, false) => "programme-withdrawn",
    };
    Ok(redirect(&format!("/console/events/{}/programme?done={word}", desk.event.id)))
}
