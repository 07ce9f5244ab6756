//! `/console/events/{id}/orders` and `/console/{org}/orders`: who bought.

use axum::extract::State;
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Ctx, Fault, FieldFault, Page, Path, Query};
use platform_types::{Currency, EventId, Zone};
use uuid::Uuid;

use super::filter::{FILTER_NAMES, OrderFilter};
use super::list_view::{OrdersPage, page};
use super::search::{OrderRow, Scope, find_page, list_types};
use crate::console::access::{self, Desk, Place as Organization};
use crate::console::frame::After;
use crate::console::lists::views::{SavedView, ViewPage, list_views};
use crate::console::lists::{Cut, Params, Place};
use crate::console::{Console, must};

/// Where a list of orders stands.
#[derive(Clone, Debug)]
pub enum At {
    /// At an event.
    Event(Box<Desk>),
    /// At a whole organization.
    Organization(Box<Organization>),
}

impl At {
    /// The organization.
    pub fn place(&self) -> &Organization {
        match self {
            Self::Event(desk) => &desk.place,
            Self::Organization(place) => place,
        }
    }

    /// Whose clocks days are read by, and in what amounts are typed.
    pub fn clocks(&self) -> (Zone, Currency) {
        match self {
            Self::Event(desk) => (desk.event.zone, desk.event.currency),
            Self::Organization(place) => (place.zone, place.currency),
        }
    }

    /// Whose orders.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Event(desk) => Scope::Event(desk.event.id),
            Self::Organization(place) => Scope::Organization(place.id),
        }
    }

    /// The list's address.
    pub fn base(&self) -> String {
        match self {
            Self::Event(desk) => format!("/console/events/{}/orders", desk.event.id),
            Self::Organization(place) => format!("/console/{}/orders", place.slug),
        }
    }

    /// Whether the caller may do this here.
    pub fn may(&self, permission: platform_auth::Permission) -> bool {
        match self {
            Self::Event(desk) => desk.held.may(permission),
            Self::Organization(place) => place.held.may(permission),
        }
    }

    /// The event, where there is one.
    pub fn event(&self) -> Option<EventId> {
        match self {
            Self::Event(desk) => Some(desk.event.id),
            Self::Organization(_) => None,
        }
    }

    /// Which list it is to whoever keeps a view of it.
    pub fn view_page(&self) -> ViewPage {
        match self {
            Self::Event(_) => ViewPage::EventOrders,
            Self::Organization(_) => ViewPage::OrganizationOrders,
        }
    }
}

/// An event whose orders the caller may see, or 404.
pub(super) async fn at_event(tx: &mut Tx, id: EventId) -> Result<At, Fault> {
    let desk = access::find_desk(tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::ORDERS_VIEW)?;
    Ok(At::Event(Box::new(desk)))
}

/// An organization whose orders the caller may see, or 404: who works on single events sees theirs there.
pub(super) async fn at_organization(tx: &mut Tx, slug: &str) -> Result<At, Fault> {
    let place = access::find_place(tx, slug).await?.ok_or_else(Fault::not_found)?;
    must(&place.held, may::ORDERS_VIEW)?;
    Ok(At::Organization(Box::new(place)))
}

/// What a list shows.
pub(super) struct Found {
    pub filter: OrderFilter,
    pub faults: Vec<FieldFault>,
    pub cut: Cut<OrderRow>,
    pub types: Vec<(Uuid, String)>,
    pub views: Vec<SavedView>,
}

async fn find(tx: &mut Tx, at: &At, params: &Params) -> Result<Found, Fault> {
    let (zone, currency) = at.clocks();
    let (filter, faults) = OrderFilter::read(params, zone, currency);
    let cut = find_page(tx, at.scope(), &filter, &Place::read(params)).await?;
    let types = match at.event() {
        Some(id) => list_types(tx, id).await?,
        None => Vec::new(),
    };
    let views = list_views(tx, at.place().id, at.view_page(), at.event()).await?;
    Ok(Found { filter, faults, cut, types, views })
}

fn answer(console: &Console, ctx: &Ctx, at: &At, params: &Params, found: &Found) -> Page {
    let after = After { done: params.get("done").to_owned() };
    let names = [&FILTER_NAMES[..], &["after", "before"]].concat();
    let params = params.only(&names);
    let send = ctx.entropy().uuid_v7(ctx.now());
    let model = OrdersPage {
        at,
        params: &params,
        filter: &found.filter,
        faults: &found.faults,
        cut: &found.cut,
        types: &found.types,
        views: &found.views,
        send,
    };
    Page(page(&console.frame(ctx, &after), &model))
}

pub(in crate::console) async fn of_event(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(params): Query<Params>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let at = at_event(&mut tx, id).await?;
    let found = find(&mut tx, &at, &params).await?;
    tx.rollback().await?;
    Ok(answer(&console, &ctx, &at, &params, &found))
}

pub(in crate::console) async fn of_organization(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(params): Query<Params>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let at = at_organization(&mut tx, &slug).await?;
    let found = find(&mut tx, &at, &params).await?;
    tx.rollback().await?;
    Ok(answer(&console, &ctx, &at, &params, &found))
}
