//! What organizers write to those who hold tickets of an event.
//!
//! Who gets a message is settled in the transaction that sends it, each address once (`event_message_recipients`); the
//! mails are asked for in batches, each by one job whose effect happens once. A second click finds the message sent; a
//! crash in the middle leaves the other batches to be done.

mod job;
mod send;
mod words;

pub use job::{SendEventMessage, key_of, register};
pub use send::{MOST_AN_HOUR, MOST_RECIPIENTS, NewMessage, Recipient, SendError, send_message};
pub use words::{PLACEHOLDERS, filled, letter_of, meaning, subject_of, unknown_placeholder};
