//! `/console/orders/{id}/refund`: asks for the reason, says what will happen, then does it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants, redirect};
use platform_types::{Money, OrderId, is_blank};
use platform_ui::{Button, Card, Field, FieldErrors, Form as FormView, Markup, html};
use serde::Deserialize;

use super::detail::{self, Opened};
use super::detail_view::in_frame;
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, Frame};
use crate::console::{Console, code, must, typed};
use crate::orders::{OrderStatus, OrderTicket, OrderView, RefundError, refund_order};
use crate::readable::order_number;

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RefundForm {
    reason: String,
}

async fn prepare(ctx: &Ctx, id: OrderId) -> Result<Opened, Fault> {
    let opened = detail::open(ctx, id).await?;
    must(&opened.desk.held, may::ORDERS_REFUND)?;
    if opened.order.status == OrderStatus::Paid {
        Ok(opened)
    } else {
        Err(Fault::new(code::ORDER_NOT_REFUNDABLE).with_detail(not_refundable(opened.order.status)))
    }
}

/// A person reads it on the order's page, beside what is true now.
fn back_to_the_order(ctx: &Ctx, id: OrderId, fault: Fault) -> Result<Response, Fault> {
    if fault.code() == code::ORDER_NOT_REFUNDABLE && ctx.wants == Wants::Page {
        return Ok(redirect(&format!("/console/orders/{id}?refused=refund")));
    }
    Err(fault)
}

/// Why this order's money cannot be given back; none when it can.
pub(super) fn refusal(status: OrderStatus) -> Option<&'static str> {
    (status != OrderStatus::Paid).then(|| not_refundable(status))
}

fn not_refundable(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Refunded | OrderStatus::PartiallyRefunded => "The money of this order went back already.",
        _ => "This order was never paid, so there is nothing to give back.",
    }
}

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(id): Path<OrderId>) -> Result<Response, Fault> {
    match prepare(&ctx, id).await {
        Ok(opened) => Ok(Page(page(&console.frame(&ctx, &After::default()), &opened, "", &FieldErrors::new())).into_response()),
        Err(fault) => back_to_the_order(&ctx, id, fault),
    }
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Form(form): Form<RefundForm>,
) -> Result<Response, Fault> {
    let opened = match prepare(&ctx, id).await {
        Ok(opened) => opened,
        Err(fault) => return back_to_the_order(&ctx, id, fault),
    };
    let reason = match read(&form) {
        Ok(reason) => reason,
        Err(faults) => {
            let markup = page(&console.frame(&ctx, &After::default()), &opened, &form.reason, &errors_of(&faults));
            return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
        }
    };
    match refund_order(console.office(), &ctx.actor, id, &reason).await {
        Ok(()) => Ok(redirect(&format!("/console/orders/{id}?done=refunded"))),
        Err(error) => back_to_the_order(&ctx, id, error.into()),
    }
}

fn read(form: &RefundForm) -> Result<String, Vec<FieldFault>> {
    let mut check = Check::new();
    let reason = check.field("reason", typed::line(&form.reason, 500));
    check.that(reason.as_ref().is_none_or(|r| !is_blank(r)), "reason", "enter why; it stays in the books and in the audit");
    match reason {
        Some(reason) if check.is_fine() => Ok(reason),
        _ => Err(check.faults()),
    }
}

impl From<RefundError> for Fault {
    fn from(error: RefundError) -> Self {
        match error {
            RefundError::NotFound => Self::not_found(),
            RefundError::NotPaid(status) => Self::new(code::ORDER_NOT_REFUNDABLE)
                .with_detail(OrderStatus::parse(&status).map_or("Only a paid order can be refunded.", not_refundable)),
            RefundError::Settle(error) => Self::internal(error),
            RefundError::Database(error) => error.into(),
        }
    }
}

/// An order to be refunded, for the tests of the page.
#[cfg(test)]
pub(in crate::console) fn sample(desk: crate::console::access::Desk, order: OrderView, tickets: Vec<OrderTicket>) -> Opened {
    Opened { desk, order, items: Vec::new(), tickets, payments: Vec::new(), refunds: Vec::new(), revocations: Vec::new() }
}

/// The page.
pub(in crate::console) fn page(frame: &Frame, opened: &Opened, reason: &str, errors: &FieldErrors) -> Markup {
    let order = &opened.order;
    let back = format!("/console/orders/{}", order.id);
    let amount = Money::new(order.total_minor - order.refunded_minor, order.currency);
    let label = if amount.is_zero() { "Withdraw the tickets".to_owned() } else { format!("Refund {amount}") };
    let fields = html! {
        (Field::text("reason", "Reason").value(reason).required().max_length(500).help("The buyer does not see it. It stays in the books.").error(errors.of("reason")))
    };
    let form = FormView::post(format!("{back}/refund"), fields)
        .errors(errors)
        .button(Button::submit(label).danger().large())
        .button(Button::link("Keep the order", back.as_str()).quiet());
    let main = Card::new(
        html! { div class="stack" { ul class="consequences" { @for line in consequences(order, &opened.tickets) { li { (line) } } } (form) } },
    );
    in_frame(frame, &opened.desk, &format!("Refund order {}?", order_number(&order.number)), main.render())
        .trail(format!("Order {}", order_number(&order.number)), back.as_str())
        .render()
}

/// What will happen, in words, before it does.
fn consequences(order: &OrderView, tickets: &[OrderTicket]) -> Vec<String> {
    let amount = Money::new(order.total_minor - order.refunded_minor, order.currency);
    let living = tickets.iter().filter(|t| !matches!(t.status.as_str(), "void" | "refunded")).count();
    let used = tickets.iter().filter(|t| t.checked_in_at.is_some()).count();
    let mut lines = Vec::new();
    if !amount.is_zero() {
        lines.push(format!("{amount} goes back to {} the way it came. Banks take a few days.", order.buyer_name));
    }
    match (living, living == tickets.len()) {
        (0, _) => lines.push("No ticket of it works any more.".to_owned()),
        (1, true) => lines.push("The ticket stops working at once, and its place goes on sale again.".to_owned()),
        (1, false) => lines.push("The one ticket that still works stops at once, and its place goes on sale again.".to_owned()),
        (n, true) => lines.push(format!("All {n} tickets stop working at once, and their places go on sale again.")),
        (n, false) => lines.push(format!("The {n} tickets that still work stop at once, and their places go on sale again.")),
    }
    match used {
        0 => {}
        1 => lines.push("One of the tickets was used at the door already.".to_owned()),
        n => lines.push(format!("{n} of the tickets were used at the door already.")),
    }
    lines.push("This cannot be undone.".to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::samples;

    #[test]
    fn a_refund_needs_a_reason_that_fits() {
        assert_eq!(read(&RefundForm { reason: " Ill ".into() }).unwrap(), "Ill");
        for reason in ["", " \u{200B} ", &"x".repeat(501)] {
            assert_eq!(read(&RefundForm { reason: reason.into() }).unwrap_err()[0].field, "reason", "{reason:?}");
        }
    }

    #[test]
    fn what_will_happen_is_said_before_it_does() {
        let lines = consequences(&samples::order(OrderStatus::Paid), &samples::order_tickets());
        assert_eq!(lines[0], "€57.00 goes back to Mei Chan the way it came. Banks take a few days.");
        assert!(lines.contains(&"All 2 tickets stop working at once, and their places go on sale again.".to_owned()));
        assert!(lines.contains(&"One of the tickets was used at the door already.".to_owned()));
        let mut tickets = samples::order_tickets();
        "void".clone_into(&mut tickets[0].status);
        let lines = consequences(&samples::order(OrderStatus::Paid), &tickets);
        assert!(
            lines.contains(&"The one ticket that still works stops at once, and its place goes on sale again.".to_owned()),
            "{lines:?}"
        );
    }
}
