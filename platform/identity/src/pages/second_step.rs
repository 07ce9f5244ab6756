//! The second step of signing in: a code of the authenticator app, or a recovery code.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::factors::FactorError;
use platform_auth::session::Client;
use platform_http::{Ctx, Fault, Form as Body, Page, Query, redirect};
use platform_texts::{t, t_html};
use platform_ui::{Button, Field, FieldErrors, Form};
use serde::Deserialize;

use super::{HOME, broken, page, refused, too_many, welcome, with_next};
use crate::{Identity, codes};

/// Where to go afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Onwards {
    next: Option<String>,
}

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Query(onwards): Query<Onwards>) -> Response {
    if !ctx.half {
        return redirect(onwards.next.as_deref().unwrap_or(HOME));
    }
    form(&identity, &ctx, onwards.next.as_deref(), &FieldErrors::new()).into_response()
}

pub(crate) async fn show_recovery(State(identity): State<Identity>, ctx: Ctx, Query(onwards): Query<Onwards>) -> Response {
    if !ctx.half {
        return redirect(onwards.next.as_deref().unwrap_or(HOME));
    }
    recovery_form(&identity, onwards.next.as_deref(), &FieldErrors::new()).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    code: Option<String>,
    next: Option<String>,
}

pub(crate) async fn submit(State(identity): State<Identity>, ctx: Ctx, Body(typed): Body<Typed>) -> Result<Response, Fault> {
    let next = typed.next.as_deref();
    match identity.auth.pass_second_step(&ctx.actor, typed.code.as_deref().unwrap_or_default(), Client::Page).await {
        Ok(signed_in) => Ok(welcome(&identity, &ctx, &signed_in, next)),
        Err(error) => not_passed(&ctx, error, |errors| form(&identity, &ctx, next, errors)),
    }
}

pub(crate) async fn submit_recovery(State(identity): State<Identity>, ctx: Ctx, Body(typed): Body<Typed>) -> Result<Response, Fault> {
    let next = typed.next.as_deref();
    match identity.auth.use_recovery_code(&ctx.actor, typed.code.as_deref().unwrap_or_default(), Client::Page).await {
        Ok(signed_in) => Ok(welcome(&identity, &ctx, &signed_in, next)),
        Err(error) => not_passed(&ctx, error, |errors| recovery_form(&identity, next, errors)),
    }
}

fn not_passed(ctx: &Ctx, error: FactorError, show: impl FnOnce(&FieldErrors) -> Page) -> Result<Response, Fault> {
    match error {
        FactorError::WrongCode | FactorError::Unknown => refused(ctx, codes::WRONG_CODE, show),
        FactorError::TooMany(e) => too_many(ctx, e, show),
        FactorError::Broken(e) => Err(broken(e)),
        _ => Err(Fault::new(codes::NOT_THEMSELF)),
    }
}

fn form(identity: &Identity, ctx: &Ctx, next: Option<&str>, errors: &FieldErrors) -> Page {
    let code = Field::text("code", t!("second-code")).required().autocomplete("one-time-code").max_length(12).autofocus();
    let mut form = Form::post("/sign-in/second", html! { (code.help(t!("second-code-help"))) })
        .errors(errors)
        .button(Button::submit(t!("second-go-on")).main().large().wide());
    if let Some(next) = next {
        form = form.hidden("next", next);
    }
    let who = ctx.signed_in.as_ref().map(|person| person.email.as_str()).unwrap_or_default();
    let main = html! {
        p { (t_html!("second-who", email = html! { strong { (who) } })) }
        (form)
        p { a href=(with_next("/sign-in/recovery", next)) { (t!("second-no-app")) } }
        form method="post" action="/sign-out" { (Button::submit(t!("second-other-person")).quiet().small()) }
    };
    page(identity, &t!("second-title"), main)
}

fn recovery_form(identity: &Identity, next: Option<&str>, errors: &FieldErrors) -> Page {
    let code = Field::text("code", t!("second-recovery-code"))
        .required()
        .autocomplete("off")
        .max_length(40)
        .autofocus()
        .placeholder("abcd-efgh-ijkl-mnop");
    let mut form =
        Form::post("/sign-in/recovery", html! { (code) }).errors(errors).button(Button::submit(t!("second-go-on")).main().large().wide());
    if let Some(next) = next {
        form = form.hidden("next", next);
    }
    let main = html! {
        p { (t!("second-recovery-lead")) }
        (form)
        p { a href=(with_next("/sign-in/second", next)) { (t!("second-use-app")) } }
        p class="muted small" { (t!("second-lost-both")) }
    };
    page(identity, &t!("second-recovery-title"), main)
}
