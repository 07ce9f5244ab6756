//! `/organizers/applications`: what the platform's administrators decide.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::organizations::{
    Application, ApplicationId, ApplicationStatus, CreateOrganizationError, DecideError, applications, find_application,
};
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_texts::t;
use platform_types::is_blank;
use serde::Deserialize;

use super::founding;
use super::views::{ReviewPage, list_page, review_page};
use crate::organizations::found::{FoundForm, why};
use crate::organizations::{After, Organizations, code};

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::organizations) struct Asked {
    show: String,
    done: String,
}

/// 404 for whoever does not decide: they need not know that there is something to decide.
async fn must_decide(tx: &mut Tx) -> Result<(), Fault> {
    if founding(tx).await?.decides { Ok(()) } else { Err(Fault::not_found()) }
}

async fn find(ctx: &Ctx, id: ApplicationId) -> Result<Application, Fault> {
    let mut tx = ctx.read().await?;
    must_decide(&mut tx).await?;
    find_application(&mut tx, id).await?.ok_or_else(Fault::not_found)
}

pub(in crate::organizations) async fn list(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    must_decide(&mut tx).await?;
    let all = asked.show == "all";
    let list = applications(&mut tx, (!all).then_some(ApplicationStatus::Open)).await?;
    Ok(Page(list_page(&organizations.frame(&ctx, &After { done: asked.done }), &list, all)))
}

pub(in crate::organizations) async fn show(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(id): Path<ApplicationId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let application = find(&ctx, id).await?;
    let model = ReviewPage { slug: &application.slug, application: &application, reason: "", faults: &[], refusal: None };
    Ok(Page(review_page(&organizations.frame(&ctx, &after), &model)))
}

/// As typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::organizations) struct ApproveForm {
    slug: String,
}

pub(in crate::organizations) async fn approve(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(id): Path<ApplicationId>,
    Form(form): Form<ApproveForm>,
) -> Result<Response, Fault> {
    let application = find(&ctx, id).await?;
    let house = FoundForm {
        name: application.name.clone(),
        slug: form.slug.clone(),
        zone: application.timezone.clone(),
        currency: application.currency.clone(),
    };
    let mut check = Check::new();
    let again = |faults: &[FieldFault]| {
        let model = ReviewPage { application: &application, slug: &form.slug, reason: "", faults, refusal: None };
        invalid(&organizations, &ctx, &model)
    };
    let Some(new) = house.read(&mut check) else { return again(&check.faults()) };
    match organizations.auth().approve_application(&ctx.actor, id, &new.slug).await {
        Ok(_) => Ok(redirect(&format!("/organizers/applications/{id}?done=approved"))),
        Err(DecideError::Organization(error)) => {
            let field = if matches!(error, CreateOrganizationError::Name) { "name" } else { "slug" };
            check.wrong(field, why(&error));
            again(&check.faults())
        }
        Err(error) => undecided(&organizations, &ctx, id, error).await,
    }
}

/// As typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::organizations) struct DeclineForm {
    reason: String,
}

pub(in crate::organizations) async fn decline(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(id): Path<ApplicationId>,
    Form(form): Form<DeclineForm>,
) -> Result<Response, Fault> {
    let application = find(&ctx, id).await?;
    let mut check = Check::new();
    check.that(!is_blank(&form.reason), "reason", &t!("rule-reason"));
    check.that(form.reason.trim().chars().count() <= 1000, "reason", &t!("rule-reason-length"));
    if !check.is_fine() {
        let faults = check.faults();
        let model = ReviewPage { application: &application, slug: &application.slug, reason: &form.reason, faults: &faults, refusal: None };
        return invalid(&organizations, &ctx, &model);
    }
    match organizations.auth().decline_application(&ctx.actor, id, &form.reason).await {
        Ok(()) => Ok(redirect(&format!("/organizers/applications/{id}?done=declined"))),
        Err(error) => undecided(&organizations, &ctx, id, error).await,
    }
}

fn invalid(organizations: &Organizations, ctx: &Ctx, model: &ReviewPage<'_>) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(platform_http::code::http::INVALID).with_fields(model.faults.to_vec()));
    }
    let page = review_page(&organizations.frame(ctx, &After::default()), model);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

/// Decided or withdrawn meanwhile: the page as it is now says by whom nothing more is to be done.
async fn undecided(organizations: &Organizations, ctx: &Ctx, id: ApplicationId, error: DecideError) -> Result<Response, Fault> {
    match error {
        DecideError::NotFound => Err(Fault::not_found()),
        DecideError::Closed => {
            let fault = Fault::new(code::APPLICATION_CLOSED);
            if ctx.wants == Wants::Json {
                return Err(fault);
            }
            let application = find(ctx, id).await?;
            let model =
                ReviewPage { slug: &application.slug, application: &application, reason: "", faults: &[], refusal: Some(fault.message()) };
            let page = review_page(&organizations.frame(ctx, &After::default()), &model);
            Ok((fault.code().status(), Page(page)).into_response())
        }
        DecideError::Database(error) => Err(error.into()),
        error @ (DecideError::Organization(_) | DecideError::Mail(_)) => Err(Fault::internal(error)),
    }
}
