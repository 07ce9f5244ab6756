//! `/orders/{id}`: an order in whatever state it is.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use platform_db::Service;
use platform_http::{Ctx, Fault, Page, Path, Query, redirect};
use platform_types::OrderId;
use serde::Deserialize;

use super::Shop;
use super::order_access::{self, Opened, plain};
use super::stage::{Stage, stage};
use super::views::order as view;
use crate::orders::find_order;

/// Rounds of asking the provider again before the page stops doing so by itself: about two minutes.
pub(super) const ROUNDS: u8 = 25;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Look {
    /// The round of waiting for the provider.
    pub(super) wait: Option<u8>,
    /// `away`: the provider's page could not be opened.
    pub(super) provider: Option<String>,
    /// The lookup code, from the link in the mail.
    pub(super) code: Option<String>,
}

pub(super) async fn show(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Query(look): Query<Look>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if let Some(code) = &look.code {
        return by_link(&shop, &ctx, id, code).await;
    }
    let opened = order_access::open(&shop, &ctx, &headers, id).await?;
    let wait = look.wait.unwrap_or(0);
    let stage = stage(&opened.order, opened.payment, ctx.now(), wait > 0);
    let face = view::Face {
        opened: &opened,
        stage,
        now: ctx.now(),
        round: wait,
        provider_away: look.provider.as_deref() == Some("away"),
        simulated: shop.office().payments().is_simulated(),
    };
    let mut response = Page(view::page(&shop.house(), &face)).into_response();
    if let Some(value) = refresh(&opened, stage, wait) {
        response.headers_mut().insert(HeaderName::from_static("refresh"), value);
    }
    Ok(response)
}

/// While the provider's word is awaited the page asks again by itself, with or without JavaScript.
fn refresh(opened: &Opened, stage: Stage, round: u8) -> Option<HeaderValue> {
    if stage != Stage::Confirming || round >= ROUNDS {
        return None;
    }
    // Mostly the answer is there within a moment; a provider that is away is not pressed.
    let seconds = match round {
        0..3 => 1,
        3..10 => 3,
        _ => 6,
    };
    HeaderValue::from_str(&format!("{seconds}; url=/orders/{}/return?wait={}", opened.order.id, round + 1)).ok()
}

/// The link of the mail: the code moves from the address, where it would stay in the history, to a cookie.
async fn by_link(shop: &Shop, ctx: &Ctx, id: OrderId, code: &str) -> Result<Response, Fault> {
    let code = plain(code);
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let order = find_order(&mut tx, id).await?.filter(|o| o.lookup_code == code).ok_or_else(Fault::not_found)?;
    tx.rollback().await?;
    ctx.set_cookie(order_access::cookie(order.id, &order.lookup_code, ctx.kernel().settings().secure));
    Ok(redirect(&format!("/orders/{}", order.id)))
}
