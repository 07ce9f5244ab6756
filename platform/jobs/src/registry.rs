//! Which kinds there are and who does them. Filled by the composition root.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{DomainEvent, Handler, Job, JobCtx, JobError, RunsAs};

type Run = Arc<dyn Fn(Value, JobCtx) -> Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>> + Send + Sync>;

/// What is known of one kind; for documentation and the sweep that checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindInfo {
    /// `area.verb`; of a subscription `noun.happened>area.verb`.
    pub kind: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// The event that causes it, if one does.
    pub event: Option<&'static str>,
    /// How often it happens, if regularly.
    pub every: Option<Duration>,
}

pub(crate) struct Entry {
    pub info: KindInfo,
    pub runs_as: RunsAs,
    pub max_attempts: u32,
    pub timeout: Duration,
    pub run: Run,
}

/// All kinds of this house.
#[derive(Default)]
pub struct Registry {
    entries: BTreeMap<&'static str, Entry>,
    wrong: Vec<String>,
}

/// What is wrong with the registrations; a fault of the program, told at start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("jobs are registered wrongly: {}", .0.join("; "))]
pub struct RegistryError(pub Vec<String>);

impl Registry {
    /// No kinds yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `handler` does jobs of kind `J`.
    pub fn job<J: Job>(self, handler: impl Handler<J>) -> Self {
        let info = KindInfo { kind: J::KIND, about: J::ABOUT, event: None, every: None };
        self.add(Entry { info, runs_as: J::RUNS_AS, max_attempts: J::MAX_ATTEMPTS, timeout: J::TIMEOUT, run: erase(handler) })
    }

    /// `handler` runs behind the system door for every event `E`. `name` is `area.verb` and stays the same
    /// for ever, because waiting rows carry it.
    pub fn subscribe<E: DomainEvent>(self, name: &'static str, about: &'static str, handler: impl Handler<E>) -> Self {
        // Registered once per process, so that the combined name may live as long as it.
        let kind: &'static str = Box::leak(format!("{}>{name}", E::KIND).into_boxed_str());
        let info = KindInfo { kind, about, event: Some(E::KIND), every: None };
        self.add(Entry { info, runs_as: RunsAs::System, max_attempts: 12, timeout: Duration::from_secs(120), run: erase(handler) })
    }

    /// `handler` runs behind the system door once in every `period` in the whole house (at least a
    /// second). A run that takes longer is not overtaken; one that fails is tried again at the next tick.
    pub fn every<F, Fut>(self, kind: &'static str, about: &'static str, period: Duration, handler: F) -> Self
    where
        F: Fn(JobCtx) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let info = KindInfo { kind, about, event: None, every: Some(period) };
        let run: Run = Arc::new(move |_, ctx| Box::pin(handler(ctx)));
        self.add(Entry { info, runs_as: RunsAs::System, max_attempts: 1, timeout: Duration::from_secs(600), run })
    }

    /// Every kind, for documentation.
    pub fn kinds(&self) -> Vec<KindInfo> {
        self.entries.values().map(|e| e.info.clone()).collect()
    }

    fn add(mut self, entry: Entry) -> Self {
        let info = &entry.info;
        let kind = info.kind;
        if !kind.split('>').all(is_name) {
            self.wrong.push(format!("“{kind}” is not written like area.verb"));
        }
        if info.about.is_empty() {
            self.wrong.push(format!("{kind} does not say what it is about"));
        }
        if info.every.is_some_and(|p| p < Duration::from_secs(1)) {
            self.wrong.push(format!("{kind} happens more often than once a second"));
        }
        if self.entries.insert(kind, entry).is_some() {
            self.wrong.push(format!("{kind} is registered twice"));
        }
        self
    }

    pub(crate) fn check(&self) -> Result<(), RegistryError> {
        if self.wrong.is_empty() { Ok(()) } else { Err(RegistryError(self.wrong.clone())) }
    }

    pub(crate) fn get(&self, kind: &str) -> Option<&Entry> {
        self.entries.get(kind)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.entries.keys().map(|k| (*k).to_owned()).collect()
    }

    /// Events and the kinds they become.
    pub(crate) fn subscriptions(&self) -> (Vec<String>, Vec<String>) {
        self.entries.values().filter_map(|e| Some((e.info.event?.to_owned(), e.info.kind.to_owned()))).unzip()
    }

    /// Regular kinds and the number of their period at `seconds` since 1970.
    pub(crate) fn ticks(&self, seconds: i64) -> (Vec<String>, Vec<i64>) {
        let tick = |period: Duration| seconds.div_euclid(i64::try_from(period.as_secs()).unwrap_or(i64::MAX).max(1));
        self.entries.values().filter_map(|e| Some((e.info.kind.to_owned(), tick(e.info.every?)))).unzip()
    }
}

fn is_name(name: &str) -> bool {
    name.split('.').count() >= 2
        && name.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'))
}

fn erase<T: DeserializeOwned + Send + 'static>(handler: impl Handler<T>) -> Run {
    let handler = Arc::new(handler);
    Arc::new(move |payload, ctx| {
        let handler = Arc::clone(&handler);
        Box::pin(async move {
            let job: T = serde_json::from_value(payload).map_err(JobError::give_up)?;
            handler.run(job, ctx).await
        })
    })
}
