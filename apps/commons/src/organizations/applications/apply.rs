//! `/organizers/apply`: ask, see how it stands, take it back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::organizations::{ApplicationId, ApplicationStatus, ApplyError, find_application, own_applications};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};

use super::form::ApplyForm;
use super::views::{ApplyPage, apply_page};
use super::{Founding, founding};
use crate::organizations::{After, Organizations, code};

/// The caller's applications and how founding stands.
async fn asked(ctx: &Ctx) -> Result<(Founding, Vec<platform_auth::organizations::Application>), Fault> {
    let mut tx = ctx.read().await?;
    let found = (founding(&mut tx).await?, own_applications(&mut tx).await?);
    tx.rollback().await?;
    Ok(found)
}

pub(in crate::organizations) async fn open(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Query(after): Query<After>,
) -> Result<Response, Fault> {
    let (founding, own) = asked(&ctx).await?;
    if founding.is_open() && own.is_empty() {
        return Ok(redirect("/organizations/new"));
    }
    let form = ApplyForm::default();
    let model = ApplyPage { own: &own, open: founding.is_open(), form: &form, faults: &[] };
    Ok(Page(apply_page(&organizations.frame(&ctx, &after), &model)).into_response())
}

pub(in crate::organizations) async fn save(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Form(form): Form<ApplyForm>,
) -> Result<Response, Fault> {
    let (founding, own) = asked(&ctx).await?;
    let mut check = Check::new();
    let Some(new) = form.read(&mut check) else {
        let faults: Vec<FieldFault> = check.faults();
        if ctx.wants == Wants::Json {
            return Err(Fault::new(platform_http::code::http::INVALID).with_fields(faults));
        }
        let model = ApplyPage { own: &own, open: founding.is_open(), form: &form, faults: &faults };
        let page = apply_page(&organizations.frame(&ctx, &After::default()), &model);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    };
    if founding.is_open() {
        return Err(Fault::new(code::NO_APPLICATION_NEEDED));
    }
    if own.iter().any(|a| a.status == ApplicationStatus::Open) {
        return Err(Fault::new(code::APPLICATION_WAITING));
    }
    match organizations.auth().apply_as_organizer(&ctx.actor, &new).await {
        Ok(_) => Ok(redirect("/organizers/apply?done=applied")),
        Err(ApplyError::OpenAlready) => Err(Fault::new(code::APPLICATION_WAITING)),
        Err(ApplyError::NotSignedIn) => Err(Fault::new(platform_http::code::http::UNAUTHENTICATED)),
        Err(ApplyError::Database(error)) => Err(error.into()),
    }
}

pub(in crate::organizations) async fn withdraw(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(id): Path<ApplicationId>,
) -> Result<Response, Fault> {
    if organizations.auth().withdraw_application(&ctx.actor, id).await? {
        return Ok(redirect("/organizers/apply?done=application-withdrawn"));
    }
    let mut tx = ctx.read().await?;
    let own = find_application(&mut tx, id).await?.filter(|a| Some(a.applicant) == ctx.actor.user_id());
    Err(own.map_or_else(Fault::not_found, |_| Fault::new(code::APPLICATION_CLOSED)))
}
