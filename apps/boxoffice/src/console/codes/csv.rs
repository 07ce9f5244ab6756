//! `/console/{org}/codes.csv`: codes to send out, one a line.

use axum::extract::State;
use axum::response::Response;
use platform_http::{Ctx, Fault, Path, Query, download};

use platform_types::Lang;

use super::form_view::what;
use super::list::Asked;
use super::list_view::state_word;
use super::queries::list_codes;
use super::{CodeRow, open};
use crate::console::Console;
use crate::console::lists::csv::Lines;

/// More than anybody opens in a spreadsheet.
const MOST: i64 = 100_000;

pub(super) async fn show(
    State(_): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let counter = open(&ctx, &slug).await?;
    let mut tx = ctx.read().await?;
    let rows = list_codes(&mut tx, counter.place.id, &asked.wanted(), MOST, 0).await?;
    tx.rollback().await?;
    let mut lines = Lines::default();
    lines.line(["Code", "What it does", "Event", "State", "Used", "Uses in all", "Note"]);
    // A file for programs is the same in every language.
    Lang::En.within(|| {
        for row in &rows {
            lines.line(cells(row, &state_word(row, ctx.now())));
        }
    });
    Ok(download(lines.take().to_vec(), "text/csv; charset=utf-8", "codes.csv"))
}

fn cells(row: &CodeRow, state: &str) -> [String; 7] {
    let event = row.event.as_ref().map_or_else(|| "All events".to_owned(), |(_, name)| name.clone());
    let most = row.max_uses.map(|n| n.to_string()).unwrap_or_default();
    [row.code.clone(), what(row), event, state.to_owned(), row.uses.to_string(), most, row.note.clone()]
}
