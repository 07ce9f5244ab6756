//! What the simulator holds, and how it survives.

mod draft;
mod journal;
mod model;
mod state;

pub(crate) use draft::Draft;
pub(crate) use journal::{Journal, Stopped};
pub use journal::{JournalError, take_over};
pub(crate) use model::{
    Answer, Capture, Delivery, DeliveryStatus, Entry, Event, Intent, IntentStatus, Problem, Refund, RefundBehaviour, RefundStatus, Session,
    SessionStatus,
};
pub(crate) use state::{Due, State};
