//! Support acts for somebody: begin, stop.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform_auth::impersonation::{ImpersonateError, MINUTES};
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Path, Query, Wants, redirect};
use platform_texts::t;
use platform_types::{EmailAddress, UserId};
use platform_ui::{Button, Field, FieldErrors, Form};
use serde::Deserialize;

use super::{again, broken, page};
use crate::{Identity, codes};

/// What was typed already, perhaps on a page about the person.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    email: String,
}

pub(crate) async fn show(State(identity): State<Identity>, Query(about): Query<About>) -> Page {
    form(&identity, &about.email, "", &FieldErrors::new())
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    email: Option<String>,
    reason: Option<String>,
}

/// Begins to act for whoever has this address.
pub(crate) async fn begin(State(identity): State<Identity>, ctx: Ctx, Body(typed): Body<Typed>) -> Result<Response, Fault> {
    let (address, reason) = (typed.email.unwrap_or_default(), typed.reason.unwrap_or_default());
    let mut check = Check::new();
    let email = check.field("email", address.parse::<EmailAddress>());
    let person = match &email {
        Some(email) => {
            let mut tx = ctx.read().await?;
            identity.auth.person_of(&mut tx, email).await?
        }
        None => None,
    };
    check.that(email.is_none() || person.is_some(), "email", &t!("support-unknown"));
    check.that((10..=500).contains(&reason.trim().chars().count()), "reason", &t!("support-why-length"));
    let Some(person) = person.filter(|_| check.is_fine()) else {
        return again(&ctx, check, |errors| form(&identity, &address, &reason, errors));
    };
    match identity.auth.impersonate(&ctx.actor, person, &reason).await {
        Ok(_) => Ok(redirect("/")),
        Err(error) => refused(&ctx, error, |errors| form(&identity, &address, &reason, errors)),
    }
}

/// The same from a page about the person.
pub(crate) async fn begin_with(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(id): Path<UserId>,
    Body(typed): Body<Typed>,
) -> Result<Response, Fault> {
    let reason = typed.reason.unwrap_or_default();
    match identity.auth.impersonate(&ctx.actor, id, &reason).await {
        Ok(_) => Ok(redirect("/")),
        Err(ImpersonateError::Unknown) => Err(Fault::not_found()),
        Err(error) => refused(&ctx, error, |errors| with_person(&identity, id, &reason, errors)),
    }
}

pub(crate) async fn stop(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, Fault> {
    // Nothing to stop: its time was over already.
    identity.auth.stop_impersonating(&ctx.actor).await?;
    Ok(redirect("/support"))
}

fn refused(ctx: &Ctx, error: ImpersonateError, show: impl FnOnce(&FieldErrors) -> Page) -> Result<Response, Fault> {
    let says = match error {
        ImpersonateError::Broken(e) => return Err(broken(e)),
        ImpersonateError::Reason => {
            let mut check = Check::new();
            check.wrong("reason", error.to_string());
            return again(ctx, check, show);
        }
        other => platform_http::sentence(&other.to_string()),
    };
    if ctx.wants == Wants::Json {
        return Err(Fault::new(codes::MAY_NOT_ACT).with_detail(says));
    }
    let mut errors = FieldErrors::new();
    errors.add_form(says);
    Ok((StatusCode::FORBIDDEN, show(&errors)).into_response())
}

fn why(reason: &str, errors: &FieldErrors) -> Markup {
    html! {
        (Field::textarea("reason", t!("support-why")).required().value(reason).rows(3).max_length(500).help(t!("support-why-help")).error(errors.of("reason")))
    }
}

fn terms() -> Markup {
    html! {
        p { (t!("support-terms", minutes = MINUTES)) }
    }
}

/// The form for a page about one person: `POST /admin/people/{id}/impersonate` with the reason.
pub fn act_for_form(person: UserId, reason: &str, errors: &FieldErrors) -> Markup {
    html! {
        div class="stack" {
            (terms())
            (Form::post(format!("/admin/people/{person}/impersonate"), why(reason, errors)).errors(errors).button(Button::submit(t!("support-act")).danger()))
        }
    }
}

fn with_person(identity: &Identity, id: UserId, reason: &str, errors: &FieldErrors) -> Page {
    page(identity, &t!("support-title"), act_for_form(id, reason, errors))
}

fn form(identity: &Identity, address: &str, reason: &str, errors: &FieldErrors) -> Page {
    let fields = html! {
        (Field::email("email", t!("support-email")).required().value(address).autocomplete("off").error(errors.of("email")))
        (why(reason, errors))
    };
    let main = html! {
        (terms())
        (Form::post("/support", fields).errors(errors).button(Button::submit(t!("support-act")).danger().large().wide()))
    };
    page(identity, &t!("support-title"), main)
}
