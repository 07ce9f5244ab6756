//! Pages: sign in and up, links of mails, the account, invitations.

pub mod account;
pub mod allow_list;
mod clock;
pub mod confirm;
pub mod factors;
pub mod history;
pub mod invitation;
pub mod link;
pub mod providers;
pub mod reset;
pub mod second_step;
pub mod sign_in;
pub mod sign_up;
pub mod staff_rule;
pub mod support;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform_auth::TooManyAttempts;
use platform_auth::people::{Broken, RedeemError};
use platform_auth::session::SignedIn;
use platform_http::{Check, Code, Ctx, Fault, Page, Wants, redirect};
use platform_texts::{t, t_html};
use platform_ui::{Button, FieldErrors, PublicPage};

use crate::{Identity, codes};

/// Where somebody lands who signed in and wanted nowhere in particular.
const HOME: &str = "/account";

/// A page that is nothing but its one matter.
fn page(identity: &Identity, title: &str, main: Markup) -> Page {
    Page(PublicPage::new(&(identity.house)(), title, html! { div class="stack" { h1 { (title) } (main) } }).narrow().noindex().render())
}

/// The form again, with what was typed and what is wrong with it; for programs the fault.
fn again(ctx: &Ctx, check: Check, show: impl FnOnce(&FieldErrors) -> Page) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(check.into_fault());
    }
    let mut errors = FieldErrors::new();
    for fault in check.faults() {
        errors.add(fault.field.clone(), fault.sentence());
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&errors)).into_response())
}

/// The form again, refused as a whole; for programs the fault.
fn refused(ctx: &Ctx, code: Code, show: impl FnOnce(&FieldErrors) -> Page) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(code));
    }
    let mut errors = FieldErrors::new();
    errors.add_form(code.message());
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&errors)).into_response())
}

/// A link that does nothing any more, and where to get a new one.
fn gone(identity: &Identity, ctx: &Ctx, code: Code, button: Button) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(code));
    }
    let main = html! { p { (code.message()) } p { (button.main()) } };
    Ok((StatusCode::GONE, page(identity, &t!("link-gone"), main)).into_response())
}

/// The session's cookie, and on to where they wanted.
fn welcome(identity: &Identity, ctx: &Ctx, signed_in: &SignedIn, next: Option<&str>) -> Response {
    if let Some(cookie) = signed_in.cookie() {
        ctx.set_cookie(identity.cookies.session(cookie.expose()));
    }
    if signed_in.half {
        return redirect(&with_next("/sign-in/second", next));
    }
    redirect(next.unwrap_or(HOME))
}

/// The form again, with when it can be sent; for programs the fault.
fn too_many(ctx: &Ctx, error: TooManyAttempts, show: impl FnOnce(&FieldErrors) -> Page) -> Result<Response, Fault> {
    let wait = error.retry_after.as_secs();
    let fault = Fault::rate_limited(wait);
    if ctx.wants == Wants::Json {
        return Err(fault);
    }
    let mut errors = FieldErrors::new();
    errors.add_form(fault.message());
    Ok((fault.code().status(), [(header::RETRY_AFTER, wait.to_string())], show(&errors)).into_response())
}

/// A fault of ours on its way to the edge.
pub(crate) fn broken(error: Broken) -> Fault {
    match error {
        Broken::Database(e) => e.into(),
        other => Fault::internal(other),
    }
}

/// What a link that was not taken means; `None` where it simply no longer works.
fn not_redeemed(error: RedeemError) -> Option<Fault> {
    match error {
        RedeemError::Expired => None,
        RedeemError::Suspended => Some(Fault::new(codes::SUSPENDED)),
        RedeemError::Broken(e) => Some(broken(e)),
    }
}

/// `path?next=…`, where there is somewhere to go.
fn with_next(path: &str, next: Option<&str>) -> String {
    onwards(path, next, "")
}

/// The same with the address that was typed already.
fn onwards(path: &str, next: Option<&str>, address: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(next) = next {
        query.append_pair("next", next);
    }
    if !address.is_empty() {
        query.append_pair("email", address);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Links to the other ways in: what was typed goes along, also what was typed since the page came.
fn other_ways(links: &Markup) -> Markup {
    html! { carry-field class="stack" data-field="email" { (links) } }
}

/// Tells to look into the mailbox, in the same words for everybody.
fn look_into_mailbox(identity: &Identity, title: &str, address: &str, what: &str) -> Response {
    let main = html! {
        p { (t_html!("mailbox-sent", email = html! { strong { (address) } }, what = what)) }
        p { (t!("mailbox-nothing")) }
    };
    page(identity, title, main).into_response()
}
