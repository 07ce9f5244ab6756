//! Telling the house what happened.

mod courier;
mod sign;

pub(crate) use courier::Courier;
