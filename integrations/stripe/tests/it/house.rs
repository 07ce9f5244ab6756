//! A simulator on a loopback port, the adapter that talks to it, and a person who pays.

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use integration_stripe::{HUB, Stripe, StripeSettings, hub_settings};
use payment_simulator::{Simulator, SimulatorConfig, StartError, WebhookTarget};
use platform_outbound::{Backoff, HttpReply, HttpRequest, Hub, HubSettings, Outbound, RetryClass};
use platform_payments::{IdempotencyKey, NewPayment, OpenedPayment, PaymentProvider, ProviderRef, ProviderStatus};
use platform_types::{Clock, Currency, Entropy, Money, OrderId, PaymentId, SecretString, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const START: i64 = 1_700_000_000;
pub const SECRET: &str = "whsec_house";
const KEY: &str = "sk_test_house";

pub struct House {
    pub stripe: Stripe,
    pub clock: Clock,
    base: String,
    entropy: Entropy,
    hub: Hub,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), StartError>>,
    _dir: Arc<TempDir>,
}

pub fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// The adapter's hub, quick: `attempts` at a time.
pub fn quick(attempts: u32) -> HubSettings {
    HubSettings { attempts, backoff: Backoff { base: Duration::from_millis(5), cap: Duration::from_millis(20) }, ..hub_settings() }
}

pub fn adapter(base: &str, key: &str, hub: HubSettings) -> Stripe {
    let outbound = Outbound::new(Clock::system(), Entropy::from_os(), [hub]).unwrap();
    let settings = StripeSettings {
        base_url: base.parse().unwrap(),
        secret_key: SecretString::from(key),
        webhook_secrets: vec![SecretString::from("whsec_other"), SecretString::from(SECRET)],
    };
    Stripe::new(settings, &outbound).unwrap()
}

impl House {
    pub async fn open() -> Self {
        Self::with(quick(3), None).await
    }

    pub async fn with(settings: HubSettings, webhook: Option<WebhookTarget>) -> Self {
        let dir = Arc::new(TempDir::new().unwrap());
        let clock = Clock::manual(Timestamp::from_timestamp(START, 0).unwrap());
        let entropy = Entropy::from_os();
        let config = SimulatorConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            public_url: None,
            data_dir: dir.path().to_owned(),
            secret_key: SecretString::from(KEY),
            webhook,
            clock: clock.clone(),
            entropy: entropy.clone(),
        };
        let simulator = Simulator::start(config).await.unwrap();
        let base = format!("http://{}", simulator.address());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(simulator.serve(async {
            let _ = stopped.await;
        }));
        let hub = Outbound::new(Clock::system(), entropy.clone(), [HubSettings::named("person")]).unwrap().hub("person").unwrap();
        Self { stripe: adapter(&base, KEY, settings), clock, base, entropy, hub, stop, task, _dir: dir }
    }

    /// The adapter with another key.
    pub fn stranger(&self) -> Stripe {
        adapter(&self.base, "sk_test_wrong", quick(1))
    }

    /// Another adapter, with its own hub.
    pub fn adapter(&self, settings: HubSettings) -> Stripe {
        assert_eq!(settings.name, HUB);
        adapter(&self.base, KEY, settings)
    }

    pub async fn close(self) -> Stripe {
        let _ = self.stop.send(());
        self.task.await.unwrap().unwrap();
        self.stripe
    }

    pub fn payment(&self, amount: Money) -> NewPayment {
        let now = self.clock.now();
        NewPayment {
            key: PaymentId::new(&self.entropy, now),
            order: OrderId::new(&self.entropy, now),
            amount,
            description: "2 seats – Ü & <b>".to_owned(),
            customer_email: "ada@example.org".parse().unwrap(),
            language: Some(platform_types::Lang::De),
            return_url: "http://127.0.0.1:9/orders/1?paid=yes".parse().unwrap(),
            cancel_url: "http://127.0.0.1:9/orders/1".parse().unwrap(),
            created_at: now,
            expires_at: now + Duration::from_secs(15 * 60),
        }
    }

    /// A fresh key.
    pub fn key(&self, step: &str) -> IdempotencyKey {
        IdempotencyKey::of(step, self.entropy.uuid_v7(self.clock.now()))
    }

    pub async fn opened(&self, amount: Money) -> OpenedPayment {
        self.stripe.open(&self.payment(amount)).await.unwrap()
    }

    /// Opens and pays with a card that is approved: page and authorisation.
    pub async fn authorised(&self, amount: Money) -> (ProviderRef, ProviderRef) {
        let opened = self.opened(amount).await;
        self.pay(&opened, "4242424242424242").await;
        match self.stripe.look_up(&opened.provider_ref).await.unwrap().status {
            ProviderStatus::Authorised { intent } => (opened.provider_ref, intent),
            other => panic!("{other:?}"),
        }
    }

    /// The person enters a card; where the browser is sent.
    pub async fn pay(&self, opened: &OpenedPayment, card: &str) -> String {
        self.submit(opened.pay_url.as_str(), &[("number", card), ("expiry", "12/34"), ("cvc", "123")]).await
    }

    /// The person answers the bank's second step.
    pub async fn challenge(&self, opened: &OpenedPayment, answer: &str) -> String {
        self.submit(&format!("{}/challenge", opened.pay_url), &[("answer", answer)]).await
    }

    async fn submit(&self, url: &str, form: &[(&str, &str)]) -> String {
        let reply = self.hub.send(RetryClass::Never, HttpRequest::post(url.parse().unwrap()).form(form.iter().copied())).await.unwrap();
        assert_eq!(reply.status, 303, "{}", String::from_utf8_lossy(&reply.body));
        reply.headers["location"].to_str().unwrap().to_owned()
    }

    pub async fn control(&self, method: Method, path: &str, body: &Value) -> Value {
        let request =
            HttpRequest::new(method, format!("{}/simulator/{path}", self.base).parse().unwrap()).body("application/json", body.to_string());
        let reply: HttpReply = self.hub.send(RetryClass::Never, request).await.unwrap();
        assert!(reply.status.is_success(), "{}", String::from_utf8_lossy(&reply.body));
        serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
    }

    /// Orders a fault for an operation.
    pub async fn order(&self, fault: &str, on: &str, more: Value) {
        let mut rule = json!({ "fault": fault, "on": on });
        rule.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.control(Method::POST, "faults", &rule).await;
    }

    pub async fn advance(&self, seconds: i64) {
        self.control(Method::POST, "clock", &json!({ "advance_seconds": seconds })).await;
    }

    /// Authorised, captured and refunded euros, in cents.
    pub async fn totals(&self) -> (i64, i64, i64) {
        let state = self.control(Method::GET, "state", &Value::Null).await;
        let sums = &state["totals"]["eur"];
        let sum = |name: &str| sums[name].as_i64().unwrap_or(0);
        (sum("authorised"), sum("captured"), sum("refunded"))
    }

    pub async fn pages(&self) -> usize {
        self.control(Method::GET, "state", &Value::Null).await["payments"].as_array().unwrap().len()
    }
}
