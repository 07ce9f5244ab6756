//! The gate as its callers see it.

mod calls;
mod requests;
