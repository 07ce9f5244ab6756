//! Sign up.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::people::{SignUp, SignUpError};
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Query, redirect};
use platform_texts::{t, t_html};
use platform_types::{EmailAddress, Lang, PersonName, SecretString};
use platform_ui::{Button, Field, FieldErrors, Form};
use serde::Deserialize;

use super::sign_in::Onwards;
use super::{HOME, again, broken, look_into_mailbox, onwards, other_ways, page, too_many};
use crate::{Identity, origin};

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Query(onwards): Query<Onwards>) -> Response {
    if ctx.signed_in.is_some() {
        return redirect(HOME);
    }
    form(&identity, "", onwards.address(), &FieldErrors::new()).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    full_name: Option<String>,
    email: Option<String>,
    password: Option<SecretString>,
}

pub(crate) async fn submit(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Body(typed): Body<Typed>,
) -> Result<Response, Fault> {
    let (name, address) = (typed.full_name.unwrap_or_default(), typed.email.unwrap_or_default());
    let mut check = Check::new();
    let full_name = check.field("full_name", name.parse::<PersonName>());
    let email = check.field("email", address.parse::<EmailAddress>());
    let password = typed.password;
    match (&password, &email) {
        (None, _) => check.wrong("password", t!("sign-up-choose-password")),
        // All mistakes at once: the password's too, while something else is wrong.
        (Some(password), Some(email)) => _ = check.field("password", identity.auth.settings().password_rule.check(password, email)),
        (Some(_), None) => {}
    }
    let (true, Some(email), Some(password)) = (check.is_fine(), email, password) else {
        return again(&ctx, check, |errors| form(&identity, &name, &address, errors));
    };
    let shown = email.to_string();
    let command = SignUp { email, password, full_name, locale: Lang::current().tag().to_owned() };
    match identity.auth.sign_up(command, &origin(&ctx, &headers)).await {
        Ok(()) => Ok(look_into_mailbox(&identity, &t!("mailbox-title"), &shown, &t!("sign-up-open-link"))),
        Err(SignUpError::Password(e)) => {
            let mut check = Check::new();
            check.wrong("password", e.to_string());
            again(&ctx, check, |errors| form(&identity, &name, &address, errors))
        }
        Err(SignUpError::TooMany(e)) => too_many(&ctx, e, |errors| form(&identity, &name, &address, errors)),
        Err(SignUpError::Broken(e)) => Err(broken(e)),
    }
}

fn form(identity: &Identity, name: &str, address: &str, errors: &FieldErrors) -> Page {
    let least = identity.auth.settings().password_rule.min_chars;
    let fields = html! {
        (Field::text("full_name", t!("sign-up-name")).required().value(name).autocomplete("name").max_length(200).error(errors.of("full_name")))
        (Field::email("email", t!("sign-in-email")).required().value(address).error(errors.of("email")))
        (Field::password("password", t!("sign-in-password")).required().autocomplete("new-password").help(t!("sign-up-password-help", least = least)).error(errors.of("password")))
    };
    let main = html! {
        (Form::post("/sign-up", fields).errors(errors).button(Button::submit(t!("sign-up-button")).main().large().wide()))
        (other_ways(&html! { p { (t_html!("sign-up-have-one", link = html! { a href=(onwards("/sign-in", None, address)) { (t!("sign-in-title")) } })) } }))
    };
    page(identity, &t!("sign-in-create"), main)
}
