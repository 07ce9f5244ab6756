//! What the simulator holds, and how it survives.

mod draft;
mod journal;
mod model;
mod state;

pub(crate) use draft::Draft;
pub use journal::JournalError;
pub(crate) use journal::{Journal, Stopped};
pub(crate) use model::{
    Answer, Capture, Delivery, DeliveryStatus, Entry, Event, Intent, IntentStatus, Problem, Refund, RefundBehaviour, RefundStatus, Session,
    SessionStatus,
};
pub(crate) use state::{Due, State};
