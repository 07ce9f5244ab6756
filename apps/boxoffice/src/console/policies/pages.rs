//! `/console/events/{id}/refunds`: what the event promises, and who asks for money back.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, Form, Page, Path, Query, redirect};
use platform_types::EventId;
use platform_ui::FieldErrors;
use serde_json::json;

use super::form::PolicyForm;
use super::view::{RefundsPage, page};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::requests::{Request, list_requests};
use crate::console::{Console, must};
use crate::refunds::{Policy, policy_of, set_policy};

struct Opened {
    desk: Desk,
    policy: Policy,
    requests: Option<Vec<Request>>,
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<Opened, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let policy = policy_of(&mut tx, id).await?;
    let requests = if desk.held.may(may::ORDERS_VIEW) { Some(list_requests(&mut tx, id, 200).await?) } else { None };
    Ok(Opened { desk, policy, requests })
}

fn render(console: &Console, ctx: &Ctx, opened: &Opened, after: &After, form: &PolicyForm, errors: &FieldErrors) -> platform_ui::Markup {
    let model = RefundsPage { desk: &opened.desk, policy: &opened.policy, form, errors, requests: opened.requests.as_deref() };
    page(&console.frame(ctx, after), &model)
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let opened = prepare(&ctx, id).await?;
    let form = PolicyForm::of(&opened.policy);
    Ok(Page(render(&console, &ctx, &opened, &after, &form, &FieldErrors::new())))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let opened = prepare(&ctx, id).await?;
    must(&opened.desk.held, may::TICKETS_MANAGE)?;
    let form = PolicyForm(typed);
    let mut check = Check::new();
    let Some(policy) = form.read(&mut check) else {
        let faults = check.faults();
        let markup = render(&console, &ctx, &opened, &After::default(), &form, &errors_of(&faults));
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    };
    let organization = opened.desk.place.id;
    let mut tx = console.office().db().as_actor(&ctx.actor).await?;
    set_policy(&mut tx, organization, id, &policy).await?;
    let entry = Entry::new("refund_policy.set", "events").on(id.0).within(organization).before(json!(opened.policy)).after(json!(policy));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/console/events/{id}/refunds?done=policy-set")))
}
