//! What an event promises about money back: the page and its form.

mod form;
pub(super) mod pages;
pub(super) mod view;
