//! Everybody who works here with what they hold, invitations, and the form that invites.

use platform_auth::organizations::Member;
use platform_auth::roles::{Held, RoleDefinition};
use platform_http::FieldFault;
use platform_types::{Timestamp, UserId, Zone};
use platform_ui::{Banner, Button, Card, Choice, Column, Dialog, EmptyState, Field, Form, Icon, Markup, Moment, Table, Tone, html};

use super::Frame;
use super::people::{InviteForm, People};
use super::queries::OpenInvitation;
use super::views::errors_of;

/// The page; `refusal` says why what was asked for was not done.
pub(super) fn page(frame: &Frame, people: &People, form: &InviteForm, faults: &[FieldFault], refusal: Option<&str>) -> Markup {
    let organization = &people.organization;
    let current = format!("/organizations/{}", organization.slug);
    let main = html! {
        @if let Some(why) = refusal { (Banner::new(Tone::Bad, format!("Nothing was changed. {why}"))) }
        (Card::new(crew(people)).title("People").flush())
        @if people.may_manage && !people.invitations.is_empty() { (Card::new(invitations(people)).title("Invited, not yet answered").flush()) }
        @if people.may_grant { (Card::new(invite(people, form, faults)).title("Invite somebody")) }
    };
    frame
        .page(Some((&organization.name, &organization.slug)), &current, &organization.name, main)
        .trail("Organizations", "/organizations")
        .lead("Who works here, and as what.")
        .render()
}

fn zone(people: &People) -> Zone {
    people.organization.timezone.parse().unwrap_or(Zone::UTC)
}

fn name<'a>(full_name: &'a str, email: &'a str) -> &'a str {
    if full_name.trim().is_empty() { email } else { full_name }
}

/// Somebody who works here: as a member, by a role, or both.
struct Person<'a> {
    user: UserId,
    name: &'a str,
    email: &'a str,
    /// Since when a member; none for whoever only holds a role at a part of it.
    since: Option<Timestamp>,
    roles: Vec<&'a Held>,
}

/// Everybody once, by name, with all they hold.
fn everybody(people: &People) -> Vec<Person<'_>> {
    let mut all: Vec<Person<'_>> = people
        .members
        .iter()
        .map(|m: &Member| Person {
            user: m.user,
            name: name(&m.full_name, &m.email),
            email: &m.email,
            since: Some(m.since),
            roles: Vec::new(),
        })
        .collect();
    for held in &people.roles {
        match all.iter_mut().find(|p| p.user == held.user) {
            Some(person) => person.roles.push(held),
            None => all.push(Person {
                user: held.user,
                name: name(&held.full_name, &held.email),
                email: &held.email,
                since: None,
                roles: vec![held],
            }),
        }
    }
    all.sort_by_key(|p| (p.name.to_lowercase(), p.user.0));
    all
}

fn crew(people: &People) -> Markup {
    let row = |p: &Person<'_>| {
        vec![
            html! { (p.name) @if people.me == Some(p.user) { " " span class="muted small" { "You" } } @if p.name != p.email { div class="muted small" { (p.email) } } },
            html! {
                @if p.roles.is_empty() { span class="muted" { "No role" } }
                @for held in &p.roles { (role(people, held)) }
            },
            html! { @match p.since { Some(at) => (Moment::day(at, zone(people))), None => span class="muted" { "Has a role here, without a membership" } } },
            html! { @if p.since.is_some() { (removal(people, p)) } },
        ]
    };
    Table::new("People", vec![Column::new("Name"), Column::prose("Roles"), Column::new("Member since"), Column::new("Change")])
        .rows(everybody(people).iter().map(row))
        .empty(EmptyState::new(Icon::Users, "Nobody to see", "Your role here does not show you who else works here."))
        .render()
}

fn removal(people: &People, p: &Person<'_>) -> Markup {
    let id = format!("remove-{}", p.user);
    let text = "They lose every role they hold here at once. You can invite them again.";
    let action = format!("/organizations/{}/members/{}/remove", people.organization.slug, p.user);
    html! {
        @if people.may_manage && people.me != Some(p.user) {
            (Button::opens("Remove", id.as_str()).quiet().small())
            (Dialog::confirm(id.as_str(), format!("Remove {}?", p.name), text, &action, Button::submit("Remove").danger()))
        }
    }
}

fn place<'a>(people: &'a People, held: &Held) -> &'a str {
    if held.scope == people.organization.id.0 {
        return "The whole organization";
    }
    people.event_names.iter().find(|(id, _)| *id == held.scope).map_or("A part of it", |(_, name)| name)
}

/// One role: what, where, until when, and the way to take it away.
fn role(people: &People, held: &Held) -> Markup {
    let id = format!("revoke-{}", held.id);
    let text = format!("{} loses the role “{}” at once.", name(&held.full_name, &held.email), held.label);
    let action = format!("/organizations/{}/roles/{}/revoke", people.organization.slug, held.id);
    html! {
        div class="ends ends--together" {
            div {
                (held.label)
                div class="muted small" {
                    (place(people, held)) ". "
                    @match held.expires_at { Some(at) => { "Until " (Moment::full(at, zone(people))) }, None => "For good" }
                }
            }
            @if people.may_give(&held.role) {
                (Button::opens("Take away", id.as_str()).quiet().small())
                (Dialog::confirm(id.as_str(), "Take the role away?", &text, &action, Button::submit("Take away").danger()))
            }
        }
    }
}

fn invitations(people: &People) -> Markup {
    let row = |i: &OpenInvitation| {
        vec![
            html! { (i.email) },
            html! { (i.role) },
            html! { (i.event.as_deref().unwrap_or("The whole organization")) },
            html! { (Moment::full(i.expires_at, zone(people))) },
            html! { @if people.may_give(&i.code) {
                form method="post" action={ "/organizations/" (people.organization.slug) "/invitations/" (i.id) "/withdraw" } { (Button::submit("Withdraw").quiet().small()) }
            } },
        ]
    };
    Table::new(
        "Invitations",
        vec![Column::new("E-mail"), Column::new("Role"), Column::new("Where"), Column::new("Stands until"), Column::new("Change")],
    )
    .rows(people.invitations.iter().map(row))
    .render()
}

fn invite(people: &People, form: &InviteForm, faults: &[FieldFault]) -> Markup {
    let errors = errors_of(faults);
    let event_line = |e: &super::queries::ComingEvent| match e.starts_at {
        Some(at) => format!("{}, {}", e.name, Moment::short(at, e.zone).text()),
        None => e.name.clone(),
    };
    let events = people.events.iter().map(|e| Choice::new(e.id.to_string(), event_line(e))).collect();
    let where_else = "The whole organization";
    let fields = html! {
        (Field::email("email", "E-mail").value(&form.email).required().autocomplete("off").help("They get a link that stands for seven days.").error(errors.of("email")))
        (Field::select("role", "Role", role_choices(people)).value(&form.role).required().help("Only roles that allow no more than you hold yourself.").error(errors.of("role")))
        (Field::select("event", "Only at one event", events).placeholder(where_else).value(&form.event).help("For door staff and others who work at one event.").error(errors.of("event")))
    };
    Form::post(format!("/organizations/{}/invitations", people.organization.slug), fields)
        .errors(&errors)
        .button(Button::submit("Invite").icon(Icon::Send))
        .render()
}

/// Roles the caller may give, by what they are for: first those that whoever puts on events needs first.
fn role_choices(people: &People) -> Vec<Choice> {
    let everywhere = people.for_all.iter().map(|r| (r, ""));
    let at_one = people.for_event.iter().filter(|r| !people.for_all.iter().any(|a| a.code == r.code)).map(|r| (r, " (at one event)"));
    let mut roles: Vec<_> = everywhere.chain(at_one).collect();
    roles.sort_by_key(|(role, _)| (Purpose::of(role), FIRST.iter().position(|code| *code == role.code)));
    roles
        .into_iter()
        .map(|(r, at)| Choice::new(&r.code, format!("{}{at}: {}", r.label, r.description)).group(Purpose::of(r).label()))
        .collect()
}

/// The roles that box office and door live on, in the order they are needed.
const FIRST: [&str; 6] =
    ["GVTEWAY_EXPERIENCE_CREATOR", "STAFF", "GVTEWAY_VENUE_MANAGER", "FINANCE_ADMIN", "GVTEWAY_ADMIN", "ATLVS_SUPER_ADMIN"];

/// What a role is for, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    BoxOffice,
    OneEvent,
    BackOffice,
    Backstage,
    Others,
    TicketHolders,
}

impl Purpose {
    fn of(role: &RoleDefinition) -> Self {
        let apps: Vec<&str> = role.apps.iter().map(String::as_str).collect();
        match (role.kind.as_str(), apps.as_slice()) {
            _ if FIRST.contains(&role.code.as_str()) => Self::BoxOffice,
            // Nobody works as these: a ticket makes its holder one.
            ("event", _) if role.scope_kinds.iter().all(|kind| kind == "event") => Self::TicketHolders,
            ("event", _) => Self::OneEvent,
            (_, ["backoffice"]) => Self::BackOffice,
            (_, ["backstage"]) => Self::Backstage,
            _ => Self::Others,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::BoxOffice => "Box office, door and money",
            Self::OneEvent => "Working at one event",
            Self::BackOffice => "Office and projects",
            Self::Backstage => "Production and crew",
            Self::Others => "Artists, partners and others",
            Self::TicketHolders => "What a ticket makes of its holder",
        }
    }
}
