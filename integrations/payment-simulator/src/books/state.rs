//! Everything it holds, in memory: what the journal's lines add up to.

use std::collections::{BTreeSet, HashMap};

use super::{Answer, Delivery, DeliveryStatus, Entry, Event, Intent, IntentStatus, Refund, Session, SessionStatus};

/// Something that will change by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// A page closes.
    Session(String),
    /// A reservation lapses.
    Intent(String),
    /// A refund arrives or fails.
    Refund(String),
}

/// Things in the order in which they appeared.
#[derive(Debug)]
pub(crate) struct Shelf<T> {
    items: Vec<T>,
    index: HashMap<String, usize>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { items: Vec::new(), index: HashMap::new() }
    }
}

impl<T> Shelf<T> {
    pub fn get(&self, id: &str) -> Option<&T> {
        self.index.get(id).and_then(|at| self.items.get(*at))
    }

    pub fn all(&self) -> &[T] {
        &self.items
    }

    fn put(&mut self, id: &str, item: T) -> Option<T> {
        if let Some(old) = self.index.get(id).and_then(|at| self.items.get_mut(*at)) {
            return Some(std::mem::replace(old, item));
        }
        self.index.insert(id.to_owned(), self.items.len());
        self.items.push(item);
        None
    }
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub sessions: Shelf<Session>,
    pub intents: Shelf<Intent>,
    pub refunds: Shelf<Refund>,
    pub events: Shelf<Event>,
    pub deliveries: HashMap<String, Delivery>,
    pub answers: HashMap<String, Answer>,
    pub clock_ahead: i64,
    due: BTreeSet<(i64, Due)>,
}

impl State {
    /// Takes in one line. Order matters; repeating the last one changes nothing.
    pub fn apply(&mut self, entry: Entry) {
        for session in entry.sessions {
            let due = session_due(&session);
            let old = self.sessions.put(&session.id.clone(), session);
            self.reschedule(old.as_ref().and_then(session_due), due);
        }
        for intent in entry.intents {
            let due = intent_due(&intent);
            let old = self.intents.put(&intent.id.clone(), intent);
            self.reschedule(old.as_ref().and_then(intent_due), due);
        }
        for refund in entry.refunds {
            let due = refund_due(&refund);
            let old = self.refunds.put(&refund.id.clone(), refund);
            self.reschedule(old.as_ref().and_then(refund_due), due);
        }
        for event in entry.events {
            self.events.put(&event.id.clone(), event);
        }
        for delivery in entry.deliveries {
            self.deliveries.insert(delivery.event.clone(), delivery);
        }
        if let Some(answer) = entry.answer {
            self.answers.insert(answer.key.clone(), answer);
        }
        if let Some(ahead) = entry.clock_ahead {
            self.clock_ahead = ahead;
        }
    }

    fn reschedule(&mut self, old: Option<(i64, Due)>, new: Option<(i64, Due)>) {
        if let Some(old) = old {
            self.due.remove(&old);
        }
        self.due.extend(new);
    }

    /// What is due by `now`, earliest first.
    pub fn due_by(&self, now: i64) -> Vec<Due> {
        self.due.iter().take_while(|(at, _)| *at <= now).map(|(_, due)| due.clone()).collect()
    }

    /// How an event's webhook stands.
    pub fn delivery(&self, event: &str) -> Delivery {
        let waiting = || Delivery { event: event.to_owned(), status: DeliveryStatus::Waiting, attempts: 0 };
        self.deliveries.get(event).cloned().unwrap_or_else(waiting)
    }
}

fn session_due(session: &Session) -> Option<(i64, Due)> {
    (session.status == SessionStatus::Open).then(|| (session.expires_at, Due::Session(session.id.clone())))
}

fn intent_due(intent: &Intent) -> Option<(i64, Due)> {
    let at = intent.capture_before.filter(|_| intent.status == IntentStatus::RequiresCapture)?;
    Some((at, Due::Intent(intent.id.clone())))
}

fn refund_due(refund: &Refund) -> Option<(i64, Due)> {
    Some((refund.settles_at?, Due::Refund(refund.id.clone())))
}
