//! Confirm an address. The link shows a button; only the button confirms.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::session::Client;
use platform_http::{Ctx, Fault, Path};
use platform_texts::{t, t_html};
use platform_ui::{Button, Form};

use super::{gone, not_redeemed, page, welcome};
use crate::{Identity, codes, origin};

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Path(token): Path<String>) -> Result<Response, Fault> {
    let Some(pending) = identity.auth.pending_confirmation(&token).await? else { return expired(&identity, &ctx) };
    let main = html! {
        p {
            @if pending.full_name.is_empty() { (t_html!("confirm-with", email = html! { strong { (pending.email) } })) }
            @else { (t_html!("confirm-as", name = html! { strong { (pending.full_name) } }, email = html! { strong { (pending.email) } })) }
        }
        (Form::post(format!("/confirm/{token}"), html! {}).button(Button::submit(t!("confirm-button")).main().large().wide()))
        p { (t!("confirm-not-you")) }
    };
    Ok(page(&identity, &t!("confirm-title"), main).into_response())
}

pub(crate) async fn submit(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    match identity.auth.confirm(&token, Client::Page, &origin(&ctx, &headers)).await {
        Ok(signed_in) => Ok(welcome(&identity, &ctx, &signed_in, None)),
        Err(error) => match not_redeemed(error) {
            Some(fault) => Err(fault),
            None => expired(&identity, &ctx),
        },
    }
}

fn expired(identity: &Identity, ctx: &Ctx) -> Result<Response, Fault> {
    gone(identity, ctx, codes::LINK_EXPIRED, Button::link(t!("confirm-again"), "/sign-up"))
}
