//! Writes running orders as their organizers say, under their own identity: policies decide, the audit notes.

use commons::programme::{self, NewItem, ProgrammeError, ProgrammeItem};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Fault, FieldFault};
use platform_types::{Actor, ProgrammeItemId};
use serde_json::{Value, json};

use crate::BoxOffice;
use crate::console::access::Desk;
use crate::console::code;
use crate::console::form::wrong;

fn allowed(desk: &Desk) -> Result<(), ProgrammeError> {
    if desk.held.may(may::EVENTS_EDIT) { Ok(()) } else { Err(ProgrammeError::NotFound) }
}

/// Adds an item under the id its form was opened with: sent twice, it is added once.
pub async fn add_item(shop: &BoxOffice, actor: &Actor, desk: &Desk, id: ProgrammeItemId, item: &NewItem) -> Result<(), ProgrammeError> {
    allowed(desk)?;
    let event = desk.event.id;
    let mut tx = shop.db().as_actor(actor).await?;
    let mut id = id;
    if !programme::add_item(&mut tx, desk.place.id, event, id, item).await? {
        if programme::find_item(&mut tx, event, id).await?.is_some() {
            return Ok(());
        }
        // Somebody made the id up and met another one.
        id = ProgrammeItemId::new(shop.entropy(), shop.clock().now());
        programme::add_item(&mut tx, desk.place.id, event, id, item).await?;
    }
    let entry = Entry::new("programme.item_added", "programme_items").on(id.0).within(desk.place.id).after(told(desk, item));
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// Changes an item, if nobody did since `version`.
pub async fn save_item(
    shop: &BoxOffice,
    actor: &Actor,
    desk: &Desk,
    was: &ProgrammeItem,
    version: i32,
    item: &NewItem,
) -> Result<(), ProgrammeError> {
    allowed(desk)?;
    let mut tx = shop.db().as_actor(actor).await?;
    programme::update_item(&mut tx, desk.event.id, was.id, version, item).await?;
    let entry = Entry::new("programme.item_changed", "programme_items").on(was.id.0).within(desk.place.id);
    platform_audit::record(&mut tx, entry.before(told(desk, &was.says)).after(told(desk, item))).await?;
    Ok(tx.commit().await?)
}

/// Takes an item out. False, and no line in the audit, where it was gone already.
pub async fn remove_item(shop: &BoxOffice, actor: &Actor, desk: &Desk, item: &ProgrammeItem) -> Result<bool, ProgrammeError> {
    allowed(desk)?;
    let mut tx = shop.db().as_actor(actor).await?;
    if !programme::remove_item(&mut tx, desk.event.id, item.id, shop.clock().now()).await? {
        return Ok(false);
    }
    let entry = Entry::new("programme.item_removed", "programme_items").on(item.id.0).within(desk.place.id).before(told(desk, &item.says));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Shows the programme or hides it. False, and no line in the audit, where it was so already.
pub async fn show_programme(shop: &BoxOffice, actor: &Actor, desk: &Desk, show: bool) -> Result<bool, ProgrammeError> {
    allowed(desk)?;
    let event = desk.event.id;
    let mut tx = shop.db().as_actor(actor).await?;
    if !programme::show_programme(&mut tx, event, show.then(|| shop.clock().now())).await? {
        return Ok(false);
    }
    let items = programme::count_entries(&mut tx, event).await?;
    let action = if show { "programme.published" } else { "programme.withdrawn" };
    platform_audit::record(&mut tx, Entry::new(action, "events").on(event.0).within(desk.place.id).after(json!({ "items": items })))
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// What the audit keeps of an item.
fn told(desk: &Desk, item: &NewItem) -> Value {
    json!({
        "event": desk.event.id,
        "title": item.title,
        "starts_at": item.starts_at,
        "ends_at": item.ends_at,
        "stage": item.stage,
        "track": item.track,
        "people": item.people,
        "language": item.language,
    })
}

/// Mistakes that only the database saw, beside their fields.
pub fn faults(error: &ProgrammeError) -> Option<Vec<FieldFault>> {
    match error {
        ProgrammeError::EndsBeforeStart => Some(wrong("ends", error.to_string())),
        ProgrammeError::NoStart => Some(wrong("starts", error.to_string())),
        ProgrammeError::NotFound | ProgrammeError::Stale | ProgrammeError::Database(_) => None,
    }
}

/// For whoever sees no form.
pub fn fault(error: ProgrammeError) -> Fault {
    match (faults(&error), error) {
        (Some(faults), _) => Fault::new(platform_http::code::http::INVALID).with_fields(faults),
        (_, ProgrammeError::Stale) => Fault::new(code::PROGRAMME_ITEM_CHANGED),
        (_, ProgrammeError::Database(error)) => error.into(),
        _ => Fault::not_found(),
    }
}
