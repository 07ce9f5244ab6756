//! One's second factor: authenticator apps and recovery codes.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};
use platform_auth::factors::{Enrolment, Factor, FactorError, Factors, Proof};
use platform_auth::session::Client;
use platform_http::{Ctx, Fault, Form as Body, Page, Path, Query, Wants, redirect};
use platform_texts::{t, t_html};
use platform_types::SecretString;
use platform_ui::{Badge, Banner, Button, Card, CopyText, Disclosure, Field, FieldErrors, Form, PublicPage, QrSlot, Toast, Tone};
use serde::Deserialize;
use uuid::Uuid;

use super::broken;
use super::clock::OwnClock;
use crate::{Identity, codes};

const HERE: &str = "/account/second-factor";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    done: String,
}

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let told = match after.done.as_str() {
        "removed" => Some(t!("factors-removed")),
        _ => None,
    };
    overview(&identity, &ctx, told, &FieldErrors::new()).await
}

#[derive(Deserialize)]
pub(crate) struct New {
    name: Option<String>,
}

/// Begins to add an app: its page shows the picture.
pub(crate) async fn begin(State(identity): State<Identity>, ctx: Ctx, Body(new): Body<New>) -> Result<Response, Fault> {
    let name = new.name.unwrap_or_else(|| t!("factors-default-name").into_owned());
    match identity.auth.enrol_factor(&ctx.actor, &name, None).await {
        Ok(begun) => Ok(redirect(&format!("{HERE}/{}", begun.factor.id))),
        Err(error) => wrong(&identity, &ctx, error, "name").await,
    }
}

pub(crate) async fn show_begun(State(identity): State<Identity>, ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    match identity.auth.begun_factor(&ctx.actor, id).await {
        Ok(begun) => Ok(begun_page(&identity, &begun, &FieldErrors::new())?.into_response()),
        // It counts already, or took too long.
        Err(FactorError::Unknown) => Err(Fault::not_found()),
        Err(error) => Err(fault(error)),
    }
}

#[derive(Deserialize)]
pub(crate) struct Code {
    code: Option<String>,
}

/// The first code: the app counts, and the recovery codes are shown.
pub(crate) async fn confirm(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(id): Path<Uuid>,
    Body(typed): Body<Code>,
) -> Result<Response, Fault> {
    let code = typed.code.unwrap_or_default();
    match identity.auth.verify_factor(&ctx.actor, id, None, &code, Client::Page).await {
        Ok(verified) => {
            if let Some(cookie) = verified.signed_in.cookie() {
                ctx.set_cookie(identity.cookies.session(cookie.expose()));
            }
            if verified.recovery_codes.is_empty() {
                return Ok(redirect(HERE));
            }
            Ok(codes_page(&identity, &t!("factors-done"), &verified.recovery_codes).into_response())
        }
        Err(FactorError::WrongCode) if ctx.wants != Wants::Json => {
            let mut errors = FieldErrors::new();
            errors.add("code", codes::WRONG_CODE.message());
            match identity.auth.begun_factor(&ctx.actor, id).await {
                Ok(begun) => Ok((StatusCode::UNPROCESSABLE_ENTITY, begun_page(&identity, &begun, &errors)?).into_response()),
                Err(_) => Err(Fault::new(codes::WRONG_CODE)),
            }
        }
        Err(FactorError::Unknown) => Err(Fault::not_found()),
        Err(error) => Err(fault(error)),
    }
}

/// What proves again that it is the person.
#[derive(Deserialize)]
pub(crate) struct Again {
    password: Option<SecretString>,
    code: Option<String>,
}

impl Again {
    fn proof(self) -> Proof {
        match (self.code, self.password) {
            (Some(code), _) => Proof::Code(code),
            (None, Some(password)) => Proof::Password(password),
            (None, None) => Proof::Code(String::new()),
        }
    }
}

pub(crate) async fn remove(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(id): Path<Uuid>,
    Body(again): Body<Again>,
) -> Result<Response, Fault> {
    match identity.auth.remove_factor(&ctx.actor, id, &again.proof()).await {
        Ok(()) => Ok(redirect(&format!("{HERE}?done=removed"))),
        Err(FactorError::Unknown) => Err(Fault::not_found()),
        Err(error) => wrong(&identity, &ctx, error, "code").await,
    }
}

pub(crate) async fn renew(State(identity): State<Identity>, ctx: Ctx, Body(again): Body<Again>) -> Result<Response, Fault> {
    match identity.auth.renew_recovery_codes(&ctx.actor, &again.proof()).await {
        Ok(codes) => Ok(codes_page(&identity, &t!("factors-your-new-codes"), &codes).into_response()),
        // Nothing to renew: there is no app yet.
        Err(FactorError::Unknown) => Ok(redirect(HERE)),
        Err(error) => wrong(&identity, &ctx, error, "code").await,
    }
}

/// The overview again with what is wrong; for programs the fault.
async fn wrong(identity: &Identity, ctx: &Ctx, error: FactorError, field: &'static str) -> Result<Response, Fault> {
    let says = match &error {
        FactorError::WrongCode | FactorError::WrongPassword | FactorError::NameTaken | FactorError::Full => error.to_string(),
        _ => return Err(fault(error)),
    };
    if ctx.wants == Wants::Json {
        return Err(fault(error));
    }
    let mut errors = FieldErrors::new();
    let field = if matches!(error, FactorError::WrongPassword) { "password" } else { field };
    errors.add(field, platform_http::sentence(&says));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, overview(identity, ctx, None, &errors).await?).into_response())
}

fn fault(error: FactorError) -> Fault {
    match error {
        FactorError::WrongCode | FactorError::WrongPassword => Fault::new(codes::WRONG_CODE),
        FactorError::TooMany(e) => Fault::rate_limited(e.retry_after.as_secs()),
        FactorError::SecondStepMissing => Fault::new(platform_http::code::http::SECOND_FACTOR),
        FactorError::Unknown | FactorError::ChallengeGone => Fault::not_found(),
        FactorError::NameTaken | FactorError::Full => {
            Fault::new(platform_http::code::http::CONFLICT).with_detail(platform_http::sentence(&error.to_string()))
        }
        FactorError::NotThemself => Fault::new(codes::NOT_THEMSELF),
        FactorError::Broken(e) => broken(e),
    }
}

async fn overview(identity: &Identity, ctx: &Ctx, told: Option<Cow<'static, str>>, errors: &FieldErrors) -> Result<Page, Fault> {
    let factors = identity.auth.own_factors(&ctx.actor).await?;
    let withheld = identity.auth.withheld(&ctx.actor).await?;
    let clock = OwnClock::of(&mut ctx.read().await?, ctx).await?;
    let main = html! {
        div class="stack stack--loose" {
            @if let Some(words) = told { (Toast::good(words).flash()) }
            div {
                p { a href="/account" { (t!("factors-account")) } }
                h1 { (t!("factors-title")) }
            }
            @if withheld.as_deref() == Some("second_factor") {
                (Banner::new(Tone::Care, t!("factors-needed")))
            }
            (errors.summary())
            @if factors.count() { (is_set_up(&factors, clock, errors)) } @else { (not_set_up(errors)) }
        }
    };
    Ok(Page(PublicPage::new(&(identity.house)(), t!("factors-title"), main).narrow().noindex().render()))
}

fn not_set_up(errors: &FieldErrors) -> Markup {
    html! {
        p { (t!("factors-why")) }
        p { (t!("factors-apps-there-are")) }
        (add_form(&t!("factors-set-up"), errors, true))
    }
}

fn add_form(label: &str, errors: &FieldErrors, main: bool) -> Markup {
    let name = Field::text("name", t!("factors-name")).value(t!("factors-default-name")).max_length(100).error(errors.of("name"));
    let button = Button::submit(label);
    Form::post(HERE, html! { (name) }).button(if main { button.main() } else { button }).render()
}

fn is_set_up(factors: &Factors, clock: OwnClock, errors: &FieldErrors) -> Markup {
    html! {
        p { (Badge::new(Tone::Good, t!("factors-on"))) " " (t!("factors-asks")) }
        (Card::new(html! {
            ul class="stack" role="list" {
                @for factor in factors.list.iter().filter(|factor| factor.verified) { li { (app(factor, clock, errors)) } }
            }
        }).title(t!("factors-apps")))
        (Card::new(html! {
            div class="stack" {
                p { (t!("factors-left", count = factors.codes_left)) " " (t!("factors-codes-for")) }
                (Disclosure::new(html! { (t!("factors-new-codes")) }, again_form(&format!("{HERE}/codes"), &t!("factors-new-codes-void"), "renew", errors)))
            }
        }).title(t!("factors-codes")))
        (Disclosure::new(html! { (t!("factors-another")) }, add_form(&t!("factors-add"), errors, false)))
    }
}

fn app(factor: &Factor, clock: OwnClock, errors: &FieldErrors) -> Markup {
    let name: Cow<'_, str> = if factor.name.is_empty() { t!("factors-default-name") } else { factor.name.as_str().into() };
    html! {
        div class="stack stack--tight" {
            p { strong { (name) } " " span class="muted" { (t_html!("factors-since", when = clock.tell(factor.created_at))) } }
            (Disclosure::new(html! { (t!("factors-remove")) }, again_form(&format!("{HERE}/{}/remove", factor.id), &t!("factors-remove-this"), &factor.id.simple().to_string(), errors)))
        }
    }
}

/// A change that asks again who it is: by the app, or by the password.
fn again_form(action: &str, label: &str, id: &str, errors: &FieldErrors) -> Markup {
    let fields = html! {
        (Field::text("code", t!("factors-again-code")).autocomplete("one-time-code").max_length(40).id(format!("code-{id}")).error(errors.of("code")))
        (Field::password("password", t!("factors-again-password")).id(format!("password-{id}")).error(errors.of("password")))
    };
    Form::post(action, fields).button(Button::submit(label).danger()).render()
}

fn begun_page(identity: &Identity, begun: &Enrolment, errors: &FieldErrors) -> Result<Page, Fault> {
    let svg = platform_documents::qr::svg(&begun.uri).map_err(Fault::internal)?;
    let code = Field::text("code", t!("factors-code"))
        .required()
        .autocomplete("one-time-code")
        .max_length(12)
        .help(t!("factors-code-help"))
        .error(errors.of("code"));
    let main = html! {
        div class="stack" {
            p { a href=(HERE) { (t!("factors-title")) } }
            h1 { (t!("factors-scan")) }
            p { (t!("factors-scan-how")) }
            (QrSlot::new(PreEscaped(svg), "", t!("factors-picture")))
            p { (t!("factors-by-hand")) }
            p { (CopyText::new(grouped(&begun.secret), t!("factors-key"))) }
            (Form::post(format!("{HERE}/{}", begun.factor.id), html! { (code) }).errors(errors).button(Button::submit(t!("factors-confirm")).main().large().wide()))
            p class="muted small" { (t!("factors-counts-once")) }
        }
    };
    Ok(Page(PublicPage::new(&(identity.house)(), t!("factors-scan"), main).narrow().noindex().render()))
}

fn grouped(secret: &str) -> String {
    secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join(" ")
}

fn codes_page(identity: &Identity, title: &str, codes: &[String]) -> Page {
    let main = html! {
        div class="stack" {
            h1 { (title) }
            p { strong { (t!("factors-keep")) } ". " (t!("factors-keep-how")) }
            (Card::new(html! { ol class="stack stack--tight" { @for code in codes { li { code { (code) } } } } }))
            p { (CopyText::new(codes.join("\n"), t!("factors-codes"))) }
            p { (Button::link(t!("factors-kept"), "/account/second-factor").main()) }
        }
    };
    Page(PublicPage::new(&(identity.house)(), title, main).narrow().noindex().render())
}
