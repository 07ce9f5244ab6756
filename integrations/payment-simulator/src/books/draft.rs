//! One request's view: what is held, plus what this request changes, which becomes one journal line.

use platform_types::Entropy;
use serde_json::Value;

use super::{Entry, Event, Intent, Refund, Session, State};

#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub state: &'a State,
    pub now: i64,
    pub entry: Entry,
    entropy: &'a Entropy,
    public_url: &'a str,
}

impl<'a> Draft<'a> {
    /// `public_url` is how people reach the simulator, without a slash at its end.
    pub fn new(state: &'a State, now: i64, entropy: &'a Entropy, public_url: &'a str) -> Self {
        Self { state, now, entry: Entry::default(), entropy, public_url }
    }

    /// The hosted page of a session.
    pub fn page_url(&self, session: &str) -> String {
        format!("{}/pay/{session}", self.public_url)
    }

    /// A fresh, unguessable id of 128 bits.
    pub fn id(&self, prefix: &str) -> String {
        format!("{prefix}_{}", &self.entropy.token()[..32])
    }

    pub fn session(&self, id: &str) -> Option<Session> {
        let changed = self.entry.sessions.iter().rev().find(|s| s.id == id);
        changed.or_else(|| self.state.sessions.get(id)).cloned()
    }

    pub fn intent(&self, id: &str) -> Option<Intent> {
        let changed = self.entry.intents.iter().rev().find(|i| i.id == id);
        changed.or_else(|| self.state.intents.get(id)).cloned()
    }

    pub fn refund(&self, id: &str) -> Option<Refund> {
        let changed = self.entry.refunds.iter().rev().find(|r| r.id == id);
        changed.or_else(|| self.state.refunds.get(id)).cloned()
    }

    pub fn put_session(&mut self, session: &Session) {
        self.entry.sessions.push(session.clone());
    }

    pub fn put_intent(&mut self, intent: &Intent) {
        self.entry.intents.push(intent.clone());
    }

    pub fn put_refund(&mut self, refund: &Refund) {
        self.entry.refunds.push(refund.clone());
    }

    /// Notes that something happened to a page's payment; `object` is how it looks now.
    pub fn emit(&mut self, kind: &str, session: &str, object: Value) {
        let event = Event { id: self.id("evt"), kind: kind.to_owned(), created: self.now, session: session.to_owned(), object };
        self.entry.events.push(event);
    }
}
