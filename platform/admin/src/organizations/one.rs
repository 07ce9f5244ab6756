//! One organization.

use std::collections::BTreeMap;

use axum::extract::State;
use platform_auth::organizations::{ListedOrganization, Member, OrganizationsFilter, list_organizations};
use platform_auth::permission as may;
use platform_auth::roles::{Held as RoleHeld, held_in};
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_texts::t;
use platform_types::{OrganizationId, UserId, Zone};
use platform_ui::{Button, Card, Column, DefinitionList, EmptyState, Icon, Markup, Moment, Table, html};

use super::list::badge;
use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};
use crate::list::address;

pub async fn show(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<OrganizationId>, Query(after): Query<After>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let filter = OrganizationsFilter { only: Some(id), ..OrganizationsFilter::default() };
    let found = if held.may(may::ORGANIZATIONS_VIEW) { list_organizations(&mut tx, &filter, 1).await?.pop() } else { None };
    let organization = found.ok_or_else(Fault::not_found)?;
    let members = admin.auth().members(&mut tx, id).await?;
    let roles = held_in(&mut tx, id).await?;
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &after), &organization, &members, &roles)))
}

/// What is told of one member.
struct Line<'a> {
    name: &'a str,
    email: &'a str,
    member: Option<&'a Member>,
    roles: Vec<&'a str>,
}

fn page(frame: &Frame, organization: &ListedOrganization, members: &[Member], roles: &[RoleHeld]) -> Markup {
    let mut lines: BTreeMap<UserId, Line<'_>> = BTreeMap::new();
    for member in members {
        lines.insert(member.user, Line { name: &member.full_name, email: &member.email, member: Some(member), roles: Vec::new() });
    }
    // Somebody may hold a role at one event without belonging to the organization.
    for role in roles {
        let line =
            lines.entry(role.user).or_insert_with(|| Line { name: &role.full_name, email: &role.email, member: None, roles: Vec::new() });
        if !line.roles.contains(&role.label.as_str()) {
            line.roles.push(&role.label);
        }
    }
    let mut lines: Vec<(UserId, Line<'_>)> = lines.into_iter().collect();
    lines.sort_by(|a, b| (a.1.member.is_none(), a.1.name, a.1.email).cmp(&(b.1.member.is_none(), b.1.name, b.1.email)));
    let facts = DefinitionList::columns()
        .text(t!("admin-name"), &organization.name)
        .text(t!("admin-in-addresses"), &organization.slug)
        .text(t!("admin-zone"), &organization.timezone)
        .text(t!("admin-currency"), &organization.currency)
        .fact(t!("admin-founded"), html! { (Moment::full(organization.created_at, Zone::UTC).with_zone()) });
    let row = |(user, line): &(UserId, Line<'_>)| {
        let name = if line.name.is_empty() { line.email } else { line.name };
        vec![
            html! { @if frame.held.may(may::MEMBERS_VIEW) { a href={ (Place::People.path()) "/" (user) } dir="auto" { (name) } } @else { (name) } },
            html! { (line.email) },
            html! { (line.roles.join(", ")) },
            html! { @match line.member { Some(member) => span class="nowrap" { (Moment::day(member.since, Zone::UTC)) }, None => span class="muted" { (t!("admin-not-a-member")) } } },
        ]
    };
    let columns = vec![
        Column::new(t!("admin-name")),
        Column::new(t!("admin-address")),
        Column::new(t!("admin-roles")),
        Column::new(t!("admin-member-since")),
    ];
    let empty = EmptyState::new(Icon::Users, t!("admin-members-none"), t!("admin-members-none-text"));
    let main = html! {
        (Card::new(html! {
            (facts)
            @if frame.held.may(may::AUDIT_VIEW) {
                p { (Button::link(t!("admin-what-happened-there"), address(Place::Audit.path(), &[("organization", &organization.slug)])).small().icon(Icon::History)) }
            }
        }).title(t!("admin-organization")))
        (Card::new(Table::new(t!("admin-members"), columns).rows(lines.iter().map(row)).empty(empty).render()).title(t!("admin-members")).flush())
    };
    frame.below(Place::Organizations, &organization.name, main).mark(badge(organization).render()).render()
}
