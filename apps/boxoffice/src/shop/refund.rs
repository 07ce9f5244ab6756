//! `/orders/{id}/refund`: the buyer gives tickets back, or asks to, as the policy allows.
//!
//! Looking is a GET, with the choice in the address; what is confirmed is exactly what was shown.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use platform_http::{Ctx, Fault, Form, Page, Path, Query, Wants, redirect};
use platform_types::{OrderId, TicketId};
use serde::Deserialize;

use super::order_access::{self, Opened};
use super::views::refund as view;
use super::{Shop, codes, elsewhere};
use crate::orders::{RefundError, Requested, request_refund};

/// What is confirmed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Confirmed {
    /// Ids with commas between them.
    tickets: String,
    /// What the page said goes back, in minor units.
    money: i64,
}

pub(super) async fn open(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Query(asked): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let opened = match buyers(&shop, &ctx, &headers, id).await {
        Ok(opened) => opened.told(),
        Err(fault) => return elsewhere::order(&shop, &ctx, fault),
    };
    let Some(offer) = opened.offer.as_ref().filter(|_| !opened.waits()) else { return Ok(refused(id, "refund_not_offered")) };
    let chosen: Vec<TicketId> = match offer.tickets.as_slice() {
        [(only, _)] => vec![*only],
        many => many.iter().map(|(id, _)| *id).filter(|id| asked.iter().any(|(name, _)| *name == format!("ticket_{id}"))).collect(),
    };
    let missed = chosen.is_empty() && asked.iter().any(|(name, _)| name == view::CHOSEN);
    Ok(Page(view::page(&shop.house(), &opened, offer, &chosen, missed)).into_response())
}

pub(super) async fn save(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    headers: HeaderMap,
    Form(confirmed): Form<Confirmed>,
) -> Result<Response, Fault> {
    if let Err(fault) = buyers(&shop, &ctx, &headers, id).await {
        return elsewhere::order(&shop, &ctx, fault);
    }
    let tickets: Vec<TicketId> = confirmed.tickets.split(',').filter_map(|id| id.trim().parse().ok()).collect();
    let word = match request_refund(shop.office(), &ctx.actor, id, &tickets, confirmed.money).await {
        Ok(Requested::Given(_)) => "given",
        Ok(Requested::Waits) => "asked",
        Err(error) => {
            let fault = fault_of(error);
            return match (fault.code().code.strip_prefix("orders."), ctx.wants) {
                (Some(word), Wants::Page) => Ok(refused(id, word)),
                _ => Err(fault),
            };
        }
    };
    if ctx.wants == Wants::Json {
        let url = ctx.url(&format!("/orders/{id}"));
        return Ok(axum::Json(serde_json::json!({ "order": id, "order_url": url, "refund": word, "amount_minor": confirmed.money }))
            .into_response());
    }
    Ok(redirect(&format!("/orders/{id}?refund={word}")))
}

/// The order for whoever bought it; staff refund at their own desk, with their own permission.
async fn buyers(shop: &Shop, ctx: &Ctx, headers: &HeaderMap, id: OrderId) -> Result<Opened, Fault> {
    let opened = order_access::open(shop, ctx, headers, id).await?;
    if opened.by_buyer { Ok(opened) } else { Err(Fault::not_found()) }
}

/// Back to the order, which says why.
fn refused(id: OrderId, word: &str) -> Response {
    redirect(&format!("/orders/{id}?refused={word}"))
}

fn fault_of(error: RefundError) -> Fault {
    match error {
        RefundError::NotFound => Fault::not_found(),
        RefundError::Changed | RefundError::TooMuch { .. } => Fault::new(codes::orders::REFUND_CHANGED),
        RefundError::CameIn(_) => Fault::new(codes::orders::REFUND_USED),
        RefundError::NotPaid(_) | RefundError::NotOffered | RefundError::Gone(_) => Fault::new(codes::orders::REFUND_NOT_OFFERED),
        RefundError::Nothing => Fault::new(codes::orders::REFUND_EMPTY),
        RefundError::Waiting => Fault::new(codes::orders::REFUND_WAITS),
        RefundError::Database(error) => error.into(),
        RefundError::Settle(error) => Fault::internal(error),
    }
}
