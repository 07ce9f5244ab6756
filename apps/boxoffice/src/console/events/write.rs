//! Writes events as their organizers say, under their own identity: policies decide, the audit notes.

use commons::events::{self, EventError, EventStatus, NewEvent};
use commons::venues;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_db::{DbError, Tx};
use platform_http::FieldFault;
use platform_texts::t;
use platform_types::{Actor, EventId, VenueId};
use serde_json::{Value, json};

use super::{Draft, VenueChoice};
use crate::BoxOffice;
use crate::catalogue::{self, CatalogueError};
use crate::console::access::{Desk, Held, Place};
use crate::console::form::wrong;

/// Why an event was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Not there, or not for the caller to change.
    #[error("{}", t!("console-event-write-not-found"))]
    NotFound,
    /// Something typed needs another look.
    #[error("{}", t!("console-event-write-refused", count = .0.len()))]
    Refused(Vec<FieldFault>),
    /// The id was used before: this form was sent twice, or went back and was sent again.
    #[error("{}", t!("console-event-write-repeated"))]
    Repeated,
    /// Something of it is sold, in a cart or was told to people: it cannot be deleted.
    #[error("the event is sold, in carts or was told of")]
    Sold,
    /// Somebody else changed it since the form was opened.
    #[error("{}", t!("console-event-write-stale"))]
    Stale,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<EventError> for WriteError {
    fn from(error: EventError) -> Self {
        match error {
            EventError::NotFound | EventError::Transition { .. } | EventError::SoldForReal => Self::NotFound,
            EventError::Sold => Self::Sold,
            EventError::Repeated => Self::Repeated,
            EventError::ZoneSold => Self::Refused(wrong("venue", error.to_string())),
            EventError::EndsBeforeStart => Self::Refused(wrong("ends", error.to_string())),
            EventError::DoorsAfterStart => Self::Refused(wrong("doors", error.to_string())),
            EventError::Stale => Self::Stale,
            EventError::Database(error) => Self::Database(error),
        }
    }
}

impl From<CatalogueError> for WriteError {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::Database(error) => Self::Database(error),
            other => Self::Refused(wrong("capacity", other.to_string())),
        }
    }
}

/// A new draft, with its place if that is new too, and its capacity if it is known. `id` was given out with the form: a form
/// that is sent twice makes one draft.
pub async fn create_event(shop: &BoxOffice, actor: &Actor, place: &Place, id: EventId, draft: &Draft) -> Result<EventId, WriteError> {
    if !place.held.may(may::EVENTS_CREATE) {
        return Err(WriteError::NotFound);
    }
    if draft.capacity.is_some() && !place.held.may(may::TICKETS_MANAGE) {
        return Err(WriteError::Refused(wrong("capacity", t!("console-event-capacity-role"))));
    }
    let now = shop.clock().now();
    let mut tx = shop.db().as_actor(actor).await?;
    let venue = place_of(shop, &mut tx, place, &place.held, draft).await?;
    let event = NewEvent { venue, ..draft.event.clone() };
    let (id, slug) = match events::create_event_as(&mut tx, shop.entropy(), id, place.id, &event).await {
        Err(EventError::Repeated) => return Err(WriteError::Repeated),
        made => made?,
    };
    if let Some(capacity) = draft.capacity {
        catalogue::open_event_pool(&mut tx, shop.entropy(), now, place.id, id, capacity).await?;
    }
    let mut after = told(&event);
    after["slug"] = json!(slug);
    after["capacity"] = json!(draft.capacity);
    after["new_venue"] = json!(matches!(draft.venue, VenueChoice::New(_)));
    platform_audit::record(&mut tx, Entry::new("event.created", "events").on(id.0).within(place.id).after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes what the organizer may say, if nobody did since `version`.
pub async fn update_event(shop: &BoxOffice, actor: &Actor, desk: &Desk, version: i32, draft: &Draft) -> Result<(), WriteError> {
    if !desk.held.may(may::EVENTS_EDIT) {
        return Err(WriteError::NotFound);
    }
    if desk.event.status != EventStatus::Draft {
        still_complete(draft)?;
    }
    let mut tx = shop.db().as_actor(actor).await?;
    let venue = place_of(shop, &mut tx, &desk.place, &desk.place.held, draft).await?;
    let event = NewEvent { venue, ..draft.event.clone() };
    events::update_event(&mut tx, desk.event.id, version, &event).await?;
    let (before, after) = differences(told(&NewEvent::from(&desk.event)), told(&event));
    let entry = Entry::new("event.updated", "events").on(desk.event.id.0).within(desk.place.id).before(before).after(after);
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// Deletes an event that nobody bought anything of, with all that was said about it.
pub async fn delete_event(shop: &BoxOffice, actor: &Actor, desk: &Desk) -> Result<(), WriteError> {
    if !desk.held.may(may::EVENTS_DELETE) {
        return Err(WriteError::NotFound);
    }
    let mut tx = shop.db().as_actor(actor).await?;
    let files = commons::files::list_files_of_event(&mut tx, desk.event.id).await.map_err(DbError::from)?;
    events::delete_event(&mut tx, desk.event.id).await?;
    for file in files {
        platform_storage::Files::let_go(&mut tx, file).await?;
    }
    let mut before = told(&NewEvent::from(&desk.event));
    before["slug"] = json!(desk.event.slug);
    before["status"] = json!(desk.event.status);
    platform_audit::record(&mut tx, Entry::new("event.deleted", "events").on(desk.event.id.0).within(desk.place.id).before(before)).await?;
    Ok(tx.commit().await?)
}

/// What an event needs to be published it may not lose afterwards.
fn still_complete(draft: &Draft) -> Result<(), WriteError> {
    if draft.event.starts_at.is_none() {
        return Err(WriteError::Refused(wrong("starts", t!("console-event-start-kept"))));
    }
    if matches!(draft.venue, VenueChoice::None) {
        return Err(WriteError::Refused(wrong("venue", t!("console-event-place-kept"))));
    }
    Ok(())
}

async fn place_of(shop: &BoxOffice, tx: &mut Tx, place: &Place, held: &Held, draft: &Draft) -> Result<Option<VenueId>, WriteError> {
    match &draft.venue {
        VenueChoice::None => Ok(None),
        VenueChoice::Known(id) => Ok(Some(*id)),
        VenueChoice::New(_) if !held.may(may::VENUES_MANAGE) => Err(WriteError::Refused(wrong("venue", t!("console-event-venue-role")))),
        VenueChoice::New(venue) => Ok(Some(venues::create_venue(tx, shop.entropy(), shop.clock().now(), place.id, venue).await?)),
    }
}

/// What the audit keeps of an event.
pub(super) fn told(event: &NewEvent) -> Value {
    json!({
        "name": event.name,
        "names": event.names,
        "category": event.category,
        "description": event.description,
        "presenter": event.presenter,
        "venue": event.venue,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "doors_at": event.doors_at,
        "timezone": event.zone.name(),
        "visibility": event.visibility,
        "age_limit": event.age_limit,
        "notice": event.notes.notice,
        "accessibility": event.notes.accessibility,
    })
}

/// Only what changed.
fn differences(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(mut before), Value::Object(mut after)) = (before, after) else { return (Value::Null, Value::Null) };
    before.retain(|name, was| after.get(name) != Some(was));
    after.retain(|name, _| before.contains_key(name));
    (Value::Object(before), Value::Object(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_keeps_what_changed_and_nothing_else() {
        let (before, after) = differences(json!({"a": 1, "b": 2}), json!({"a": 1, "b": 3}));
        assert_eq!((before, after), (json!({"b": 2}), json!({"b": 3})));
    }
}
