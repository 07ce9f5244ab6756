//! Comps behind the counter: who is given tickets, and who was.

mod form;
mod pages;
mod queries;
mod routes;
pub(crate) mod view;

pub use form::CompForm;
pub use queries::BatchRow;
pub use routes::routes;
