//! The page of one person.

use platform_auth::people::{Listed, OthersSession, RoleOf};
use platform_auth::permission as may;
use platform_auth::roles::RoleDefinition;
use platform_texts::t;
use platform_types::{Timestamp, Zone};
use platform_ui::{
    Banner, Button, Card, Choice, Column, DefinitionList, Dialog, Disclosure, EmptyState, Field, FieldErrors, Form, Icon, Markup, Moment,
    Table, Tone, html,
};

use super::list::badge;
use super::person::LockForm;
use crate::frame::{Frame, Place};
use crate::list::address;

/// What the page shows.
pub struct PersonPage<'a> {
    /// The person.
    pub person: &'a Listed,
    /// What they hold.
    pub roles: &'a [RoleOf],
    /// Where they are signed in.
    pub sessions: &'a [OthersSession],
    /// Roles on the platform that the caller could give.
    pub grantable: &'a [RoleDefinition],
    /// What other parts of the house offer here.
    pub offered: &'a [Markup],
    /// Whether the page is the caller's own.
    pub is_oneself: bool,
    /// What is typed in the form that locks.
    pub typed: &'a LockForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
}

/// Locked for longer than this, it is told as “until somebody opens”.
const FOR_GOOD: i32 = 2900;

/// The page.
pub fn page(frame: &Frame, model: &PersonPage<'_>) -> Markup {
    let base = format!("{}/{}", Place::People.path(), model.person.id);
    let main = html! {
        @if let Some(refusal) = model.errors.of("person") { (Banner::new(Tone::Bad, refusal)) }
        (Card::new(facts(frame, model.person)).title(t!("admin-person-account")))
        (Card::new(sign_ins(frame, model, &base)).title(t!("admin-sessions")).flush())
        @if frame.held.may(may::USERS_SUSPEND) { (Card::new(access(model, &base)).title(t!("admin-access"))) }
        (Card::new(roles(frame, model, &base)).title(t!("admin-roles")).flush())
        @if !model.grantable.is_empty() { (Card::new(give(model, &base)).title(t!("admin-role-give"))) }
    };
    let mut page = frame.below(Place::People, model.person.called(), main).mark(badge(model.person).render());
    for offered in model.offered {
        page = page.more(offered.clone());
    }
    page.render()
}

fn facts(frame: &Frame, person: &Listed) -> Markup {
    let moment = |at: Timestamp| html! { (Moment::full(at, Zone::UTC).with_zone()) };
    let mut facts = DefinitionList::columns()
        .text(t!("admin-name"), &person.full_name)
        .text(t!("admin-address"), &person.email)
        .fact(t!("admin-added"), moment(person.created_at))
        .fact(t!("admin-confirmed"), person.confirmed_at.map_or_else(|| html! { (t!("admin-not-yet")) }, moment))
        .fact(t!("admin-last-sign-in"), person.last_sign_in_at.map_or_else(|| html! { (t!("admin-never")) }, moment));
    if let Some(until) = person.locked_until {
        facts = facts.fact(
            t!("admin-locked-until"),
            if is_for_good(until) {
                html! { (t!("admin-until-opened")) }
            } else {
                moment(until)
            },
        );
    }
    html! {
        (facts)
        p class="cluster" {
            @if frame.held.may(may::AUDIT_VIEW) { (Button::link(t!("admin-what-they-did"), address(Place::Audit.path(), &[("who", &person.id.to_string())])).small().icon(Icon::History)) }
            (Button::link(t!("admin-mails-to-them"), address(Place::Messages.path(), &[("q", &person.email)])).small().icon(Icon::Mail))
        }
    }
}

fn is_for_good(until: Timestamp) -> bool {
    chrono::Datelike::year(&until) >= FOR_GOOD
}

fn sign_ins(frame: &Frame, model: &PersonPage<'_>, base: &str) -> Markup {
    let row = |session: &OthersSession| {
        vec![
            html! { (session.user_agent.as_deref().filter(|agent| !agent.is_empty()).map_or_else(|| t!("admin-unknown-program").into_owned(), short)) },
            html! { span class="nowrap" { (Moment::short(session.created_at, Zone::UTC)) } },
            html! { span class="nowrap" { (Moment::short(session.last_seen, Zone::UTC)) } },
        ]
    };
    let columns = vec![Column::new(t!("admin-program")), Column::new(t!("admin-began")), Column::new(t!("admin-last-used"))];
    let empty = EmptyState::new(Icon::LogIn, t!("admin-sessions-none"), t!("admin-sessions-none-text"));
    let may_end = frame.held.may(may::USERS_SUSPEND) && !model.is_oneself && !model.sessions.is_empty();
    html! {
        (Table::new(t!("admin-sessions"), columns).rows(model.sessions.iter().map(row)).empty(empty))
        @if may_end {
            div class="card__foot cluster" {
                (Button::opens(t!("admin-end-sessions"), "end-sessions").small())
                (Dialog::confirm("end-sessions", t!("admin-end-sessions-ask"), &t!("admin-end-sessions-text"), &format!("{base}/sign-out"), Button::submit(t!("admin-end-sessions")).danger()))
            }
        }
    }
}

/// The first words of what a program calls itself.
fn short(agent: &str) -> String {
    agent.chars().take(80).collect()
}

fn access(model: &PersonPage<'_>, base: &str) -> Markup {
    if model.is_oneself {
        return html! { p class="muted" { (t!("admin-lock-oneself")) } };
    }
    if model.person.locked_until.is_some() {
        return html! {
            p { (t!("admin-is-locked")) }
            (Button::opens(t!("admin-unlock"), "unlock"))
            (Dialog::confirm("unlock", t!("admin-unlock-ask"), &t!("admin-unlock-text"), &format!("{base}/unlock"), Button::submit(t!("admin-unlock")).main()))
        };
    }
    let times = vec![
        Choice::new("day", t!("admin-lock-day")),
        Choice::new("week", t!("admin-lock-week")),
        Choice::new("month", t!("admin-lock-month")),
        Choice::new("open", t!("admin-until-opened")),
    ];
    let until = if model.typed.until.is_empty() { "open" } else { &model.typed.until };
    let fields = html! {
        (Field::select("until", t!("admin-lock-how-long"), times).value(until).error(model.errors.of("until")))
        (Field::text("reason", t!("admin-reason")).value(&model.typed.reason).required().max_length(500).help(t!("admin-lock-reason-help")).error(model.errors.of("reason")))
    };
    let wrong = model.errors.of("reason").or(model.errors.of("until")).is_some();
    let form = Form::post(format!("{base}/lock"), fields);
    let form = if wrong { form.errors(model.errors) } else { form };
    let form = form.button(Button::submit(t!("admin-lock")).danger().icon(Icon::Lock));
    html! {
        p { (t!("admin-lock-text")) }
        (Disclosure::new(html! { (t!("admin-lock-open")) }, form.render()).open(wrong))
    }
}

fn roles(frame: &Frame, model: &PersonPage<'_>, base: &str) -> Markup {
    let may_take = |role: &RoleOf| role.scope_kind == "platform" && model.grantable.iter().any(|known| known.code == role.role);
    let row = |role: &RoleOf| {
        let place = role.organization_name.clone().unwrap_or_else(|| t!("admin-platform").into_owned());
        let id = format!("take-{}", role.id);
        vec![
            html! { (role.label) },
            html! {
                @match (role.organization, frame.held.may(may::ORGANIZATIONS_VIEW)) {
                    (Some(organization), true) => a href={ (Place::Organizations.path()) "/" (organization) } { (place) },
                    _ => (place),
                }
                @if !matches!(role.scope_kind.as_str(), "platform" | "organization") { " " span class="muted small" { (role.scope_kind) } }
            },
            html! { @match role.expires_at { Some(at) => span class="nowrap" { (Moment::short(at, Zone::UTC)) }, None => span class="muted" { (t!("admin-for-good")) } } },
            html! {
                @if may_take(role) {
                    (Button::opens(t!("admin-role-take"), id.as_str()).quiet().small())
                    (Dialog::confirm(id.as_str(), t!("admin-role-take-ask"), &t!("admin-role-take-text", role = role.label.as_str()), &format!("{base}/roles/{}/revoke", role.id), Button::submit(t!("admin-role-take")).danger()))
                }
            },
        ]
    };
    let columns = vec![
        Column::new(t!("admin-role")),
        Column::new(t!("admin-where")),
        Column::new(t!("admin-until")),
        Column::new(t!("admin-change")),
    ];
    let empty = EmptyState::new(Icon::Users, t!("admin-roles-none"), t!("admin-roles-none-text"));
    Table::new(t!("admin-roles"), columns).rows(model.roles.iter().map(row)).empty(empty).render()
}

fn give(model: &PersonPage<'_>, base: &str) -> Markup {
    let choices: Vec<Choice> = model
        .grantable
        .iter()
        .filter(|role| !model.roles.iter().any(|held| held.scope_kind == "platform" && held.role == role.code))
        .map(|role| Choice::new(&role.code, format!("{}: {}", role.label, role.description)))
        .collect();
    let fields = html! {
        (Field::select("role", t!("admin-role"), choices).required().placeholder(t!("admin-choose")).help(t!("admin-role-give-help")).error(model.errors.of("role")))
    };
    let form = Form::post(format!("{base}/roles"), fields);
    let form = if model.errors.of("role").is_some() { form.errors(model.errors) } else { form };
    form.button(Button::submit(t!("admin-role-give"))).render()
}
