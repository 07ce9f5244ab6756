//! What can be bought: ticket types with their price, window, limits and what is left.

mod kinds;
mod queries;
mod quotas;
mod roles;
mod types;
mod write;
mod zones;

pub use kinds::Kinds;
pub use queries::{OffersError, list_offers, tariff_of};
pub use quotas::{QuotaDetails, QuotaRow, add_quota, list_quotas, remove_quota, update_quota};
pub use roles::{HOLDER_ROLES, HolderRole, holder_role};
pub use types::{TypeDetails, TypeRow, add_type, list_types, reorder_types, set_archived, update_type};
pub use write::{CatalogueError, NewTicketType, TaxChoice, add_ticket_type, open_event_pool, set_fees, set_pool_capacity};
pub use zones::{ZoneRow, add_zone, list_zones, remove_zone, rename_zone};

use platform_types::{TicketTypeId, Timestamp};
use serde_json::Value;

use crate::pricing::UnitPrice;

/// Whether and why something can be bought now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Yes.
    OnSale,
    /// The window has not opened.
    NotYet,
    /// The window has closed, or the event has begun.
    Ended,
    /// Nothing left.
    SoldOut,
}

/// A ticket type as the buyer sees it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its id.
    pub id: TicketTypeId,
    /// Its name.
    pub name: String,
    /// Names in other languages by BCP 47 tag.
    pub names: Value,
    /// What it includes.
    pub description: String,
    /// The same in other languages.
    pub descriptions: Value,
    /// Price in its parts; the least where the buyer chooses it.
    pub unit: UnitPrice,
    /// What is suggested where the buyer chooses the price, in minor units without fees; none for a fixed price.
    pub suggested_minor: Option<i64>,
    /// Names of the zones it opens.
    pub zones: Vec<String>,
    /// From when it sells.
    pub sale_starts_at: Option<Timestamp>,
    /// Until when it sells.
    pub sale_ends_at: Option<Timestamp>,
    /// At least so many at once.
    pub min_per_order: i32,
    /// At most so many at once.
    pub max_per_order: i32,
    /// What is left, over all its pools.
    pub left: i32,
    /// What would be left if nobody bought what is in their cart.
    pub unsold: i32,
    /// Whether it can be bought now.
    pub availability: Availability,
    /// Not shown to the public.
    pub hidden: bool,
    /// How many are sold.
    pub sold: i32,
    /// How many are in carts.
    pub held: i32,
    /// Its own pool's size.
    pub capacity: i32,
}

/// Decides from window, stock and the event's start. What is left counts only if the smallest order fits.
pub fn availability(
    now: Timestamp,
    opens: Option<Timestamp>,
    closes: Option<Timestamp>,
    event_starts: Option<Timestamp>,
    left: i32,
    min: i32,
) -> Availability {
    if closes.is_some_and(|at| at <= now) || event_starts.is_some_and(|at| at <= now) {
        Availability::Ended
    } else if left < min {
        Availability::SoldOut
    } else if opens.is_some_and(|at| at > now) {
        Availability::NotYet
    } else {
        Availability::OnSale
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};

    use super::*;

    #[test]
    fn windows_close_on_their_second() {
        let now = DateTime::from_timestamp(1_000, 0).unwrap();
        let at = |s| Some(now + Duration::seconds(s));
        assert_eq!(availability(now, None, None, None, 5, 1), Availability::OnSale);
        assert_eq!(availability(now, at(0), None, None, 5, 1), Availability::OnSale);
        assert_eq!(availability(now, at(1), None, None, 5, 1), Availability::NotYet);
        assert_eq!(availability(now, None, at(0), None, 5, 1), Availability::Ended);
        assert_eq!(availability(now, None, None, at(0), 5, 1), Availability::Ended);
        assert_eq!(availability(now, None, None, None, 1, 2), Availability::SoldOut);
        assert_eq!(availability(now, at(1), None, None, 0, 1), Availability::SoldOut);
    }
}
