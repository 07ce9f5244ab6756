//! Sign in by a link in a mail.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::people::RequestError;
use platform_auth::session::Client;
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Path, Query};
use platform_types::EmailAddress;
use platform_ui::{Button, Field, FieldErrors, Form};
use serde::Deserialize;

use super::sign_in::Onwards;
use super::{again, broken, gone, look_into_mailbox, not_redeemed, onwards, other_ways, page, too_many, welcome};
use crate::{Identity, codes, origin};

pub(crate) async fn show(State(identity): State<Identity>, Query(onwards): Query<Onwards>) -> Page {
    form(&identity, onwards.address(), onwards.next.as_deref(), &FieldErrors::new())
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    email: Option<String>,
    next: Option<String>,
}

pub(crate) async fn submit(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Body(typed): Body<Typed>,
) -> Result<Response, Fault> {
    let address = typed.email.unwrap_or_default();
    let mut check = Check::new();
    let Some(email) = check.field("email", address.parse::<EmailAddress>()) else {
        return again(&ctx, check, |errors| form(&identity, &address, typed.next.as_deref(), errors));
    };
    match identity.auth.request_magic_link(&email, typed.next.clone(), &origin(&ctx, &headers)).await {
        Ok(()) => Ok(look_into_mailbox(
            &identity,
            "Check your mail",
            email.as_str(),
            "If this address has an account, the mail has a link that signs you in. It works once, for an hour.",
        )),
        Err(RequestError::TooMany(e)) => too_many(&ctx, e, |errors| form(&identity, &address, typed.next.as_deref(), errors)),
        Err(RequestError::Broken(e)) => Err(broken(e)),
    }
}

pub(crate) async fn open(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(token): Path<String>,
    Query(onwards): Query<Onwards>,
) -> Result<Response, Fault> {
    let Some(address) = identity.auth.pending_link(&token).await? else { return expired(&identity, &ctx) };
    let mut form = Form::post(format!("/sign-in/link/{token}"), html! {}).button(Button::submit("Sign in").main().large().wide());
    if let Some(next) = onwards.next {
        form = form.hidden("next", next);
    }
    Ok(page(&identity, "Sign in", html! { p { "As " strong { (address) } } (form) }).into_response())
}

pub(crate) async fn redeem(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Path(token): Path<String>,
    Body(onwards): Body<Onwards>,
) -> Result<Response, Fault> {
    match identity.auth.redeem_link(&token, Client::Page, &origin(&ctx, &headers)).await {
        Ok(signed_in) => Ok(welcome(&identity, &ctx, &signed_in, onwards.next.as_deref())),
        Err(error) => match not_redeemed(error) {
            Some(fault) => Err(fault),
            None => expired(&identity, &ctx),
        },
    }
}

fn expired(identity: &Identity, ctx: &Ctx) -> Result<Response, Fault> {
    gone(identity, ctx, codes::LINK_EXPIRED, Button::link("Send me a new link", "/sign-in/link"))
}

fn form(identity: &Identity, address: &str, next: Option<&str>, errors: &FieldErrors) -> Page {
    let fields = html! { (Field::email("email", "E-mail").required().value(address).error(errors.of("email"))) };
    let mut form = Form::post("/sign-in/link", fields).errors(errors).button(Button::submit("Send me a link").main().large().wide());
    if let Some(next) = next {
        form = form.hidden("next", next);
    }
    page(
        identity,
        "Sign in by mail",
        html! { p { "We send a link to your address; opening it signs you in, without a password." } (form) (other_ways(&html! { p { a href=(onwards("/sign-in", next, address)) { "Use my password" } } })) },
    )
}
