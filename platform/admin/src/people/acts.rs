//! What is done about a person: lock and let in, end sign-ins, give and take roles on the platform.

use axum::extract::State;
use axum::response::Response;
use chrono::{Duration, TimeZone};
use platform_auth::people::LockError;
use platform_auth::roles::{Grant, GrantError, GrantId, PLATFORM};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Path, redirect};
use platform_texts::t;
use platform_types::{Timestamp, UserId, clean_line, is_blank};
use serde::Deserialize;

use super::person::{Loaded, LockForm, load, render};
use crate::Admin;
use crate::frame::{After, again};

fn back(id: UserId, word: &str) -> Response {
    redirect(&format!("/admin/people/{id}?done={word}"))
}

/// The page again, with what is wrong.
fn refused(admin: &Admin, ctx: &Ctx, loaded: Loaded, typed: &LockForm, faults: Vec<FieldFault>) -> Response {
    let markup = render(admin, ctx, &After::default(), loaded, typed, &faults);
    again(ctx, faults, markup)
}

/// When it ends, as chosen. “Until somebody opens” is a day far away: PostgreSQL's infinity is none for those who read it.
fn end(until: &str, now: Timestamp) -> Option<Timestamp> {
    match until {
        "day" => Some(now + Duration::days(1)),
        "week" => Some(now + Duration::days(7)),
        "month" => Some(now + Duration::days(30)),
        "" | "open" => chrono::Utc.with_ymd_and_hms(2999, 1, 1, 0, 0, 0).single(),
        _ => None,
    }
}

pub async fn lock(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<UserId>, Form(typed): Form<LockForm>) -> Result<Response, Fault> {
    let loaded = load(&ctx, id).await?;
    let mut check = Check::new();
    let reason = clean_line(&typed.reason);
    check.that(!is_blank(&reason), "reason", &t!("admin-wrong-reason"));
    check.that(reason.chars().count() <= 500, "reason", &t!("admin-wrong-long", most = 500));
    let until = end(&typed.until, ctx.now());
    check.that(until.is_some(), "until", &t!("admin-wrong-choice"));
    let (Some(until), true) = (until, check.is_fine()) else { return Ok(refused(&admin, &ctx, loaded, &typed, check.faults())) };
    // A second click finds them locked: until which second is not what the first one meant.
    if loaded.person.locked_until.is_some() {
        return Ok(back(id, "locked-before"));
    }
    match admin.auth().lock_person(&ctx.actor, id, until, &reason).await {
        Ok(done) => Ok(back(id, if done { "locked" } else { "locked-before" })),
        Err(error) => fault(&admin, &ctx, loaded, &typed, error),
    }
}

pub async fn unlock(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<UserId>) -> Result<Response, Fault> {
    let loaded = load(&ctx, id).await?;
    match admin.auth().unlock_person(&ctx.actor, id).await {
        Ok(done) => Ok(back(id, if done { "unlocked" } else { "unlocked-before" })),
        Err(error) => fault(&admin, &ctx, loaded, &LockForm::default(), error),
    }
}

pub async fn sign_out(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<UserId>) -> Result<Response, Fault> {
    let loaded = load(&ctx, id).await?;
    match admin.auth().end_sessions_of(&ctx.actor, id).await {
        Ok(ended) => Ok(back(id, if ended > 0 { "signed-out" } else { "signed-out-before" })),
        Err(error) => fault(&admin, &ctx, loaded, &LockForm::default(), error),
    }
}

fn fault(admin: &Admin, ctx: &Ctx, loaded: Loaded, typed: &LockForm, error: LockError) -> Result<Response, Fault> {
    let words = match error {
        LockError::NotAllowed => return Err(Fault::not_found()),
        LockError::Database(error) => return Err(error.into()),
        LockError::Oneself => t!("admin-wrong-oneself"),
        LockError::Above => t!("admin-wrong-above"),
    };
    let mut check = Check::new();
    check.wrong("person", words);
    Ok(refused(admin, ctx, loaded, typed, check.faults()))
}

/// Which role.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    role: String,
}

pub async fn give_role(
    State(admin): State<Admin>,
    ctx: Ctx,
    Path(id): Path<UserId>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Fault> {
    let loaded = load(&ctx, id).await?;
    let mut check = Check::new();
    check.that(loaded.grantable.iter().any(|role| role.code == form.role), "role", &t!("admin-wrong-role"));
    if !check.is_fine() {
        return Ok(refused(&admin, &ctx, loaded, &LockForm::default(), check.faults()));
    }
    let grant = Grant { user: id, role: form.role, scope: PLATFORM, expires_at: None };
    match admin.auth().grant_role(&ctx.actor, &grant).await {
        Ok(_) => Ok(back(id, "role-given")),
        Err(GrantError::AlreadyHeld) => Ok(back(id, "role-held")),
        Err(error) => role_fault(&admin, &ctx, loaded, error),
    }
}

pub async fn take_role(State(admin): State<Admin>, ctx: Ctx, Path((id, grant)): Path<(UserId, GrantId)>) -> Result<Response, Fault> {
    let loaded = load(&ctx, id).await?;
    // Only what stands on this page, and only of the platform: an organization's roles are its own people's.
    match loaded.roles.iter().find(|role| role.id == grant) {
        None => Ok(back(id, "role-gone")),
        Some(role) if role.scope_kind != "platform" => Err(Fault::not_found()),
        Some(_) => match admin.auth().revoke_role(&ctx.actor, grant).await {
            Ok(()) => Ok(back(id, "role-taken")),
            Err(error) => role_fault(&admin, &ctx, loaded, error),
        },
    }
}

fn role_fault(admin: &Admin, ctx: &Ctx, loaded: Loaded, error: GrantError) -> Result<Response, Fault> {
    if let GrantError::Database(error) = error {
        return Err(error.into());
    }
    if let GrantError::NotTold(_) = error {
        return Err(Fault::internal(error));
    }
    let mut check = Check::new();
    check.wrong("role", t!("admin-wrong-role"));
    Ok(refused(admin, ctx, loaded, &LockForm::default(), check.faults()))
}
