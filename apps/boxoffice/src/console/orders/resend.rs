//! `POST …/orders/resend`: mails the tickets of the chosen orders to their buyers again.

use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, Form, Path, redirect};
use platform_texts::t;
use platform_types::{EventId, OrderId};
use uuid::Uuid;

use super::export::read;
use super::list::{At, at_event, at_organization};
use super::search::ids_with_tickets;
use crate::console::lists::{Pairs, Params};
use crate::console::{Console, code};
use crate::later;

/// More at once is a mistake, or a message.
pub(in crate::console) const MOST: u16 = 5_000;

pub(in crate::console) async fn of_event(
    State(_): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let at = at_event(&mut tx, id).await?;
    tx.rollback().await?;
    resend(&ctx, &at, &pairs).await
}

pub(in crate::console) async fn of_organization(
    State(_): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let at = at_organization(&mut tx, &slug).await?;
    tx.rollback().await?;
    resend(&ctx, &at, &pairs).await
}

/// The name of this sending, made with the page: whoever sends the form twice sends the same.
pub(in crate::console) fn sending(pairs: &Pairs) -> Result<Uuid, Fault> {
    let mut check = Check::new();
    let send = Params::of(pairs.0.clone()).get("send").parse::<Uuid>().ok();
    check.that(send.is_some(), "send", &t!("console-send-id"));
    send.ok_or_else(|| check.into_fault())
}

async fn resend(ctx: &Ctx, at: &At, pairs: &Pairs) -> Result<Response, Fault> {
    if !at.may(may::TICKETS_MANAGE) {
        return Err(Fault::not_found());
    }
    let (filter, choice, params) = read(at, pairs)?;
    let send = sending(pairs)?;
    let mut tx = ctx.write().await?;
    let found = ids_with_tickets(&mut tx, at.scope(), &filter, &choice, i64::from(MOST) + 1).await?;
    check_size(found.len())?;
    let orders: Vec<OrderId> = found.into_iter().map(OrderId).collect();
    later::mail_tickets_again(&mut tx, send, &orders).await.map_err(Fault::internal)?;
    let entry = Entry::new("tickets.resent", "orders")
        .within(at.place().id)
        .after(serde_json::json!({"send": send, "orders": orders.len(), "filter": params.query()}));
    let entry = match (at.event(), &orders[..]) {
        (_, [one]) => entry.on(one.0),
        (Some(event), _) => entry.on(event.0),
        (None, _) => entry,
    };
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&params.with("done", "tickets-resent").href(&at.base())))
}

/// None of them, or too many.
pub(in crate::console) fn check_size(found: usize) -> Result<(), Fault> {
    match found {
        0 => Err(Fault::new(code::NOTHING_TO_MAIL)),
        n if n > usize::from(MOST) => Err(Fault::new(code::TOO_MANY_TO_MAIL)),
        _ => Ok(()),
    }
}
