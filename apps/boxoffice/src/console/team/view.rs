//! Everybody who works at an event, who is asked to, and the two forms that add somebody.

use commons::team::{OpenInvitation, as_day, explained, role_choices};
use platform_auth::permission as may;
use platform_auth::roles::Held;
use platform_http::FieldFault;
use platform_texts::{t, t_html};
use platform_types::Timestamp;
use platform_ui::{
    Banner, Button, Card, Choice, Column, Dialog, Disclosure, EmptyState, Field, FieldErrors, Form, Icon, Markup, Moment, Table, Tone, html,
};

use super::{AddForm, InviteForm, Team};
use crate::console::form::errors_of;
use crate::console::frame::{EventTab, Frame};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct TeamPage<'a> {
    /// Who works there.
    pub team: &'a Team,
    /// The invitation as typed.
    pub invite: &'a InviteForm,
    /// The member as typed.
    pub add: &'a AddForm,
    /// What is wrong with either.
    pub faults: &'a [FieldFault],
    /// Why nothing was done.
    pub refusal: Option<&'a str>,
}

/// Nothing typed.
static NO_INVITE: InviteForm = InviteForm { email: String::new(), role: String::new(), until: String::new() };
static NO_ADD: AddForm = AddForm { member: String::new(), member_role: String::new(), member_until: String::new() };

impl<'a> TeamPage<'a> {
    /// The page with empty forms.
    pub fn of(team: &'a Team) -> Self {
        Self { team, invite: &NO_INVITE, add: &NO_ADD, faults: &[], refusal: None }
    }
}

/// The page.
pub fn page(frame: &Frame, model: &TeamPage<'_>) -> Markup {
    let team = model.team;
    let errors = errors_of(model.faults);
    let may_grant = team.desk.held.may(may::ROLES_GRANT);
    let main = html! {
        @if let Some(why) = model.refusal { (Banner::new(Tone::Bad, t!("console-team-unchanged", why = why).into_owned())) }
        (Card::new(html! { (here(team)) }).title(t!("console-team-here")).flush())
        @if !team.invitations.is_empty() { (Card::new(html! { (invitations(team)) }).title(t!("console-team-invited")).flush()) }
        @if may_grant { (Card::new(invite(model, &errors)).title(t!("console-team-invite"))) }
        @if may_grant && !team.members.is_empty() { (Card::new(add(model, &errors)).title(t!("console-team-add"))) }
        @if may_grant { (Card::new(explained(&team.choices(), &team.powers)).title(t!("console-team-roles"))) }
        @if !team.from_above.is_empty() { (Card::new(from_above(team)).title(t!("console-team-everywhere"))) }
    };
    frame.event_page(&team.desk, EventTab::Team, main).lead(t!("console-team-lead")).render()
}

fn name<'a>(full_name: &'a str, email: &'a str) -> &'a str {
    if full_name.trim().is_empty() { email } else { full_name }
}

fn until(at: Option<Timestamp>, team: &Team) -> Markup {
    match at {
        Some(at) => t_html!("console-team-until", day = Moment::day(as_day(at), team.desk.event.zone)),
        None => html! { (t!("console-team-for-good")) },
    }
}

fn here(team: &Team) -> Table {
    let row = |held: &Held| {
        let who = name(&held.full_name, &held.email);
        let id = format!("revoke-{}", held.id);
        let action = format!("/console/events/{}/team/roles/{}/revoke", team.desk.event.id, held.id);
        let text = t!("console-team-loses", who = who, role = held.label).into_owned();
        vec![
            html! { (who) @if team.me == Some(held.user) { " " span class="muted small" { (t!("console-team-you")) } } @if who != held.email { div class="muted small" { (held.email) } } },
            html! { (held.label) },
            until(held.expires_at, team),
            html! {
                @if team.may_give(&held.role) {
                    (Button::opens(t!("console-team-take"), id.as_str()).quiet().small())
                    (Dialog::confirm(id.as_str(), t!("console-team-take-question"), &text, &action, Button::submit(t!("console-team-take")).danger()))
                }
            },
        ]
    };
    let empty = EmptyState::new(Icon::Users, t!("console-team-nobody"), t!("console-team-nobody-help"));
    Table::new(
        t!("console-team-here-caption"),
        vec![
            Column::new(t!("console-team-column-name")),
            Column::new(t!("console-team-column-role")),
            Column::new(t!("console-team-column-held")),
            Column::new(t!("console-team-column-change")),
        ],
    )
    .rows(team.here.iter().map(row))
    .empty(empty)
}

fn invitations(team: &Team) -> Table {
    let row = |i: &OpenInvitation| {
        let action = format!("/console/events/{}/team/invitations/{}/withdraw", team.desk.event.id, i.id);
        vec![
            html! { (i.email) },
            html! { (i.role) },
            until(i.until, team),
            html! { (Moment::short(i.expires_at, team.desk.event.zone)) },
            html! { @if team.may_give(&i.code) { form method="post" action=(action) { (Button::submit(t!("console-team-withdraw")).quiet().small()) } } },
        ]
    };
    let columns = vec![
        Column::new(t!("console-team-email")),
        Column::new(t!("console-team-column-role")),
        Column::new(t!("console-team-column-held")),
        Column::new(t!("console-team-column-link")),
        Column::new(t!("console-team-column-change")),
    ];
    Table::new(t!("console-team-invitations"), columns).rows(team.invitations.iter().map(row))
}

fn roles(team: &Team) -> Vec<Choice> {
    role_choices(&team.choices(), |_| "")
}

fn invite(model: &TeamPage<'_>, errors: &FieldErrors) -> Markup {
    let (team, form) = (model.team, model.invite);
    let fields = html! {
        (Field::email("email", t!("console-team-email")).value(&form.email).required().autocomplete("off").help(t!("console-team-invite-help")).error(errors.of("email")))
        (Field::select("role", t!("console-team-role"), roles(team)).value(&form.role).required().help(t!("console-team-role-help")).error(errors.of("role")))
        (Field::date("until", t!("console-team-until-field")).value(&form.until).help(t!("console-team-until-help")).error(errors.of("until")))
    };
    let own = own(errors, &["email", "role", "until"]);
    Form::post(format!("/console/events/{}/team/invitations", team.desk.event.id), fields)
        .errors(&own)
        .button(Button::submit(t!("console-team-invite-button")).icon(Icon::Send))
        .render()
}

fn add(model: &TeamPage<'_>, errors: &FieldErrors) -> Markup {
    let (team, form) = (model.team, model.add);
    let members = team.members.iter().map(|m| Choice::new(m.user.to_string(), name(&m.full_name, &m.email))).collect();
    let fields = html! {
        (Field::select("member", t!("console-team-member"), members).value(&form.member).required().help(t!("console-team-member-help")).error(errors.of("member")))
        (Field::select("member_role", t!("console-team-role"), roles(team)).value(&form.member_role).required().error(errors.of("member_role")))
        (Field::date("member_until", t!("console-team-until-field")).value(&form.member_until).help(t!("console-team-until-help")).error(errors.of("member_until")))
    };
    let own = own(errors, &["member", "member_role", "member_until"]);
    Form::post(format!("/console/events/{}/team/roles", team.desk.event.id), fields)
        .errors(&own)
        .button(Button::submit(t!("console-team-give")).icon(Icon::Plus))
        .render()
}

/// Of the mistakes on a page those of one form's fields.
fn own(errors: &FieldErrors, fields: &[&str]) -> FieldErrors {
    let mut own = FieldErrors::new();
    for field in fields {
        if let Some(message) = errors.of(field) {
            own.add(*field, message);
        }
    }
    own
}

fn from_above(team: &Team) -> Markup {
    let venue = team.desk.event.venue.as_ref();
    let place = |held: &Held| match venue {
        Some(venue) if venue.id.0 == held.scope => venue.name.as_str(),
        _ => team.desk.place.name.as_str(),
    };
    let row = |held: &Held| {
        vec![html! { (name(&held.full_name, &held.email)) }, html! { (held.label) }, html! { (place(held)) }, until(held.expires_at, team)]
    };
    let table = Table::new(
        t!("console-team-everywhere-caption"),
        vec![
            Column::new(t!("console-team-column-name")),
            Column::new(t!("console-team-column-role")),
            Column::new(t!("console-team-column-at")),
            Column::new(t!("console-team-column-held")),
        ],
    )
    .rows(team.from_above.iter().map(row));
    let count = team.from_above.len();
    html! {
        @let members = html! { a href={ "/organizations/" (team.desk.place.slug) } { (t!("console-team-members")) } };
        p { (t_html!("console-team-above", organization = team.desk.place.name, members = members)) }
        (Disclosure::new(html! { (t!("console-team-roles-count", count = count)) }, table.render()))
    }
}
