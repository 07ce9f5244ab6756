//! `/console/orders/{id}/receipt.pdf` and `/console/orders/{id}/tickets.pdf`: what the buyer can print, for somebody who
//! stands at the desk.

use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_db::Service;
use platform_documents::pdf::MAX_SHEETS;
use platform_http::{Ctx, Fault, Path, download};
use platform_types::OrderId;

use super::detail::open;
use crate::console::{Console, must};
use crate::orders::ticket_prices;
use crate::receipts::{find_receipt, sheet};
use crate::shop::{codes, paper};

/// The receipt, word for word the buyer's.
pub(in crate::console) async fn receipt(State(console): State<Console>, ctx: Ctx, Path(id): Path<OrderId>) -> Result<Response, Fault> {
    let opened = open(&ctx, id).await?;
    let number = opened.order.number.clone();
    let mut tx = console.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let receipt = find_receipt(&mut tx, opened.order, opened.desk.event).await?;
    tx.rollback().await?;
    let receipt = receipt.ok_or_else(|| Fault::new(codes::orders::NO_RECEIPT))?;
    let sheet = sheet(&receipt, console.office().payments().is_simulated());
    let bytes = console.documents().receipt_pdf(sheet).await.map_err(Fault::internal)?;
    Ok(download(bytes, "application/pdf", &format!("receipt-{number}.pdf")))
}

/// The tickets. Whoever has them gets in, so that it is written down who printed them.
pub(in crate::console) async fn tickets(State(console): State<Console>, ctx: Ctx, Path(id): Path<OrderId>) -> Result<Response, Fault> {
    let opened = open(&ctx, id).await?;
    must(&opened.desk.held, may::TICKETS_MANAGE)?;
    let mut tx = ctx.write().await?;
    let prices = ticket_prices(&mut tx, id).await?;
    let sheets = paper::sheets(&opened.desk.event, &opened.order, &opened.tickets, &prices);
    if sheets.is_empty() {
        return Err(Fault::new(codes::orders::NO_TICKETS));
    }
    if sheets.len() > MAX_SHEETS {
        return Err(Fault::new(codes::orders::TOO_MANY_TICKETS));
    }
    let entry = Entry::new("tickets.printed", "orders").on(id.0).within(opened.desk.place.id);
    platform_audit::record(&mut tx, entry.after(serde_json::json!({"tickets": sheets.len()}))).await?;
    tx.commit().await?;
    let bytes = console.documents().tickets_pdf(sheets).await.map_err(Fault::internal)?;
    Ok(download(bytes, "application/pdf", &format!("tickets-{}.pdf", opened.order.number)))
}
