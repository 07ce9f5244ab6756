//! Writing to those who hold tickets: compose, look at it as one of them will, send; and what became of it.

mod audience;
pub(super) mod compose;
mod draft;
pub(super) mod list;
pub(super) mod list_view;
mod queries;
pub(super) mod send;
pub(super) mod view;

pub use audience::Audience;
pub use draft::{About, Draft};
pub use queries::MessageRow;
