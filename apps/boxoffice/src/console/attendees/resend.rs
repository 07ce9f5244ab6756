//! `POST /console/events/{id}/attendees/resend`: mails the tickets of the chosen attendees to their buyers again.

use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Form, Path, redirect};
use platform_types::{EventId, OrderId};

use super::list::{chosen, open};
use super::search::orders_of;
use crate::console::lists::Pairs;
use crate::console::orders::resend::{MOST, check_size, sending};
use crate::console::{Console, must};
use crate::later;

pub(in crate::console) async fn resend(
    State(_): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.write().await?;
    let desk = open(&mut tx, id).await?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    let (filter, choice, params) = chosen(&pairs)?;
    let send = sending(&pairs)?;
    let found = orders_of(&mut tx, id, &filter, &choice, i64::from(MOST) + 1).await?;
    check_size(found.len())?;
    let orders: Vec<OrderId> = found.into_iter().map(OrderId).collect();
    later::mail_tickets_again(&mut tx, send, &orders).await.map_err(Fault::internal)?;
    let entry = Entry::new("tickets.resent", "events").on(id.0).within(desk.place.id);
    platform_audit::record(&mut tx, entry.after(serde_json::json!({"send": send, "orders": orders.len(), "filter": params.query()})))
        .await?;
    tx.commit().await?;
    Ok(redirect(&params.with("done", "tickets-resent").href(&format!("/console/events/{id}/attendees"))))
}
