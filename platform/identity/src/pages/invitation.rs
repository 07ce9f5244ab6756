//! Accept an invitation into an organization.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::organizations::{AcceptError, InvitationPreview};
use platform_http::{Ctx, Fault, Path, code, redirect};
use platform_texts::{t, t_html};
use platform_types::Zone;
use platform_ui::{Banner, Button, DefinitionList, Form, Moment, Tone};

use super::{HOME, gone, page, with_next};
use crate::{Identity, codes};

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Path(token): Path<String>) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let offer = identity.auth.invitation(&mut tx, &token).await?;
    drop(tx);
    match offer {
        Some(offer) => Ok(offered(&identity, &ctx, &token, &offer)),
        None => gone(&identity, &ctx, codes::INVITATION_GONE, Button::link(t!("invitation-account"), HOME)),
    }
}

pub(crate) async fn accept(State(identity): State<Identity>, ctx: Ctx, Path(token): Path<String>) -> Result<Response, Fault> {
    match identity.auth.accept_invitation(&ctx.actor, &token).await {
        Ok(_) => Ok(redirect("/account?done=joined")),
        Err(AcceptError::OtherAddress) => Err(Fault::new(codes::INVITATION_OTHER_ADDRESS)),
        Err(AcceptError::NotSignedIn) => Err(Fault::new(code::http::UNAUTHENTICATED)),
        Err(AcceptError::Unknown | AcceptError::Withdrawn) => {
            gone(&identity, &ctx, codes::INVITATION_GONE, Button::link(t!("invitation-account"), HOME))
        }
        Err(AcceptError::Database(e)) => Err(e.into()),
    }
}

fn offered(identity: &Identity, ctx: &Ctx, token: &str, offer: &InvitationPreview) -> Response {
    let here = format!("/invitations/{token}");
    let place: Cow<'_, str> = if offer.organization.is_empty() { t!("invitation-platform") } else { offer.organization.as_str().into() };
    let mut facts = DefinitionList::new();
    if !offer.place.is_empty() {
        facts = facts.text(t!("invitation-where"), &offer.place);
    }
    facts = facts.text(t!("invitation-role"), &offer.role);
    if let Some(at) = offer.role_expires_at {
        let zone = offer.timezone.parse().unwrap_or(Zone::UTC);
        facts = facts.fact(t!("invitation-until"), Moment::full(at, zone).with_zone().render());
    }
    if !offer.inviter.is_empty() {
        facts = facts.text(t!("invitation-by"), &offer.inviter);
    }
    let facts = facts
        .text(t!("invitation-to"), &offer.email)
        .fact(t!("invitation-stands"), Moment::short(offer.expires_at, Zone::UTC).for_reader().render());
    let main = html! {
        p {
            @if offer.place.is_empty() { (t_html!("invitation-you", place = html! { strong { (place) } })) }
            @else { (t_html!("invitation-work", event = html! { strong { (offer.place) } }, place = html! { strong { (place) } })) }
        }
        (facts)
        @match &ctx.signed_in {
            None => {
                p { (t_html!("invitation-sign-in-with", email = html! { strong { (offer.email) } })) }
                p { (Button::link(t!("sign-in-title"), with_next("/sign-in", Some(&here))).main().large()) }
                p { (t_html!("invitation-no-account", link = html! { a href="/sign-up" { (t!("invitation-create")) } })) }
            }
            Some(person) if person.email == offer.email => (Form::post(&here, html! {}).button(Button::submit(t!("invitation-accept")).main().large())),
            Some(person) => {
                (Banner::new(Tone::Care, t!("invitation-other", email = person.email, to = offer.email)))
                (Form::post(with_next("/sign-out", Some(&here)), html! {}).button(Button::submit(t!("invitation-sign-out"))))
            }
        }
    };
    page(identity, &t!("invitation-title"), main).into_response()
}
