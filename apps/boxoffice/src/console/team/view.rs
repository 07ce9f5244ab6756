//! Everybody who works at an event, who is asked to, and the two forms that add somebody.

use commons::team::{OpenInvitation, as_day, explained, role_choices};
use platform_auth::permission as may;
use platform_auth::roles::Held;
use platform_http::FieldFault;
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
        @if let Some(why) = model.refusal { (Banner::new(Tone::Bad, format!("Nothing was changed. {why}"))) }
        (Card::new(html! { (here(team)) }).title("At this event").flush())
        @if !team.invitations.is_empty() { (Card::new(html! { (invitations(team)) }).title("Invited, not yet answered").flush()) }
        @if may_grant { (Card::new(invite(model, &errors)).title("Invite somebody by e-mail")) }
        @if may_grant && !team.members.is_empty() { (Card::new(add(model, &errors)).title("Add a member")) }
        @if may_grant { (Card::new(explained(&team.choices(), &team.powers)).title("What each role may do")) }
        @if !team.from_above.is_empty() { (Card::new(from_above(team)).title("At every event")) }
    };
    frame.event_page(&team.desk, EventTab::Team, main).lead("Who works at this event, and as what.").render()
}

fn name<'a>(full_name: &'a str, email: &'a str) -> &'a str {
    if full_name.trim().is_empty() { email } else { full_name }
}

fn until(at: Option<Timestamp>, team: &Team) -> Markup {
    html! { @match at { Some(at) => { "Until the end of " (Moment::day(as_day(at), team.desk.event.zone)) }, None => "For good" } }
}

fn here(team: &Team) -> Table {
    let row = |held: &Held| {
        let who = name(&held.full_name, &held.email);
        let id = format!("revoke-{}", held.id);
        let action = format!("/console/events/{}/team/roles/{}/revoke", team.desk.event.id, held.id);
        let text = format!("{who} loses the role “{}” at this event at once.", held.label);
        vec![
            html! { (who) @if team.me == Some(held.user) { " " span class="muted small" { "You" } } @if who != held.email { div class="muted small" { (held.email) } } },
            html! { (held.label) },
            until(held.expires_at, team),
            html! {
                @if team.may_give(&held.role) {
                    (Button::opens("Take away", id.as_str()).quiet().small())
                    (Dialog::confirm(id.as_str(), "Take the role away?", &text, &action, Button::submit("Take away").danger()))
                }
            },
        ]
    };
    let empty = EmptyState::new(
        Icon::Users,
        "Nobody works at this event alone",
        "Invite door staff and others who work at this one event. They see nothing of your other events.",
    );
    Table::new("Who works at this event", vec![Column::new("Name"), Column::new("Role"), Column::new("Held"), Column::new("Change")])
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
            html! { @if team.may_give(&i.code) { form method="post" action=(action) { (Button::submit("Withdraw").quiet().small()) } } },
        ]
    };
    let columns =
        vec![Column::new("E-mail"), Column::new("Role"), Column::new("Held"), Column::new("Link works until"), Column::new("Change")];
    Table::new("Invitations", columns).rows(team.invitations.iter().map(row))
}

fn roles(team: &Team) -> Vec<Choice> {
    role_choices(&team.choices(), |_| "")
}

fn invite(model: &TeamPage<'_>, errors: &FieldErrors) -> Markup {
    let (team, form) = (model.team, model.invite);
    let fields = html! {
        (Field::email("email", "E-mail").value(&form.email).required().autocomplete("off").help("They get a link that names this event and works for seven days.").error(errors.of("email")))
        (Field::select("role", "Role", roles(team)).value(&form.role).required().help("Only roles that allow no more than you hold here yourself.").error(errors.of("role")))
        (Field::date("until", "Until the end of").value(&form.until).help("Leave it empty for a role that is held for good.").error(errors.of("until")))
    };
    let own = own(errors, &["email", "role", "until"]);
    Form::post(format!("/console/events/{}/team/invitations", team.desk.event.id), fields)
        .errors(&own)
        .button(Button::submit("Invite").icon(Icon::Send))
        .render()
}

fn add(model: &TeamPage<'_>, errors: &FieldErrors) -> Markup {
    let (team, form) = (model.team, model.add);
    let members = team.members.iter().map(|m| Choice::new(m.user.to_string(), name(&m.full_name, &m.email))).collect();
    let fields = html! {
        (Field::select("member", "Member", members).value(&form.member).required().help("Holds the role at once, without an invitation.").error(errors.of("member")))
        (Field::select("member_role", "Role", roles(team)).value(&form.member_role).required().error(errors.of("member_role")))
        (Field::date("member_until", "Until the end of").value(&form.member_until).help("Leave it empty for a role that is held for good.").error(errors.of("member_until")))
    };
    let own = own(errors, &["member", "member_role", "member_until"]);
    Form::post(format!("/console/events/{}/team/roles", team.desk.event.id), fields)
        .errors(&own)
        .button(Button::submit("Give the role").icon(Icon::Plus))
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
    let table =
        Table::new("Who works at every event", vec![Column::new("Name"), Column::new("Role"), Column::new("Held at"), Column::new("Held")])
            .rows(team.from_above.iter().map(row));
    let count = team.from_above.len();
    html! {
        p { "Whoever holds a role on " (team.desk.place.name) " or at its place works here too. Change that under " a href={ "/organizations/" (team.desk.place.slug) } { "Members" } "." }
        (Disclosure::new(html! { @if count == 1 { "One role" } @else { (count) " roles" } }, table.render()))
    }
}
