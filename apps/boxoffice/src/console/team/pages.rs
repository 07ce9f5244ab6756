//! The team page and its buttons.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::team::{fault_of, is_invitation_at, list_open_at, working_at};
use platform_auth::organizations::{InvitationId, InviteError};
use platform_auth::roles::{self, GrantError, GrantId, ScopeKind};
use platform_auth::{Permission, permission as may};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_types::EventId;

use super::view::{TeamPage, page};
use super::{AddForm, InviteForm, Team};
use crate::console::frame::After;
use crate::console::{Console, access, must};

async fn open(console: &Console, ctx: &Ctx, id: EventId) -> Result<Team, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::MEMBERS_VIEW)?;
    let holds = |permission: Permission| desk.held.may(permission);
    let offered = if holds(may::ROLES_GRANT) { roles::grantable(&mut tx, id.0, ScopeKind::Event).await? } else { Vec::new() };
    let codes: Vec<String> = offered.iter().map(|r| r.code.clone()).collect();
    let mut from_above = working_at(&mut tx, desk.place.id.0).await?;
    if let Some(venue) = &desk.event.venue {
        from_above.extend(working_at(&mut tx, venue.id.0).await?);
    }
    // Whoever keeps the books of the house does not work at this event because of it.
    let reaches = roles_that_reach(&mut tx, from_above.iter().map(|h| h.role.clone()).collect()).await?;
    from_above.retain(|held| reaches.contains(&held.role));
    let team = Team {
        here: working_at(&mut tx, id.0).await?,
        from_above,
        invitations: if holds(may::MEMBERS_MANAGE) { list_open_at(&mut tx, id.0).await? } else { Vec::new() },
        members: if holds(may::ROLES_GRANT) { console.auth().members(&mut tx, desk.place.id).await? } else { Vec::new() },
        powers: roles::powers(&mut tx, &codes).await?,
        offered,
        me: ctx.actor.user_id(),
        desk,
    };
    tx.rollback().await?;
    Ok(team)
}

/// Of these roles those that allow something at an event.
async fn roles_that_reach(tx: &mut platform_db::Tx, codes: Vec<String>) -> Result<Vec<String>, Fault> {
    let at_events = [may::EVENTS_VIEW, may::TICKETS_SCAN, may::ORDERS_VIEW];
    let powers = roles::powers(tx, &codes).await?;
    Ok(powers.into_iter().filter(|p| at_events.iter().any(|may| may.code() == p.permission)).map(|p| p.role).collect())
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let team = open(&console, &ctx, id).await?;
    Ok(Page(page(&console.frame(&ctx, &after), &TeamPage::of(&team))))
}

pub(in crate::console) async fn invite(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<InviteForm>,
) -> Result<Response, Fault> {
    let team = open(&console, &ctx, id).await?;
    must(&team.desk.held, may::ROLES_GRANT)?;
    let mut check = Check::new();
    if let Some(offer) = form.read(&team, ctx.now(), &mut check) {
        match console.auth().invite(&ctx.actor, &offer).await {
            Ok(_) => return Ok(redirect(&format!("/console/events/{id}/team?done=invited"))),
            Err(InviteError::Grant(error)) => note(&mut check, "role", error)?,
            Err(error) => return Err(Fault::internal(error)),
        }
    }
    invalid(&console, &ctx, &TeamPage { invite: &form, ..TeamPage::of(&team) }, &check.faults())
}

pub(in crate::console) async fn add(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<AddForm>,
) -> Result<Response, Fault> {
    let team = open(&console, &ctx, id).await?;
    must(&team.desk.held, may::ROLES_GRANT)?;
    let mut check = Check::new();
    if let Some(grant) = form.read(&team, ctx.now(), &mut check) {
        match console.auth().grant_role(&ctx.actor, &grant).await {
            Ok(_) => return Ok(redirect(&format!("/console/events/{id}/team?done=role-given"))),
            Err(error) => note(&mut check, "member_role", error)?,
        }
    }
    invalid(&console, &ctx, &TeamPage { add: &form, ..TeamPage::of(&team) }, &check.faults())
}

/// A refusal that a person can mend stands beside the field; others are faults.
fn note(check: &mut Check, field: &str, error: GrantError) -> Result<(), Fault> {
    match error {
        GrantError::NotAllowed | GrantError::WrongPlace | GrantError::AlreadyHeld | GrantError::EndsInThePast => {
            check.wrong(field, error.to_string());
            Ok(())
        }
        error => Err(fault_of(error)),
    }
}

fn invalid(console: &Console, ctx: &Ctx, model: &TeamPage<'_>, faults: &[FieldFault]) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(platform_http::code::http::INVALID).with_fields(faults.to_vec()));
    }
    let page = page(&console.frame(ctx, &After::default()), &TeamPage { faults, ..*model });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

pub(in crate::console) async fn withdraw(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, invitation)): Path<(EventId, InvitationId)>,
) -> Result<Response, Fault> {
    let team = open(&console, &ctx, id).await?;
    must(&team.desk.held, may::MEMBERS_MANAGE)?;
    let mut tx = ctx.read().await?;
    let known = is_invitation_at(&mut tx, invitation, id.0).await?;
    tx.rollback().await?;
    if !known {
        return Err(Fault::not_found());
    }
    if console.auth().withdraw_invitation(&ctx.actor, invitation).await? {
        return Ok(redirect(&format!("/console/events/{id}/team?done=invitation-withdrawn")));
    }
    let stands = team.invitations.iter().any(|i| i.id == invitation);
    let code = if stands { commons::organizations::code::ROLE_NOT_YOURS } else { commons::organizations::code::INVITATION_CLOSED };
    refused(&console, &ctx, &team, Fault::new(code))
}

pub(in crate::console) async fn revoke(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, grant)): Path<(EventId, GrantId)>,
) -> Result<Response, Fault> {
    let team = open(&console, &ctx, id).await?;
    // Of this event alone: what is held on the organization is taken away where it is shown.
    if !team.here.iter().any(|held| held.id == grant) {
        return Err(Fault::not_found());
    }
    match console.auth().revoke_role(&ctx.actor, grant).await {
        // Whoever took their own last role here sees the event no more.
        Ok(()) if team.here.iter().any(|h| h.id == grant && Some(h.user) == team.me) => Ok(redirect("/console")),
        Ok(()) => Ok(redirect(&format!("/console/events/{id}/team?done=role-taken"))),
        Err(error) => refused(&console, &ctx, &team, fault_of(error)),
    }
}

/// What is refused is said where it was asked for, with everybody still in sight; programs get the fault itself.
fn refused(console: &Console, ctx: &Ctx, team: &Team, fault: Fault) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json || !commons::organizations::code::ALL.contains(&fault.code()) {
        return Err(fault);
    }
    let model = TeamPage { refusal: Some(fault.message()), ..TeamPage::of(team) };
    Ok((fault.code().status(), Page(page(&console.frame(ctx, &After::default()), &model))).into_response())
}
