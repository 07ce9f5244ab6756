//! Carries events to the house until they are acknowledged, as well or as badly as ordered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use platform_outbound::{BreakerSettings, HttpRequest, Hub, HubSettings, Outbound, OutboundError, RetryClass};
use platform_types::{Clock, SecretString, failpoint};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, oneshot};
use tokio_util::sync::CancellationToken;

use super::sign;
use crate::books::{Delivery, DeliveryStatus, Event};
use crate::config::WebhookTarget;
use crate::engine::Engine;
use crate::faults::{Faults, Subject};
use crate::rules::render;

const HUB: &str = "house-webhook";
/// Deliveries under way at once.
const AT_ONCE: usize = 32;

#[derive(Debug)]
pub(crate) struct Courier {
    engine: Arc<Engine>,
    faults: Arc<Faults>,
    target: WebhookTarget,
    hub: Hub,
    permits: Semaphore,
    /// One event per payment that waits for the next one to overtake it.
    held: Mutex<HashMap<String, oneshot::Sender<()>>>,
    stop: CancellationToken,
}

impl Courier {
    pub fn new(
        engine: Arc<Engine>,
        faults: Arc<Faults>,
        target: WebhookTarget,
        clock: Clock,
        stop: CancellationToken,
    ) -> Result<Self, OutboundError> {
        let settings = HubSettings {
            timeout: target.timeout,
            // Its own schedule below; a house that is down for a while is what it is made for.
            attempts: 1,
            breaker: BreakerSettings { failures: u32::MAX, open_for: Duration::ZERO },
            ..HubSettings::named(HUB)
        };
        let hub = Outbound::new(clock, engine.entropy().clone(), [settings])?.hub(HUB)?;
        Ok(Self { engine, faults, target, hub, permits: Semaphore::new(AT_ONCE), held: Mutex::default(), stop })
    }

    /// Delivers one event; what is not delivered when the simulator stops is delivered after its next start.
    pub async fn deliver(self: Arc<Self>, event: Event) {
        let stop = self.stop.clone();
        let _ = stop.run_until_cancelled(self.carry(event)).await;
    }

    async fn carry(&self, event: Event) {
        let subject = self.engine.look(|state| state.sessions.get(&event.session).map(Subject::of).unwrap_or_default());
        let plan = self.faults.for_webhook(&event.kind, &subject);
        if plan.never {
            return self.note(&event, DeliveryStatus::Suppressed, 0).await;
        }
        if plan.forged {
            self.post_forged(render::event(&event)).await;
        }
        if let Some(at_most) = plan.out_of_order {
            self.hold(&event.session, at_most).await;
        }
        if let Some(pause) = plan.late {
            tokio::time::sleep(pause).await;
        }
        failpoint::pass("simulator.before_webhook").await;
        let attempts = self.until_acknowledged(&event).await;
        failpoint::pass("simulator.after_webhook").await;
        if plan.twice && attempts.is_some() {
            self.post(&render::event(&event), &self.target.secret).await;
        }
        let (status, attempts) = attempts.map_or((DeliveryStatus::GivenUp, self.target.attempts), |n| (DeliveryStatus::Delivered, n));
        self.note(&event, status, attempts).await;
        self.release(&event.session);
    }

    /// Sends it until the answer is 2xx; the number of attempts, or none when it gave up.
    async fn until_acknowledged(&self, event: &Event) -> Option<u32> {
        let body = render::event(event);
        for attempt in 1..=self.target.attempts {
            let permit = self.permits.acquire().await;
            let answer = self.post(&body, &self.target.secret).await;
            drop(permit);
            if answer.is_some_and(|status| (200..300).contains(&status)) {
                return Some(attempt);
            }
            tokio::time::sleep(self.target.backoff.pause(attempt, None, self.engine.entropy())).await;
        }
        tracing::warn!(event = event.id, "the house never acknowledged this event; no further attempts");
        None
    }

    /// One attempt; the status of the answer, if there was one.
    async fn post(&self, body: &Value, secret: &SecretString) -> Option<u16> {
        let body = serde_json::to_vec(body).ok()?;
        let signature = sign::header(secret, self.engine.machine_now(), &body)?;
        let request = HttpRequest::post(self.target.url.clone())
            .body("application/json; charset=utf-8", body)
            .header(HeaderName::from_static("stripe-signature"), HeaderValue::from_str(&signature).ok()?);
        self.hub.send(RetryClass::Never, request).await.ok().map(|reply| reply.status.as_u16())
    }

    /// Claims that a page was paid, signed by somebody who does not know the secret. The status the house
    /// answered with, if it did.
    pub async fn forge(self: Arc<Self>, session: String, kind: String) -> Option<u16> {
        let object = json!({ "id": session, "object": "checkout.session", "status": "complete", "payment_status": "paid", "metadata": {} });
        let created = self.engine.machine_now().timestamp();
        let event = Event { id: String::new(), kind, created, session, object };
        self.post_forged(render::event(&event)).await
    }

    async fn post_forged(&self, mut body: Value) -> Option<u16> {
        body["id"] = json!(format!("evt_forged_{}", &self.engine.entropy().token()[..16]));
        self.post(&body, &SecretString::from(format!("whsec_{}", self.engine.entropy().token()))).await
    }

    /// Waits until another event of the payment was delivered, or `at_most`.
    async fn hold(&self, session: &str, at_most: Duration) {
        let (sender, overtaken) = oneshot::channel();
        {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            if held.contains_key(session) {
                return;
            }
            held.insert(session.to_owned(), sender);
        }
        let _ = tokio::time::timeout(at_most, overtaken).await;
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
    }

    fn release(&self, session: &str) {
        if let Some(waiting) = self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(session) {
            let _ = waiting.send(());
        }
    }

    async fn note(&self, event: &Event, status: DeliveryStatus, attempts: u32) {
        let delivery = Delivery { event: event.id.clone(), status, attempts };
        // Forgetting it means one more delivery after a restart, which the house must bear anyway.
        let _ = self.engine.execute(|draft| draft.entry.deliveries.push(delivery)).await;
    }
}
