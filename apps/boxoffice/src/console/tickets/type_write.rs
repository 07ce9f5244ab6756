//! Ticket types, written as the organizer: added, changed, put into order, archived, brought back. Each leaves one line
//! in the audit, or none where nothing changed.

use platform_audit::Entry;
use platform_db::Tx;
use platform_texts::t;
use platform_types::{Actor, Currency, TicketTypeId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::pools::{Pool, list_pools};
use super::write::{TicketsError, allowed};
use crate::BoxOffice;
use crate::catalogue::{self, CatalogueError, TypeDetails, TypeRow};
use crate::console::access::Desk;
use crate::console::form::wrong;

/// A refusal beside the field of the type's form that it is about.
fn of_type(error: CatalogueError) -> TicketsError {
    let field = match &error {
        CatalogueError::BelowSold => "quantity",
        CatalogueError::PricingStays => "pricing",
        CatalogueError::ZoneKept => "zones",
        _ => return error.into(),
    };
    TicketsError::Refused(wrong(field, error.to_string()))
}

/// Adds a ticket type. The event's capacity comes first, because every type draws from it.
pub async fn add_type(shop: &BoxOffice, actor: &Actor, desk: &Desk, new: &TypeDetails) -> Result<TicketTypeId, TicketsError> {
    let organization = allowed(desk)?;
    let mut tx = shop.db().as_actor(actor).await?;
    if !list_pools(&mut tx, desk.event.id).await?.iter().any(Pool::is_event) {
        return Err(TicketsError::Refused(wrong("quantity", t!("console-type-capacity-first"))));
    }
    let id = catalogue::add_type(&mut tx, shop.entropy(), shop.clock().now(), organization, desk.event.id, new).await.map_err(of_type)?;
    let mut after = told(new, desk.event.currency);
    after["event"] = json!(desk.event.id);
    platform_audit::record(&mut tx, Entry::new("ticket_type.added", "ticket_types").on(id.0).within(organization).after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a type that is still what the caller saw. False where it says that already.
pub async fn update_type(shop: &BoxOffice, actor: &Actor, desk: &Desk, seen: &TypeRow, new: &TypeDetails) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    if seen.details == *new {
        return Ok(false);
    }
    let mut tx = shop.db().as_actor(actor).await?;
    catalogue::update_type(&mut tx, desk.event.id, seen, new).await.map_err(of_type)?;
    let (before, after) = differences(told(&seen.details, desk.event.currency), told(new, desk.event.currency));
    let entry = Entry::new("ticket_type.updated", "ticket_types").on(seen.id.0).within(organization).before(before).after(after);
    record(tx, entry).await?;
    Ok(true)
}

/// Archives a type or brings it back. False where it was so already.
pub async fn set_archived(shop: &BoxOffice, actor: &Actor, desk: &Desk, seen: &TypeRow, archived: bool) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    if seen.archived_at.is_some() == archived {
        return Ok(false);
    }
    let mut tx = shop.db().as_actor(actor).await?;
    catalogue::set_archived(&mut tx, desk.event.id, seen.id, seen.version, archived).await?;
    let action = if archived { "ticket_type.archived" } else { "ticket_type.restored" };
    let told = json!({ "name": seen.details.basics.name, "sold": seen.sold, "held": seen.held });
    record(tx, Entry::new(action, "ticket_types").on(seen.id.0).within(organization).after(told)).await?;
    Ok(true)
}

/// Puts the types on offer into another order, if they stand in the one the caller saw. False where they stand so already.
pub async fn reorder_types(shop: &BoxOffice, actor: &Actor, desk: &Desk, seen: &[Uuid], wanted: &[Uuid]) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    let mut tx = shop.db().as_actor(actor).await?;
    if !catalogue::reorder_types(&mut tx, desk.event.id, seen, wanted).await? {
        return Ok(false);
    }
    let entry = Entry::new("ticket_types.ordered", "events").on(desk.event.id.0).within(organization);
    record(tx, entry.before(json!({ "order": seen })).after(json!({ "order": wanted }))).await?;
    Ok(true)
}

async fn record(mut tx: Tx, entry: Entry) -> Result<(), TicketsError> {
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// What the audit keeps of a type.
fn told(details: &TypeDetails, currency: Currency) -> Value {
    let basics = &details.basics;
    json!({
        "name": basics.name,
        "description": basics.description,
        "price_minor": basics.price_minor,
        "suggested_minor": details.suggested_minor,
        "currency": currency,
        "quantity": basics.quantity,
        "sale_starts_at": basics.sale_starts_at,
        "sale_ends_at": basics.sale_ends_at,
        "min_per_order": basics.min_per_order,
        "max_per_order": basics.max_per_order,
        "hidden": details.hidden,
        "grants_role": details.grants_role,
        "zones": details.zones,
    })
}

/// Only what changed.
fn differences(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(mut before), Value::Object(mut after)) = (before, after) else { return (Value::Null, Value::Null) };
    before.retain(|name, was| after.get(name) != Some(was));
    after.retain(|name, _| before.contains_key(name));
    (Value::Object(before), Value::Object(after))
}
