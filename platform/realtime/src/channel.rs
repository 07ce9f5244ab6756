//! One topic that somebody follows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::mailbox::Mailbox;
use crate::topic::Topic;

pub(crate) struct Channel {
    pub(crate) topic: Topic,
    inside: Mutex<Inside>,
    /// Rows of it changed.
    pub(crate) touched: Notify,
    /// Nobody follows it any more, or it is gone.
    pub(crate) closed: CancellationToken,
}

#[derive(Default)]
struct Inside {
    members: HashMap<u64, Arc<Mailbox>>,
    /// The value as it was last sent.
    latest: Option<Utf8Bytes>,
}

impl Channel {
    pub(crate) fn new(topic: Topic) -> Self {
        Self { topic, inside: Mutex::default(), touched: Notify::new(), closed: CancellationToken::new() }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new member has the value at once, if there is one.
    pub(crate) fn enter(&self, seat: u64, mailbox: &Arc<Mailbox>) {
        let mut inside = self.inside();
        if let Some(latest) = &inside.latest {
            mailbox.put(self.topic, latest.clone());
        }
        inside.members.insert(seat, mailbox.clone());
    }

    /// Whether nobody is left.
    pub(crate) fn leave(&self, seat: u64) -> bool {
        let mut inside = self.inside();
        inside.members.remove(&seat);
        inside.members.is_empty()
    }

    /// Sends a value that differs from the last one; whoever enters later has it too.
    pub(crate) fn tell_value(&self, text: &str) {
        let mut inside = self.inside();
        if inside.latest.as_ref().is_some_and(|latest| latest.as_str() == text) {
            return;
        }
        let text = Utf8Bytes::from(text);
        inside.latest = Some(text.clone());
        self.tell_members(&inside, &text);
    }

    /// Sends what is true for this moment alone.
    pub(crate) fn tell(&self, text: &str) {
        self.tell_members(&self.inside(), &Utf8Bytes::from(text));
    }

    fn tell_members(&self, inside: &Inside, text: &Utf8Bytes) {
        for mailbox in inside.members.values() {
            mailbox.put(self.topic, text.clone());
        }
    }

    pub(crate) fn look_again(&self) {
        for mailbox in self.inside().members.values() {
            mailbox.look_again();
        }
    }

    /// The value as it was last sent.
    pub(crate) fn latest(&self) -> Option<Utf8Bytes> {
        self.inside().latest.clone()
    }
}
