//! Signing in with an account elsewhere: there and back, connecting, disconnecting.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform_auth::providers::{
    Answer, ByProvider, ConnectError, DisconnectError, Flow, FlowSecrets, Offer, OwnIdentity, Proven, ProviderError, Purpose,
};
use platform_http::{Code, Ctx, Fault, Page, Path, Query, Wants, redirect};
use platform_texts::{t, t_html};
use platform_ui::{Button, Card, Form};
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use super::clock::OwnClock;
use super::{HOME, broken, gone, page, welcome, with_next};
use crate::oidc::{Provider, ProviderFault};
use crate::{Identity, codes, origin};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Onwards {
    next: Option<String>,
}

/// From the sign-in page to a provider.
pub(crate) async fn go(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(onwards): Query<Onwards>,
) -> Result<Response, Fault> {
    let provider = identity.providers.find(&name).ok_or_else(Fault::not_found)?;
    begin(&identity, &ctx, &headers, provider, &Purpose::Page { next: onwards.next }, &[]).await
}

/// From the account page to a provider, to connect an account there.
pub(crate) async fn connect(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    let provider = identity.providers.find(&name).ok_or_else(Fault::not_found)?;
    let user = ctx.actor.user_id().filter(|_| ctx.acts_for.is_none()).ok_or_else(|| Fault::new(codes::NOT_THEMSELF))?;
    begin(&identity, &ctx, &headers, provider, &Purpose::Connect { user }, &[]).await
}

/// What a program asks for, as Supabase's clients do.
#[derive(Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub(crate) struct Authorize {
    provider: Option<String>,
    redirect_to: Option<String>,
    scopes: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

pub(crate) async fn authorize(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Query(asked): Query<Authorize>,
) -> Result<Response, Fault> {
    let bad = |says: &str| Fault::new(platform_http::code::http::BAD_PARAMETER).with_detail(says.to_owned());
    let name = asked.provider.ok_or_else(|| bad("Name a provider."))?;
    let provider = identity.providers.find(&name).ok_or_else(|| bad("Unsupported provider: provider is not enabled"))?;
    let challenge = match (asked.code_challenge.filter(|c| !c.is_empty()), asked.code_challenge_method.filter(|m| !m.is_empty())) {
        (None, None) => None,
        (Some(challenge), Some(method)) => {
            let method = method.to_ascii_lowercase();
            if !matches!(method.as_str(), "s256" | "plain") || !(43..=128).contains(&challenge.len()) {
                return Err(bad("code_challenge has 43 to 128 characters, code_challenge_method is s256 or plain."));
            }
            Some((method, challenge))
        }
        _ => return Err(bad("PKCE flow requires code_challenge_method and code_challenge")),
    };
    let redirect_to = identity.providers.redirect_to(asked.redirect_to.as_deref());
    let scopes: Vec<String> = asked.scopes.unwrap_or_default().split([' ', ',']).filter(|s| !s.is_empty()).map(str::to_owned).collect();
    begin(&identity, &ctx, &headers, provider, &Purpose::Program { redirect_to, challenge }, &scopes).await
}

async fn begin(
    identity: &Identity,
    ctx: &Ctx,
    headers: &HeaderMap,
    provider: &Provider,
    purpose: &Purpose,
    scopes: &[String],
) -> Result<Response, Fault> {
    let browser = identity.cookies.provider_of(headers);
    let secrets: FlowSecrets = identity.auth.begin_flow(&provider.settings().name, purpose, browser).await?;
    let address = provider.address(&secrets, scopes, ctx.now()).await.map_err(away)?;
    ctx.set_cookie(identity.cookies.provider(secrets.browser.expose()));
    elsewhere(&address)
}

/// To a provider, or back to a program: addresses that were checked, never what somebody typed.
fn elsewhere(address: &Url) -> Result<Response, Fault> {
    let location = HeaderValue::from_str(address.as_str()).map_err(Fault::internal)?;
    Ok((StatusCode::FOUND, [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"))])
        .into_response())
}

fn away(fault: ProviderFault) -> Fault {
    match fault {
        ProviderFault::Away(why) => Fault::new(codes::PROVIDER_AWAY).with_context(why),
        ProviderFault::Code => Fault::new(codes::PROVIDER_STATE),
        ProviderFault::Token(why) => {
            tracing::warn!(why, "a provider's token was refused");
            Fault::new(codes::PROVIDER_AWAY).with_context(why)
        }
    }
}

/// What a provider sends the browser back with.
#[derive(Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub(crate) struct Back {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    /// Who answers (RFC 9207): one provider must not pass on another's answer.
    iss: Option<String>,
}

/// Back from a provider.
pub(crate) async fn callback(
    State(identity): State<Identity>,
    ctx: Ctx,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response, Fault> {
    let (Some(state), Some(browser)) = (back.state.as_deref(), identity.cookies.provider_of(&headers)) else {
        return not_signed_in(&identity, &ctx, codes::PROVIDER_STATE);
    };
    let Some(flow) = identity.auth.take_flow(state, browser).await? else {
        return not_signed_in(&identity, &ctx, codes::PROVIDER_STATE);
    };
    let refused = match (&back.code, identity.providers.find(&flow.provider)) {
        (_, Some(provider)) if back.iss.as_deref().is_some_and(|iss| !provider.is(iss)) => codes::PROVIDER_STATE,
        _ if back.error.is_some() => codes::PROVIDER_DENIED,
        (Some(code), Some(provider)) => match provider.prove(code, &flow.secrets, ctx.now()).await {
            Ok(proven) => return proved(&identity, &ctx, &headers, &flow, &proven).await,
            Err(ProviderFault::Code) => codes::PROVIDER_STATE,
            Err(fault @ (ProviderFault::Away(_) | ProviderFault::Token(_))) => {
                tracing::warn!(provider = %flow.provider, %fault, "nobody was signed in by a provider");
                codes::PROVIDER_AWAY
            }
        },
        _ => codes::PROVIDER_STATE,
    };
    tell(&identity, &ctx, &flow, refused)
}

async fn proved(identity: &Identity, ctx: &Ctx, headers: &HeaderMap, flow: &Flow, proven: &Proven) -> Result<Response, Fault> {
    let from = origin(ctx, headers);
    match &flow.purpose {
        Purpose::Page { next } => match identity.auth.sign_in_by_provider(proven, &from).await {
            Ok(ByProvider::Done(signed_in)) => Ok(welcome(identity, ctx, &signed_in, next.as_deref())),
            Ok(ByProvider::Offered(token)) => Ok(redirect(&with_next(&format!("/sign-in/connect/{}", token.expose()), next.as_deref()))),
            Err(error) => tell(identity, ctx, flow, refusal(error)?),
        },
        Purpose::Program { redirect_to, challenge } => match identity.auth.answer_program(proven, challenge.as_ref(), &from).await {
            Ok(ByProvider::Done(answer)) => to_program(redirect_to, &answer),
            Ok(ByProvider::Offered(_)) => {
                let says = "An account with this address exists. Sign in to it as before and connect this provider on its account page.";
                program_error(redirect_to, challenge.is_some(), "access_denied", "identity_needs_proof", says)
            }
            Err(error) => tell(identity, ctx, flow, refusal(error)?),
        },
        // Whoever comes back is who began: a browser that changed hands in between connects nothing.
        Purpose::Connect { user } if ctx.actor.user_id() == Some(*user) => match identity.auth.connect(&ctx.actor, proven).await {
            Ok(()) => Ok(redirect("/account?done=connected")),
            Err(ConnectError::Taken) => not_signed_in(identity, ctx, codes::PROVIDER_TAKEN),
            Err(ConnectError::Broken(e)) => Err(broken(e)),
            Err(ConnectError::NotThemself | ConnectError::Gone) => not_signed_in(identity, ctx, codes::PROVIDER_STATE),
        },
        Purpose::Connect { .. } => not_signed_in(identity, ctx, codes::PROVIDER_STATE),
    }
}

fn refusal(error: ProviderError) -> Result<Code, Fault> {
    Ok(match error {
        ProviderError::NoAddress | ProviderError::Unverified => codes::PROVIDER_UNVERIFIED,
        ProviderError::Suspended => codes::SUSPENDED,
        ProviderError::Broken(e) => return Err(broken(e)),
    })
}

/// Tells the person, or the program that sent them.
fn tell(identity: &Identity, ctx: &Ctx, flow: &Flow, code: Code) -> Result<Response, Fault> {
    match &flow.purpose {
        Purpose::Program { redirect_to, challenge } => {
            let error = if code.status >= 500 { "server_error" } else { "access_denied" };
            program_error(redirect_to, challenge.is_some(), error, code.code, &code.message())
        }
        _ => not_signed_in(identity, ctx, code),
    }
}

fn not_signed_in(identity: &Identity, ctx: &Ctx, code: Code) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json && ctx.path != "/auth/v1/callback" {
        return Err(Fault::new(code));
    }
    let (label, to) =
        if ctx.signed_in.is_some() { (t!("providers-back-account"), HOME) } else { (t!("providers-back-sign-in"), "/sign-in") };
    let main = html! { p { (code.message()) } p { (Button::link(label, to).main()) } };
    Ok((code.status(), page(identity, &t!("providers-failed"), main)).into_response())
}

/// Back to a program with what it came for: a code in the query, or tokens behind the hash, as Supabase's clients read them.
fn to_program(redirect_to: &str, answer: &Answer) -> Result<Response, Fault> {
    let mut url = Url::parse(redirect_to).map_err(Fault::internal)?;
    match answer {
        Answer::Code(code) => {
            url.query_pairs_mut().append_pair("code", code.expose());
        }
        Answer::SignedIn(signed_in) => {
            let session = signed_in.tokens().map(platform_auth::session::TokenPair::to_json).unwrap_or_default();
            let mut fields = url::form_urlencoded::Serializer::new(String::new());
            for key in ["access_token", "expires_at", "expires_in", "refresh_token", "token_type"] {
                let value = &session[key];
                fields.append_pair(key, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
            url.set_fragment(Some(&fields.finish()));
        }
    }
    elsewhere(&url)
}

fn program_error(redirect_to: &str, in_query_too: bool, error: &str, code: &str, says: &str) -> Result<Response, Fault> {
    let mut url = Url::parse(redirect_to).map_err(Fault::internal)?;
    let fields = [("error", error), ("error_code", code), ("error_description", says)];
    if in_query_too {
        url.query_pairs_mut().extend_pairs(fields);
    }
    url.set_fragment(Some(&url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()));
    elsewhere(&url)
}

/// The offer to connect an account elsewhere with the one that has its address here.
pub(crate) async fn offer(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(token): Path<String>,
    Query(onwards): Query<Onwards>,
) -> Result<Response, Fault> {
    match identity.auth.pending_offer(&token).await? {
        Some(offer) => Ok(offered(&identity, &ctx, &token, &offer, onwards.next.as_deref()).into_response()),
        None => gone(&identity, &ctx, codes::OFFER_GONE, Button::link(t!("providers-back-sign-in"), "/sign-in")),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Accept {
    next: Option<String>,
}

pub(crate) async fn accept(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(token): Path<String>,
    platform_http::Form(accept): platform_http::Form<Accept>,
) -> Result<Response, Fault> {
    let label = match identity.auth.pending_offer(&token).await? {
        Some(offer) => identity.providers.label(&offer.provider),
        None => return gone(&identity, &ctx, codes::OFFER_GONE, Button::link(t!("providers-back-sign-in"), "/sign-in")),
    };
    match identity.auth.accept_offer(&ctx.actor, &token, &label).await {
        Ok(()) => Ok(redirect(accept.next.as_deref().unwrap_or("/account?done=connected"))),
        Err(ConnectError::Taken) => Err(Fault::new(codes::PROVIDER_TAKEN)),
        Err(ConnectError::NotThemself) => Err(Fault::new(codes::NOT_THEMSELF)),
        Err(ConnectError::Gone) => gone(&identity, &ctx, codes::OFFER_GONE, Button::link(t!("providers-back-sign-in"), "/sign-in")),
        Err(ConnectError::Broken(e)) => Err(broken(e)),
    }
}

fn offered(identity: &Identity, ctx: &Ctx, token: &str, offer: &Offer, next: Option<&str>) -> Page {
    let label = identity.providers.label(&offer.provider);
    let here = with_next(&format!("/sign-in/connect/{token}"), next);
    let mut form = Form::post(format!("/sign-in/connect/{token}"), html! {})
        .button(Button::submit(t!("providers-connect", label = label)).main().large().wide());
    if let Some(next) = next {
        form = form.hidden("next", next);
    }
    let main = html! {
        p { (t_html!("providers-offer", email = html! { strong { (offer.email) } }, label = label)) }
        @match &ctx.signed_in {
            Some(person) if person.id == offer.user => (form),
            Some(person) => {
                p { (t_html!("providers-signed-in-as", email = html! { strong { (person.email) } })) }
                (Form::post(with_next("/sign-out", Some(&here)), html! {}).button(Button::submit(t!("providers-sign-out"))))
            }
            None => {
                p { (Button::link(t!("providers-password"), super::onwards("/sign-in", Some(&here), &offer.email)).main().large().wide()) }
                p { a href=(super::onwards("/sign-in/link", Some(&here), &offer.email)) { (t!("providers-link")) } }
            }
        }
    };
    page(identity, &t!("providers-is-this-yours"), main)
}

pub(crate) async fn disconnect(State(identity): State<Identity>, ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    match identity.auth.disconnect(&ctx.actor, id, |name| identity.providers.label(name)).await {
        Ok(()) => Ok(redirect("/account?done=disconnected")),
        Err(DisconnectError::Unknown) => Err(Fault::not_found()),
        Err(DisconnectError::LastWay) => Err(Fault::new(codes::LAST_WAY)),
        Err(DisconnectError::NotThemself) => Err(Fault::new(codes::NOT_THEMSELF)),
        Err(DisconnectError::Broken(e)) => Err(broken(e)),
    }
}

/// The buttons of the sign-in page.
pub(super) fn buttons(identity: &Identity, next: Option<&str>) -> Markup {
    html! {
        @if !identity.providers.all().is_empty() {
            div class="stack stack--tight" {
                @for provider in identity.providers.all() {
                    (Button::link(t!("providers-go-on", label = provider.settings().label), with_next(&format!("/sign-in/with/{}", provider.settings().name), next)).large().wide())
                }
            }
        }
    }
}

/// The card of the account page.
pub(super) fn card(identity: &Identity, list: &[OwnIdentity], clock: OwnClock) -> Markup {
    let elsewhere: Vec<&OwnIdentity> = list.iter().filter(|one| one.provider != "email").collect();
    let free: Vec<&Provider> =
        identity.providers.all().iter().filter(|p| elsewhere.iter().all(|one| one.provider != p.settings().name)).collect();
    html! {
        @if !elsewhere.is_empty() || !free.is_empty() {
            (Card::new(html! {
                div class="stack" {
                    @for one in &elsewhere {
                        div class="ends" {
                            p {
                                strong { (identity.providers.label(&one.provider)) } " "
                                @if let Some(email) = &one.email { (email) " " }
                                span class="muted" { (t_html!("providers-since", when = clock.tell(one.since))) }
                            }
                            form method="post" action={ "/account/identities/" (one.id) "/remove" } { (Button::submit(t!("providers-disconnect")).small().quiet()) }
                        }
                    }
                    @for provider in free {
                        p { (Button::link(t!("providers-connect", label = provider.settings().label), format!("/account/connect/{}", provider.settings().name)).small()) }
                    }
                }
            }).title(t!("providers-elsewhere")))
        }
    }
}
