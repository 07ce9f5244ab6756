//! `/orders/{id}/tickets.pdf` and `/orders/{id}/calendar.ics`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use platform_documents::pdf::MAX_SHEETS;
use platform_http::{Ctx, Fault, Path, Wants, download, redirect};
use platform_types::OrderId;

use super::{Shop, codes, elsewhere, order_access, paper};

/// Every living ticket of the order, one per page.
pub(super) async fn pdf(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<OrderId>, headers: HeaderMap) -> Result<Response, Fault> {
    let opened = match order_access::open(&shop, &ctx, &headers, id).await {
        Ok(opened) => opened,
        Err(fault) => return elsewhere::order(&shop, &ctx, fault),
    };
    let mut sheets = paper::sheets(&opened.event, &opened.order, &opened.tickets, &opened.prices);
    if sheets.is_empty() {
        return no_tickets(&ctx, id);
    }
    sheets.truncate(MAX_SHEETS);
    let bytes = shop.documents.tickets_pdf(sheets).await.map_err(Fault::internal)?;
    Ok(download(bytes, "application/pdf", &format!("tickets-{}.pdf", opened.order.number)))
}

/// The event, for a calendar.
pub(super) async fn calendar(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<OrderId>, headers: HeaderMap) -> Result<Response, Fault> {
    let opened = match order_access::open(&shop, &ctx, &headers, id).await {
        Ok(opened) => opened,
        Err(fault) => return elsewhere::order(&shop, &ctx, fault),
    };
    let live = opened.tickets.iter().filter(|t| paper::is_live(t)).count();
    if live == 0 {
        return no_tickets(&ctx, id);
    }
    let text = paper::calendar(&opened.event, &opened.order, live, shop.office().public_url(), ctx.now()).ok_or_else(Fault::not_found)?;
    Ok(download(text.into_bytes(), "text/calendar; charset=utf-8", &format!("{}.ics", opened.event.slug)))
}

/// A person reads it on the order's page.
fn no_tickets(ctx: &Ctx, id: OrderId) -> Result<Response, Fault> {
    if ctx.wants == Wants::Page {
        return Ok(redirect(&format!("/orders/{id}?refused=no_tickets")));
    }
    Err(Fault::new(codes::orders::NO_TICKETS))
}
