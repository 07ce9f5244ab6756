//! One's own account: name, password, second factor, accounts elsewhere, sign-ins.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform_auth::factors::Factors;
use platform_auth::organizations::{self, Organization};
use platform_auth::people::{ChangePasswordError, Profile};
use platform_auth::providers::OwnIdentity;
use platform_auth::session::OwnSession;
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Path, Query, Wants, redirect};
use platform_texts::{t, t_html};
use platform_types::{PersonName, SecretString, SessionId, Timestamp};
use platform_ui::{Badge, Banner, Button, Card, Column, Field, FieldErrors, Form, Icon, PublicPage, Table, Toast, Tone};
use serde::Deserialize;

use super::clock::OwnClock;
use super::{broken, providers};
use crate::Identity;

struct Account {
    profile: Profile,
    organizations: Vec<Organization>,
    sessions: Vec<OwnSession>,
    clock: OwnClock,
    factors: Factors,
    identities: Vec<OwnIdentity>,
    /// Until when support may act for this person.
    support: Option<Timestamp>,
    /// Why something they hold does not count now.
    withheld: Option<String>,
}

async fn load(identity: &Identity, ctx: &Ctx) -> Result<Account, Fault> {
    let mut tx = ctx.read().await?;
    let profile = identity.auth.own_profile(&mut tx).await?.ok_or_else(Fault::not_found)?;
    let organizations = organizations::own(&mut tx).await?;
    let sessions = identity.auth.own_sessions(&mut tx).await?;
    let support = identity.auth.support_allowed(&mut tx).await?;
    let clock = OwnClock::of(&mut tx, ctx).await?;
    drop(tx);
    Ok(Account {
        profile,
        organizations,
        sessions,
        clock,
        factors: identity.auth.own_factors(&ctx.actor).await?,
        identities: identity.auth.own_identities(&ctx.actor).await?,
        support,
        withheld: identity.auth.withheld(&ctx.actor).await?,
    })
}

/// What was done a moment ago, on the page it leads back to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    done: String,
}

impl After {
    fn words(&self) -> Option<Cow<'static, str>> {
        match self.done.as_str() {
            "name" => Some(t!("account-done-name")),
            "password" => Some(t!("account-done-password")),
            "session" => Some(t!("account-done-session")),
            "others" => Some(t!("account-done-others")),
            "connected" => Some(t!("account-done-connected")),
            "disconnected" => Some(t!("account-done-disconnected")),
            "support" => Some(t!("account-done-support")),
            "no_support" => Some(t!("account-done-no-support")),
            "joined" => Some(t!("account-done-joined")),
            _ => None,
        }
    }
}

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let account = load(&identity, &ctx).await?;
    Ok(view(&identity, &account, &account.profile.full_name, Told { after: after.words(), ..Told::default() }))
}

/// What the page says besides the account.
#[derive(Default)]
struct Told<'a> {
    after: Option<Cow<'static, str>>,
    of_name: Option<&'a FieldErrors>,
    of_password: Option<&'a FieldErrors>,
}

#[derive(Deserialize)]
pub(crate) struct Name {
    full_name: Option<String>,
}

pub(crate) async fn rename(State(identity): State<Identity>, ctx: Ctx, Body(typed): Body<Name>) -> Result<Response, Fault> {
    let typed = typed.full_name.unwrap_or_default();
    let mut check = Check::new();
    if let Some(name) = check.field("full_name", typed.parse::<PersonName>()) {
        identity.auth.rename(&ctx.actor, &name).await?;
        return Ok(redirect("/account?done=name"));
    }
    wrong(&identity, &ctx, check, |account, errors| view(&identity, account, &typed, Told { of_name: Some(errors), ..Told::default() }))
        .await
}

#[derive(Deserialize)]
pub(crate) struct Passwords {
    present: Option<SecretString>,
    password: Option<SecretString>,
}

pub(crate) async fn change_password(State(identity): State<Identity>, ctx: Ctx, Body(typed): Body<Passwords>) -> Result<Response, Fault> {
    let mut check = Check::new();
    check.that(typed.present.is_some(), "present", &t!("account-enter-present"));
    check.that(typed.password.is_some(), "password", &t!("account-choose-new"));
    if let (Some(present), Some(new)) = (typed.present, typed.password) {
        match identity.auth.change_password(&ctx.actor, &present, &new).await {
            Ok(()) => return Ok(redirect("/account?done=password")),
            Err(ChangePasswordError::Password(e)) => check.wrong("password", e.to_string()),
            Err(e @ ChangePasswordError::Same) => check.wrong("password", e.to_string()),
            Err(e @ (ChangePasswordError::WrongPresent | ChangePasswordError::Stale)) => check.wrong("present", e.to_string()),
            Err(ChangePasswordError::SecondStepMissing) => return Err(Fault::new(platform_http::code::http::SECOND_FACTOR)),
            Err(ChangePasswordError::TooMany(e)) => return Err(Fault::rate_limited(e.retry_after.as_secs())),
            Err(ChangePasswordError::Broken(e)) => return Err(broken(e)),
        }
    }
    wrong(&identity, &ctx, check, |account, errors| {
        view(&identity, account, &account.profile.full_name, Told { of_password: Some(errors), ..Told::default() })
    })
    .await
}

pub(crate) async fn end_session(State(identity): State<Identity>, ctx: Ctx, Path(id): Path<SessionId>) -> Result<Response, Fault> {
    if identity.auth.end_session(&ctx.actor, id).await? { Ok(redirect("/account?done=session")) } else { Err(Fault::not_found()) }
}

pub(crate) async fn sign_out_others(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, Fault> {
    identity.auth.sign_out_others(&ctx.actor).await?;
    Ok(redirect("/account?done=others"))
}

pub(crate) async fn allow_support(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, Fault> {
    identity.auth.allow_support(&ctx.actor, true).await?;
    Ok(redirect("/account?done=support"))
}

pub(crate) async fn refuse_support(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, Fault> {
    identity.auth.allow_support(&ctx.actor, false).await?;
    Ok(redirect("/account?done=no_support"))
}

pub(crate) async fn sign_out_everywhere(State(identity): State<Identity>, ctx: Ctx) -> Result<Response, Fault> {
    identity.auth.sign_out_everywhere(&ctx.actor).await?;
    ctx.set_cookie(identity.cookies.end_session());
    Ok(redirect("/sign-in"))
}

/// The page again with what is wrong; for programs the fault.
async fn wrong(identity: &Identity, ctx: &Ctx, check: Check, show: impl FnOnce(&Account, &FieldErrors) -> Page) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(check.into_fault());
    }
    let mut errors = FieldErrors::new();
    for fault in check.faults() {
        errors.add(fault.field.clone(), fault.sentence());
    }
    let account = load(identity, ctx).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&account, &errors)).into_response())
}

fn view(identity: &Identity, account: &Account, name: &str, told: Told<'_>) -> Page {
    let none = FieldErrors::new();
    let (of_name, of_password) = (told.of_name.unwrap_or(&none), told.of_password.unwrap_or(&none));
    let named = html! { (Field::text("full_name", t!("account-name")).required().value(name).autocomplete("name").max_length(200).error(of_name.of("full_name"))) };
    let passwords = html! {
        (Field::password("present", t!("account-present-password")).required().error(of_password.of("present")))
        (Field::password("password", t!("account-new-password")).required().autocomplete("new-password").error(of_password.of("password")))
    };
    let main = html! {
        div class="stack stack--loose" {
            @if let Some(words) = told.after { (Toast::good(words).flash()) }
            div class="ends" {
                div {
                    h1 { (t!("account-title")) }
                    p { (t_html!("account-signed-in-as", email = html! { strong { (account.profile.email) } })) }
                }
                form method="post" action="/sign-out" { (Button::submit(t!("account-sign-out")).icon(Icon::LogOut)) }
            }
            @match account.withheld.as_deref() {
                Some("second_factor") => (Banner::new(Tone::Care, t!("account-needs-factor")).link(t!("account-set-factor-up"), "/account/second-factor")),
                Some("address") => (Banner::new(Tone::Care, t!("account-not-from-here"))),
                _ => {}
            }
            div class="panels" {
                (Card::new(Form::post("/account/name", named).errors(of_name).button(Button::submit(t!("account-save-name"))).render()).title(t!("account-name-title")))
                (Card::new(html! {
                  div class="stack" {
                    (Form::post("/account/password", passwords).errors(of_password).button(Button::submit(t!("account-change-password"))))
                    p class="muted small" { (t_html!("account-password-note", link = html! { a href="/reset" { (t!("account-set-by-mail")) } })) }
                  }
                }).title(t!("account-password-title")))
                (Card::new(html! {
                  div class="stack" {
                    p { (t!("account-notices-text")) }
                    div class="cluster" {
                        (Button::link(t!("account-inbox"), "/account/inbox").small())
                        (Button::link(t!("account-choose-notices"), "/account/notifications").small().quiet())
                    }
                  }
                }).title(t!("account-notices")))
                (second_factor(&account.factors))
                (providers::card(identity, &account.identities, account.clock))
                (own_organizations(&account.organizations))
                (support(account.support, account.clock))
                (Card::new(html! {
                    p { (t_html!("account-history", link = html! { a href="/account/history" { (t!("account-history-link")) } })) }
                }).title(t!("history-title")))
            }
            (Card::new(sessions(&account.sessions, account.clock)).title(t!("account-sessions")).flush().action(html! {
                div class="cluster" {
                    @if account.sessions.len() > 1 {
                        form method="post" action="/account/sign-out-others" { (Button::submit(t!("account-sign-out-others")).small()) }
                    }
                    form method="post" action="/account/sign-out-everywhere" { (Button::submit(t!("account-sign-out-everywhere")).danger().small()) }
                }
            }))
        }
    };
    Page(PublicPage::new(&(identity.house)(), t!("account-title"), main).noindex().render())
}

fn second_factor(factors: &Factors) -> Markup {
    Card::new(html! {
        div class="stack" {
            @if factors.count() {
                p { (Badge::new(Tone::Good, t!("factors-on"))) " " (t!("factors-asks")) }
                @if factors.codes_left < 3 { p { (Badge::new(Tone::Care, t!("factors-few"))) " " (t!("factors-left", count = factors.codes_left)) } }
                p { (Button::link(t!("factors-change"), "/account/second-factor").small()) }
            } @else {
                p { (t!("factors-offer")) }
                p { (Button::link(t!("factors-offer-button"), "/account/second-factor").small()) }
            }
        }
    })
    .title(t!("factors-title"))
    .render()
}

fn support(until: Option<Timestamp>, clock: OwnClock) -> Markup {
    Card::new(html! {
        div class="stack" {
            @match until {
                Some(until) => {
                    p { (t_html!("account-support-until", when = clock.tell(until))) }
                    form method="post" action="/account/support/refuse" { (Button::submit(t!("account-support-refuse")).small()) }
                },
                None => {
                    p { (t!("account-support-offer")) }
                    form method="post" action="/account/support/allow" { (Button::submit(t!("account-support-allow")).small().quiet()) }
                }
            }
        }
    })
    .title(t!("account-support"))
    .render()
}

fn own_organizations(list: &[Organization]) -> Markup {
    html! {
        @if !list.is_empty() {
            (Card::new(html! {
                ul class="stack stack--tight" role="list" { @for organization in list { li { a href={ "/organizations/" (organization.slug) } { (organization.name) } } } }
            }).title(t!("account-organizations")))
        }
    }
}

fn sessions(list: &[OwnSession], clock: OwnClock) -> Markup {
    let columns = vec![
        Column::new(t!("account-program")),
        Column::new(t!("account-began")),
        Column::new(t!("account-last-used")),
        Column::new(t!("account-from")),
        Column::new(t!("account-change")),
    ];
    let rows = list.iter().map(|session| {
        let agent = session.user_agent.as_deref().unwrap_or_default();
        vec![
            html! { span title=(agent) { (program(agent)) } },
            html! { span class="nowrap" { (clock.tell(session.created_at)) } },
            html! { span class="nowrap" { (clock.tell(session.last_seen)) } },
            html! { (session.ip.as_deref().unwrap_or("")) },
            html! {
                @if session.current { (Badge::new(Tone::Good, t!("account-this-one"))) }
                @else { form method="post" action={ "/account/sessions/" (session.id) "/end" } { (Button::submit(t!("account-end")).small().quiet()) } }
            },
        ]
    });
    Table::new(t!("account-sessions"), columns).rows(rows).render()
}

/// Browser and system in words people use. Later names go first: what calls itself Chrome may be Edge, and
/// nearly everything calls itself Safari.
fn program(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => t!("account-on", browser = browser, system = system).into_owned(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        // A program that says its own name: `curl/8.5.0`.
        (None, None) => agent
            .split([' ', '/'])
            .next()
            .filter(|name| !name.is_empty())
            .map_or_else(|| t!("account-unknown-program").into_owned(), str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn programs_have_the_names_people_know() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux"),
            ("curl/8.5.0", "curl"),
            ("", "Unknown program"),
        ] {
            assert_eq!(program(agent), name);
        }
    }
}
