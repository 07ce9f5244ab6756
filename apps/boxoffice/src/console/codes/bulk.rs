//! `/console/{org}/codes/many`: many random codes with the same terms.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_ui::{FieldErrors, Markup};

use super::form_view::{NewPage, Purpose, page};
use super::new::For;
use super::write::{WriteError, create_many};
use super::{CodeForm, Counter, Scope, open, scope};
use crate::console::Console;
use crate::console::form::{again, errors_of};
use crate::console::frame::After;

pub(super) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<For>,
) -> Result<Page, Fault> {
    let counter = open(&ctx, &slug).await?;
    let scope = scope(&ctx, &counter, asked.event()).await?;
    Ok(Page(render(&console, &ctx, &counter, &scope, &CodeForm::fresh_many(&scope), &FieldErrors::new())))
}

fn render(console: &Console, ctx: &Ctx, counter: &Counter, scope: &Scope, form: &CodeForm, errors: &FieldErrors) -> Markup {
    page(&console.frame(ctx, &After::default()), &NewPage { counter, scope, form, errors, purpose: Purpose::Many })
}

pub(super) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(form): Form<CodeForm>,
) -> Result<Response, Fault> {
    let counter = open(&ctx, &slug).await?;
    let scope = scope(&ctx, &counter, &form.event).await?;
    let mut check = Check::new();
    let (many, terms) = (form.read_many(&mut check), form.read(&scope, None, &mut check));
    let refused = |faults: Vec<FieldFault>| {
        let markup = render(&console, &ctx, &counter, &scope, &form, &errors_of(&faults));
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let (Some((count, prefix)), Some(terms)) = (many, terms) else { return Ok(refused(check.faults())) };
    match create_many(console.office(), &ctx.actor, &counter, &scope, (count, &prefix), &terms).await {
        Ok(batch) => Ok(redirect(&format!("/console/{slug}/codes?batch={batch}&done=codes-created"))),
        Err(WriteError::Refused(faults)) => Ok(refused(faults)),
        Err(error) => Err(error.into()),
    }
}
