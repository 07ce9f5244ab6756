//! `/orders/{id}`: an order in whatever state it is.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use platform_db::Service;
use platform_http::{Code, Ctx, Fault, Page, Path, Query, redirect};
use platform_types::OrderId;
use serde::Deserialize;

use super::order_access::{self, Opened, plain};
use super::stage::{Stage, stage};
use super::views::order as view;
use super::{Shop, codes, elsewhere};
use crate::orders::find_order;

/// Rounds of asking the provider again before the page stops doing so by itself: about two minutes.
pub(super) const ROUNDS: u8 = 25;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Look {
    /// The round of waiting for the provider.
    pub(super) wait: Option<u8>,
    /// `away`: the provider's page could not be opened.
    pub(super) provider: Option<String>,
    /// `cancelled`: the buyer left the provider's page by its way back.
    pub(super) payment: Option<String>,
    /// `given`, `asked`: what came of tickets that were to be given back.
    pub(super) refund: Option<String>,
    /// What was asked of the order and refused: the last part of a code of [`super::codes::orders`].
    pub(super) refused: Option<String>,
    /// The lookup code, from the link in the mail.
    pub(super) code: Option<String>,
}

/// What led here, as far as the page says a word about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// Nothing in particular.
    Plainly,
    /// The provider's page could not be opened.
    ProviderAway,
    /// The buyer left the provider's page without paying.
    PaymentCancelled,
    /// Tickets were given back.
    Refunded,
    /// The organizer was asked for a refund.
    RefundAsked,
    /// Something was asked of the order that it is not in the state for.
    Refused(Code),
}

impl Came {
    /// From the address; other words say nothing.
    fn of(look: &Look) -> Self {
        let refused = look
            .refused
            .as_deref()
            .and_then(|word| codes::orders::ALL.iter().copied().find(|code| code.code.strip_prefix("orders.") == Some(word)));
        match refused {
            Some(code) => Self::Refused(code),
            None if look.refund.as_deref() == Some("given") => Self::Refunded,
            None if look.refund.as_deref() == Some("asked") => Self::RefundAsked,
            None if look.provider.as_deref() == Some("away") => Self::ProviderAway,
            None if look.payment.as_deref() == Some("cancelled") => Self::PaymentCancelled,
            None => Self::Plainly,
        }
    }
}

pub(super) async fn show(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Query(look): Query<Look>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if let Some(code) = &look.code {
        return match by_link(&shop, &ctx, id, code).await {
            Ok(response) => Ok(response),
            Err(fault) => elsewhere::order(&shop, &ctx, fault),
        };
    }
    let opened = match order_access::open(&shop, &ctx, &headers, id).await {
        Ok(opened) => opened.told(),
        Err(fault) => return elsewhere::order(&shop, &ctx, fault),
    };
    let wait = look.wait.unwrap_or(0);
    let stage = stage(&opened.order, opened.payment, ctx.now(), wait > 0);
    let face = view::Face {
        opened: &opened,
        stage,
        now: ctx.now(),
        round: wait,
        came: Came::of(&look),
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
