//! `/orders/{id}/tickets.pdf`, `/orders/{id}/receipt.pdf` and `/orders/{id}/calendar.ics`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use platform_db::Service;
use platform_documents::pdf::MAX_SHEETS;
use platform_http::{Code, Ctx, Fault, Path, Wants, download, redirect};
use platform_types::OrderId;

use super::{Shop, codes, elsewhere, order_access, paper};
use crate::receipts::{self, find_receipt};

/// Every living ticket of the order, one per page, in the language it was placed in.
pub(super) async fn pdf(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<OrderId>, headers: HeaderMap) -> Result<Response, Fault> {
    let mut opened = match order_access::open(&shop, &ctx, &headers, id).await {
        Ok(opened) => opened,
        Err(fault) => return elsewhere::order(&shop, &ctx, fault),
    };
    opened.name_kinds(opened.order.language);
    let sheets = paper::sheets(&opened.event, &opened.order, &opened.tickets, &opened.prices);
    if sheets.is_empty() {
        return refused(&ctx, id, codes::orders::NO_TICKETS);
    }
    if sheets.len() > MAX_SHEETS {
        return refused(&ctx, id, codes::orders::TOO_MANY_TICKETS);
    }
    let bytes = shop.documents.tickets_pdf(sheets).await.map_err(Fault::internal)?;
    Ok(download(bytes, "application/pdf", &format!("tickets-{}.pdf", opened.order.number)))
}

/// What was paid for it and what went back.
pub(super) async fn receipt(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<OrderId>, headers: HeaderMap) -> Result<Response, Fault> {
    let opened = match order_access::open(&shop, &ctx, &headers, id).await {
        Ok(opened) => opened,
        Err(fault) => return elsewhere::order(&shop, &ctx, fault),
    };
    let number = opened.order.number.clone();
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let receipt = find_receipt(&mut tx, opened.order, opened.event).await?;
    tx.rollback().await?;
    let Some(receipt) = receipt else { return refused(&ctx, id, codes::orders::NO_RECEIPT) };
    let sheet = receipts::sheet(&receipt, shop.office().payments().is_simulated());
    let bytes = shop.documents.receipt_pdf(sheet).await.map_err(Fault::internal)?;
    Ok(download(bytes, "application/pdf", &format!("receipt-{number}.pdf")))
}

/// The event, for a calendar.
pub(super) async fn calendar(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<OrderId>, headers: HeaderMap) -> Result<Response, Fault> {
    let opened = match order_access::open(&shop, &ctx, &headers, id).await {
        Ok(opened) => opened,
        Err(fault) => return elsewhere::order(&shop, &ctx, fault),
    };
    let live = opened.tickets.iter().filter(|t| paper::is_live(t)).count();
    if live == 0 {
        return refused(&ctx, id, codes::orders::NO_TICKETS);
    }
    let text = paper::calendar(&opened.event, &opened.order, live, shop.office().public_url(), ctx.now()).ok_or_else(Fault::not_found)?;
    Ok(download(text.into_bytes(), "text/calendar; charset=utf-8", &format!("{}.ics", opened.event.slug)))
}

/// A person reads it on the order's page.
fn refused(ctx: &Ctx, id: OrderId, code: Code) -> Result<Response, Fault> {
    if ctx.wants == Wants::Page {
        let word = code.code.strip_prefix("orders.").unwrap_or_default();
        return Ok(redirect(&format!("/orders/{id}?refused={word}")));
    }
    Err(Fault::new(code))
}
