//! Everybody who works here with what they hold, invitations, and the form that invites.

use std::borrow::Cow;

use platform_auth::organizations::Member;
use platform_auth::roles::{Held, RoleDefinition};
use platform_http::FieldFault;
use platform_texts::{t, t_html};
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
        @if let Some(why) = refusal { (Banner::new(Tone::Bad, t!("nothing-changed", why = why))) }
        (Card::new(crew(people)).title(t!("people-title")).flush())
        @if people.may_manage && !people.invitations.is_empty() { (Card::new(invitations(people)).title(t!("people-invited")).flush()) }
        @if people.may_grant {
            (Card::new(invite(people, form, faults)).title(t!("people-invite")))
            (Card::new(explained(&offered(people.offers()), &people.powers)).title(t!("people-explained")))
        }
    };
    let page = frame
        .page(Some(people.here()), &current, &organization.name, main)
        .trail(t!("list-title"), "/organizations")
        .lead(t!("people-lead"));
    let keys = Button::link(t!("keys-title"), format!("{current}/keys")).quiet();
    if people.may_set_up { page.action(keys) } else { page }.render()
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
            html! { (p.name) @if people.me == Some(p.user) { " " span class="muted small" { (t!("people-you")) } } @if p.name != p.email { div class="muted small" { (p.email) } } },
            html! {
                @if p.roles.is_empty() { span class="muted" { (t!("people-no-role")) } }
                @for held in &p.roles { (role(people, held)) }
            },
            html! { @match p.since { Some(at) => (Moment::day(at, people.zone())), None => span class="muted" { (t!("people-no-membership")) } } },
            html! { @if p.since.is_some() { (removal(people, p)) } },
        ]
    };
    Table::new(
        t!("people-title"),
        vec![
            Column::new(t!("people-name")),
            Column::prose(t!("people-roles")),
            Column::new(t!("people-since")),
            Column::new(t!("people-change")),
        ],
    )
    .rows(everybody(people).iter().map(row))
    .empty(EmptyState::new(Icon::Users, t!("people-nobody"), t!("people-nobody-text")))
    .render()
}

fn removal(people: &People, p: &Person<'_>) -> Markup {
    let id = format!("remove-{}", p.user);
    let text = t!("people-remove-text");
    let action = format!("/organizations/{}/members/{}/remove", people.organization.slug, p.user);
    html! {
        @if people.may_manage && people.me != Some(p.user) {
            (Button::opens(t!("people-remove"), id.as_str()).quiet().small())
            (Dialog::confirm(id.as_str(), t!("people-remove-title", name = p.name), &text, &action, Button::submit(t!("people-remove")).danger()))
        }
    }
}

fn place<'a>(people: &'a People, held: &Held) -> Cow<'a, str> {
    if held.scope == people.organization.id.0 {
        return t!("people-whole");
    }
    let known = people.place_names.iter().find(|(id, _)| *id == held.scope);
    known.map_or_else(|| t!("people-part"), |(_, name)| Cow::Borrowed(name.as_str()))
}

fn until_day(people: &People, at: Timestamp) -> Markup {
    t_html!("people-until", day = Moment::day(as_day(at), people.zone()))
}

/// One role: what, where, until when, and the way to take it away.
fn role(people: &People, held: &Held) -> Markup {
    let id = format!("revoke-{}", held.id);
    let text = t!("people-take-text", name = name(&held.full_name, &held.email), role = held.label);
    let action = format!("/organizations/{}/roles/{}/revoke", people.organization.slug, held.id);
    html! {
        div class="ends ends--together" {
            div {
                (held.label)
                div class="muted small" {
                    (place(people, held)) ". "
                    @match held.expires_at { Some(at) => (until_day(people, at)), None => (t!("people-for-good")) }
                }
            }
            @if people.may_give(&held.role) {
                (Button::opens(t!("people-take"), id.as_str()).quiet().small())
                (Dialog::confirm(id.as_str(), t!("people-take-title"), &text, &action, Button::submit(t!("people-take")).danger()))
            }
        }
    }
}

fn invitations(people: &People) -> Markup {
    let row = |i: &OpenInvitation| {
        vec![
            html! { (i.email) },
            html! { (i.role) },
            html! { (i.place.as_deref().unwrap_or(&t!("people-whole"))) @if let Some(at) = i.until { div class="muted small" { (until_day(people, at)) } } },
            html! { (Moment::full(i.expires_at, people.zone())) },
            html! { @if people.may_give(&i.code) {
                form method="post" action={ "/organizations/" (people.organization.slug) "/invitations/" (i.id) "/withdraw" } { (Button::submit(t!("withdraw-do")).quiet().small()) }
            } },
        ]
    };
    Table::new(
        t!("people-invitations"),
        vec![
            Column::new(t!("people-email")),
            Column::new(t!("people-role")),
            Column::new(t!("people-where")),
            Column::new(t!("people-stands")),
            Column::new(t!("people-change")),
        ],
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
    let events = people.events.iter().map(|e| Choice::new(e.id.to_string(), event_line(e)).group(t!("people-events")));
    let venues = people.venues.iter().map(|(id, name)| Choice::new(id.to_string(), name).group(t!("people-venues")));
    let places = events.chain(venues).collect();
    let roles = offered(people.offers());
    let narrow =
        |role: &RoleDefinition| if people.for_all.iter().any(|r| r.code == role.code) { Cow::Borrowed("") } else { t!("people-narrow") };
    let where_else = t!("people-whole");
    let fields = html! {
        (Field::email("email", t!("people-email")).value(&form.email).required().autocomplete("off").help(t!("people-email-help")).error(errors.of("email")))
        (Field::select("role", t!("people-role"), role_choices(&roles, narrow)).value(&form.role).required().help(t!("people-role-help")).error(errors.of("role")))
        (Field::select("event", t!("people-only-at"), places).placeholder(where_else).value(&form.event).help(t!("people-only-at-help")).error(errors.of("event")))
        (Field::date("until", t!("people-until-label")).value(&form.until).help(t!("people-until-help")).error(errors.of("until")))
    };
    let form = Form::post(format!("/organizations/{}/invitations", people.organization.slug), fields)
        .errors(&errors)
        .button(Button::submit(t!("people-invite-do")).icon(Icon::Send));
    form.render()
}
