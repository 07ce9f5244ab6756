//! Codes behind the counter: a list with what each was used for, one made by hand or many at random.
//!
//! Who runs promotions for the whole organization makes codes for all its events; who does for one event, for that one.

mod bulk;
mod csv;
mod detail;
pub(crate) mod detail_view;
mod form;
mod form_view;
mod list;
pub(crate) mod list_view;
mod make;
mod new;
mod queries;
mod routes;
mod write;

pub use form::{CodeForm, CodeTerms};
pub use make::make_code;
pub use queries::{CodeRow, EventChoice, RedemptionRow, TypeChoice};
pub use routes::routes;
pub use write::WriteError;

use platform_auth::permission as may;
use platform_http::{Ctx, Fault};
use platform_types::{Currency, EventId, Zone};

use super::access::{self, Place};

/// An organization and the events for which the caller may make codes.
#[derive(Clone, Debug)]
pub struct Counter {
    /// The organization.
    pub place: Place,
    /// Its events, the next first.
    pub events: Vec<EventChoice>,
}

impl Counter {
    /// Whether a code may count at all of its events.
    pub fn all_events(&self) -> bool {
        self.place.held.may(may::MARKETING_MANAGE)
    }
}

/// Where a code counts, with what its form needs to know of it.
#[derive(Clone, Debug)]
pub struct Scope {
    /// One event; none is all of the organization.
    pub event: Option<EventChoice>,
    /// The event's ticket types.
    pub types: Vec<TypeChoice>,
    /// By whose clock times are typed.
    pub zone: Zone,
    /// What amounts are in.
    pub currency: Currency,
}

/// Opens the counter, or 404 for whoever runs no promotion here.
async fn open(ctx: &Ctx, slug: &str) -> Result<Counter, Fault> {
    let mut tx = ctx.read().await?;
    let place = access::find_place(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    let events = queries::list_events(&mut tx, place.id).await?;
    tx.rollback().await?;
    let counter = Counter { place, events };
    if counter.all_events() || !counter.events.is_empty() { Ok(counter) } else { Err(Fault::not_found()) }
}

/// The scope that an address or a form names: an event's id, or nothing for all events.
async fn scope(ctx: &Ctx, counter: &Counter, event: &str) -> Result<Scope, Fault> {
    let place = &counter.place;
    if event.trim().is_empty() {
        // Who may not make one for all events is given the next of theirs.
        return match counter.events.first() {
            Some(next) if !counter.all_events() => scope_of(ctx, next.clone()).await,
            _ => Ok(Scope { event: None, types: Vec::new(), zone: place.zone, currency: place.currency }),
        };
    }
    let id: EventId = event.trim().parse().map_err(|_| Fault::not_found())?;
    let known = counter.events.iter().find(|e| e.id == id).cloned().ok_or_else(Fault::not_found)?;
    scope_of(ctx, known).await
}

async fn scope_of(ctx: &Ctx, event: EventChoice) -> Result<Scope, Fault> {
    let mut tx = ctx.read().await?;
    let types = queries::list_types(&mut tx, event.id).await?;
    tx.rollback().await?;
    let (zone, currency) = (event.zone, event.currency);
    Ok(Scope { event: Some(event), types, zone, currency })
}
