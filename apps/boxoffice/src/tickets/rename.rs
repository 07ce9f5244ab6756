//! Corrects the name of who comes with a ticket. The code is signed over the ticket, not the name, and stays good.

use platform_audit::Entry;
use platform_db::{DbError, Service};
use platform_types::{Actor, EventId, OrganizationId, PersonName, TicketId};
use serde_json::json;

use crate::BoxOffice;

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// It has the new name.
    Now,
    /// It had it before.
    Same,
    /// There is no such ticket that lives, or the caller may not.
    Gone,
    /// It is called otherwise than the caller saw it.
    Meanwhile(String),
}

/// Names the attendee of a living ticket anew, if it is still called `was`; the door and the next mail say the new name.
pub async fn rename_attendee(
    shop: &BoxOffice,
    actor: &Actor,
    event: EventId,
    ticket: TicketId,
    was: &str,
    name: &PersonName,
) -> Result<Renamed, DbError> {
    let mut tx = shop.db().read(actor).await?;
    let may = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM tickets t WHERE t.id = $1 AND t.event_id = $2
             AND (t.organization_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'organization'))::uuid[]) OR t.event_id = ANY ((SELECT auth.scopes_with('tickets:manage', 'event'))::uuid[]))) AS "may!""#,
        ticket.0,
        event.0
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.rollback().await?;
    if !may {
        return Ok(Renamed::Gone);
    }
    let mut tx = shop.db().as_service(Service::Sales, actor).await?;
    let known = sqlx::query!(
        "SELECT organization_id, order_id, position, attendee_name, status FROM tickets WHERE id = $1 AND event_id = $2 FOR UPDATE",
        ticket.0,
        event.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(known) = known.filter(|t| !matches!(t.status.as_str(), "void" | "refunded")) else { return Ok(Renamed::Gone) };
    if known.attendee_name == name.as_str() {
        return Ok(Renamed::Same);
    }
    if known.attendee_name != was {
        return Ok(Renamed::Meanwhile(known.attendee_name));
    }
    sqlx::query!("UPDATE tickets SET attendee_name = $2 WHERE id = $1", ticket.0, name.as_str()).execute(&mut *tx).await?;
    sqlx::query!(
        "UPDATE order_attendees SET name = $3 WHERE order_id = $1 AND position = $2",
        known.order_id,
        known.position,
        name.as_str()
    )
    .execute(&mut *tx)
    .await?;
    let entry = Entry::new("ticket.attendee_renamed", "tickets")
        .on(ticket.0)
        .within(OrganizationId(known.organization_id))
        .before(json!({"attendee": known.attendee_name}))
        .after(json!({"attendee": name}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(Renamed::Now)
}
