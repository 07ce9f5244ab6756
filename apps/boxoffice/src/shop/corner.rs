//! `/me/corner`: what differs per person on a page that is the same for everybody.

use axum::extract::State;
use platform_auth::organizations;
use platform_http::{Ctx, Fault, Page};
use platform_texts::t;
use platform_types::ActorKind;
use platform_ui::{Icon, Markup, html};

use super::Shop;

const MINE: &str = "/my/tickets";

/// Their tickets for whoever may have some, their name for whoever signed in, the way in for others.
pub(super) async fn show(State(shop): State<Shop>, ctx: Ctx) -> Result<Page, Fault> {
    let (works, bell) = of_person(&ctx).await?;
    let house = shop.house();
    let sign_in = &house.sign_in;
    // Where the navigation leads there already, one link is enough.
    let in_navigation = house.links.iter().any(|link| link.href == MINE);
    let somebody = !matches!(ctx.actor.kind, ActorKind::Anonymous);
    Ok(Page(html! {
        @if somebody && !in_navigation { a class="site-header__sign-in" href=(MINE) { (t!("mine-title")) } }
        @if works { a class="site-header__sign-in" href="/console" { (t!("mine-staff")) } }
        @if let Some(bell) = &bell { (bell) }
        @match (&ctx.signed_in, sign_in) {
            (Some(person), _) => a class="site-header__sign-in" href="/account" { (Icon::User) span { (name_or(&person.name, &person.email)) } },
            (None, Some(href)) => a class="site-header__sign-in" href=(href) { (platform_ui::words::sign_in()) },
            (None, None) => {},
        }
    }))
}

/// Whether there is anything behind the counter for them, and the bell of whoever signed in.
async fn of_person(ctx: &Ctx) -> Result<(bool, Option<Markup>), Fault> {
    let Some(person) = &ctx.signed_in else { return Ok((false, None)) };
    let mut tx = ctx.read().await?;
    let own = organizations::own(&mut tx).await?;
    let bell = platform_inbox::bell(&mut tx, person.id).await?;
    tx.rollback().await?;
    Ok((!own.is_empty(), Some(bell)))
}

fn name_or<'a>(name: &'a str, email: &'a str) -> &'a str {
    if name.trim().is_empty() { email } else { name }
}
