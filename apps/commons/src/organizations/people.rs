//! `/organizations/{slug}`: who works there, as what, and who is asked to.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::organizations::{Invitation, InvitationId, InviteError, Member, Organization};
use platform_auth::roles::{self, GrantError, GrantId, Held, Power, RoleDefinition, ScopeKind};
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_texts::{Lang, t};
use platform_types::{EmailAddress, Timestamp, UserId, Zone};
use serde::Deserialize;
use uuid::Uuid;

use super::queries::{ComingEvent, find_own, held_on, is_invitation_of, list_coming_events, list_place_names, list_venue_names};
use super::{After, Organizations, code, people_view};
use crate::rail::Here;
use crate::team::{OpenInvitation, fault_of, list_open_in, read_until};

/// Everything the page shows.
#[derive(Clone, Debug)]
pub(super) struct People {
    pub(super) organization: Organization,
    pub(super) members: Vec<Member>,
    pub(super) roles: Vec<Held>,
    pub(super) invitations: Vec<OpenInvitation>,
    /// Roles the caller may offer on the whole organization.
    pub(super) for_all: Vec<RoleDefinition>,
    /// Roles the caller may offer at one event.
    pub(super) for_event: Vec<RoleDefinition>,
    /// Roles the caller may offer at one venue.
    pub(super) for_venue: Vec<RoleDefinition>,
    /// What all of these allow.
    pub(super) powers: Vec<Power>,
    pub(super) events: Vec<ComingEvent>,
    pub(super) venues: Vec<(Uuid, String)>,
    pub(super) place_names: Vec<(Uuid, String)>,
    /// Codes of what the caller holds on the whole organization.
    pub(super) held: Vec<String>,
    pub(super) may_manage: bool,
    pub(super) may_grant: bool,
    /// Whether the caller manages the organization's settings, API keys among them.
    pub(super) may_set_up: bool,
    pub(super) me: Option<UserId>,
}

impl People {
    /// Whether the caller may offer this role somewhere here, and so take it away; wherever it is held, it allows the same.
    pub(super) fn may_give(&self, role: &str) -> bool {
        self.may_grant && self.offers().any(|r| r.code == role)
    }

    /// Every role the caller may offer somewhere here; one that may be held at several kinds of places occurs for each.
    pub(super) fn offers(&self) -> impl Iterator<Item = &RoleDefinition> {
        self.for_all.iter().chain(&self.for_event).chain(&self.for_venue)
    }

    /// Where the page stands in the rail.
    pub(super) fn here(&self) -> Here<'_> {
        Here { name: &self.organization.name, slug: &self.organization.slug, held: &self.held }
    }

    pub(super) fn zone(&self) -> Zone {
        self.organization.timezone.parse().unwrap_or(Zone::UTC)
    }
}

async fn open(organizations: &Organizations, ctx: &Ctx, slug: &str) -> Result<People, Fault> {
    let mut tx = ctx.read().await?;
    let organization = find_own(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    let id = organization.id;
    let held = held_on(&mut tx, id).await?;
    let may = |code: &str| held.iter().any(|h| h == code);
    let (may_manage, may_grant, may_set_up) = (may("members:manage"), may("roles:grant"), may("settings:manage"));
    let [for_all, for_event, for_venue] = if may_grant { offers(&mut tx, id.0).await? } else { Default::default() };
    let codes: Vec<String> = for_all.iter().chain(&for_event).chain(&for_venue).map(|r| r.code.clone()).collect();
    Ok(People {
        members: organizations.auth().members(&mut tx, id).await?,
        roles: roles::held_in(&mut tx, id).await?,
        invitations: if may_manage { list_open_in(&mut tx, id).await? } else { Vec::new() },
        for_all,
        for_event,
        for_venue,
        powers: if may_grant { roles::powers(&mut tx, &codes).await? } else { Vec::new() },
        events: if may_grant { list_coming_events(&mut tx, id).await? } else { Vec::new() },
        venues: if may_grant { list_venue_names(&mut tx, id).await? } else { Vec::new() },
        place_names: list_place_names(&mut tx, id).await?,
        held,
        may_manage,
        may_grant,
        may_set_up,
        me: ctx.actor.user_id(),
        organization,
    })
}

/// Roles that may be offered here, at an event of this organization, and at a venue of it.
async fn offers(tx: &mut Tx, organization: Uuid) -> Result<[Vec<RoleDefinition>; 3], Fault> {
    Ok([
        roles::grantable(tx, organization, ScopeKind::Organization).await?,
        roles::grantable(tx, organization, ScopeKind::Event).await?,
        roles::grantable(tx, organization, ScopeKind::Venue).await?,
    ])
}

pub(super) async fn show(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let people = open(&organizations, &ctx, &slug).await?;
    Ok(Page(people_view::page(&organizations.frame(&ctx, &after), &people, &InviteForm::default(), &[], None)))
}

/// As typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct InviteForm {
    pub(super) email: String,
    pub(super) role: String,
    /// An event's or a venue's id; empty for the whole organization.
    pub(super) event: String,
    /// The last day on which the role is held; empty for good.
    pub(super) until: String,
}

impl InviteForm {
    /// What it means, or every mistake noted.
    pub(super) fn read(&self, people: &People, now: Timestamp, check: &mut Check) -> Option<Invitation> {
        let email = check.field("email", self.email.parse::<EmailAddress>());
        let until = read_until(&self.until, people.zone(), now, check);
        let place = self.place(people);
        check.that(place.is_some(), "event", &t!("rule-place"));
        let place = place?;
        let known = place.offered(people).iter().any(|r| r.code == self.role);
        let elsewhere = people.offers().any(|r| r.code == self.role);
        check.that(known, "role", &if elsewhere { place.advice(people, &self.role) } else { t!("rule-role") });
        let scope = place.scope(people);
        // Of those whom the page shows, so that no address is told that it does not.
        let holds = |held: &Held| held.scope == scope && held.role == self.role && email.as_ref().is_some_and(|e| held.email == e.as_str());
        check.that(!people.roles.iter().any(holds), "email", &t!("rule-held"));
        (known && check.is_fine()).then_some(())?;
        Some(Invitation {
            email: email?,
            role: self.role.clone(),
            scope,
            role_expires_at: until?,
            locale: Lang::current().tag().to_owned(),
        })
    }

    fn place(&self, people: &People) -> Option<Place> {
        if self.event.is_empty() {
            return Some(Place::Everywhere);
        }
        let id: Uuid = self.event.parse().ok()?;
        match (people.events.iter().any(|e| e.id.0 == id), people.venues.iter().any(|(venue, _)| *venue == id)) {
            (true, _) => Some(Place::Event(id)),
            (_, true) => Some(Place::Venue(id)),
            _ => None,
        }
    }
}

/// Where a role is offered.
#[derive(Clone, Copy, Debug)]
enum Place {
    Everywhere,
    Event(Uuid),
    Venue(Uuid),
}

impl Place {
    fn scope(self, people: &People) -> Uuid {
        match self {
            Self::Everywhere => people.organization.id.0,
            Self::Event(id) | Self::Venue(id) => id,
        }
    }

    fn offered(self, people: &People) -> &[RoleDefinition] {
        match self {
            Self::Everywhere => &people.for_all,
            Self::Event(_) => &people.for_event,
            Self::Venue(_) => &people.for_venue,
        }
    }

    /// What would be right for a role that is held elsewhere.
    fn advice(self, people: &People, role: &str) -> Cow<'static, str> {
        let at_event = people.for_event.iter().any(|r| r.code == role);
        match self {
            Self::Everywhere => t!("advice-event"),
            Self::Venue(_) if at_event => t!("advice-not-place"),
            Self::Venue(_) => t!("advice-whole-place"),
            Self::Event(_) => t!("advice-whole-event"),
        }
    }
}

pub(super) async fn invite(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(form): Form<InviteForm>,
) -> Result<Response, Fault> {
    let people = open(&organizations, &ctx, &slug).await?;
    if !people.may_grant {
        return Err(Fault::not_found());
    }
    let refused = |faults: Vec<FieldFault>| {
        if ctx.wants == Wants::Json {
            return Fault::new(platform_http::code::http::INVALID).with_fields(faults).into_response();
        }
        let page = people_view::page(&organizations.frame(&ctx, &After::default()), &people, &form, &faults, None);
        (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
    };
    let mut check = Check::new();
    let Some(offer) = form.read(&people, ctx.now(), &mut check) else { return Ok(refused(check.faults())) };
    match organizations.auth().invite(&ctx.actor, &offer).await {
        Ok(_) => Ok(redirect(&format!("/organizations/{slug}?done=invited"))),
        Err(InviteError::Grant(error @ (GrantError::NotAllowed | GrantError::WrongPlace | GrantError::AlreadyHeld))) => {
            check.wrong("role", error.to_string());
            Ok(refused(check.faults()))
        }
        Err(InviteError::Grant(error)) => Err(fault_of(error)),
        Err(error) => Err(Fault::internal(error)),
    }
}

pub(super) async fn withdraw(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path((slug, id)): Path<(String, InvitationId)>,
) -> Result<Response, Fault> {
    let people = open(&organizations, &ctx, &slug).await?;
    if !people.may_manage {
        return Err(Fault::not_found());
    }
    let mut tx = ctx.read().await?;
    let known = is_invitation_of(&mut tx, id, people.organization.id).await?;
    tx.rollback().await?;
    if !known {
        return Err(Fault::not_found());
    }
    if !organizations.auth().withdraw_invitation(&ctx.actor, id).await? {
        let stands = people.invitations.iter().any(|i| i.id == id);
        return refused(&organizations, &ctx, &people, Fault::new(if stands { code::ROLE_NOT_YOURS } else { code::INVITATION_CLOSED }));
    }
    Ok(redirect(&format!("/organizations/{slug}?done=withdrawn")))
}

pub(super) async fn revoke(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path((slug, id)): Path<(String, GrantId)>,
) -> Result<Response, Fault> {
    let people = open(&organizations, &ctx, &slug).await?;
    if !people.roles.iter().any(|r| r.id == id) {
        return Err(Fault::not_found());
    }
    match organizations.auth().revoke_role(&ctx.actor, id).await {
        Ok(()) => Ok(redirect(&format!("/organizations/{slug}?done=revoked"))),
        Err(error) => refused(&organizations, &ctx, &people, fault_of(error)),
    }
}

pub(super) async fn remove(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path((slug, id)): Path<(String, UserId)>,
) -> Result<Response, Fault> {
    let people = open(&organizations, &ctx, &slug).await?;
    if !people.may_manage || !people.members.iter().any(|m| m.user == id) {
        return Err(Fault::not_found());
    }
    if let Err(error) = organizations.auth().remove_member(&ctx.actor, people.organization.id, id).await {
        return refused(&organizations, &ctx, &people, fault_of(error));
    }
    // Whoever removed themselves sees the organization no more.
    let to = if people.me == Some(id) { "/organizations".to_owned() } else { format!("/organizations/{slug}?done=removed") };
    Ok(redirect(&to))
}

/// What these pages refuse is said where it was asked for, with everybody still in sight; programs get the fault itself.
fn refused(organizations: &Organizations, ctx: &Ctx, people: &People, fault: Fault) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json || !code::ALL.contains(&fault.code()) {
        return Err(fault);
    }
    let frame = organizations.frame(ctx, &After::default());
    let page = people_view::page(&frame, people, &InviteForm::default(), &[], Some(fault.message()));
    Ok((fault.code().status(), Page(page)).into_response())
}
