//! A simulator on a loopback port, and hands to use it.

use std::path::Path;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use payment_simulator::{Simulator, SimulatorConfig, StartError, WebhookTarget};
use platform_outbound::{HttpReply, HttpRequest, Hub, HubSettings, Outbound, OutboundError, RetryClass};
use platform_types::{Clock, Entropy, SecretString, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const KEY: &str = "sk_test_simulator";
pub const START: i64 = 1_700_000_000;

pub struct House {
    pub base: String,
    dir: Arc<TempDir>,
    hub: Hub,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), StartError>>,
}

pub fn config(dir: &Path, webhook: Option<WebhookTarget>) -> SimulatorConfig {
    SimulatorConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        data_dir: dir.to_owned(),
        secret_key: SecretString::from(KEY),
        webhook,
        clock: Clock::manual(Timestamp::from_timestamp(START, 0).unwrap()),
        entropy: Entropy::from_os(),
    }
}

/// A hub that asks once.
pub fn hub() -> Hub {
    let outbound = Outbound::new(Clock::system(), Entropy::from_os(), [HubSettings::named("simulator")]).unwrap();
    outbound.hub("simulator").unwrap()
}

impl House {
    pub async fn open() -> Self {
        Self::with(Arc::new(TempDir::new().unwrap()), None).await
    }

    pub async fn with(dir: Arc<TempDir>, webhook: Option<WebhookTarget>) -> Self {
        let simulator = Simulator::start(config(dir.path(), webhook)).await.unwrap();
        let base = format!("http://{}", simulator.address());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(simulator.serve(async {
            let _ = stopped.await;
        }));
        Self { base, dir, hub: hub(), stop, task }
    }

    /// Stops it in good order; the directory stays.
    pub async fn close(self) -> Arc<TempDir> {
        let _ = self.stop.send(());
        self.task.await.unwrap().unwrap();
        self.dir
    }

    pub async fn send(&self, method: Method, path: &str, key: Option<&str>, form: &[(&str, &str)]) -> Result<HttpReply, OutboundError> {
        let mut request = HttpRequest::new(method, format!("{}{path}", self.base).parse().unwrap())
            .bearer(&SecretString::from(KEY))
            .form(form.iter().copied());
        if let Some(key) = key {
            request = request.header(HeaderName::from_static("idempotency-key"), HeaderValue::from_str(key).unwrap());
        }
        self.hub.send(RetryClass::Never, request).await
    }

    pub async fn post(&self, path: &str, key: &str, form: &[(&str, &str)]) -> (u16, Value) {
        read(&self.send(Method::POST, path, Some(key), form).await.unwrap())
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        read(&self.send(Method::GET, path, None, &[]).await.unwrap())
    }

    /// A call to the controls.
    pub async fn control(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let request = HttpRequest::new(method, format!("{}/simulator/{path}", self.base).parse().unwrap());
        read(&self.hub.send(RetryClass::Never, request.body("application/json", body.to_string())).await.unwrap())
    }

    pub async fn order(&self, rule: Value) {
        let (status, answer) = self.control(Method::POST, "faults", &rule).await;
        assert_eq!(status, 201, "{answer}");
    }

    pub async fn advance(&self, seconds: i64) {
        let (status, answer) = self.control(Method::POST, "clock", &json!({ "advance_seconds": seconds })).await;
        assert_eq!(status, 200, "{answer}");
    }

    pub async fn state(&self) -> Value {
        self.control(Method::GET, "state", &Value::Null).await.1
    }

    /// A page as a browser without cookies gets it.
    pub async fn browse(&self, path: &str) -> HttpReply {
        self.hub.send(RetryClass::Never, HttpRequest::get(format!("{}{path}", self.base).parse().unwrap())).await.unwrap()
    }

    /// A form as a browser sends it.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> HttpReply {
        self.hub
            .send(RetryClass::Never, HttpRequest::post(format!("{}{path}", self.base).parse().unwrap()).form(fields.iter().copied()))
            .await
            .unwrap()
    }

    /// Opens a page for €12.50 with manual capture; its id.
    pub async fn session(&self, key: &str) -> String {
        self.session_of(key, &[]).await
    }

    /// The same with more fields.
    pub async fn session_of(&self, key: &str, more: &[(&str, &str)]) -> String {
        let (status, session) = self.post("/v1/checkout/sessions", key, &[&fields("1250", "eur"), more].concat()).await;
        assert_eq!(status, 200, "{session}");
        session["id"].as_str().unwrap().to_owned()
    }

    /// Pays a page with a card; where the browser is sent.
    pub async fn pay(&self, session: &str, card: &str) -> String {
        let reply = self.submit(&format!("/pay/{session}"), &[("number", card), ("expiry", "12/34"), ("cvc", "123")]).await;
        assert_eq!(reply.status, 303, "{}", text(&reply));
        location(&reply)
    }

    /// Opens and pays; the authorisation's id.
    pub async fn authorised(&self, key: &str) -> String {
        let session = self.session(key).await;
        self.pay(&session, "4242424242424242").await;
        let (_, session) = self.get(&format!("/v1/checkout/sessions/{session}")).await;
        session["payment_intent"].as_str().unwrap().to_owned()
    }
}

pub fn fields<'a>(units: &'a str, currency: &'a str) -> [(&'a str, &'a str); 9] {
    [
        ("mode", "payment"),
        ("success_url", "http://127.0.0.1:9/paid"),
        ("cancel_url", "http://127.0.0.1:9/back"),
        ("payment_intent_data[capture_method]", "manual"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", currency),
        ("line_items[0][price_data][unit_amount]", units),
        ("line_items[0][price_data][product_data][name]", "Two seats <b>& more"),
        ("metadata[order_id]", "o-1"),
    ]
}

pub fn read(reply: &HttpReply) -> (u16, Value) {
    (reply.status.as_u16(), serde_json::from_slice(&reply.body).unwrap_or(Value::Null))
}

pub fn text(reply: &HttpReply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

pub fn location(reply: &HttpReply) -> String {
    header(&reply.headers, "location")
}

pub fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}
