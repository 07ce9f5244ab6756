//! Reading holds, under the caller's own role or a service's.

use std::collections::BTreeMap;

use platform_db::Tx;
use platform_types::{Actor, EventId, GuestId, HoldId, TicketTypeId, Timestamp, UserId};
use sqlx::types::Json;

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
    /// The code that came with it, as it is looked for; whether it counts is decided with the order.
    pub code: Option<String>,
    /// What it sets aside.
    pub items: Vec<HoldItem>,
    /// What was typed at its checkout and could not become an order yet, by field; for its buyer alone.
    pub typed: Option<BTreeMap<String, String>>,
}

impl HoldView {
    /// Whether this caller set it aside: staff may read it, but a checkout is its buyer's.
    pub fn is_of(&self, actor: &Actor) -> bool {
        (self.user.is_some() && self.user == actor.user_id()) || (self.guest.is_some() && self.guest == actor.guest_id())
    }
}

/// So many of one type.
#[derive(Clone, Debug)]
pub struct HoldItem {
    /// Which type.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub name: String,
    /// The chosen price, else its price now, in minor units without fees.
    pub price_minor: i64,
    /// How many.
    pub quantity: i32,
}

/// One hold, as far as the door shows it.
pub async fn find_hold(tx: &mut Tx, id: HoldId) -> Result<Option<HoldView>, sqlx::Error> {
    let hold = sqlx::query!(
        r#"SELECT id, event_id, user_id, guest_id, status, expires_at, code, boxoffice.typed_at(id) AS "typed: Json<BTreeMap<String, String>>" FROM holds WHERE id = $1"#,
        id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(h) = hold else { return Ok(None) };
    let items = sqlx::query!(
        r#"SELECT i.ticket_type_id, t.name, coalesce(i.chosen_minor, t.price_minor) AS "price_minor!", i.quantity FROM hold_items i JOIN ticket_types t ON t.id = i.ticket_type_id WHERE i.hold_id = $1 ORDER BY t.position, t.id"#,
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
        code: h.code,
        typed: h.typed.map(|fields| fields.0),
        items: items
            .into_iter()
            .map(|i| HoldItem { ticket_type: i.ticket_type_id.into(), name: i.name, price_minor: i.price_minor, quantity: i.quantity })
            .collect(),
    }))
}

/// Keeps what was typed at a hold's checkout until it is an order or the hold is over; none forgets it.
/// For a Sales transaction.
pub async fn keep_typed(tx: &mut Tx, hold: HoldId, typed: Option<&BTreeMap<String, String>>) -> Result<(), sqlx::Error> {
    let fields = typed.map(|fields| serde_json::json!(fields));
    sqlx::query!("SELECT boxoffice.keep_typed($1, $2)", hold.0, fields).execute(&mut **tx).await.map(drop)
}
