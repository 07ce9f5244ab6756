//! `/console/venues/{id}/plans`: how a place is laid out.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::files::{self, PlanChange};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_storage::{Kept, Purpose};
use platform_texts::t;
use platform_types::{VenueId, is_blank};
use platform_ui::Markup;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::bring::{Brought, Sent, fault_of, or_give_up};
use super::plans_view::{PlansPage, VenueDesk, page};
use crate::console::access::{self, Held};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, must, typed};

/// The place and what the caller holds at it; nothing for whoever holds nothing there.
pub(in crate::console) async fn find_venue(tx: &mut Tx, id: VenueId) -> Result<Option<VenueDesk>, sqlx::Error> {
    let asked = access::codes();
    let row = sqlx::query!(
        r#"SELECT v.name, o.slug,
             ARRAY(SELECT p.code FROM unnest($2::text[]) AS p (code)
                   WHERE v.organization_id = ANY (auth.scopes_with(p.code, 'organization')) OR v.id = ANY (auth.scopes_with(p.code, 'venue'))) AS "held!"
           FROM venues v JOIN organizations o ON o.id = v.organization_id WHERE v.id = $1"#,
        id.0,
        &asked[..]
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let held = Held(row.held);
    if !held.may(may::VENUES_VIEW) {
        return Ok(None);
    }
    Ok(access::find_place(tx, &row.slug).await?.map(|place| VenueDesk { id, name: row.name, place, held }))
}

async fn desk_of(ctx: &Ctx, id: VenueId) -> Result<VenueDesk, Fault> {
    find_venue(&mut ctx.read().await?, id).await?.ok_or_else(Fault::not_found)
}

async fn render(
    console: &Console,
    ctx: &Ctx,
    desk: &VenueDesk,
    after: &After,
    said: &PlanChange,
    faults: &[FieldFault],
) -> Result<Markup, Fault> {
    let plans = files::list_plans(&mut ctx.read().await?, desk.id).await?;
    let (of_one, of_new): (Vec<FieldFault>, Vec<FieldFault>) = faults.iter().cloned().partition(|fault| fault.field.starts_with("title-"));
    let model =
        PlansPage { desk, plans: &plans, said, key: ctx.entropy().token(), errors: &errors_of(&of_new), of_one: &errors_of(&of_one) };
    Ok(page(&console.frame(ctx, after), &model))
}

const NOTHING: PlanChange = PlanChange { title: String::new(), is_public: false };

pub(super) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<VenueId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let desk = desk_of(&ctx, id).await?;
    Ok(Page(render(&console, &ctx, &desk, &after, &NOTHING, &[]).await?))
}

pub(super) async fn add(State(console): State<Console>, ctx: Ctx, Path(id): Path<VenueId>, sent: Sent) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    must(&desk.held, may::VENUES_MANAGE)?;
    let mut brought = Brought::read(&console, &ctx, desk.place.id, Purpose::Plan, sent).await?;
    let said = PlanChange { title: brought.line("title", 120, &title_wanted()), is_public: brought.ticked("public") };
    let typed = PlanChange { title: brought.typed("title"), ..said.clone() };
    let kept = match brought.file(&console, &ctx).await {
        Ok(kept) => kept,
        Err((status, faults)) => {
            let markup = render(&console, &ctx, &desk, &After::default(), &typed, &faults).await?;
            return Ok(again(&ctx, status, faults, markup));
        }
    };
    let done = keep(&console, &ctx, &desk, &kept, &said).await;
    let added = or_give_up(&console, &ctx, &kept, done).await?;
    Ok(redirect(&format!("/console/venues/{id}/plans?done={}", if added { "plan-added" } else { "plan-same" })))
}

async fn keep(console: &Console, ctx: &Ctx, desk: &VenueDesk, kept: &Kept, said: &PlanChange) -> Result<bool, Fault> {
    let mut tx = ctx.write().await?;
    let entropy = console.office().entropy();
    let made = files::add_plan(&mut tx, entropy, ctx.now(), desk.place.id, desk.id, kept, said).await.map_err(fault_of)?;
    if let Some(plan) = made {
        let entry = Entry::new("venue.plan_added", "venue_plans")
            .on(plan)
            .within(desk.place.id)
            .after(json!({"venue": desk.id, "title": said.title, "public": said.is_public, "name": kept.name}));
        platform_audit::record(&mut tx, entry).await?;
    }
    tx.commit().await?;
    Ok(made.is_some())
}

fn title_wanted() -> Cow<'static, str> {
    t!("console-plans-title-missing")
}

/// What is said of a plan, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    title: String,
    public: String,
}

pub(super) async fn change(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, plan)): Path<(VenueId, Uuid)>,
    Form(form): Form<Typed>,
) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    must(&desk.held, may::VENUES_MANAGE)?;
    let mut check = Check::new();
    let title = check.field("title", typed::line(&form.title, 120)).unwrap_or_default();
    check.that(!is_blank(&title), "title", &title_wanted());
    if !check.is_fine() {
        let faults = check.faults();
        // Each plan of the page has a field of its own.
        let shown: Vec<_> =
            faults.iter().map(|fault| FieldFault { field: format!("title-{plan}"), message: fault.message.clone() }).collect();
        let markup = render(&console, &ctx, &desk, &After::default(), &NOTHING, &shown).await?;
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    }
    let said = PlanChange { title, is_public: !form.public.is_empty() };
    let mut tx = ctx.write().await?;
    let Some(changed) = files::change_plan(&mut tx, id, plan, &said).await.map_err(fault_of)? else { return Ok(gone(id)) };
    if changed {
        let entry = Entry::new("venue.plan_changed", "venue_plans")
            .on(plan)
            .within(desk.place.id)
            .after(json!({"title": said.title, "public": said.is_public}));
        platform_audit::record(&mut tx, entry).await?;
    }
    tx.commit().await?;
    Ok(redirect(&format!("/console/venues/{id}/plans?done={}", if changed { "plan-changed" } else { "plan-same" })))
}

pub(super) async fn remove(ctx: Ctx, Path((id, plan)): Path<(VenueId, Uuid)>) -> Result<Response, Fault> {
    let desk = desk_of(&ctx, id).await?;
    must(&desk.held, may::VENUES_MANAGE)?;
    let mut tx = ctx.write().await?;
    let Some(title) = files::remove_plan(&mut tx, id, plan).await.map_err(fault_of)? else { return Ok(gone(id)) };
    let entry = Entry::new("venue.plan_removed", "venue_plans").on(plan).within(desk.place.id).before(json!({"title": title}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/console/venues/{id}/plans?done=plan-removed")))
}

/// Somebody removed it meanwhile, perhaps by a first click.
fn gone(id: VenueId) -> Response {
    redirect(&format!("/console/venues/{id}/plans?done=plan-gone"))
}
