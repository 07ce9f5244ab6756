//! The step about fees and tax: the same form as on the tickets' page.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_texts::t;
use platform_types::EventId;
use platform_ui::{Button, Card, Form as Fields, Icon, Markup, html};

use super::super::Part;
use super::super::edit_view::save_and_go_on;
use super::{Step, back, elsewhere, lacking, page};
use crate::catalogue;
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::tickets::{FeesForm, TicketsError, fee_fields, set_fees};
use crate::console::{Console, must};

async fn prepare(ctx: &Ctx, id: EventId) -> Result<(Desk, FeesForm), Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    let tariff = catalogue::tariff_of(&mut tx, id, desk.event.currency).await?;
    Ok((desk, FeesForm::of(&tariff)))
}

async fn render(console: &Console, ctx: &Ctx, desk: &Desk, form: &FeesForm, faults: &[FieldFault], after: &After) -> Result<Markup, Fault> {
    let requirements = lacking(console, ctx, desk).await?;
    let errors = errors_of(faults);
    let fields = html! { (Card::new(fee_fields(form, &errors, desk.event.currency)).title(t!("console-setup-fees-heading"))) };
    let form = Fields::post(Step::Fees.href(desk.event.id), fields)
        .errors(&errors)
        .button(Button::submit(save_and_go_on()).main().large().icon_after(Icon::ArrowRight))
        .button(back(desk, Step::Fees));
    Ok(page(&console.frame(ctx, after), desk, Step::Fees, &requirements, form.render()))
}

pub(super) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Response, Fault> {
    let (desk, form) = prepare(&ctx, id).await?;
    if let Some(elsewhere) = elsewhere(&desk, Part::What) {
        return Ok(elsewhere);
    }
    Ok(Page(render(&console, &ctx, &desk, &form, &[], &after).await?).into_response())
}

pub(super) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<FeesForm>,
) -> Result<Response, Fault> {
    let (desk, stored) = prepare(&ctx, id).await?;
    if let Some(elsewhere) = elsewhere(&desk, Part::What) {
        return Ok(elsewhere);
    }
    let next = Step::Fees.next(&desk.held).href(id);
    if form == stored {
        return Ok(redirect(&next));
    }
    let mut check = Check::new();
    let faults = match form.read(desk.event.currency, &mut check) {
        None => check.faults(),
        Some(fees) => match set_fees(console.office(), &ctx.actor, &desk, &fees).await {
            Ok(()) => return Ok(redirect(&format!("{next}?done=fees-set"))),
            Err(TicketsError::Refused(faults)) => faults,
            Err(error) => return Err(error.into()),
        },
    };
    let markup = render(&console, &ctx, &desk, &form, &faults, &After::default()).await?;
    Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup))
}
