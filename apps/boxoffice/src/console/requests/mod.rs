//! Buyers' requests for money back, and the answer to them.

pub(super) mod decide;
mod queries;
pub(super) mod view;

pub use queries::{Asked, Request, count_requests, find_request, list_requests};
