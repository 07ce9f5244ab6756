//! `/console/{org}/codes`: the organization's codes.

use axum::extract::State;
use platform_http::{Ctx, Fault, Page, Path, Query};
use serde::Deserialize;

use super::list_view::{CodesPage, page};
use super::open;
use super::queries::{Wanted, count_codes, list_codes};
use crate::console::Console;
use crate::console::frame::After;

/// Lines of a page.
pub const PER_PAGE: i64 = 50;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    batch: String,
    offset: u32,
}

impl Asked {
    /// The codes it means; a batch that is none is nothing to look for.
    pub fn wanted(&self) -> Wanted {
        Wanted { text: self.q.clone(), batch: self.batch.parse().ok(), id: None }
    }
}

pub(super) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let counter = open(&ctx, &slug).await?;
    let wanted = asked.wanted();
    let mut tx = ctx.read().await?;
    let rows = list_codes(&mut tx, counter.place.id, &wanted, PER_PAGE, i64::from(asked.offset)).await?;
    let total = count_codes(&mut tx, counter.place.id, &wanted).await?;
    tx.rollback().await?;
    let model = CodesPage { counter: &counter, rows: &rows, wanted: &wanted, total, offset: i64::from(asked.offset), now: ctx.now() };
    Ok(Page(page(&console.frame(&ctx, &after), &model)))
}
