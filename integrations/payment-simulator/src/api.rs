//! The REST protocol, as far as the adapter speaks it.

mod form;
mod operation;
mod pipeline;
mod respond;

pub(crate) use pipeline::handle;
