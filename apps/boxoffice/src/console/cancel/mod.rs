//! `/console/events/{id}/cancel`: calls an event off, after saying what that undoes.

pub(super) mod progress;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, Form, Page, Path, Wants, redirect};
use platform_texts::t;
use platform_types::{EventId, is_blank};
use platform_ui::{Button, Card, Field, FieldErrors, Form as FormView, Markup, Toast, Tone, html};
use serde::Deserialize;

use super::access::{self, Desk};
use super::form::{again, errors_of};
use super::frame::{After, Frame};
use super::{Console, code, must, typed};
use crate::orders::{CancelError, Extent, cancel_event, extent_of};

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CancelForm {
    reason: String,
    /// What the page said goes back, in minor units.
    money: Option<i64>,
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<(Desk, Extent), Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_PUBLISH)?;
    must(&desk.held, may::ORDERS_REFUND)?;
    let extent = extent_of(&mut tx, id, desk.event.currency).await?;
    Ok((desk, extent))
}

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let (desk, extent) = prepare(&ctx, id).await?;
    if !can_be_cancelled(&desk) {
        return Ok(redirect(&format!("/console/events/{id}")));
    }
    let frame = console.frame(&ctx, &After::default());
    Ok(Page(page(&frame, &desk, extent, "", &FieldErrors::new(), None)).into_response())
}

/// Whether its state leads there.
pub(in crate::console) fn can_be_cancelled(desk: &Desk) -> bool {
    desk.event.status.may_become(commons::events::EventStatus::Cancelled)
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<CancelForm>,
) -> Result<Response, Fault> {
    let (desk, extent) = prepare(&ctx, id).await?;
    let frame = console.frame(&ctx, &After::default());
    let mut check = Check::new();
    let reason = check.field("reason", typed::line(&form.reason, 500));
    check.that(reason.as_ref().is_none_or(|r| !is_blank(r)), "reason", &t!("console-cancel-reason-missing"));
    let (Some(reason), true) = (reason, check.is_fine()) else {
        let faults = check.faults();
        let markup = page(&frame, &desk, extent, &form.reason, &errors_of(&faults), None);
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    };
    match cancel_event(console.office(), &ctx.actor, id, &reason, form.money).await {
        Ok(()) => Ok(redirect(&format!("/console/events/{id}?done=event-cancelled"))),
        // Pressed twice: the event's page says how far it is.
        Err(CancelError::WrongState(state)) if state == "cancelled" && ctx.wants == Wants::Page => {
            Ok(redirect(&format!("/console/events/{id}")))
        }
        Err(CancelError::Changed) if ctx.wants == Wants::Page => {
            let words = t!("console-cancel-changed");
            let markup = page(&frame, &desk, extent, &form.reason, &FieldErrors::new(), Some(&words));
            Ok((StatusCode::CONFLICT, Page(markup)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

impl From<CancelError> for Fault {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::NotFound => Self::not_found(),
            CancelError::WrongState(_) => Self::new(code::EVENT_WRONG_STATE).with_detail(platform_http::sentence(&error.to_string())),
            CancelError::Changed => Self::new(code::EVENT_SALES_CHANGED),
            CancelError::Database(error) => error.into(),
        }
    }
}

/// The page.
pub(in crate::console) fn page(
    frame: &Frame,
    desk: &Desk,
    extent: Extent,
    reason: &str,
    errors: &FieldErrors,
    notice: Option<&str>,
) -> Markup {
    let back = format!("/console/events/{}", desk.event.id);
    let fields = html! {
        (Field::text("reason", t!("console-cancel-reason")).value(reason).required().max_length(500).help(t!("console-cancel-reason-help")).error(errors.of("reason")))
    };
    let form = FormView::post(format!("{back}/cancel"), fields)
        .errors(errors)
        .hidden("money", extent.money.minor.to_string())
        .button(Button::submit(t!("console-cancel-button")).danger().large())
        .button(Button::link(t!("console-cancel-keep"), back.as_str()).quiet());
    let main = html! {
        @if let Some(notice) = notice { (Toast::new(Tone::Care, notice).flash()) }
        (Card::new(html! { div class="stack" { ul class="consequences" { @for line in consequences(extent) { li { (line) } } } (form) } }))
    };
    let events = format!("/console/{}/events", desk.place.slug);
    frame
        .page(Some(&desk.place), &events, &t!("console-cancel-heading", name = desk.event.name), main)
        .trail(t!("console-cancel-trail"), events.clone())
        .trail(&desk.event.name, back)
        .render()
}

/// What will happen, in words, before it does.
fn consequences(extent: Extent) -> Vec<String> {
    let mut lines = Vec::new();
    match (extent.orders, extent.tickets) {
        (0, _) => lines.push(t!("console-cancel-nobody").into_owned()),
        (orders, tickets) => {
            lines.push(t!("console-cancel-stop", tickets = tickets, orders = orders).into_owned());
            if extent.money.is_zero() {
                lines.push(t!("console-cancel-unpaid").into_owned());
            } else {
                lines.push(t!("console-cancel-money", money = extent.money).into_owned());
            }
            lines.push(t!("console-cancel-written").into_owned());
        }
    }
    lines.push(t!("console-cancel-stays").into_owned());
    lines
}

#[cfg(test)]
mod tests {
    use platform_types::{Currency, Money};

    use super::*;

    #[test]
    fn the_confirmation_says_how_many_tickets_and_how_much_money() {
        let extent = |orders, tickets, minor| Extent { orders, tickets, money: Money::new(minor, Currency::EUR) };
        let lines = consequences(extent(12, 30, 85_500));
        assert_eq!(lines[0], "30 tickets of 12 orders stop working.");
        assert_eq!(lines[1], "€855.00 goes back to the buyers, fees included, the way they paid. This begins at once.");
        assert_eq!(consequences(extent(1, 1, 0))[1], "Nothing was paid, so no money goes back.");
        assert_eq!(consequences(extent(0, 0, 0))[0], "Nobody has a ticket.");
    }
}
