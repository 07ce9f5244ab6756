//! One row, whole.

use axum::extract::State;
use platform_audit::{Event, Filter};
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path};
use platform_texts::t;
use platform_types::Zone;
use platform_ui::{Card, DefinitionList, Markup, Moment, html};
use serde_json::Value;
use uuid::Uuid;

use super::Names;
use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};
use crate::list::address;

pub async fn show(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<Uuid>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let filter = Filter { only: Some(id), ..Filter::default() };
    let found = if held.may(may::AUDIT_VIEW) { platform_audit::list(&mut tx, &filter, 1).await? } else { Vec::new() };
    let names = Names::of(&mut tx, &found).await?;
    tx.rollback().await?;
    let event = found.into_iter().next().ok_or_else(Fault::not_found)?;
    Ok(Page(page(&admin.frame(&ctx, held, &After::default()), &event, &names)))
}

fn page(frame: &Frame, event: &Event, names: &Names) -> Markup {
    let base = Place::Audit.path();
    let mut facts = DefinitionList::columns()
        .fact(t!("admin-when"), html! { (Moment::full(event.at, Zone::UTC).with_zone()) })
        .fact(t!("admin-who"), html! {
            @match event.user { Some(user) => a href=(address(base, &[("who", &user.to_string())])) dir="auto" { (names.who(event)) }, None => (names.who(event)) }
        })
        .text(t!("admin-what"), &event.action)
        .fact(t!("admin-on"), html! {
            (event.subject_type) @if let Some(id) = event.subject { " " a href=(address(base, &[("on", &id.to_string())])) { (id) } }
        });
    if let Some(id) = event.organization {
        facts = facts.fact(
            t!("admin-organization"),
            html! { a href=(address(base, &[("organization", &id.to_string())])) dir="auto" { (names.organization(id.0)) } },
        );
    }
    facts = facts.text(t!("admin-login"), &event.login);
    if let Some(ip) = &event.ip {
        facts = facts.text(t!("admin-from-where"), ip);
    }
    if let Some(request) = event.request {
        facts = facts.text(t!("admin-request"), &request.to_string());
    }
    let main = html! {
        (Card::new(facts.render()).title(t!("admin-event")))
        @if let Some(value) = &event.before { (Card::new(json(value)).title(t!("admin-was"))) }
        @if let Some(value) = &event.after { (Card::new(json(value)).title(t!("admin-became"))) }
    };
    frame.below(Place::Audit, &event.action, main).render()
}

fn json(value: &Value) -> Markup {
    html! { pre class="as-written" { code { (serde_json::to_string_pretty(value).unwrap_or_default()) } } }
}
