//! The one place where anything changes: decide in memory, write, sync, then answer.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use platform_types::{Clock, Entropy, Timestamp};
use tokio::sync::mpsc::UnboundedSender;

use crate::books::{Draft, Event, Journal, State, Stopped};
use crate::rules;

#[derive(Debug)]
struct Core {
    state: State,
    /// Lines queued so far.
    written: u64,
}

/// The simulator's heart.
#[derive(Debug)]
pub(crate) struct Engine {
    core: Mutex<Core>,
    journal: Journal,
    clock: Clock,
    entropy: Entropy,
    public_url: String,
    events: UnboundedSender<Event>,
    keys_in_flight: Mutex<HashSet<String>>,
}

impl Engine {
    /// `public_url` is how people reach the hosted pages, without a slash at its end.
    pub fn new(books: (Journal, State), clock: Clock, entropy: Entropy, public_url: String, events: UnboundedSender<Event>) -> Self {
        let (journal, state) = books;
        let core = Mutex::new(Core { state, written: 0 });
        Self { core, journal, clock, entropy, public_url, events, keys_in_flight: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The machine's time: webhooks are signed with it, however far the simulator's clock is ahead.
    pub fn machine_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn entropy(&self) -> &Entropy {
        &self.entropy
    }

    /// Whether something is to happen by itself by now.
    pub fn has_due(&self) -> bool {
        let now = self.clock.now().timestamp();
        self.look(|state| !state.due_by(now + state.clock_ahead).is_empty())
    }

    /// Runs `work` on a draft in which everything due has happened. All it changed is on the disk when this
    /// returns; so is all that it saw, so that no answer tells what a crash could take back.
    pub async fn execute<T>(&self, work: impl FnOnce(&mut Draft<'_>) -> T) -> Result<T, Stopped> {
        let (value, number, events) = {
            let mut core = self.lock();
            let now = self.clock.now().timestamp() + core.state.clock_ahead;
            let mut draft = Draft::new(&core.state, now, &self.entropy, &self.public_url);
            rules::settle_due(&mut draft);
            let value = work(&mut draft);
            let entry = draft.entry;
            let events = entry.events.clone();
            if !entry.is_empty() {
                self.journal.append(core.written + 1, &entry)?;
                core.written += 1;
                core.state.apply(entry);
            }
            (value, core.written, events)
        };
        self.journal.durable(number).await?;
        for event in events {
            // Without a receiver there is no webhook address, or we are stopping: the event stays listed.
            let _ = self.events.send(event);
        }
        Ok(value)
    }

    /// Looks at what is in memory, which may not be on the disk yet: for what is not an answer.
    pub fn look<T>(&self, view: impl FnOnce(&State) -> T) -> T {
        view(&self.lock().state)
    }

    /// Marks an idempotency key as being worked on; none when it is already.
    pub fn claim_key<'a>(&'a self, key: &str) -> Option<KeyInFlight<'a>> {
        let mut keys = self.keys_in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(key.to_owned()).then(|| KeyInFlight { engine: self, key: key.to_owned() })
    }
}

/// Released when the request is done.
#[derive(Debug)]
pub(crate) struct KeyInFlight<'a> {
    engine: &'a Engine,
    key: String,
}

impl Drop for KeyInFlight<'_> {
    fn drop(&mut self) {
        self.engine.keys_in_flight.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
