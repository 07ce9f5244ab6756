//! The running order of an event: who plays, who speaks, when and where; shown once it is published.

mod form;
pub(super) mod item;
pub(super) mod pages;
pub(crate) mod upload;
pub(super) mod view;
mod write;

pub use form::ItemForm;
