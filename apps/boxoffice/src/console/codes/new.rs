//! `/console/{org}/codes/new`: one new code.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_ui::{FieldErrors, Markup};
use serde::Deserialize;

use super::form_view::{NewPage, Purpose, page};
use super::write::{WriteError, create};
use super::{CodeForm, Counter, Scope, open, scope};
use crate::console::Console;
use crate::console::form::{again, errors_of};
use crate::console::frame::After;

/// Which event the form opens for: `all`, or an event's id.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct For {
    event: String,
}

impl For {
    /// As a form says it.
    pub fn event(&self) -> &str {
        if self.event == "all" { "" } else { &self.event }
    }
}

pub(super) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<For>,
) -> Result<Page, Fault> {
    let counter = open(&ctx, &slug).await?;
    let scope = scope(&ctx, &counter, asked.event()).await?;
    Ok(Page(render(&console, &ctx, &counter, &scope, &CodeForm::fresh(&scope), &FieldErrors::new())))
}

fn render(console: &Console, ctx: &Ctx, counter: &Counter, scope: &Scope, form: &CodeForm, errors: &FieldErrors) -> Markup {
    page(&console.frame(ctx, &After::default()), &NewPage { counter, scope, form, errors, purpose: Purpose::One })
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
    let (code, terms) = (form.read_code(&mut check), form.read(&scope, None, &mut check));
    let refused = |faults: Vec<FieldFault>| {
        let markup = render(&console, &ctx, &counter, &scope, &form, &errors_of(&faults));
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let (Some(code), Some(terms)) = (code, terms) else { return Ok(refused(check.faults())) };
    match create(console.office(), &ctx.actor, &counter, &scope, &code, &terms).await {
        Ok(id) => Ok(redirect(&format!("/console/codes/{id}?done=code-created"))),
        Err(WriteError::Refused(faults)) => Ok(refused(faults)),
        Err(error) => Err(error.into()),
    }
}
