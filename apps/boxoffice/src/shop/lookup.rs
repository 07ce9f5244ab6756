//! `/orders/lookup`: an order by e-mail address and code, for whoever lost the mail or changed the phone.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform_db::Service;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Query, Wants, redirect};
use platform_texts::t;
use platform_types::EmailAddress;
use serde::Deserialize;

use super::order_access::{self, plain};
use super::views::lookup::{self as view, Above};
use super::{Shop, codes, typed};
use crate::orders::{OrderView, find_by_lookup};
use crate::tickets::{HumanCode, HumanCodeError};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sent {
    /// `payment`: sent here by the provider, in a browser that knows no order.
    from: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    pub(super) code: String,
}

pub(super) async fn ask(State(shop): State<Shop>, _ctx: Ctx, Query(sent): Query<Sent>) -> Page {
    let above = if sent.from.as_deref() == Some("payment") { Above::FromPayment } else { Above::Nothing };
    Page(view::page(&shop.house(), &Asked::default(), None, &[], &above))
}

/// Opens the order, or says that the two do not belong together: never which of them is wrong, but what is wrong
/// with each by itself.
pub(super) async fn find(State(shop): State<Shop>, ctx: Ctx, Form(asked): Form<Asked>) -> Result<Response, Fault> {
    if let Some(seconds) = ctx.must_wait {
        return wait(&shop, &ctx, &asked, seconds);
    }
    let Some(order) = look(&shop, &ctx, &asked).await? else {
        let faults = faults(&asked);
        if ctx.wants != Wants::Page {
            return Err(Fault::new(codes::orders::LOOKUP_FAILED).with_fields(faults));
        }
        let failed = faults.is_empty().then(|| codes::orders::LOOKUP_FAILED.message());
        let page = view::page(&shop.house(), &asked, failed.as_deref(), &faults, &Above::Nothing);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    };
    ctx.set_cookie(order_access::cookie(order.id, &order.lookup_code, ctx.kernel().settings().secure));
    if ctx.wants == Wants::Json {
        let url = ctx.url(&format!("/orders/{}", order.id));
        return Ok(axum::Json(serde_json::json!({ "order": order.id, "order_url": url })).into_response());
    }
    Ok(redirect(&format!("/orders/{}", order.id)))
}

/// Asked too often: nothing is looked for, and nothing typed is lost.
fn wait(shop: &Shop, ctx: &Ctx, asked: &Asked, seconds: u64) -> Result<Response, Fault> {
    let fault = Fault::rate_limited(seconds);
    if ctx.wants != Wants::Page {
        return Err(fault);
    }
    let page = view::page(&shop.house(), asked, None, &[], &Above::Wait(fault.message()));
    Ok((StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], Page(page)).into_response())
}

/// What would be an address, or a code, where none was typed: seen from the text alone, it tells of no order.
fn faults(asked: &Asked) -> Vec<FieldFault> {
    let mut check = Check::new();
    if let Err(error) = asked.email.parse::<EmailAddress>() {
        check.wrong("email", typed::of_email(error));
    }
    if let Err(error) = asked.code.parse::<HumanCode>() {
        check.wrong("code", why(error));
    }
    check.faults()
}

/// What the code says about itself.
fn why(error: HumanCodeError) -> String {
    match error {
        HumanCodeError::Length(0) => t!("lookup-code-empty").into_owned(),
        // As long as an order number.
        HumanCodeError::Length(n @ 8) => t!("lookup-code-is-number", n = n).into_owned(),
        HumanCodeError::Length(n) => t!("lookup-code-length", n = n).into_owned(),
        HumanCodeError::Letter(c) => t!("lookup-code-letter", letter = c.to_string()).into_owned(),
        HumanCodeError::Mistyped => t!("lookup-code-mistyped").into_owned(),
    }
}

async fn look(shop: &Shop, ctx: &Ctx, asked: &Asked) -> Result<Option<OrderView>, Fault> {
    let code = plain(&asked.code);
    // The database is asked whatever was typed, so that the time of an answer tells nothing.
    let nobody = || "nobody@invalid.invalid".parse();
    let Ok(email): Result<EmailAddress, _> = asked.email.parse().or_else(|_| nobody()) else { return Ok(None) };
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let order = find_by_lookup(&mut tx, &email, &code).await?;
    tx.rollback().await?;
    Ok(order)
}
