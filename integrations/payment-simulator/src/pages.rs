//! The hosted page: the only part that people see.

mod frame;
mod handlers;
mod views;

pub(crate) use handlers::{answer_challenge, home, not_found, pay, show, show_challenge, stylesheet};
