//! The gate itself.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use platform_types::{Clock, Entropy, open_tx};
use tokio::time::Instant;

use crate::breaker::Breaker;
use crate::health::Journal;
use crate::http::Clients;
use crate::{CallError, CircuitState, Failure, Fate, HubHealth, HubSettings, HubStatus, OutboundError, RetryClass};

/// All outside parties of one process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outbound(Arc<BTreeMap<&'static str, Hub>>);

/// One outside party. Cheap to clone; clones share breaker and health.
#[derive(Clone, Debug)]
pub struct Hub {
    inner: Arc<HubInner>,
}

#[derive(Debug)]
struct HubInner {
    settings: HubSettings,
    clock: Clock,
    entropy: Entropy,
    breaker: Breaker,
    journal: Journal,
    clients: Arc<Clients>,
}

impl Outbound {
    /// The gate with these hubs.
    pub fn new(clock: Clock, entropy: Entropy, hubs: impl IntoIterator<Item = HubSettings>) -> Result<Self, OutboundError> {
        let clients = Arc::new(Clients::default());
        let mut by_name = BTreeMap::new();
        for settings in hubs {
            let name = settings.name;
            let inner = HubInner {
                clock: clock.clone(),
                entropy: entropy.clone(),
                breaker: Breaker::new(settings.breaker),
                journal: Journal::default(),
                clients: Arc::clone(&clients),
                settings,
            };
            if by_name.insert(name, Hub { inner: Arc::new(inner) }).is_some() {
                return Err(OutboundError::DuplicateHub(name));
            }
        }
        Ok(Self(Arc::new(by_name)))
    }

    /// One hub, for an adapter to keep.
    pub fn hub(&self, name: &str) -> Result<Hub, OutboundError> {
        self.0.get(name).cloned().ok_or_else(|| OutboundError::UnknownHub(name.to_owned()))
    }

    /// A call over the caller's own transport: see [`Hub::call`].
    pub async fn call<T, E, F, Fut>(&self, hub: &str, class: RetryClass, attempt: F) -> Result<T, CallError<E>>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Failure<E>>>,
    {
        self.hub(hub)?.call(class, attempt).await
    }

    /// How every hub is, by name.
    pub fn health(&self) -> Vec<HubHealth> {
        self.0.values().map(Hub::health).collect()
    }
}

impl Hub {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.inner.settings.name
    }

    /// How it is.
    pub fn health(&self) -> HubHealth {
        let (circuit, failures_in_a_row, open_until) = self.inner.breaker.state(self.inner.clock.now());
        let record = self.inner.journal.read();
        let status = match (circuit, record.last_answered) {
            (CircuitState::Open, _) => HubStatus::Down,
            (_, None) => HubStatus::Idle,
            (CircuitState::Closed, Some(true)) => HubStatus::Up,
            _ => HubStatus::Degraded,
        };
        HubHealth {
            name: self.name(),
            status,
            circuit,
            open_until,
            carries: self.inner.settings.carries,
            attempts: record.attempts,
            failures: record.failures,
            failures_in_a_row,
            answered_at: record.answered_at,
            failed_at: record.failed_at,
            last_failure: record.last_failure.map(Fate::as_str),
            latency_ms: record.latency.map(|l| u64::try_from(l.as_millis()).unwrap_or(u64::MAX)),
        }
    }

    /// Makes attempts until one is answered, the class or the count forbids another, or the circuit opens.
    /// `attempt` is asked for a fresh future each time; one that takes longer than the hub's timeout is
    /// dropped.
    pub async fn call<T, E, F, Fut>(&self, class: RetryClass, mut attempt: F) -> Result<T, CallError<E>>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Failure<E>>>,
    {
        let hub = self.name();
        if open_tx::is_open() {
            tracing::error!(hub, code = "outbound.inside_transaction", "call to the outside inside a database transaction refused");
            return Err(OutboundError::InsideTransaction { hub }.into());
        }
        let allowed = match class {
            RetryClass::Never => 1,
            RetryClass::Idempotent => self.inner.settings.attempts.max(1),
        };
        let mut number = 0;
        let mut gravest = None;
        loop {
            number += 1;
            let (error, asked) = match self.once(&mut attempt).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let fate = error.fate();
            let stopped = matches!(error, CallError::Gate(OutboundError::CircuitOpen { .. }));
            let error = graver(gravest.take(), error);
            if fate == Fate::Refused || stopped || number >= allowed {
                return Err(error);
            }
            gravest = Some(error);
            metrics::counter!("outbound_retries_total", "hub" => hub).increment(1);
            tokio::time::sleep(self.inner.settings.backoff.pause(number, asked, &self.inner.entropy)).await;
        }
    }

    /// One attempt through the breaker, with its metrics.
    async fn once<T, E, F, Fut>(&self, attempt: &mut F) -> Result<T, (CallError<E>, Option<Duration>)>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Failure<E>>>,
    {
        let HubInner { settings, clock, breaker, journal, .. } = &*self.inner;
        let hub = settings.name;
        let permit = breaker.admit(clock.now()).map_err(|until| {
            metrics::counter!("outbound_calls_refused_total", "hub" => hub).increment(1);
            (CallError::Gate(OutboundError::CircuitOpen { hub, until }), None)
        })?;
        let started = Instant::now();
        let answer = tokio::time::timeout(settings.timeout, attempt()).await;
        let latency = started.elapsed();
        let (outcome, result) = match answer {
            Ok(Ok(value)) => ("ok", Ok(value)),
            Ok(Err(Failure { fate, error, retry_after })) => (fate.as_str(), Err((CallError::Failed { fate, error }, retry_after))),
            Err(_) => ("timeout", Err((CallError::Gate(OutboundError::Timeout { hub, after: settings.timeout }), None))),
        };
        match result.as_ref().map_err(|(error, _)| error.fate()) {
            Ok(_) | Err(Fate::Busy | Fate::Refused) => {
                journal.answered(clock.now(), latency);
                permit.answered();
            }
            Err(fate @ (Fate::NotSent | Fate::Unknown)) => {
                journal.failed(clock.now(), fate);
                permit.failed(clock.now());
                tracing::warn!(hub, outcome, latency_ms = latency.as_millis(), "call to the outside failed");
            }
        }
        metrics::histogram!("outbound_call_seconds", "hub" => hub, "outcome" => outcome).record(latency.as_secs_f64());
        metrics::gauge!("outbound_circuit_open", "hub" => hub).set(match breaker.state(clock.now()).0 {
            CircuitState::Closed => 0.0,
            CircuitState::HalfOpen => 0.5,
            CircuitState::Open => 1.0,
        });
        result
    }

    pub(crate) fn settings(&self) -> &HubSettings {
        &self.inner.settings
    }

    pub(crate) fn clients(&self) -> &Clients {
        &self.inner.clients
    }
}

/// Of two failed attempts, what the caller must know: one that may have acted outweighs a later one that
/// certainly did not, and any attempt that was made outweighs "the circuit is open now". An answer that
/// refuses stands for itself.
fn graver<E>(earlier: Option<CallError<E>>, now: CallError<E>) -> CallError<E> {
    let stopped = matches!(now, CallError::Gate(OutboundError::CircuitOpen { .. }));
    match earlier {
        Some(earlier) if stopped => earlier,
        Some(earlier) if earlier.fate() == Fate::Unknown && matches!(now.fate(), Fate::NotSent | Fate::Busy) => earlier,
        _ => now,
    }
}
