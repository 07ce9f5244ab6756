//! Starting and stopping.

mod routes;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use platform_types::{Clock, ExposeSecret, SecretString};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::books::{Delivery, DeliveryStatus, Event, Journal};
use crate::engine::Engine;
use crate::faults::Faults;
use crate::rules::{self, Attempt, CARDS, CardBehaviour};
use crate::webhooks::Courier;
use crate::wire::{CuttableListener, Peer};
use crate::{SimulatorConfig, StartError};

/// How often it looks whether something is due by itself. Every request looks too.
const TICK: Duration = Duration::from_millis(500);

/// What the handlers need.
#[derive(Debug)]
pub(crate) struct App {
    pub engine: Arc<Engine>,
    pub faults: Arc<Faults>,
    pub courier: Option<Arc<Courier>>,
    pub secret_key: SecretString,
    pub tasks: TaskTracker,
}

/// A simulator that listens but does not answer yet.
#[derive(Debug)]
pub struct Simulator {
    app: Arc<App>,
    listener: TcpListener,
    address: SocketAddr,
    events: UnboundedReceiver<Event>,
    stop: CancellationToken,
}

/// Starts a simulator and serves until `shutdown`.
pub async fn run(config: SimulatorConfig, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), StartError> {
    Simulator::start(config).await?.serve(shutdown).await
}

impl Simulator {
    /// Checks the settings, takes the address, reads the journal.
    pub async fn start(config: SimulatorConfig) -> Result<Self, StartError> {
        if !config.secret_key.expose_secret().starts_with("sk_test_") {
            return Err(StartError::Key);
        }
        if config.webhook.as_ref().is_some_and(|target| target.secret.expose_secret().trim().is_empty()) {
            return Err(StartError::WebhookSecret);
        }
        if config.public_url.is_none() && !config.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback(config.listen));
        }
        let listen = |source| StartError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let public_url = config.public_url.map_or_else(|| format!("http://{address}"), |url| url.as_str().trim_end_matches('/').to_owned());

        let books = Journal::open(&config.data_dir)?;
        let (sender, events) = unbounded_channel();
        let clock: Clock = config.clock;
        let engine = Arc::new(Engine::new(books, clock.clone(), config.entropy.clone(), public_url, sender));
        let faults = Arc::new(Faults::new(config.entropy));
        let stop = CancellationToken::new();
        let courier = match config.webhook {
            Some(target) => Some(Arc::new(Courier::new(Arc::clone(&engine), Arc::clone(&faults), target, clock, stop.clone())?)),
            None => None,
        };
        let app = App { engine, faults, courier, secret_key: config.secret_key, tasks: TaskTracker::new() };
        Ok(Self { app: Arc::new(app), listener, address, events, stop })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Somebody in front of the hosted page.
    pub fn visitor(&self) -> Visitor {
        Visitor(Arc::clone(&self.app))
    }

    /// Answers until `shutdown`, then ends what is under way and closes the journal.
    pub async fn serve(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), StartError> {
        let Self { app, listener, address, events, stop } = self;
        tracing::info!(%address, "payment simulator: no real money");
        app.tasks.spawn(carry_events(Arc::clone(&app), events, stop.clone()));
        app.tasks.spawn(watch_time(Arc::clone(&app), stop.clone()));
        let service = routes::router(Arc::clone(&app)).into_make_service_with_connect_info::<Peer>();
        let served = axum::serve(CuttableListener(listener), service).with_graceful_shutdown(shutdown).await;
        stop.cancel();
        app.tasks.close();
        app.tasks.wait().await;
        served.map_err(StartError::Serve)
    }
}

/// Pays on the hosted page without a browser: for programs that give a demo house its past.
#[derive(Clone, Debug)]
pub struct Visitor(Arc<App>);

impl Visitor {
    /// Pays with the test card that is always approved; false when the page is over or unknown.
    pub async fn pay(&self, pay_url: &str) -> bool {
        let session = pay_url.rsplit('/').next().unwrap_or_default();
        let card = CARDS.iter().find(|card| matches!(card.behaviour, CardBehaviour::Approve(_)));
        let tried = self.0.engine.execute(|draft| card.map(|card| rules::attempt(draft, session, *card))).await;
        matches!(tried, Ok(Some(Attempt::Paid)))
    }

    /// Events that were not delivered stay so: who made them by hand has settled each payment already.
    pub async fn keep_silent(&self) {
        let waiting: Vec<Delivery> = self.0.engine.look(|state| {
            let waits = |event: &&Event| state.delivery(&event.id).status == DeliveryStatus::Waiting;
            let silent = |event: &Event| Delivery { event: event.id.clone(), status: DeliveryStatus::Suppressed, attempts: 0 };
            state.events.all().iter().filter(waits).map(silent).collect()
        });
        if self.0.engine.execute(|draft| draft.entry.deliveries.extend(waiting)).await.is_err() {
            tracing::warn!("the simulator's events will be sent again");
        }
    }
}

/// Hands events to the courier: first those that an earlier run left undelivered.
async fn carry_events(app: Arc<App>, mut events: UnboundedReceiver<Event>, stop: CancellationToken) {
    let Some(courier) = app.courier.clone() else { return };
    let left = app.engine.look(|state| {
        let waiting = state.events.all().iter().filter(|event| state.delivery(&event.id).status == DeliveryStatus::Waiting);
        waiting.cloned().collect::<Vec<_>>()
    });
    for event in left {
        app.tasks.spawn(Arc::clone(&courier).deliver(event));
    }
    while let Some(Some(event)) = stop.run_until_cancelled(events.recv()).await {
        app.tasks.spawn(Arc::clone(&courier).deliver(event));
    }
}

/// Lets pages close and reservations lapse when nobody asks.
async fn watch_time(app: Arc<App>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(tick.tick()).await.is_some() {
        if app.engine.has_due() && app.engine.execute(|_| ()).await.is_err() {
            return;
        }
    }
}
