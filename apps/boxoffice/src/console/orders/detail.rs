//! `/console/orders/{id}`: everything about one order.

use axum::extract::State;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_texts::t;
use platform_types::OrderId;
use platform_ui::{Toast, Tone};
use serde::Deserialize;

use super::detail_view::{OrderPage, page};
use super::{PaymentTry, RefundRow, RevocationRow, list_payments, list_refunds, list_revocations};
use crate::console::access::{self, Desk};
use crate::console::frame::After;
use crate::console::{Console, must};
use crate::orders::{OrderItem, OrderTicket, OrderView, find_order};

/// An order with all that hangs on it.
pub(in crate::console) struct Opened {
    pub(in crate::console) desk: Desk,
    pub(in crate::console) order: OrderView,
    pub(super) items: Vec<OrderItem>,
    pub(in crate::console) tickets: Vec<OrderTicket>,
    pub(super) payments: Vec<PaymentTry>,
    pub(super) refunds: Vec<RefundRow>,
    pub(super) revocations: Vec<RevocationRow>,
}

/// For somebody who works on its event and may see its orders; buyers have a page of their own.
pub(in crate::console) async fn open(ctx: &Ctx, id: OrderId) -> Result<Opened, Fault> {
    let mut tx = ctx.read().await?;
    let order = find_order(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let desk = access::find_desk(&mut tx, order.event).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::ORDERS_VIEW)?;
    let items = order.items(&mut tx).await?;
    let tickets = order.tickets(&mut tx).await?;
    let payments = list_payments(&mut tx, id).await?;
    let refunds = list_refunds(&mut tx, id).await?;
    let revocations = list_revocations(&mut tx, id).await?;
    Ok(Opened { desk, order, items, tickets, payments, refunds, revocations })
}

/// What a redirect says was refused.
#[derive(Debug, Default, Deserialize)]
pub(in crate::console) struct Asked {
    /// `refund`: asked of an order that is not paid, or not any more.
    refused: Option<String>,
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Query(after): Query<After>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let opened = open(&ctx, id).await?;
    let mut frame = console.frame(&ctx, &after);
    if asked.refused.as_deref() == Some("refund")
        && let Some(why) = super::refund::refusal(opened.order.status)
    {
        frame.done = Some(Toast::new(Tone::Care, t!("console-order-not-refunded", why = why).into_owned()));
    }
    let model = OrderPage {
        desk: &opened.desk,
        order: &opened.order,
        items: &opened.items,
        tickets: &opened.tickets,
        payments: &opened.payments,
        refunds: &opened.refunds,
        revocations: &opened.revocations,
    };
    Ok(Page(page(&frame, &model)))
}
