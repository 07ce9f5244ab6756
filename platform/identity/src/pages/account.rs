//! One's own account: name, password, sign-ins.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform_auth::organizations::{self, Organization};
use platform_auth::people::{ChangePasswordError, Profile};
use platform_auth::session::OwnSession;
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Path, Query, Wants, redirect};
use platform_types::{PersonName, SecretString, SessionId, Zone};
use platform_ui::{Badge, Button, Card, Column, Field, FieldErrors, Form, Icon, Moment, PublicPage, Table, Toast, Tone};
use serde::Deserialize;

use super::broken;
use crate::Identity;

struct Account {
    profile: Profile,
    organizations: Vec<Organization>,
    sessions: Vec<OwnSession>,
}

async fn load(identity: &Identity, ctx: &Ctx) -> Result<Account, Fault> {
    let mut tx = ctx.read().await?;
    let profile = identity.auth.own_profile(&mut tx).await?.ok_or_else(Fault::not_found)?;
    Ok(Account { profile, organizations: organizations::own(&mut tx).await?, sessions: identity.auth.own_sessions(&mut tx).await? })
}

/// What was done a moment ago, on the page it leads back to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    done: String,
}

impl After {
    fn words(&self) -> Option<&'static str> {
        match self.done.as_str() {
            "name" => Some("Your name is saved."),
            "password" => Some("Your password is changed. You are signed out everywhere else."),
            "session" => Some("That sign-in has ended."),
            "joined" => Some("You have accepted the invitation. “Staff” at the top of each page leads to your work."),
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
    after: Option<&'static str>,
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
    check.that(typed.present.is_some(), "present", "enter your present password");
    check.that(typed.password.is_some(), "password", "choose a new password");
    if let (Some(present), Some(new)) = (typed.present, typed.password) {
        match identity.auth.change_password(&ctx.actor, &present, &new).await {
            Ok(()) => return Ok(redirect("/account?done=password")),
            Err(ChangePasswordError::Password(e)) => check.wrong("password", e.to_string()),
            Err(e @ ChangePasswordError::Same) => check.wrong("password", e.to_string()),
            Err(e @ (ChangePasswordError::WrongPresent | ChangePasswordError::Stale)) => check.wrong("present", e.to_string()),
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
    let named = html! { (Field::text("full_name", "Your name").required().value(name).autocomplete("name").max_length(200).error(of_name.of("full_name"))) };
    let passwords = html! {
        (Field::password("present", "Present password").required().error(of_password.of("present")))
        (Field::password("password", "New password").required().autocomplete("new-password").error(of_password.of("password")))
    };
    let main = html! {
        div class="stack stack--loose" {
            @if let Some(words) = told.after { (Toast::good(words).flash()) }
            div class="ends" {
                div {
                    h1 { "Your account" }
                    p { "Signed in as " strong { (account.profile.email) } "." }
                }
                form method="post" action="/sign-out" { (Button::submit("Sign out").icon(Icon::LogOut)) }
            }
            div class="panels" {
                (Card::new(Form::post("/account/name", named).errors(of_name).button(Button::submit("Save name")).render()).title("Name"))
                (Card::new(html! {
                  div class="stack" {
                    (Form::post("/account/password", passwords).errors(of_password).button(Button::submit("Change password")))
                    p class="muted small" { "A new one signs you out everywhere else. No password yet? " a href="/reset" { "Set one by mail" } "." }
                  }
                }).title("Password"))
                (own_organizations(&account.organizations))
            }
            (Card::new(sessions(&account.sessions)).title("Where you are signed in").flush().action(html! {
                form method="post" action="/account/sign-out-everywhere" { (Button::submit("Sign out everywhere").danger().small()) }
            }))
        }
    };
    Page(PublicPage::new(&(identity.house)(), "Your account", main).noindex().render())
}

fn own_organizations(list: &[Organization]) -> Markup {
    html! {
        @if !list.is_empty() {
            (Card::new(html! {
                ul class="stack stack--tight" role="list" { @for organization in list { li { a href={ "/organizations/" (organization.slug) } { (organization.name) } } } }
            }).title("Organizations"))
        }
    }
}

fn sessions(list: &[OwnSession]) -> Markup {
    let columns = vec![
        Column::new("Program"),
        Column::new("Began (UTC)"),
        Column::new("Last used (UTC)"),
        Column::new("From"),
        Column::new("Change"),
    ];
    let rows = list.iter().map(|session| {
        let agent = session.user_agent.as_deref().unwrap_or_default();
        vec![
            html! { span title=(agent) { (program(agent)) } },
            html! { span class="nowrap" { (Moment::short(session.created_at, Zone::UTC)) } },
            html! { span class="nowrap" { (Moment::short(session.last_seen, Zone::UTC)) } },
            html! { (session.ip.as_deref().unwrap_or("")) },
            html! {
                @if session.current { (Badge::new(Tone::Good, "This one")) }
                @else { form method="post" action={ "/account/sessions/" (session.id) "/end" } { (Button::submit("End").small().quiet()) } }
            },
        ]
    });
    Table::new("Where you are signed in", columns).rows(rows).render()
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
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        // A program that says its own name: `curl/8.5.0`.
        (None, None) => agent.split([' ', '/']).next().filter(|name| !name.is_empty()).unwrap_or("Unknown program").to_owned(),
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
