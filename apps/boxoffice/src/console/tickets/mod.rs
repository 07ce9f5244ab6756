//! What can be bought for an event: types, prices, fees, capacity; quotas that types share, zones that they open.

mod form;
pub(super) mod pages;
mod pools;
mod quota_form;
pub(super) mod quota_pages;
mod quota_write;
mod shelf;
mod type_form;
pub(super) mod type_pages;
mod type_view;
mod type_write;
pub(super) mod view;
mod write;
mod zone_form;
pub(super) mod zone_pages;
mod zone_write;

pub use form::{EVENT_CAPACITY, FeesForm, capacity_field, read_capacities};
pub use pools::{Pool, join_event_pool, list_pools, sold_of, types_outside_event_pool};
pub use quota_form::QuotaForm;
pub use shelf::Shelf;
pub use type_form::{Reading, TypeForm};
pub use view::fee_fields;
pub use write::{TicketsError, set_fees};
pub use zone_form::ZoneForm;
