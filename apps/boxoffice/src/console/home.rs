//! `/console`: what one may manage.

use axum::extract::State;
use platform_auth::organizations::{self, Organization};
use platform_auth::permission as may;
use platform_auth::roles;
use platform_http::{Ctx, Fault, Page, Query};
use platform_texts::t;
use platform_types::Timestamp;
use platform_ui::{Button, Card, Column, EmptyState, Icon, Markup, Table, html};

use super::Console;
use super::access::{Place, find_place};
use super::events::list_view::table;
use super::events::{EventRow, Show, list_events};
use super::frame::{After, Frame};
use super::orders::{UnsentRefund, list_unsent_refunds};
use crate::readable::order_number;

/// As many as one screen holds.
const SOON: i64 = 12;
const SHOWN: usize = 12;

pub(super) async fn show(State(console): State<Console>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let organizations = organizations::own(&mut tx).await?;
    // One more than is shown, to know whether there are more.
    let mut upcoming = list_events(&mut tx, None, Show::Upcoming, SOON + 1, 0).await?;
    let more = upcoming.len() > SHOWN;
    upcoming.truncate(SHOWN);
    let drafts = list_events(&mut tx, None, Show::Drafts, SOON, 0).await?;
    let unsent = list_unsent_refunds(&mut tx, SOON).await?;
    let place = match &*organizations {
        [one] => find_place(&mut tx, &one.slug).await?,
        _ => None,
    };
    let creators = roles::organizations_with(&mut tx, may::EVENTS_CREATE).await?;
    tx.rollback().await?;
    let may_create = matches!(&*organizations, [one] if creators.contains(&one.id));
    let model = HomePage {
        organizations: &organizations,
        place: place.as_ref(),
        upcoming: &upcoming,
        more,
        drafts: &drafts,
        unsent: &unsent,
        may_create,
        now: ctx.now(),
    };
    Ok(Page(page(&console.frame(&ctx, &after), &model)))
}

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct HomePage<'a> {
    /// Organizations one belongs to.
    pub organizations: &'a [Organization],
    /// The only one of them: its places stand in the rail from the start.
    pub place: Option<&'a Place>,
    /// Events that come.
    pub upcoming: &'a [EventRow],
    /// Whether there are more of them.
    pub more: bool,
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
            (EmptyState::new(Icon::Building2, t!("console-home-no-organization"), t!("console-home-no-organization-help"))
                .action(Button::link(t!("console-home-found"), "/organizations/new").main().icon(Icon::Plus)))
        } @else {
            @if !model.unsent.is_empty() { (Card::new(unsent_table(model.unsent)).title(t!("console-home-unsent")).flush()) }
            (Card::new(html! { (table(model.upcoming, model.now, many).empty(no_events(model))) }).title(t!("console-home-upcoming")).flush())
            @if let (true, Some(place)) = (model.more, model.place) {
                p { a href={ "/console/" (place.slug) "/events" } { (t!("console-home-all-events")) } }
            }
            @if !model.drafts.is_empty() { (Card::new(html! { (table(model.drafts, model.now, many)) }).title(t!("console-home-drafts")).flush()) }
            (Card::new(organizations_table(model.organizations)).title(t!("console-home-organizations")).flush())
        }
    };
    let page = frame.page(model.place, "/console", &t!("console-home-heading"), main).lead(t!("console-home-lead"));
    match model.organizations {
        [one] if model.may_create && !model.upcoming.is_empty() => {
            page.action(Button::link(t!("console-home-new-event"), format!("/console/{}/events/new", one.slug)).icon(Icon::Plus)).render()
        }
        _ => page.render(),
    }
}

fn no_events(model: &HomePage<'_>) -> EmptyState {
    let state = EmptyState::new(Icon::CalendarPlus, t!("console-home-nothing-upcoming"), t!("console-home-nothing-upcoming-help"));
    match model.organizations {
        [one] if model.may_create => {
            state.action(Button::link(t!("console-home-new-event"), format!("/console/{}/events/new", one.slug)).main().icon(Icon::Plus))
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
        t!("console-home-unsent-caption"),
        vec![
            Column::new(t!("console-home-unsent-order")),
            Column::new(t!("console-home-unsent-buyer")),
            Column::prose(t!("console-home-unsent-answer")),
            Column::figures(t!("console-home-unsent-amount")),
        ],
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
            html! { a href={ "/console/" (o.slug) } { (t!("console-home-organization-figures")) } },
        ]
    };
    Table::new(
        t!("console-home-organizations-caption"),
        vec![
            Column::new(t!("console-home-organization-name")),
            Column::new(t!("console-home-organization-zone")),
            Column::new(t!("console-home-organization-currency")),
            Column::new(t!("console-home-organization-sales")),
        ],
    )
    .rows(organizations.iter().map(row))
    .render()
}
