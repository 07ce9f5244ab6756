//! What organizers say in other languages: of ticket types and places. Title and story of an event stand in
//! [`super::events`]'s `languages`.
//!
//! One language at a time; of the same language the later one is shown what the earlier one wrote. Works without a script: a
//! language is chosen by an address.

mod choose;
mod queries;
mod routes;
mod tickets;
mod venue;

pub use queries::set_type_words;
pub(super) use routes::routes;
