//! `/console/events/{id}/comps`: gives tickets away.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_texts::t;
use platform_types::EventId;
use uuid::Uuid;

use super::queries::list_batches;
use super::view::{CompsPage, page};
use super::{BatchRow, CompForm};
use crate::catalogue::{self, Offer};
use crate::comps::{CompError, Given, issue};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of, wrong};
use crate::console::frame::After;
use crate::console::{Console, code, must};

/// As many batches as the page shows.
const SHOWN: i64 = 50;

struct Opened {
    desk: Desk,
    offers: Vec<Offer>,
    batches: Vec<BatchRow>,
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<Opened, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    let tariff = catalogue::tariff_of(&mut tx, id, desk.event.currency).await?;
    let offers = catalogue::list_offers(&mut tx, id, desk.event.starts_at, &tariff, ctx.now(), true).await.map_err(Fault::internal)?;
    let batches = list_batches(&mut tx, id, SHOWN).await?;
    tx.rollback().await?;
    Ok(Opened { desk, offers, batches })
}

fn render(console: &Console, ctx: &Ctx, opened: &Opened, after: &After, form: &CompForm, faults: &[FieldFault]) -> platform_ui::Markup {
    let model = CompsPage { desk: &opened.desk, offers: &opened.offers, batches: &opened.batches, form, errors: &errors_of(faults) };
    page(&console.frame(ctx, after), &model)
}

pub(super) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let opened = prepare(&ctx, id).await?;
    let batch = console.office().entropy().uuid_v7(ctx.now());
    let form = CompForm { batch: batch.to_string(), ..CompForm::default() };
    Ok(Page(render(&console, &ctx, &opened, &after, &form, &[])))
}

pub(super) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<CompForm>,
) -> Result<Response, Fault> {
    let opened = prepare(&ctx, id).await?;
    let mut check = Check::new();
    let read = form.read(id, &opened.offers, &mut check);
    let refused = |status, faults: Vec<FieldFault>| {
        let markup = render(&console, &ctx, &opened, &After::default(), &form, &faults);
        again(&ctx, status, faults, markup)
    };
    let Some(mut comps) = read.filter(|_| check.is_fine()) else { return Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, check.faults())) };
    if comps.batch == Uuid::nil() {
        comps.batch = console.office().entropy().uuid_v7(ctx.now());
    }
    match issue(console.office(), &ctx.actor, &comps).await {
        Ok(Given::Now(_)) => Ok(redirect(&format!("/console/events/{id}/comps?done=comps-issued"))),
        Ok(Given::Before) => Ok(redirect(&format!("/console/events/{id}/comps?done=comps-before"))),
        Err(CompError::TooFew(left)) => {
            let people = comps.people.len();
            let why = match left {
                0 => t!("console-comps-none-left", people = people),
                left => t!("console-comps-too-few", people = people, left = left),
            };
            Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, wrong("people", why)))
        }
        Err(error) => Err(fault_of(error)),
    }
}

fn fault_of(error: CompError) -> Fault {
    match error {
        CompError::NotFound => Fault::not_found(),
        CompError::Closed => Fault::new(code::COMPS_CLOSED),
        CompError::TooFew(_) => Fault::new(platform_http::code::http::INVALID),
        CompError::Fulfil(error) => Fault::internal(error),
        CompError::Database(error) => error.into(),
    }
}
