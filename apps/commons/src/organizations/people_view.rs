//! Everybody who works here with what they hold, invitations, and the form that invites.

use platform_auth::organizations::Member;
use platform_auth::roles::{Held, RoleDefinition};
use platform_http::FieldFault;
use platform_types::{Timestamp, UserId};
use platform_ui::{Banner, Button, Card, Choice, Column, Dialog, EmptyState, Field, Form, Icon, Markup, Moment, Table, Tone, html};

use super::Frame;
use super::people::{InviteForm, People};
use super::views::errors_of;
use crate::team::{OpenInvitation, as_day, explained, offered, role_choices};

/// The page; `refusal` says why what was asked for was not done.
pub(super) fn page(frame: &Frame, people: &People, form: &InviteForm, faults: &[FieldFault], refusal: Option<&str>) -> Markup {
    let organization = &people.organization;
    let current = format!("/organizations/{}", organization.slug);
    let main = html! {
        @if let Some(why) = refusal { (Banner::new(Tone::Bad, format!("Nothing was changed. {why}"))) }
        (Card::new(crew(people)).title("People").flush())
        @if people.may_manage && !people.invitations.is_empty() { (Card::new(invitations(people)).title("Invited, not yet answered").flush()) }
        @if people.may_grant {
            (Card::new(invite(people, form, faults)).title("Invite somebody"))
            (Card::new(explained(&offered(people.offers()), &people.powers)).title("What each role may do"))
        }
    };
    frame
        .page(Some((&organization.name, &organization.slug)), &current, &organization.name, main)
        .trail("Organizations", "/organizations")
        .lead("Who works here, and as what.")
        .render()
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
            html! { @match p.since { Some(at) => (Moment::day(at, people.zone())), None => span class="muted" { "Has a role here, without a membership" } } },
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
    people.place_names.iter().find(|(id, _)| *id == held.scope).map_or("A part of it", |(_, name)| name)
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
                    @match held.expires_at { Some(at) => { "Until the end of " (Moment::day(as_day(at), people.zone())) }, None => "For good" }
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
            html! { (i.place.as_deref().unwrap_or("The whole organization")) @if let Some(at) = i.until { div class="muted small" { "Until the end of " (Moment::day(as_day(at), people.zone())) } } },
            html! { (Moment::full(i.expires_at, people.zone())) },
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
    let events = people.events.iter().map(|e| Choice::new(e.id.to_string(), event_line(e)).group("Events"));
    let venues = people.venues.iter().map(|(id, name)| Choice::new(id.to_string(), name).group("Places, with every event there"));
    let places = events.chain(venues).collect();
    let roles = offered(people.offers());
    let narrow = |role: &RoleDefinition| if people.for_all.iter().any(|r| r.code == role.code) { "" } else { " (at one event)" };
    let where_else = "The whole organization";
    let fields = html! {
        (Field::email("email", "E-mail").value(&form.email).required().autocomplete("off").help("They get a link that stands for seven days.").error(errors.of("email")))
        (Field::select("role", "Role", role_choices(&roles, narrow)).value(&form.role).required().help("Only roles that allow no more than you hold yourself.").error(errors.of("role")))
        (Field::select("event", "Only at one event or place", places).placeholder(where_else).value(&form.event).help("For door staff and others who work at one event. Whoever is invited reads its name.").error(errors.of("event")))
        (Field::date("until", "Until the end of").value(&form.until).help("Leave it empty for a role that is held for good.").error(errors.of("until")))
    };
    let form = Form::post(format!("/organizations/{}/invitations", people.organization.slug), fields)
        .errors(&errors)
        .button(Button::submit("Invite").icon(Icon::Send));
    form.render()
}
