//! Sign in by a link in a mail.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::people::RequestError;
use platform_auth::session::Client;
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Path, Query};
use platform_texts::{t, t_html};
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
        Ok(()) => Ok(look_into_mailbox(&identity, &t!("mailbox-title"), email.as_str(), &t!("link-sent"))),
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
    let mut form = Form::post(format!("/sign-in/link/{token}"), html! {}).button(Button::submit(t!("sign-in-title")).main().large().wide());
    if let Some(next) = onwards.next {
        form = form.hidden("next", next);
    }
    Ok(page(&identity, &t!("sign-in-title"), html! { p { (t_html!("link-as", email = html! { strong { (address) } })) } (form) })
        .into_response())
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
    gone(identity, ctx, codes::LINK_EXPIRED, Button::link(t!("link-new"), "/sign-in/link"))
}

fn form(identity: &Identity, address: &str, next: Option<&str>, errors: &FieldErrors) -> Page {
    let fields = html! { (Field::email("email", t!("sign-in-email")).required().value(address).error(errors.of("email"))) };
    let mut form = Form::post("/sign-in/link", fields).errors(errors).button(Button::submit(t!("link-send")).main().large().wide());
    if let Some(next) = next {
        form = form.hidden("next", next);
    }
    page(
        identity,
        &t!("link-title"),
        html! { p { (t!("link-lead")) } (form) (other_ways(&html! { p { a href=(onwards("/sign-in", next, address)) { (t!("link-use-password")) } } })) },
    )
}
