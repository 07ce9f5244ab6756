//! `/console/orders/{id}/tickets/{ticket}/revoke`: withdraws one ticket, with a reason.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, redirect};
use platform_texts::{t, t_html};
use platform_types::{OrderId, TicketId, is_blank};
use platform_ui::{Button, Card, Choice, Field, FieldErrors, Form as FormView, Markup, html};
use serde::Deserialize;

use super::detail::{self, Opened};
use super::detail_view::in_frame;
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, Frame};
use crate::console::{Console, must, typed};
use crate::orders::{OrderTicket, revoke_ticket};
use crate::readable::{order_number, ticket_code};
use crate::tickets::TicketStatus;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RevokeForm {
    reason: String,
    /// `sell` puts the place on sale again, `keep` does not.
    place: String,
}

/// What the form means.
#[derive(Debug, PartialEq, Eq)]
struct Revocation {
    reason: String,
    restock: bool,
}

impl RevokeForm {
    fn read(&self) -> Result<Revocation, Vec<FieldFault>> {
        let mut check = Check::new();
        let reason = check.field("reason", typed::line(&self.reason, 500));
        check.that(reason.as_ref().is_none_or(|r| !is_blank(r)), "reason", &t!("console-revoke-reason-missing"));
        let restock = match self.place.as_str() {
            "sell" => true,
            "" | "keep" => false,
            _ => {
                check.wrong("place", t!("console-revoke-place-wrong"));
                false
            }
        };
        match reason {
            Some(reason) if check.is_fine() => Ok(Revocation { reason, restock }),
            _ => Err(check.faults()),
        }
    }
}

/// Whether a ticket can still be withdrawn.
pub(super) fn can_be_revoked(ticket: &OrderTicket) -> bool {
    !matches!(TicketStatus::parse(&ticket.status), Some(TicketStatus::Void | TicketStatus::Refunded) | None)
}

/// The order and the ticket; none when the ticket does not live any more.
async fn prepare(ctx: &Ctx, id: OrderId, ticket: TicketId) -> Result<(Opened, Option<OrderTicket>), Fault> {
    let opened = detail::open(ctx, id).await?;
    must(&opened.desk.held, may::ORDERS_REFUND)?;
    let found = opened.tickets.iter().find(|t| t.id == ticket).cloned().ok_or_else(Fault::not_found)?;
    let living = can_be_revoked(&found).then_some(found);
    Ok((opened, living))
}

/// Back to the order, which says how the ticket stands.
fn gone(id: OrderId) -> Response {
    redirect(&format!("/console/orders/{id}?done=ticket-gone"))
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, ticket)): Path<(OrderId, TicketId)>,
) -> Result<Response, Fault> {
    let (opened, Some(ticket)) = prepare(&ctx, id, ticket).await? else { return Ok(gone(id)) };
    let frame = console.frame(&ctx, &After::default());
    Ok(Page(page(&frame, &opened, &ticket, &RevokeForm::default(), &FieldErrors::new())).into_response())
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, ticket)): Path<(OrderId, TicketId)>,
    Form(form): Form<RevokeForm>,
) -> Result<Response, Fault> {
    let (opened, Some(ticket)) = prepare(&ctx, id, ticket).await? else { return Ok(gone(id)) };
    let wanted = match form.read() {
        Ok(wanted) => wanted,
        Err(faults) => {
            let markup = page(&console.frame(&ctx, &After::default()), &opened, &ticket, &form, &errors_of(&faults));
            return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
        }
    };
    if revoke_ticket(console.office(), &ctx.actor, id, ticket.id, &wanted.reason, wanted.restock).await? {
        Ok(redirect(&format!("/console/orders/{id}?done=ticket-revoked")))
    } else {
        Ok(gone(id))
    }
}

/// The page.
fn page(frame: &Frame, opened: &Opened, ticket: &OrderTicket, form: &RevokeForm, errors: &FieldErrors) -> Markup {
    let order = &opened.order;
    let back = format!("/console/orders/{}", order.id);
    let place = if form.place.is_empty() { "keep" } else { form.place.as_str() };
    let places = vec![
        Choice::new("keep", t!("console-revoke-keep")).hint(t!("console-revoke-keep-hint")),
        Choice::new("sell", t!("console-revoke-sell")).hint(t!("console-revoke-sell-hint")),
    ];
    let fields = html! {
        (Field::text("reason", t!("console-revoke-reason")).value(&form.reason).required().max_length(500).help(t!("console-revoke-reason-help")).error(errors.of("reason")))
        (Field::choices("place", t!("console-revoke-place"), places).value(place).required().error(errors.of("place")))
    };
    let main = html! {
        (Card::new(html! {
            ul {
                @let name = html! { strong { (ticket.attendee_name) } };
                @let code = html! { code class="figures-only nowrap" { (ticket_code(&ticket.human_code)) } };
                li { (t_html!("console-revoke-stops", type = ticket.type_name, name = name, code = code)) }
                @if ticket.checked_in_at.is_some() { li { (t!("console-revoke-used")) } }
                li { (t!("console-revoke-no-money")) }
                li { (t!("console-revoke-final")) }
            }
        }).title(t!("console-revoke-what-happens")))
        (FormView::post(format!("{back}/tickets/{}/revoke", ticket.id), fields)
            .errors(errors)
            .button(Button::submit(t!("console-revoke-button")).danger().large())
            .button(Button::link(t!("console-revoke-keep-ticket"), back.as_str()).quiet()))
    };
    in_frame(frame, &opened.desk, &t!("console-revoke-heading"), main)
        .trail(t!("console-order-heading", number = order_number(&order.number)).into_owned(), back)
        .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revocation_needs_a_reason_and_keeps_the_place_unless_told() {
        let read = |reason: &str, place: &str| RevokeForm { reason: reason.into(), place: place.into() }.read();
        assert_eq!(read(" Resold ", "").unwrap(), Revocation { reason: "Resold".into(), restock: false });
        assert!(read("Resold", "sell").unwrap().restock);
        assert_eq!(read(" ", "gift").unwrap_err().into_iter().map(|f| f.field).collect::<Vec<_>>(), ["reason", "place"]);
    }
}
