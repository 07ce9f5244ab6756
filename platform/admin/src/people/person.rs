//! One person.

use axum::extract::State;
use platform_auth::people::{Listed, OthersSession, RoleOf, find_listed, roles_of, sessions_of};
use platform_auth::permission as may;
use platform_auth::roles::{PLATFORM, RoleDefinition, ScopeKind, grantable};
use platform_http::{Ctx, Fault, FieldFault, Page, Path, Query};
use platform_types::UserId;
use platform_ui::Markup;
use serde::Deserialize;

use super::Subject;
use super::person_view::{PersonPage, page};
use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, errors_of};

/// Everything the page is about.
pub struct Loaded {
    /// The person.
    pub person: Listed,
    /// What they hold.
    pub roles: Vec<RoleOf>,
    /// Where they are signed in.
    pub sessions: Vec<OthersSession>,
    /// Roles on the platform that the caller could give.
    pub grantable: Vec<RoleDefinition>,
    /// What the caller may.
    pub held: Held,
}

/// Loads it; nothing where there is nobody.
pub async fn load(ctx: &Ctx, id: UserId) -> Result<Loaded, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let person = if held.may(may::MEMBERS_VIEW) { find_listed(&mut tx, id).await? } else { None };
    let person = person.ok_or_else(Fault::not_found)?;
    let roles = roles_of(&mut tx, id).await?;
    let sessions = sessions_of(&mut tx, id).await?;
    let mut grantable = if held.may(may::ROLES_GRANT) { grantable(&mut tx, PLATFORM, ScopeKind::Platform).await? } else { Vec::new() };
    // What everybody holds who buys a ticket is given by signing up.
    grantable.retain(|role| role.kind == "platform");
    tx.rollback().await?;
    Ok(Loaded { person, roles, sessions, grantable, held })
}

/// What was typed in the form that locks, and what is wrong with it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LockForm {
    /// Why.
    pub reason: String,
    /// For how long: `day`, `week`, `month`, or until somebody opens.
    pub until: String,
}

/// The page as it is now, with what was typed.
pub fn render(admin: &Admin, ctx: &Ctx, after: &After, loaded: Loaded, typed: &LockForm, faults: &[FieldFault]) -> Markup {
    let is_oneself = ctx.actor.user_id() == Some(loaded.person.id);
    let Loaded { person, roles, sessions, grantable, held } = loaded;
    let offered = admin.actions(&Subject { person: &person, is_oneself });
    let model = PersonPage {
        person: &person,
        roles: &roles,
        sessions: &sessions,
        grantable: &grantable,
        offered: &offered,
        is_oneself,
        typed,
        errors: &errors_of(faults),
    };
    page(&admin.frame(ctx, held, after), &model)
}

pub async fn show(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<UserId>, Query(after): Query<After>) -> Result<Page, Fault> {
    let loaded = load(&ctx, id).await?;
    Ok(Page(render(&admin, &ctx, &after, loaded, &LockForm::default(), &[])))
}
