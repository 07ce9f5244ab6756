//! Places as an organization keeps them.

mod form;
pub(super) mod pages;
pub(super) mod view;

pub use form::{VenueForm, fields};
