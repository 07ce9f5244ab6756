//! `/console/events/{id}/tickets` and its three forms.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_types::EventId;

use super::view::{TicketsPage, page};
use super::{FeesForm, Pool, TicketsError, TypeForm, list_pools, read_capacities, write};
use crate::catalogue::{self, Offer};
use crate::console::access::{self, Desk};
use crate::console::events::charge_refusal;
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, must};
use crate::pricing::Tariff;

/// All the page is made of.
struct Sold {
    desk: Desk,
    tariff: Tariff,
    offers: Vec<Offer>,
    pools: Vec<Pool>,
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<Sold, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    let tariff = catalogue::tariff_of(&mut tx, id, desk.event.currency).await?;
    let offers = catalogue::list_offers(&mut tx, id, desk.event.starts_at, &tariff, ctx.now(), true).await.map_err(Fault::internal)?;
    let pools = list_pools(&mut tx, id).await?;
    Ok(Sold { desk, tariff, offers, pools })
}

/// What was typed into one of the forms, and what is wrong with it.
#[derive(Debug, Default)]
struct Typed {
    kind: Option<TypeForm>,
    fees: Option<FeesForm>,
    capacities: Option<BTreeMap<String, String>>,
    faults: Vec<FieldFault>,
}

fn render(console: &Console, ctx: &Ctx, sold: &Sold, after: &After, typed: &Typed) -> platform_ui::Markup {
    let fresh_fees = FeesForm::of(&sold.tariff);
    let fresh_type = TypeForm::default();
    let model = TicketsPage {
        desk: &sold.desk,
        offers: &sold.offers,
        pools: &sold.pools,
        type_form: typed.kind.as_ref().unwrap_or(&fresh_type),
        fees_form: typed.fees.as_ref().unwrap_or(&fresh_fees),
        capacities: typed.capacities.as_ref(),
        failed: match typed {
            Typed { kind: Some(_), .. } => Some("type"),
            Typed { fees: Some(_), .. } => Some("fees"),
            Typed { capacities: Some(_), .. } => Some("capacity"),
            _ => None,
        },
        errors: &errors_of(&typed.faults),
    };
    page(&console.frame(ctx, after), &model)
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let sold = prepare(&ctx, id).await?;
    Ok(Page(render(&console, &ctx, &sold, &after, &Typed::default())))
}

fn refused(console: &Console, ctx: &Ctx, sold: &Sold, typed: Typed) -> Response {
    let markup = render(console, ctx, sold, &After::default(), &typed);
    again(ctx, StatusCode::UNPROCESSABLE_ENTITY, typed.faults, markup)
}

fn done(id: EventId, word: &str) -> Response {
    redirect(&format!("/console/events/{id}/tickets?done={word}"))
}

pub(in crate::console) async fn add_type(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<TypeForm>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let mut check = Check::new();
    let read = form.read(sold.desk.event.zone, &sold.tariff, &|amount| charge_refusal(console.office(), amount), &mut check);
    let again = |faults| refused(&console, &ctx, &sold, Typed { kind: Some(form.clone()), faults, ..Typed::default() });
    let Some(new) = read else { return Ok(again(check.faults())) };
    match write::add_type(console.office(), &ctx.actor, &sold.desk, &new).await {
        Ok(_) => Ok(done(id, "type-added")),
        Err(TicketsError::Refused(faults)) => Ok(again(faults)),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::console) async fn set_fees(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<FeesForm>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let mut check = Check::new();
    let read = form.read(sold.desk.event.currency, &mut check);
    let again = |faults| refused(&console, &ctx, &sold, Typed { fees: Some(form.clone()), faults, ..Typed::default() });
    let Some(fees) = read else { return Ok(again(check.faults())) };
    match write::set_fees(console.office(), &ctx.actor, &sold.desk, &fees).await {
        Ok(()) => Ok(done(id, "fees-set")),
        Err(TicketsError::Refused(faults)) => Ok(again(faults)),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::console) async fn set_capacity(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let mut check = Check::new();
    let read = read_capacities(&form, &sold.pools, &mut check);
    let again = |faults| refused(&console, &ctx, &sold, Typed { capacities: Some(form.clone()), faults, ..Typed::default() });
    let Some(wanted) = read else { return Ok(again(check.faults())) };
    match write::set_capacities(console.office(), &ctx.actor, &sold.desk, &wanted).await {
        Ok(changed) => Ok(done(id, if changed { "capacity-set" } else { "capacity-same" })),
        Err(TicketsError::Refused(faults)) => Ok(again(faults)),
        Err(error) => Err(error.into()),
    }
}

impl From<TicketsError> for Fault {
    fn from(error: TicketsError) -> Self {
        match error {
            TicketsError::NotFound => Self::not_found(),
            TicketsError::Refused(faults) => Self::new(platform_http::code::http::INVALID).with_fields(faults),
            TicketsError::Database(error) => error.into(),
        }
    }
}
