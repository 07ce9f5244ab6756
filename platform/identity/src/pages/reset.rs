//! Set a new password by a link in a mail.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::people::{RequestError, ResetError};
use platform_auth::session::Client;
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Path, Query};
use platform_texts::{t, t_html};
use platform_types::{EmailAddress, SecretString};
use platform_ui::{Button, Field, FieldErrors, Form};
use serde::Deserialize;

use super::sign_in::Onwards;
use super::{again, broken, gone, look_into_mailbox, not_redeemed, onwards, other_ways, page, too_many, welcome};
use crate::{Identity, codes, origin};

pub(crate) async fn show(State(identity): State<Identity>, Query(onwards): Query<Onwards>) -> Page {
    ask(&identity, onwards.address(), &FieldErrors::new())
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    email: Option<String>,
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
        return again(&ctx, check, |errors| ask(&identity, &address, errors));
    };
    match identity.auth.request_reset(&email, &origin(&ctx, &headers)).await {
        Ok(()) => Ok(look_into_mailbox(&identity, &t!("mailbox-title"), email.as_str(), &t!("reset-sent"))),
        Err(RequestError::TooMany(e)) => too_many(&ctx, e, |errors| ask(&identity, &address, errors)),
        Err(RequestError::Broken(e)) => Err(broken(e)),
    }
}

pub(crate) async fn open(State(identity): State<Identity>, ctx: Ctx, Path(token): Path<String>) -> Result<Response, Fault> {
    let Some(address) = identity.auth.pending_reset(&token).await? else { return expired(&identity, &ctx) };
    Ok(choose(&identity, &token, &address, &FieldErrors::new()).into_response())
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    password: Option<SecretString>,
}

pub(crate) async fn redeem(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Path(token): Path<String>,
    Body(chosen): Body<Chosen>,
) -> Result<Response, Fault> {
    let Some(address) = identity.auth.pending_reset(&token).await? else { return expired(&identity, &ctx) };
    let password = chosen.password.unwrap_or_else(|| SecretString::from(""));
    match identity.auth.reset_password(&token, &password, Client::Page, &origin(&ctx, &headers)).await {
        Ok(signed_in) => Ok(welcome(&identity, &ctx, &signed_in, None)),
        Err(ResetError::Password(e)) => {
            let mut check = Check::new();
            check.wrong("password", e.to_string());
            again(&ctx, check, |errors| choose(&identity, &token, &address, errors))
        }
        Err(ResetError::Link(error)) => match not_redeemed(error) {
            Some(fault) => Err(fault),
            None => expired(&identity, &ctx),
        },
    }
}

fn expired(identity: &Identity, ctx: &Ctx) -> Result<Response, Fault> {
    gone(identity, ctx, codes::LINK_EXPIRED, Button::link(t!("link-new"), "/reset"))
}

fn ask(identity: &Identity, address: &str, errors: &FieldErrors) -> Page {
    let fields = html! { (Field::email("email", t!("sign-in-email")).required().value(address).error(errors.of("email"))) };
    let main = html! {
        p { (t!("reset-lead")) }
        (Form::post("/reset", fields).errors(errors).button(Button::submit(t!("link-send")).main().large().wide()))
        (other_ways(&html! { p { a href=(onwards("/sign-in", None, address)) { (t!("reset-back")) } } }))
    };
    page(identity, &t!("reset-title"), main)
}

fn choose(identity: &Identity, token: &str, address: &str, errors: &FieldErrors) -> Page {
    let least = identity.auth.settings().password_rule.min_chars;
    let help = t!("sign-up-password-help", least = least);
    let fields = html! { (Field::password("password", t!("reset-new-password")).required().autocomplete("new-password").help(help).error(errors.of("password"))) };
    let main = html! {
        p { (t_html!("reset-for", email = html! { strong { (address) } })) }
        (Form::post(format!("/reset/{token}"), fields).errors(errors).button(Button::submit(t!("reset-button")).main().large().wide()))
    };
    page(identity, &t!("reset-set-title"), main)
}
