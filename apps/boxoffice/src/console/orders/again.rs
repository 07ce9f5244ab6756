//! `POST /console/orders/{id}/refunds/{refund}/retry`: sends money anew that did not arrive.

use axum::extract::State;
use axum::response::Response;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Path, redirect};
use platform_types::OrderId;
use uuid::Uuid;

use super::detail;
use crate::console::{Console, must};
use crate::orders::retry_refund;

pub(in crate::console) async fn retry(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, refund)): Path<(OrderId, Uuid)>,
) -> Result<Response, Fault> {
    let opened = detail::open(&ctx, id).await?;
    must(&opened.desk.held, may::ORDERS_REFUND)?;
    let word = if retry_refund(console.office(), &ctx.actor, id, refund).await? { "refund-retried" } else { "refund-under-way" };
    Ok(redirect(&format!("/console/orders/{id}?done={word}")))
}
