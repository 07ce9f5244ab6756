//! A programme that is uploaded: looked at first, then brought in.
//!
//! Owns `programme_uploads`. The bytes are kept where the database holds them to their digest; what is confirmed is what was shown:
//! the page that asks carries a mark of everything it said, and the import happens only if it says the same when it is done.
//! A preview is the import itself, taken back.

mod file_words;
mod look;
pub(in crate::console) mod pages;
mod queries;
mod routes;
mod sent;
pub(in crate::console) mod view;

pub use queries::forget_expired;
pub use routes::routes;
