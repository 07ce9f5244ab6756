//! Makes a code as its form does, for whoever has no form.

use platform_types::{Actor, EventId};
use uuid::Uuid;

use super::form::CodeTerms;
use super::write::{WriteError, create};
use super::{Counter, Scope, queries};
use crate::BoxOffice;
use crate::console::access;

/// Makes one code of the organization with this slug: for one event or, without it, for all of them. `code` is as
/// [`crate::codes::normal`] gives it. Whoever may not make it is told that there is no such place.
pub async fn make_code(
    shop: &BoxOffice,
    actor: &Actor,
    slug: &str,
    event: Option<EventId>,
    code: &str,
    terms: &CodeTerms,
) -> Result<Uuid, WriteError> {
    let mut tx = shop.db().read(actor).await?;
    let place = access::find_place(&mut tx, slug).await?.ok_or(WriteError::NotFound)?;
    let counter = Counter { events: queries::list_events(&mut tx, place.id).await?, place };
    let chosen = match event {
        Some(id) => Some(counter.events.iter().find(|e| e.id == id).cloned().ok_or(WriteError::NotFound)?),
        None if counter.all_events() => None,
        None => return Err(WriteError::NotFound),
    };
    let types = match event {
        Some(id) => queries::list_types(&mut tx, id).await?,
        None => Vec::new(),
    };
    tx.rollback().await?;
    let zone = chosen.as_ref().map_or(counter.place.zone, |e| e.zone);
    let currency = chosen.as_ref().map_or(counter.place.currency, |e| e.currency);
    create(shop, actor, &counter, &Scope { event: chosen, types, zone, currency }, code, terms).await
}
