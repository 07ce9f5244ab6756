//! Reading holds, under the caller's own role or a service's.

use platform_db::Tx;
use platform_types::{EventId, GuestId, HoldId, TicketTypeId, Timestamp, UserId};

use super::HoldStatus;

/// A hold with what it sets aside.
#[derive(Clone, Debug)]
pub struct HoldView {
    /// Its id.
    pub id: HoldId,
    /// For which event.
    pub event: EventId,
    /// Whose, if a signed-in person's.
    pub user: Option<UserId>,
    /// Whose, if a guest's.
    pub guest: Option<GuestId>,
    /// Where it stands.
    pub status: HoldStatus,
    /// When it lapses.
    pub expires_at: Timestamp,
    /// What it sets aside.
    pub items: Vec<HoldItem>,
}

/// So many of one type.
#[derive(Clone, Debug)]
pub struct HoldItem {
    /// Which type.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub name: String,
    /// Its price now.
    pub price_minor: i64,
    /// How many.
    pub quantity: i32,
}

/// One hold, as far as the door shows it.
pub async fn find_hold(tx: &mut Tx, id: HoldId) -> Result<Option<HoldView>, sqlx::Error> {
    let Some(h) = sqlx::query!("SELECT id, event_id, user_id, guest_id, status, expires_at FROM holds WHERE id = $1", id.0)
        .fetch_optional(&mut **tx)
        .await?
    else {
        return Ok(None);
    };
    let items = sqlx::query!(
        "SELECT i.ticket_type_id, t.name, t.price_minor, i.quantity FROM hold_items i JOIN ticket_types t ON t.id = i.ticket_type_id WHERE i.hold_id = $1 ORDER BY t.position, t.id",
        id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Some(HoldView {
        id: h.id.into(),
        event: h.event_id.into(),
        user: h.user_id.map(UserId),
        guest: h.guest_id.map(GuestId),
        status: HoldStatus::parse(&h.status),
        expires_at: h.expires_at,
        items: items
            .into_iter()
            .map(|i| HoldItem { ticket_type: i.ticket_type_id.into(), name: i.name, price_minor: i.price_minor, quantity: i.quantity })
            .collect(),
    }))
}
