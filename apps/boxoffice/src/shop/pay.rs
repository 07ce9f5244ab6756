//! To the provider's page and back.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform_db::Service;
use platform_http::{Ctx, Fault, Path, Query, Wants, redirect};
use platform_payments::store;
use platform_types::OrderId;

use super::order::{Look, ROUNDS};
use super::{Shop, codes, elsewhere, order_access};
use crate::orders::{self, PayError, PayPage, Settled};

/// `POST /orders/{id}/pay`: the page where this order is paid; the same one as long as it is open.
pub(super) async fn pay(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<OrderId>) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let order = orders::find_order(&mut tx, id).await?;
    tx.rollback().await?;
    let Some(order) = order else { return elsewhere::order(&shop, &ctx, Fault::not_found()) };
    if order.total_minor == 0 {
        // Nothing to pay, but the tickets were not made: placing it again makes them.
        return Ok(redirect(&format!("/checkout/{}", order.hold)));
    }
    onwards(&shop, &ctx, id, StatusCode::OK).await
}

/// Sends the person to pay, or to the order when there is nothing to pay any more.
pub(super) async fn onwards(shop: &Shop, ctx: &Ctx, id: OrderId, json_status: StatusCode) -> Result<Response, Fault> {
    let page = orders::start_payment(shop.office(), &ctx.actor, id).await;
    if ctx.wants == Wants::Json {
        let pay_url = match page.map_err(fault_of)? {
            PayPage::Pay(url) => Some(url),
            PayPage::Done => None,
        };
        let status = if pay_url.is_some() { "pending" } else { "paid" };
        let body = serde_json::json!({ "order": id, "order_url": ctx.url(&format!("/orders/{id}")), "status": status, "pay_url": pay_url });
        return Ok((json_status, [(header::CACHE_CONTROL, "private, no-store")], axum::Json(body)).into_response());
    }
    match page {
        Ok(PayPage::Pay(url)) => to_provider(&url),
        Ok(PayPage::Done) => Ok(redirect(&format!("/orders/{id}"))),
        // The order's page says what is true: lapsed, or pending with another try.
        Err(PayError::Lapsed) => Ok(redirect(&format!("/orders/{id}"))),
        Err(PayError::Provider(error)) => {
            tracing::warn!(order.id = %id, error.context = %error, "the payment page could not be opened");
            Ok(redirect(&format!("/orders/{id}?provider=away")))
        }
        Err(error) => Err(fault_of(error)),
    }
}

/// 303 to the provider: an address of theirs that we stored, never one from the request.
fn to_provider(url: &str) -> Result<Response, Fault> {
    let location = HeaderValue::from_str(url).map_err(Fault::internal)?;
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

fn fault_of(error: PayError) -> Fault {
    match error {
        PayError::NotFound => Fault::not_found(),
        PayError::Lapsed => Fault::new(codes::holds::EXPIRED),
        PayError::Provider(error) => Fault::new(codes::payments::PROVIDER_AWAY).with_retry_after(5).with_context(error),
        PayError::Settle(error) => Fault::internal(error),
        PayError::Database(error) => error.into(),
    }
}

/// `GET /orders/{id}/return`: back from the provider. Asks it what happened, then shows the order.
///
/// Some banking apps open the return address in another browser than the one that bought: that one
/// knows no order, but its question settles the payment all the same, and it is told where to look.
pub(super) async fn come_back(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Query(look): Query<Look>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let round = look.wait.unwrap_or(0).min(ROUNDS);
    let settled = settle(&shop, &ctx, id).await?;
    match order_access::open(&shop, &ctx, &headers, id).await {
        Ok(_) if settled => Ok(redirect(&format!("/orders/{id}"))),
        Ok(_) => Ok(redirect(&format!("/orders/{id}?wait={}", round.max(1)))),
        Err(fault) if fault.code().status == 404 => Ok(redirect("/orders/lookup?from=payment")),
        Err(fault) => Err(fault),
    }
}

/// Whether there is nothing to wait for: the payment came to rest, or the bank said no and the buyer was
/// told. A provider that is away or undecided leaves it open.
async fn settle(shop: &Shop, ctx: &Ctx, id: OrderId) -> Result<bool, Fault> {
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let payment = store::latest_of_order(&mut tx, id).await?;
    tx.rollback().await?;
    let Some(payment) = payment else { return Ok(true) };
    match orders::settle(shop.office(), payment.id).await {
        Ok(Settled::Waiting) => has_notice(shop, ctx, id).await,
        Ok(Settled::Paid | Settled::Unpaid) => Ok(true),
        Err(error) => {
            tracing::warn!(payment.id = %payment.id, error.context = %error, "the payment could not be settled at the buyer's return");
            Ok(false)
        }
    }
}

async fn has_notice(shop: &Shop, ctx: &Ctx, id: OrderId) -> Result<bool, Fault> {
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let told = sqlx::query_scalar!(r#"SELECT notice <> '' AS "told!" FROM orders WHERE id = $1"#, id.0).fetch_optional(&mut *tx).await?;
    tx.rollback().await?;
    Ok(told.unwrap_or(false))
}
