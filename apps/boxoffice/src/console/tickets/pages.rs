//! `/console/events/{id}/tickets` and the forms on it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_texts::t;
use platform_types::EventId;

use super::type_form::{Reading, SentType};
use super::view::{TicketsPage, page};
use super::{FeesForm, Pool, QuotaForm, Shelf, TicketsError, TypeForm, ZoneForm, list_pools, read_capacities, type_write, write};
use crate::catalogue::{self, Offer};
use crate::console::access::{self, Desk};
use crate::console::events::charge_refusal;
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, must};
use crate::pricing::Tariff;

/// All the page is made of.
pub(super) struct Sold {
    pub(super) desk: Desk,
    pub(super) tariff: Tariff,
    offers: Vec<Offer>,
    /// Stock whose size is set here: the event's, and that of each type on offer.
    pools: Vec<Pool>,
    pub(super) shelf: Shelf,
}

pub(super) async fn prepare(ctx: &Ctx, id: EventId) -> Result<Sold, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    let tariff = catalogue::tariff_of(&mut tx, id, desk.event.currency).await?;
    let offers = catalogue::list_offers(&mut tx, id, desk.event.starts_at, &tariff, ctx.now(), true).await.map_err(Fault::internal)?;
    let pools = list_pools(&mut tx, id).await?.into_iter().filter(|pool| pool.kind != "quota" && !pool.archived).collect();
    let shelf = Shelf::read(&mut tx, id).await?;
    Ok(Sold { desk, tariff, offers, pools, shelf })
}

/// What was typed into one of the forms, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    kind: Option<TypeForm>,
    fees: Option<FeesForm>,
    capacities: Option<BTreeMap<String, String>>,
    quota: Option<QuotaForm>,
    zone: Option<ZoneForm>,
    faults: Vec<FieldFault>,
    /// What to look at first.
    notice: Option<Cow<'static, str>>,
}

impl Typed {
    /// A new quota that was refused.
    pub(super) fn quota(form: QuotaForm, faults: Vec<FieldFault>) -> Self {
        Self { quota: Some(form), faults, ..Self::default() }
    }

    /// A new zone that was refused.
    pub(super) fn zone(form: ZoneForm, faults: Vec<FieldFault>) -> Self {
        Self { zone: Some(form), faults, ..Self::default() }
    }
}

fn render(console: &Console, ctx: &Ctx, sold: &Sold, after: &After, typed: &Typed) -> platform_ui::Markup {
    let fresh_fees = FeesForm::of(&sold.tariff);
    let fresh_type = TypeForm::default();
    let (fresh_quota, fresh_zone) = (QuotaForm::default(), ZoneForm::default());
    let model = TicketsPage {
        desk: &sold.desk,
        offers: &sold.offers,
        pools: &sold.pools,
        shelf: &sold.shelf,
        notice: typed.notice.as_deref(),
        quota_form: typed.quota.as_ref().unwrap_or(&fresh_quota),
        zone_form: typed.zone.as_ref().unwrap_or(&fresh_zone),
        type_form: typed.kind.as_ref().unwrap_or(&fresh_type),
        fees_form: typed.fees.as_ref().unwrap_or(&fresh_fees),
        capacities: typed.capacities.as_ref(),
        failed: match typed {
            Typed { kind: Some(_), .. } => Some("type"),
            Typed { fees: Some(_), .. } => Some("fees"),
            Typed { capacities: Some(_), .. } => Some("capacity"),
            Typed { quota: Some(_), .. } => Some("quota"),
            Typed { zone: Some(_), .. } => Some("zone"),
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

/// The page as it is now, for whoever pressed a button of an older one.
pub(super) fn changed(console: &Console, ctx: &Ctx, sold: &Sold) -> platform_ui::Markup {
    let typed = Typed { notice: Some(t!("console-types-changed")), ..Typed::default() };
    render(console, ctx, sold, &After::default(), &typed)
}

pub(super) fn refused(console: &Console, ctx: &Ctx, sold: &Sold, typed: Typed) -> Response {
    let markup = render(console, ctx, sold, &After::default(), &typed);
    again(ctx, StatusCode::UNPROCESSABLE_ENTITY, typed.faults, markup)
}

pub(super) fn done(id: EventId, word: &str) -> Response {
    redirect(&format!("/console/events/{id}/tickets?done={word}"))
}

pub(in crate::console) async fn add_type(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(sent): Form<SentType>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let form = sent.form(sold.desk.event.currency);
    let mut check = Check::new();
    let refusal = |amount| charge_refusal(console.office(), amount);
    let with = Reading { zone: sold.desk.event.zone, tariff: &sold.tariff, refusal: &refusal, zones: &sold.shelf.zones, was: None };
    let again = |faults| refused(&console, &ctx, &sold, Typed { kind: Some(form.clone()), faults, ..Typed::default() });
    let Some(new) = form.read(with, &mut check) else { return Ok(again(check.faults())) };
    match type_write::add_type(console.office(), &ctx.actor, &sold.desk, &new).await {
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
            TicketsError::Stale => Self::new(crate::console::code::TICKETS_CHANGED),
            TicketsError::Database(error) => error.into(),
        }
    }
}
