//! `/console/events/{id}/orders`: who bought.

use axum::extract::State;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_types::EventId;
use serde::Deserialize;

use super::list_view::{OrdersPage, page};
use super::search_orders;
use crate::console::frame::After;
use crate::console::{Console, access, must};

/// Lines of a page.
pub const PER_PAGE: i64 = 50;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    offset: u32,
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::ORDERS_VIEW)?;
    let (rows, total) = search_orders(&mut tx, id, &asked.q, PER_PAGE, i64::from(asked.offset)).await?;
    tx.rollback().await?;
    let model = OrdersPage { desk: &desk, q: &asked.q, rows: &rows, total, offset: i64::from(asked.offset) };
    Ok(Page(page(&console.frame(&ctx, &After::default()), &model)))
}
