//! Sign in with a password; sign out.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::people::{SignIn, SignInError};
use platform_auth::session::Client;
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Query, redirect};
use platform_texts::{t, t_html};
use platform_types::{EmailAddress, SecretString};
use platform_ui::{Button, DefinitionList, Field, FieldErrors, Form};
use serde::Deserialize;

use super::{HOME, again, broken, onwards, other_ways, page, providers, refused, too_many, welcome, with_next};
use crate::{Identity, codes, origin};

/// Where to go afterwards.
#[derive(Deserialize)]
pub(crate) struct Onwards {
    pub(super) next: Option<String>,
    /// The address that was typed on the page before.
    pub(super) email: Option<String>,
}

impl Onwards {
    /// The address to begin with.
    pub(super) fn address(&self) -> &str {
        self.email.as_deref().unwrap_or_default()
    }
}

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Query(onwards): Query<Onwards>) -> Response {
    if ctx.half {
        return redirect(&with_next("/sign-in/second", onwards.next.as_deref()));
    }
    if ctx.signed_in.is_some() {
        return redirect(onwards.next.as_deref().unwrap_or(HOME));
    }
    form(&identity, onwards.address(), onwards.next.as_deref(), &FieldErrors::new()).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    email: Option<String>,
    password: Option<SecretString>,
    next: Option<String>,
}

pub(crate) async fn submit(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Body(typed): Body<Typed>,
) -> Result<Response, Fault> {
    let address = typed.email.unwrap_or_default();
    let next = typed.next.as_deref();
    let mut check = Check::new();
    let email = check.field("email", address.parse::<EmailAddress>());
    check.that(typed.password.is_some(), "password", &t!("sign-in-enter-password"));
    let (Some(email), Some(password)) = (email, typed.password) else {
        return again(&ctx, check, |errors| form(&identity, &address, next, errors));
    };
    let command = SignIn { email, password, client: Client::Page };
    let code = match identity.auth.sign_in_password(command, &origin(&ctx, &headers)).await {
        Ok(signed_in) => return Ok(welcome(&identity, &ctx, &signed_in, next)),
        Err(SignInError::WrongCredentials) => codes::WRONG_CREDENTIALS,
        Err(SignInError::NotConfirmed) => codes::NOT_CONFIRMED,
        Err(SignInError::Suspended) => codes::SUSPENDED,
        Err(SignInError::TooMany(e)) => return too_many(&ctx, e, |errors| form(&identity, &address, next, errors)),
        Err(SignInError::Broken(e)) => return Err(broken(e)),
    };
    refused(&ctx, code, |errors| form(&identity, &address, next, errors))
}

pub(crate) async fn sign_out(State(identity): State<Identity>, ctx: Ctx, Query(onwards): Query<Onwards>) -> Result<Response, Fault> {
    identity.auth.sign_out(&ctx.actor).await?;
    ctx.set_cookie(identity.cookies.end_session());
    Ok(redirect(onwards.next.as_deref().unwrap_or("/")))
}

fn form(identity: &Identity, address: &str, next: Option<&str>, errors: &FieldErrors) -> Page {
    let email = Field::email("email", t!("sign-in-email")).required().value(address).error(errors.of("email")).autocomplete("username");
    let fields = html! {
        (if errors.is_empty() && address.is_empty() { email.autofocus() } else { email })
        (Field::password("password", t!("sign-in-password")).required().error(errors.of("password")))
    };
    let mut form = Form::post("/sign-in", fields).errors(errors).button(Button::submit(t!("sign-in-title")).main().large().wide());
    if let Some(next) = next {
        form = form.hidden("next", next);
    }
    let main = html! {
        (form)
        (providers::buttons(identity, next))
        (other_ways(&html! {
            p { a href=(onwards("/sign-in/link", next, address)) { (t!("sign-in-link-instead")) } }
            p { a href=(onwards("/reset", None, address)) { (t!("sign-in-forgot")) } }
            p { (t_html!("sign-in-new-here", link = html! { a href=(onwards("/sign-up", None, address)) { (t!("sign-in-create")) } })) }
        }))
        @if let Some(demo) = &identity.try_as {
            section class="stack" {
                h2 { (t!("sign-in-try-as")) }
                p { (t_html!("sign-in-try-password", password = html! { code { (demo.password) } })) }
                (demo.people.iter().fold(DefinitionList::new(), |list, (email, who)| list.fact(who, html! { code { (email) } })))
            }
        }
    };
    page(identity, &t!("sign-in-title"), main)
}
