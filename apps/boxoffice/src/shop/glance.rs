//! What a listing says about an event's tickets: the lowest price, everything in, and whether there are any.

use std::collections::HashMap;

use commons::events::Event;
use platform_db::Tx;
use platform_types::{Currency, EventId, Money, Timestamp};
use uuid::Uuid;

use crate::catalogue::{Availability, Offer, availability};
use crate::pricing::{FeeRule, Tariff, TaxRule};

/// Below this many the buyer is told.
pub(crate) const FEW: i32 = 10;

/// Whether tickets can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sale {
    /// Yes.
    OnSale,
    /// Yes, fewer than ten of each kind.
    FewLeft,
    /// Later.
    NotYet,
    /// Not now: what is not sold is in carts.
    InCarts,
    /// No more.
    SoldOut,
    /// The window closed or the event began.
    Ended,
    /// Cancelled, postponed, or nothing is sold here.
    NotSold,
}

/// An event's tickets at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glance {
    /// See [`Sale`].
    pub(crate) sale: Sale,
    /// Lowest and highest price of one ticket, everything in.
    pub(crate) prices: Option<(Money, Money)>,
    /// When the first kind goes on sale, if none is yet.
    pub(super) opens_at: Option<Timestamp>,
}

/// One kind of ticket, as far as a glance needs it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) all_in: Money,
    pub(super) left: i32,
    /// Whether carts hold enough for one order.
    pub(super) may_return: bool,
    pub(super) availability: Availability,
    pub(super) opens_at: Option<Timestamp>,
}

impl Kind {
    /// From what the event's own page shows.
    pub(super) fn of(offer: &Offer, currency: Currency) -> Self {
        Self {
            all_in: Money::new(offer.unit.all_in_minor(), currency),
            left: offer.left,
            may_return: offer.unsold >= offer.min_per_order,
            availability: offer.availability,
            opens_at: offer.sale_starts_at,
        }
    }
}

impl Glance {
    /// Sums up the kinds of an event.
    pub(super) fn of(event: &Event, kinds: &[Kind]) -> Self {
        let any = |which: Availability| kinds.iter().any(|k| k.availability == which);
        let on_sale = || kinds.iter().filter(|k| k.availability == Availability::OnSale);
        let sale = if !event.status.sells() || kinds.is_empty() {
            Sale::NotSold
        } else if any(Availability::OnSale) {
            if on_sale().all(|k| k.left < FEW) { Sale::FewLeft } else { Sale::OnSale }
        } else if any(Availability::NotYet) {
            Sale::NotYet
        } else if kinds.iter().any(|k| k.availability == Availability::SoldOut && k.may_return) {
            Sale::InCarts
        } else if any(Availability::SoldOut) {
            Sale::SoldOut
        } else {
            Sale::Ended
        };
        // What can be bought sets the price; when nothing can, everything does.
        let priced: Vec<Money> =
            if any(Availability::OnSale) { on_sale().map(|k| k.all_in).collect() } else { kinds.iter().map(|k| k.all_in).collect() };
        let lowest = priced.iter().copied().min_by_key(|m| m.minor);
        let highest = priced.iter().copied().max_by_key(|m| m.minor);
        let opens_at = (sale == Sale::NotYet)
            .then(|| kinds.iter().filter(|k| k.availability == Availability::NotYet).filter_map(|k| k.opens_at).min())
            .flatten();
        Self { sale, prices: lowest.zip(highest), opens_at }
    }
}

/// The glances of a page of events, in three queries whatever their number.
pub(super) async fn glances(tx: &mut Tx, events: &[Event], now: Timestamp) -> Result<HashMap<EventId, Glance>, sqlx::Error> {
    let ids: Vec<Uuid> = events.iter().map(|e| e.id.0).collect();
    let tariffs = tariffs(tx, events, &ids).await?;
    let rows = sqlx::query!(
        r#"SELECT t.event_id, t.price_minor, t.sale_starts_at, t.sale_ends_at, t.min_per_order, least_left.left AS "left!", least_left.unsold AS "unsold!"
           FROM ticket_types t
           CROSS JOIN LATERAL (SELECT coalesce(min(p.capacity - p.held - p.sold), 0) AS "left", coalesce(min(p.capacity - p.sold), 0) AS unsold FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id WHERE tp.ticket_type_id = t.id) least_left
           WHERE t.event_id = ANY ($1) AND t.archived_at IS NULL AND NOT t.hidden"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let starts: HashMap<Uuid, Option<Timestamp>> = events.iter().map(|e| (e.id.0, e.starts_at)).collect();
    let mut kinds: HashMap<Uuid, Vec<Kind>> = HashMap::new();
    for row in rows {
        let Some(tariff) = tariffs.get(&row.event_id) else { continue };
        // A price too large to be computed cannot be bought either: it is left out of the listing.
        let Ok(unit) = tariff.unit(row.price_minor) else { continue };
        let event_starts = starts.get(&row.event_id).copied().flatten();
        kinds.entry(row.event_id).or_default().push(Kind {
            all_in: Money::new(unit.all_in_minor(), tariff.currency),
            left: row.left,
            may_return: row.unsold >= row.min_per_order,
            availability: availability(now, row.sale_starts_at, row.sale_ends_at, event_starts, row.left, row.min_per_order),
            opens_at: row.sale_starts_at,
        });
    }
    Ok(events.iter().map(|e| (e.id, Glance::of(e, kinds.get(&e.id.0).map_or(&[], Vec::as_slice)))).collect())
}

async fn tariffs(tx: &mut Tx, events: &[Event], ids: &[Uuid]) -> Result<HashMap<Uuid, Tariff>, sqlx::Error> {
    let mut tariffs: HashMap<Uuid, Tariff> =
        events.iter().map(|e| (e.id.0, Tariff { currency: e.currency, fees: Vec::new(), tax: None })).collect();
    let fees = sqlx::query!("SELECT event_id, name, rate_millionths, fixed_minor FROM fee_rules WHERE event_id = ANY ($1)", ids)
        .fetch_all(&mut **tx)
        .await?;
    for fee in fees {
        if let Some(tariff) = tariffs.get_mut(&fee.event_id) {
            tariff.fees.push(FeeRule { name: fee.name, rate_millionths: fee.rate_millionths, fixed_minor: fee.fixed_minor });
        }
    }
    let taxes = sqlx::query!("SELECT event_id, name, rate_millionths, included FROM tax_rules WHERE event_id = ANY ($1)", ids)
        .fetch_all(&mut **tx)
        .await?;
    for tax in taxes {
        if let Some(tariff) = tariffs.get_mut(&tax.event_id) {
            tariff.tax = Some(TaxRule { name: tax.name, rate_millionths: tax.rate_millionths, included: tax.included });
        }
    }
    Ok(tariffs)
}
