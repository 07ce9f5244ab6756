//! `/console/{org}/codes.csv`: codes to send out, one a line.

use axum::extract::State;
use axum::response::Response;
use platform_http::{Ctx, Fault, Path, Query, download};

use super::form_view::what;
use super::list::Asked;
use super::list_view::state_word;
use super::queries::list_codes;
use super::{CodeRow, open};
use crate::console::Console;

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
    let mut text = String::from("code,what it does,event,state,used,uses in all,note\r\n");
    for row in &rows {
        text.push_str(&line(row, state_word(row, ctx.now())));
    }
    Ok(download(text.into_bytes(), "text/csv; charset=utf-8", "codes.csv"))
}

fn line(row: &CodeRow, state: &str) -> String {
    let event = row.event.as_ref().map_or("All events", |(_, name)| name.as_str());
    let most = row.max_uses.map(|n| n.to_string()).unwrap_or_default();
    let cells = [row.code.as_str(), &what(row), event, state, &row.uses.to_string(), &most, &row.note];
    format!("{}\r\n", cells.map(cell).join(","))
}

/// Quoted as RFC 4180 has it. What a spreadsheet would take for a formula is led by an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_text_and_nothing_else() {
        assert_eq!(cell("SPRING24"), "SPRING24");
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    }
}
