//! What organizers upload: the picture of an event, its papers, plans of their places.
//!
//! Every form brings one file and works without JavaScript. The bytes are in the store before anything refers to them; the
//! reference, the file's new state and the audit row are one transaction.

mod bring;
mod event;
mod event_view;
mod plans;
mod plans_view;
mod routes;

pub(in crate::console) use plans::find_venue;
pub(in crate::console) use plans_view::VenueDesk;
pub use routes::routes;
