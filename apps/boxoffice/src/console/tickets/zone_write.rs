//! Zones, written as the organizer: one line in the audit each, or none where nothing changed.

use platform_audit::Entry;
use platform_types::Actor;
use serde_json::json;

use super::write::{TicketsError, allowed};
use crate::BoxOffice;
use crate::catalogue::{self, CatalogueError, ZoneRow};
use crate::console::access::Desk;
use crate::console::form::wrong;

fn of_zone(error: CatalogueError) -> TicketsError {
    let field = match &error {
        CatalogueError::ZoneCode => "zone_code",
        CatalogueError::ZoneKept | CatalogueError::ZoneScanned => "zone_name",
        _ => return error.into(),
    };
    TicketsError::Refused(wrong(field, error.to_string()))
}

/// Adds a zone at the end.
pub async fn add_zone(shop: &BoxOffice, actor: &Actor, desk: &Desk, name: &str, code: &str) -> Result<(), TicketsError> {
    let organization = allowed(desk)?;
    let event = desk.event.id;
    let mut tx = shop.db().as_actor(actor).await?;
    let id = catalogue::add_zone(&mut tx, shop.entropy(), shop.clock().now(), organization, event, name, code).await.map_err(of_zone)?;
    let told = json!({ "event": event, "name": name, "code": code });
    platform_audit::record(&mut tx, Entry::new("zone.added", "event_zones").on(id).within(organization).after(told)).await?;
    Ok(tx.commit().await?)
}

/// Names a zone anew. False where it is called so already.
pub async fn rename_zone(
    shop: &BoxOffice,
    actor: &Actor,
    desk: &Desk,
    seen: &ZoneRow,
    name: &str,
    code: &str,
) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    if (seen.name.as_str(), seen.code.as_str()) == (name, code) {
        return Ok(false);
    }
    let mut tx = shop.db().as_actor(actor).await?;
    catalogue::rename_zone(&mut tx, desk.event.id, seen.id, seen.version, name, code).await.map_err(of_zone)?;
    let told = |name: &str, code: &str| json!({ "name": name, "code": code });
    let entry = Entry::new("zone.updated", "event_zones").on(seen.id).within(organization);
    platform_audit::record(&mut tx, entry.before(told(&seen.name, &seen.code)).after(told(name, code))).await?;
    tx.commit().await?;
    Ok(true)
}

/// Removes a zone. False where it was gone already.
pub async fn remove_zone(shop: &BoxOffice, actor: &Actor, desk: &Desk, seen: &ZoneRow) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    let mut tx = shop.db().as_actor(actor).await?;
    if !catalogue::remove_zone(&mut tx, desk.event.id, seen.id).await.map_err(of_zone)? {
        return Ok(false);
    }
    let entry = Entry::new("zone.removed", "event_zones").on(seen.id).within(organization);
    platform_audit::record(&mut tx, entry.before(json!({ "name": seen.name, "code": seen.code }))).await?;
    tx.commit().await?;
    Ok(true)
}
