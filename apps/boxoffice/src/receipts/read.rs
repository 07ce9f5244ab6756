//! Reading what a receipt says.

use commons::events::Event;
use platform_db::Tx;
use platform_types::Timestamp;

use crate::catalogue::Kinds;
use crate::orders::OrderView;
use crate::pricing::UnitPrice;

/// All that a receipt says.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Which order.
    pub order: OrderView,
    /// For which event.
    pub event: Event,
    /// Its lines, one per price.
    pub lines: Vec<Line>,
    /// What went back, oldest first.
    pub backs: Vec<Back>,
    /// Who took the money, as stored; none where nobody did.
    pub provider: Option<String>,
}

/// A line of the order.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was bought, as it was called then, in the order’s language where it has a name in it.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// The price of one in its parts; what a code took off is off.
    pub unit: UnitPrice,
    /// What a code took off the price of one.
    pub off_minor: i64,
    /// The tax it was priced with: name and parts per million. None without one, or where nobody knows it any more.
    pub tax: Option<(String, i64)>,
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    /// How much.
    pub amount_minor: i64,
    /// When it was decided: that is when it left the books.
    pub at: Timestamp,
    /// Whether the provider has sent it.
    pub sent: bool,
}

/// The receipt of an order that was settled, or none. For a transaction of the Sales door: what the buyer's copy says the
/// organizer's says too.
pub async fn find_receipt(tx: &mut Tx, order: OrderView, event: Event) -> Result<Option<Receipt>, sqlx::Error> {
    if order.paid_at.is_none() {
        return Ok(None);
    }
    let kinds = Kinds::of(tx, order.event).await?;
    let lines = sqlx::query!(
        "SELECT name, quantity, unit_price_minor, unit_fee_minor, unit_tax_added_minor, unit_tax_included_minor, unit_discount_minor, tax_name, tax_rate_millionths
         FROM order_items WHERE order_id = $1 ORDER BY id",
        order.id.0
    )
    .fetch_all(&mut **tx)
    .await?
    .into_iter()
    .map(|r| Line {
        name: kinds.told(&r.name, order.language),
        quantity: r.quantity.into(),
        unit: UnitPrice {
            price_minor: r.unit_price_minor,
            fee_minor: r.unit_fee_minor,
            tax_added_minor: r.unit_tax_added_minor,
            tax_included_minor: r.unit_tax_included_minor,
        },
        off_minor: r.unit_discount_minor,
        tax: r.tax_rate_millionths.map(|rate| (r.tax_name, rate)),
    })
    .collect();
    let backs = sqlx::query_as!(
        Back,
        r#"SELECT amount_minor, coalesce(decided_at, created_at) AS "at!", status = 'processed' AS "sent!"
           FROM refunds WHERE order_id = $1 AND status IN ('approved', 'processed') AND amount_minor > 0 ORDER BY 2, id"#,
        order.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let provider = sqlx::query_scalar!(
        "SELECT provider FROM payments WHERE subject_type = 'order' AND subject_id = $1 AND status = 'captured' ORDER BY attempt DESC LIMIT 1",
        order.id.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(Some(Receipt { order, event, lines, backs, provider }))
}
