//! `/console/orders/{id}/requests/{request}`: what a buyer asks for, and the two answers.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, Form, Page, Path, Wants, redirect};
use platform_texts::t;
use platform_types::{OrderId, TicketId, is_blank};
use platform_ui::FieldErrors;
use serde::Deserialize;
use uuid::Uuid;

use super::view::{RequestPage, page};
use super::{Asked, find_request};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::orders::detail::{self, Opened};
use crate::console::orders::refund::{came_in_words, ids};
use crate::console::{Console, code, must, typed};
use crate::orders::{RefundError, approve_request, decline_request};

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// Why it is declined.
    why: String,
    /// Tickets that the page showed as used.
    came_in: String,
}

async fn prepare(ctx: &Ctx, id: OrderId, request: Uuid) -> Result<(Opened, Asked), Fault> {
    let opened = detail::open(ctx, id).await?;
    must(&opened.desk.held, may::ORDERS_REFUND)?;
    let mut tx = ctx.read().await?;
    let asked = find_request(&mut tx, id, request).await?.ok_or_else(Fault::not_found)?;
    Ok((opened, asked))
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, request)): Path<(OrderId, Uuid)>,
) -> Result<Page, Fault> {
    let (opened, asked) = prepare(&ctx, id, request).await?;
    Ok(Page(shown(&console, &ctx, request, &opened, &asked, "", &FieldErrors::new(), None)))
}

#[expect(clippy::too_many_arguments, reason = "all that one page is made of")]
fn shown(
    console: &Console,
    ctx: &Ctx,
    request: Uuid,
    opened: &Opened,
    asked: &Asked,
    why: &str,
    errors: &FieldErrors,
    notice: Option<&str>,
) -> platform_ui::Markup {
    page(&console.frame(ctx, &After::default()), &RequestPage { request, opened, asked, why, errors, notice })
}

pub(in crate::console) async fn approve(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, request)): Path<(OrderId, Uuid)>,
    Form(form): Form<Answer>,
) -> Result<Response, Fault> {
    let (opened, asked) = prepare(&ctx, id, request).await?;
    let came_in: Vec<TicketId> = ids(&form.came_in);
    match approve_request(console.office(), &ctx.actor, id, request, &came_in).await {
        Ok(_) => Ok(redirect(&format!("/console/orders/{id}?done=request-approved"))),
        Err(RefundError::Changed) if ctx.wants == Wants::Page => Ok(redirect(&format!("/console/orders/{id}?done=request-decided"))),
        Err(RefundError::Changed) => Err(Fault::new(code::REQUEST_DECIDED)),
        Err(RefundError::CameIn(tickets)) if ctx.wants == Wants::Page => {
            // Read anew: the page's form then names them.
            let (opened, asked) = prepare(&ctx, id, request).await?;
            let words = came_in_words(&opened.tickets, &tickets);
            let markup = shown(&console, &ctx, request, &opened, &asked, "", &FieldErrors::new(), Some(&words));
            Ok((StatusCode::CONFLICT, Page(markup)).into_response())
        }
        Err(RefundError::Gone(_)) if ctx.wants == Wants::Page => {
            let words = t!("console-request-gone");
            let markup = shown(&console, &ctx, request, &opened, &asked, "", &FieldErrors::new(), Some(&words));
            Ok((StatusCode::CONFLICT, Page(markup)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(in crate::console) async fn decline(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, request)): Path<(OrderId, Uuid)>,
    Form(form): Form<Answer>,
) -> Result<Response, Fault> {
    let (opened, asked) = prepare(&ctx, id, request).await?;
    let mut check = Check::new();
    let why = check.field("why", typed::line(&form.why, 500));
    check.that(why.as_ref().is_none_or(|w| !is_blank(w)), "why", &t!("console-request-why-missing"));
    let (Some(why), true) = (why, check.is_fine()) else {
        let faults = check.faults();
        let markup = shown(&console, &ctx, request, &opened, &asked, &form.why, &errors_of(&faults), None);
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    };
    match decline_request(console.office(), &ctx.actor, id, request, &why).await {
        Ok(()) => Ok(redirect(&format!("/console/orders/{id}?done=request-declined"))),
        Err(RefundError::Changed) if ctx.wants == Wants::Page => Ok(redirect(&format!("/console/orders/{id}?done=request-decided"))),
        Err(RefundError::Changed) => Err(Fault::new(code::REQUEST_DECIDED)),
        Err(error) => Err(error.into()),
    }
}
