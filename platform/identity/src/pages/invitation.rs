//! Accept an invitation into an organization.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::html;
use platform_auth::organizations::{AcceptError, InvitationPreview};
use platform_http::{Ctx, Fault, Path, code, redirect};
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
        None => gone(&identity, &ctx, codes::INVITATION_GONE, Button::link("Go to your account", HOME)),
    }
}

pub(crate) async fn accept(State(identity): State<Identity>, ctx: Ctx, Path(token): Path<String>) -> Result<Response, Fault> {
    match identity.auth.accept_invitation(&ctx.actor, &token).await {
        Ok(_) => Ok(redirect("/account?done=joined")),
        Err(AcceptError::OtherAddress) => Err(Fault::new(codes::INVITATION_OTHER_ADDRESS)),
        Err(AcceptError::NotSignedIn) => Err(Fault::new(code::http::UNAUTHENTICATED)),
        Err(AcceptError::Unknown | AcceptError::Withdrawn) => {
            gone(&identity, &ctx, codes::INVITATION_GONE, Button::link("Go to your account", HOME))
        }
        Err(AcceptError::Database(e)) => Err(e.into()),
    }
}

fn offered(identity: &Identity, ctx: &Ctx, token: &str, offer: &InvitationPreview) -> Response {
    let here = format!("/invitations/{token}");
    let place = if offer.organization.is_empty() { "this platform" } else { &offer.organization };
    let mut facts = DefinitionList::new();
    if !offer.place.is_empty() {
        facts = facts.text("Where", &offer.place);
    }
    facts = facts.text("Role", &offer.role);
    if let Some(at) = offer.role_expires_at {
        let zone = offer.timezone.parse().unwrap_or(Zone::UTC);
        facts = facts.fact("Role held until", Moment::full(at, zone).with_zone().render());
    }
    if !offer.inviter.is_empty() {
        facts = facts.text("Invited by", &offer.inviter);
    }
    let facts = facts.text("Sent to", &offer.email).fact("Stands until (UTC)", Moment::full(offer.expires_at, Zone::UTC).render());
    let main = html! {
        p {
            @if offer.place.is_empty() { "You are invited to " strong { (place) } "." }
            @else { "You are invited to work at " strong { (offer.place) } " of " strong { (place) } "." }
        }
        (facts)
        @match &ctx.signed_in {
            None => {
                p { "Sign in with " strong { (offer.email) } " to accept." }
                p { (Button::link("Sign in", with_next("/sign-in", Some(&here))).main().large()) }
                p { "No account yet? " a href="/sign-up" { "Create one" } " with that address, then open the link of your mail again." }
            }
            Some(person) if person.email == offer.email => (Form::post(&here, html! {}).button(Button::submit("Accept").main().large())),
            Some(person) => {
                (Banner::new(Tone::Care, format!("You are signed in as {}. This invitation was sent to {}.", person.email, offer.email)))
                (Form::post(with_next("/sign-out", Some(&here)), html! {}).button(Button::submit("Sign out and go on")))
            }
        }
    };
    page(identity, "An invitation", main).into_response()
}
