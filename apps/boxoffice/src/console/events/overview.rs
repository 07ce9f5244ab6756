//! `/console/events/{id}`: how an event stands; and the buttons that put it on sale and take it back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::team::working_at;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query, Wants, redirect};
use platform_texts::t;
use platform_types::EventId;

use super::overview_view::{OverviewPage, page};
use super::{PublishError, Takings, count_tests, find_takings, publish_event, requirements_of, stock_of, unpublish_event};
use crate::console::dashboard::{Asked, Sees, find_sales};
use crate::console::frame::After;
use crate::console::requests::count_requests;
use crate::console::{Console, access, code};
use crate::door;
use crate::orders::cancellation_of;

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    overview(&console, &ctx, id, (&after, &asked), None).await
}

/// The page; `refused` says why the last button did nothing.
async fn overview(
    console: &Console,
    ctx: &Ctx,
    id: EventId,
    (after, asked): (&After, &Asked),
    refused: Option<&str>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let stock = stock_of(&mut tx, &desk.event, ctx.now()).await.map_err(Fault::from)?;
    let tests = count_tests(&mut tx, &desk.event).await?;
    let sees = Sees::of(&desk.held);
    let takings: Option<Takings> = if sees.money { Some(find_takings(&mut tx, id).await?) } else { None };
    let admitted = if sees.door { Some(door::counts(&mut tx, id).await?) } else { None };
    let sales = find_sales(&mut tx, &desk, asked, ctx.now()).await?;
    let hired = if desk.held.may(may::MEMBERS_VIEW) { Some(working_at(&mut tx, id.0).await?.len()) } else { None };
    let requests = if sees.money { count_requests(&mut tx, id).await? } else { 0 };
    let cancellation = if sees.money { cancellation_of(&mut tx, id).await? } else { None };
    tx.rollback().await?;
    let requirements = requirements_of(console.office(), &desk.event, &stock, ctx.now());
    let public_url = ctx.url(&format!("/events/{}", desk.event.slug));
    let model = OverviewPage {
        desk: &desk,
        stock: &stock,
        requirements: &requirements,
        takings,
        admitted,
        sales: &sales,
        hired,
        tests,
        requests,
        cancellation: cancellation.as_ref(),
        public_url: &public_url,
        refused,
        now: ctx.now(),
    };
    let mut frame = console.frame(ctx, after);
    if after.done == "event-moved" && desk.held.may(may::ORDERS_VIEW) && desk.held.may(may::EVENTS_EDIT) {
        frame.done =
            frame.done.map(|toast| toast.link(t!("console-overview-write"), format!("/console/events/{id}/messages/new?about=moved")));
    }
    Ok(Page(page(&frame, &model)))
}

pub(in crate::console) async fn publish(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let done = publish_event(console.office(), &ctx.actor, id).await;
    answer(&console, &ctx, id, done, "event-published").await
}

pub(in crate::console) async fn unpublish(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Response, Fault> {
    let done = unpublish_event(console.office(), &ctx.actor, id).await;
    answer(&console, &ctx, id, done, "event-unpublished").await
}

/// Back to the page when it worked; the page with the reason when it did not.
pub(super) async fn answer(
    console: &Console,
    ctx: &Ctx,
    id: EventId,
    done: Result<(), PublishError>,
    word: &str,
) -> Result<Response, Fault> {
    let fault = match done {
        Ok(()) => return Ok(redirect(&format!("/console/events/{id}?done={word}"))),
        Err(error) => Fault::from(error),
    };
    let status = fault.code().status();
    if ctx.wants == Wants::Json || status != StatusCode::CONFLICT {
        return Err(fault);
    }
    let page = overview(console, ctx, id, (&After::default(), &Asked::default()), Some(fault.message())).await?;
    Ok((status, page).into_response())
}

impl From<PublishError> for Fault {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::NotFound => Self::not_found(),
            PublishError::NotReady(requirements) => {
                let missing: Vec<String> = requirements.into_iter().filter_map(|r| r.missing).collect();
                Self::new(code::EVENT_NOT_READY).with_detail(t!("console-publish-not-ready", missing = missing.join(" ")).into_owned())
            }
            PublishError::HasSales { sold, held } => {
                Self::new(code::EVENT_HAS_SALES).with_detail(t!("console-publish-has-sales", sold = sold, held = held).into_owned())
            }
            PublishError::WrongState(why) => Self::new(code::EVENT_WRONG_STATE).with_detail(platform_http::sentence(&why)),
            PublishError::Offers(error) => Self::internal(error),
            PublishError::Database(error) => error.into(),
        }
    }
}
