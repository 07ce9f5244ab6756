//! What waits for one socket: of each topic the newest message, never more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;

use crate::topic::Topic;

/// Bounded by the number of topics its socket follows, however slow that is: a message that was not taken is replaced
/// by the next one of its topic.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    waiting: Mutex<Vec<(Topic, Utf8Bytes)>>,
    look_again: AtomicBool,
    bell: Notify,
}

impl Mailbox {
    pub(crate) fn put(&self, topic: Topic, text: Utf8Bytes) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.iter_mut().find(|(t, _)| *t == topic) {
            Some((_, old)) => *old = text,
            None => waiting.push((topic, text)),
        }
        drop(waiting);
        self.bell.notify_one();
    }

    /// Asks the socket to find out whether it still may follow what it follows.
    pub(crate) fn look_again(&self) {
        self.look_again.store(true, Ordering::Release);
        self.bell.notify_one();
    }

    pub(crate) fn must_look_again(&self) -> bool {
        self.look_again.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn take(&self) -> Vec<(Topic, Utf8Bytes)> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets what waits of a topic that is left.
    pub(crate) fn forget(&self, topic: Topic) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).retain(|(t, _)| *t != topic);
    }

    pub(crate) async fn rings(&self) {
        self.bell.notified().await;
    }
}
