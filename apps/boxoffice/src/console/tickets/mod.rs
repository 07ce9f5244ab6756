//! What can be bought for an event: types, prices, fees, capacity.

mod form;
pub(super) mod pages;
mod pools;
pub(super) mod view;
mod write;

pub use form::{EVENT_CAPACITY, FeesForm, TypeForm, capacity_field, read_capacities};
pub use pools::{Pool, join_event_pool, list_pools, sold_of, types_outside_event_pool};
pub use view::fee_fields;
pub use write::{TicketsError, set_fees};
