//! HTTP through the gate.

mod clients;
mod request;
mod send;

pub(crate) use clients::Clients;
pub use request::{HttpReply, HttpRequest};
