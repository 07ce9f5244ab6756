//! `/console`: what one may manage.

use axum::extract::State;
use platform_auth::organizations::{self, Organization};
use platform_auth::permission as may;
use platform_auth::roles;
use platform_http::{Ctx, Fault, Page, Query};
use platform_types::Timestamp;
use platform_ui::{Button, Card, Column, EmptyState, Icon, Markup, Table, html};

use super::Console;
use super::events::list_view::table;
use super::events::{EventRow, Show, list_events};
use super::frame::{After, Frame};
use super::orders::{UnsentRefund, list_unsent_refunds};
use crate::readable::order_number;

/// As many as one screen holds.
const SOON: i64 = 12;

pub(super) async fn show(State(console): State<Console>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let organizations = organizations::own(&mut tx).await?;
    let upcoming = list_events(&mut tx, None, Show::Upcoming, SOON, 0).await?;
    let drafts = list_events(&mut tx, None, Show::Drafts, SOON, 0).await?;
    let unsent = list_unsent_refunds(&mut tx, SOON).await?;
    let creators = roles::organizations_with(&mut tx, may::EVENTS_CREATE).await?;
    tx.rollback().await?;
    let may_create = matches!(&*organizations, [one] if creators.contains(&one.id));
    let model =
        HomePage { organizations: &organizations, upcoming: &upcoming, drafts: &drafts, unsent: &unsent, may_create, now: ctx.now() };
    Ok(Page(page(&console.frame(&ctx, &after), &model)))
}

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct HomePage<'a> {
    /// Organizations one belongs to.
    pub organizations: &'a [Organization],
    /// Events that come.
    pub upcoming: &'a [EventRow],
    /// Events being prepared.
    pub drafts: &'a [EventRow],
    /// Money that should have gone back and did not.
    pub unsent: &'a [UnsentRefund],
    /// Whether the caller may add an event to the one organization they belong to.
    pub may_create: bool,
    /// Now.
    pub now: Timestamp,
}

/// The page.
pub fn page(frame: &Frame, model: &HomePage<'_>) -> Markup {
    let many = model.organizations.len() > 1;
    let main = html! {
        @if model.organizations.is_empty() {
            (EmptyState::new(Icon::Building2, "You belong to no organization yet", "Found one to put on events, or ask somebody who runs one to invite you.")
                .action(Button::link("Found an organization", "/organizations/new").main().icon(Icon::Plus)))
        } @else {
            @if !model.unsent.is_empty() { (Card::new(unsent_table(model.unsent)).title("Refunds that did not arrive").flush()) }
            (Card::new(html! { (table(model.upcoming, model.now, many).empty(no_events(model))) }).title("Coming up").flush())
            @if !model.drafts.is_empty() { (Card::new(html! { (table(model.drafts, model.now, many)) }).title("Being prepared").flush()) }
            (Card::new(organizations_table(model.organizations)).title("Organizations").flush())
        }
    };
    let page = frame.page(None, "/console", "Overview", main).lead("What you put on, and how it sells.");
    match model.organizations {
        [one] if model.may_create && !model.upcoming.is_empty() => {
            page.action(Button::link("New event", format!("/console/{}/events/new", one.slug)).icon(Icon::Plus)).render()
        }
        _ => page.render(),
    }
}

fn no_events(model: &HomePage<'_>) -> EmptyState {
    let state = EmptyState::new(Icon::CalendarPlus, "Nothing is coming up", "Published events stand here until they are over.");
    match model.organizations {
        [one] if model.may_create => {
            state.action(Button::link("New event", format!("/console/{}/events/new", one.slug)).main().icon(Icon::Plus))
        }
        _ => state,
    }
}

/// Each leads to its order, where it is sent anew.
fn unsent_table(unsent: &[UnsentRefund]) -> Markup {
    let row = |u: &UnsentRefund| {
        vec![
            html! { a class="figures-only" href={ "/console/orders/" (u.order) } { (order_number(&u.number)) } },
            html! { (u.buyer_name) div class="muted small" { (u.event) } },
            html! { (u.failure) },
            html! { (u.amount) },
        ]
    };
    Table::new(
        "Refunds that did not arrive",
        vec![Column::new("Order"), Column::new("Buyer"), Column::prose("The provider’s answer"), Column::figures("Amount")],
    )
    .rows(unsent.iter().map(row))
    .render()
}

fn organizations_table(organizations: &[Organization]) -> Markup {
    let row = |o: &Organization| {
        vec![
            html! { a href={ "/console/" (o.slug) "/events" } { (o.name) } },
            html! { (o.timezone) },
            html! { (o.currency) },
            html! { a href={ "/console/" (o.slug) } { "Figures" } },
        ]
    };
    Table::new("Organizations", vec![Column::new("Name"), Column::new("Time zone"), Column::new("Currency"), Column::new("Sales")])
        .rows(organizations.iter().map(row))
        .render()
}
