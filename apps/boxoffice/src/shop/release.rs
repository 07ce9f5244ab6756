//! `POST /orders/{id}/release`: the buyer gives the tickets back before paying.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use platform_http::{Ctx, Fault, Path, Wants, redirect};
use platform_types::OrderId;

use super::{Shop, codes, elsewhere};
use crate::orders::{ReleaseError, release_order};

/// Leads to the order, which says what is true: given up now, or not any more.
pub(super) async fn release(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<OrderId>) -> Result<Response, Fault> {
    match release_order(shop.office(), &ctx.actor, id).await {
        Ok(()) if ctx.wants == Wants::Json => {
            let url = ctx.url(&format!("/orders/{id}"));
            Ok(axum::Json(serde_json::json!({ "order": id, "order_url": url, "status": "cancelled" })).into_response())
        }
        Ok(()) => Ok(redirect(&format!("/orders/{id}"))),
        Err(ReleaseError::TooLate) if ctx.wants != Wants::Json => Ok(redirect(&format!("/orders/{id}?refused=not_releasable"))),
        Err(error) => elsewhere::order(&shop, &ctx, fault_of(error)),
    }
}

fn fault_of(error: ReleaseError) -> Fault {
    match error {
        ReleaseError::NotFound => Fault::not_found(),
        ReleaseError::TooLate => Fault::new(codes::orders::NOT_RELEASABLE),
        ReleaseError::Later(error) => Fault::internal(error),
        ReleaseError::Database(error) => error.into(),
    }
}
