//! Members, roles, invitations, and the form that invites.

use platform_auth::organizations::Member;
use platform_auth::roles::{Held, RoleDefinition};
use platform_http::FieldFault;
use platform_types::Zone;
use platform_ui::{Button, Card, Choice, Column, Dialog, EmptyState, Field, Form, Icon, Markup, Moment, Table, html};

use super::Frame;
use super::people::{InviteForm, People};
use super::queries::OpenInvitation;
use super::views::errors_of;

/// The page.
pub(super) fn page(frame: &Frame, people: &People, form: &InviteForm, faults: &[FieldFault]) -> Markup {
    let organization = &people.organization;
    let current = format!("/organizations/{}", organization.slug);
    let main = html! {
        (Card::new(members(people)).title("Members").flush())
        (Card::new(roles(people)).title("Roles").flush())
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

fn members(people: &People) -> Markup {
    let row = |m: &Member| {
        let id = format!("remove-{}", m.user);
        let mine = people.me == Some(m.user);
        let text = "They lose every role they hold here at once. You can invite them again.";
        vec![
            html! { (name(&m.full_name, &m.email)) @if mine { " " span class="muted small" { "You" } } },
            html! { (m.email) },
            html! { (Moment::day(m.since, zone(people))) },
            html! {
                @if people.may_manage && !mine {
                    (Button::opens("Remove", id.as_str()).quiet().small())
                    (Dialog::confirm(id.as_str(), format!("Remove {}?", name(&m.full_name, &m.email)), text, &format!("/organizations/{}/members/{}/remove", people.organization.slug, m.user), Button::submit("Remove").danger()))
                }
            },
        ]
    };
    Table::new("Members", vec![Column::new("Name"), Column::new("E-mail"), Column::new("Since"), Column::new("Change")])
        .rows(people.members.iter().map(row))
        .empty(EmptyState::new(Icon::Users, "No members to see", "Your role here does not show you who else works here."))
        .render()
}

fn place<'a>(people: &'a People, held: &Held) -> &'a str {
    if held.scope == people.organization.id.0 {
        return "The whole organization";
    }
    people.event_names.iter().find(|(id, _)| *id == held.scope).map_or("A part of it", |(_, name)| name)
}

fn roles(people: &People) -> Markup {
    let row = |held: &Held| {
        let id = format!("revoke-{}", held.id);
        let text = format!("{} loses the role “{}” at once.", name(&held.full_name, &held.email), held.label);
        vec![
            html! { (name(&held.full_name, &held.email)) },
            html! { (held.label) },
            html! { (place(people, held)) },
            html! { @match held.expires_at { Some(at) => (Moment::full(at, zone(people))), None => span class="muted" { "For good" } } },
            html! {
                @if people.may_grant {
                    (Button::opens("Take away", id.as_str()).quiet().small())
                    (Dialog::confirm(id.as_str(), "Take the role away?", &text, &format!("/organizations/{}/roles/{}/revoke", people.organization.slug, held.id), Button::submit("Take away").danger()))
                }
            },
        ]
    };
    Table::new("Roles", vec![Column::new("Name"), Column::new("Role"), Column::new("Where"), Column::new("Until"), Column::new("Change")])
        .rows(people.roles.iter().map(row))
        .empty(EmptyState::new(Icon::ShieldCheck, "No roles to see", "Your role here does not show you what others hold."))
        .render()
}

fn invitations(people: &People) -> Markup {
    let row = |i: &OpenInvitation| {
        vec![
            html! { (i.email) },
            html! { (i.role) },
            html! { (i.event.as_deref().unwrap_or("The whole organization")) },
            html! { (Moment::full(i.expires_at, zone(people))) },
            html! { form method="post" action={ "/organizations/" (people.organization.slug) "/invitations/" (i.id) "/withdraw" } { (Button::submit("Withdraw").quiet().small()) } },
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
    let line = |role: &RoleDefinition, suffix: &str| Choice::new(&role.code, format!("{}{suffix}: {}", role.label, role.description));
    let mut roles: Vec<Choice> = people.for_all.iter().map(|r| line(r, "")).collect();
    roles.extend(people.for_event.iter().filter(|r| !people.for_all.iter().any(|a| a.code == r.code)).map(|r| line(r, " (at one event)")));
    let event_line = |e: &super::queries::ComingEvent| match e.starts_at {
        Some(at) => format!("{}, {}", e.name, Moment::short(at, e.zone).text()),
        None => e.name.clone(),
    };
    let events = people.events.iter().map(|e| Choice::new(e.id.to_string(), event_line(e))).collect();
    let fields = html! {
        (Field::email("email", "E-mail").value(&form.email).required().autocomplete("off").help("They get a link that stands for seven days.").error(errors.of("email")))
        (Field::select("role", "Role", roles).value(&form.role).required().help("Only roles that allow no more than you hold yourself.").error(errors.of("role")))
        (Field::select("event", "Only at one event", events).value(&form.event).help("For door staff and others who work at one event. Leave it for the whole organization.").error(errors.of("event")))
    };
    Form::post(format!("/organizations/{}/invitations", people.organization.slug), fields)
        .errors(&errors)
        .button(Button::submit("Invite").icon(Icon::Send))
        .render()
}
