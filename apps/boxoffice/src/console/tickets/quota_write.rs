//! Quotas, written as the organizer: one line in the audit each, or none where nothing changed.

use platform_audit::Entry;
use platform_texts::t;
use platform_types::Actor;
use serde_json::{Value, json};

use super::write::{TicketsError, allowed};
use crate::BoxOffice;
use crate::catalogue::{self, CatalogueError, QuotaDetails, QuotaRow};
use crate::console::access::Desk;
use crate::console::form::wrong;

/// Somebody bought between the page and the button.
fn of_quota(error: CatalogueError) -> TicketsError {
    match error {
        CatalogueError::BelowSold => TicketsError::Refused(wrong("quota_capacity", t!("console-quota-below-sold"))),
        other => other.into(),
    }
}

/// Adds a quota; what its types have sold and hold counts from the first moment.
pub async fn add_quota(shop: &BoxOffice, actor: &Actor, desk: &Desk, new: &QuotaDetails) -> Result<(), TicketsError> {
    let organization = allowed(desk)?;
    let mut tx = shop.db().as_actor(actor).await?;
    let id = catalogue::add_quota(&mut tx, shop.entropy(), shop.clock().now(), organization, desk.event.id, new).await.map_err(of_quota)?;
    let mut after = told(new);
    after["event"] = json!(desk.event.id);
    platform_audit::record(&mut tx, Entry::new("quota.added", "pools").on(id).within(organization).after(after)).await?;
    Ok(tx.commit().await?)
}

/// Changes a quota that is still what the caller saw. False where it says that already.
pub async fn update_quota(shop: &BoxOffice, actor: &Actor, desk: &Desk, seen: &QuotaRow, new: &QuotaDetails) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    if seen.details == *new {
        return Ok(false);
    }
    let mut tx = shop.db().as_actor(actor).await?;
    catalogue::update_quota(&mut tx, seen.id, &seen.details, new).await.map_err(of_quota)?;
    let entry = Entry::new("quota.updated", "pools").on(seen.id).within(organization).before(told(&seen.details)).after(told(new));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Removes a quota. False where it was gone already.
pub async fn remove_quota(shop: &BoxOffice, actor: &Actor, desk: &Desk, seen: &QuotaRow) -> Result<bool, TicketsError> {
    let organization = allowed(desk)?;
    let mut tx = shop.db().as_actor(actor).await?;
    if !catalogue::remove_quota(&mut tx, seen.id).await? {
        return Ok(false);
    }
    let entry = Entry::new("quota.removed", "pools").on(seen.id).within(organization).before(told(&seen.details));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(true)
}

fn told(details: &QuotaDetails) -> Value {
    json!({ "name": details.name, "capacity": details.capacity, "types": details.types })
}
