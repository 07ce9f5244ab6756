//! `/console/{org}/events`: what an organization puts on.

use axum::extract::State;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query};
use serde::Deserialize;

use super::list_view::{EventsPage, page};
use super::{Show, count_events, list_events};
use crate::console::frame::After;
use crate::console::{Console, access};

/// Lines of a page.
pub const PER_PAGE: i64 = 50;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    show: Show,
    offset: u32,
    #[serde(flatten)]
    after: After,
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let place = access::find_place(&mut tx, &slug).await?.ok_or_else(Fault::not_found)?;
    let counts = count_events(&mut tx, place.id).await?;
    let rows = list_events(&mut tx, Some(place.id), asked.show, PER_PAGE, i64::from(asked.offset)).await?;
    tx.rollback().await?;
    let may_create = place.held.may(may::EVENTS_CREATE);
    let model =
        EventsPage { place: &place, show: asked.show, counts, rows: &rows, offset: i64::from(asked.offset), may_create, now: ctx.now() };
    Ok(Page(page(&console.frame(&ctx, &asked.after), &model)))
}
