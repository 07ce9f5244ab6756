//! Webhooks, delivered as well or as badly as ordered.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Method, StatusCode};
use payment_simulator::WebhookTarget;
use platform_outbound::Backoff;
use platform_types::SecretString;
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::house::{House, START, header};

const SECRET: &str = "whsec_test";

/// The house's side: answers what it is told to, 200 when nothing is left, and hands over what came.
struct Inbox {
    target: WebhookTarget,
    received: UnboundedReceiver<(String, Bytes)>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Inbox {
    async fn open() -> Self {
        let (sender, received) = unbounded_channel();
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap()).parse().unwrap();
        let told = Arc::clone(&answers);
        let hear = move |headers: HeaderMap, body: Bytes| {
            sender.send((header(&headers, "stripe-signature"), body)).unwrap();
            let status = told.lock().unwrap().pop_front().unwrap_or(200);
            async move { StatusCode::from_u16(status).unwrap() }
        };
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(hear)).await });
        let mut target = WebhookTarget::new(url, SecretString::from(SECRET));
        target.backoff = Backoff { base: Duration::from_millis(5), cap: Duration::from_millis(20) };
        Self { target, received, answers }
    }

    async fn next_raw(&mut self) -> (String, Bytes) {
        tokio::time::timeout(Duration::from_secs(20), self.received.recv()).await.expect("a webhook should come").unwrap()
    }

    /// The next genuine one.
    async fn next(&mut self) -> Value {
        let (signature, body) = self.next_raw().await;
        assert!(is_genuine(&signature, &body), "{signature}");
        serde_json::from_slice(&body).unwrap()
    }

    async fn kinds(&mut self, count: usize) -> Vec<String> {
        let mut kinds = Vec::new();
        for _ in 0..count {
            kinds.push(self.next().await["type"].as_str().unwrap().to_owned());
        }
        kinds
    }

    async fn house(&self) -> House {
        House::with(Arc::new(TempDir::new().unwrap()), Some(self.target.clone())).await
    }

    fn is_quiet(&mut self) -> bool {
        self.received.try_recv().is_err()
    }
}

fn is_genuine(signature: &str, body: &[u8]) -> bool {
    let (time, v1) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    assert_eq!(time, START.to_string(), "signed with the machine's time, not the simulator's");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{time}.").as_bytes());
    mac.update(body);
    mac.verify_slice(&data_encoding::HEXLOWER.decode(v1.as_bytes()).unwrap()).is_ok()
}

/// Waits until every event has left the waiting list; returns how each stands.
async fn settled(house: &House) -> Vec<(String, String)> {
    let wait = async {
        loop {
            let state = house.state().await;
            let text = |event: &Value, field: &str| event[field].as_str().unwrap().to_owned();
            let all: Vec<_> = state["events"].as_array().unwrap().iter().map(|e| (text(e, "type"), text(e, "delivery"))).collect();
            if all.iter().all(|(_, delivery)| delivery != "waiting") {
                return all;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap()
}

const PAID: [&str; 3] = ["checkout.session.completed", "payment_intent.amount_capturable_updated", "payment_intent.created"];

#[tokio::test]
async fn every_event_is_delivered_signed_and_tells_how_things_stood() {
    let mut inbox = Inbox::open().await;
    let house = inbox.house().await;
    let session = house.session_of("k1", &[("payment_intent_data[metadata][payment_id]", "p-1")]).await;
    house.pay(&session, "4242424242424242").await;
    let mut events = Vec::new();
    for _ in 0..3 {
        events.push(inbox.next().await);
    }
    events.sort_by_key(|e| e["type"].as_str().unwrap().to_owned());
    assert_eq!(events.iter().map(|e| e["type"].as_str().unwrap()).collect::<Vec<_>>(), PAID);
    assert_eq!(
        (&events[0]["data"]["object"]["id"], &events[0]["created"], &events[0]["livemode"]),
        (&json!(session), &json!(START), &json!(false))
    );
    assert_eq!(events[1]["data"]["object"]["status"], "requires_capture");
    assert_eq!(events[1]["data"]["object"]["metadata"]["payment_id"], "p-1");
    assert!(settled(&house).await.iter().all(|(_, delivery)| delivery == "delivered"));
    let (_, listed) = house.get(&format!("/v1/events/{}", events[0]["id"].as_str().unwrap())).await;
    assert_eq!(listed, events[0], "what is delivered is what is listed");
}

#[tokio::test]
async fn the_simulators_clock_does_not_make_its_signatures_stale() {
    let mut inbox = Inbox::open().await;
    let house = inbox.house().await;
    let session = house.session("k1").await;
    house.advance(24 * 3600).await;
    let event = inbox.next().await;
    assert_eq!((event["type"].as_str(), &event["data"]["object"]["id"]), (Some("checkout.session.expired"), &json!(session)));
    assert_eq!(event["created"], START + 24 * 3600);
}

#[tokio::test]
async fn an_unwilling_house_is_asked_again_with_the_same_event() {
    let mut inbox = Inbox::open().await;
    inbox.answers.lock().unwrap().extend([500, 400, 302]);
    let house = inbox.house().await;
    house.order(json!({ "fault": "webhook_never", "on": "payment_intent.created" })).await;
    house.order(json!({ "fault": "webhook_never", "on": "payment_intent.requires_action" })).await;
    let session = house.session("k1").await;
    house.pay(&session, "4000002760003184").await;
    house.post(&format!("/v1/checkout/sessions/{session}/expire"), "k2", &[]).await;
    // Two events, three refusals: five requests, two ids.
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(inbox.next().await["id"].as_str().unwrap().to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 2);
    settled(&house).await;
    assert!(inbox.is_quiet());
}

#[tokio::test]
async fn what_was_not_delivered_is_delivered_after_a_restart() {
    let mut inbox = Inbox::open().await;
    inbox.answers.lock().unwrap().extend([503; 1_000]);
    let house = inbox.house().await;
    house.authorised("k1").await;
    inbox.next().await;
    let dir = house.close().await;
    inbox.answers.lock().unwrap().clear();
    while !inbox.is_quiet() {}
    let house = House::with(dir, Some(inbox.target.clone())).await;
    // An attempt from before the restart may still be on its way; what counts is that none is missing.
    let mut missing = std::collections::BTreeSet::from(PAID);
    while !missing.is_empty() {
        let event = inbox.next().await;
        missing.remove(event["type"].as_str().unwrap());
    }
    assert!(settled(&house).await.iter().all(|(_, delivery)| delivery == "delivered"));
    house.close().await;
}

#[tokio::test]
async fn twice_is_the_same_event_twice_and_never_is_never() {
    let mut inbox = Inbox::open().await;
    let house = inbox.house().await;
    house.order(json!({ "fault": "webhook_twice", "on": "checkout.session.completed" })).await;
    house.order(json!({ "fault": "webhook_never", "on": "payment_intent.created" })).await;
    house.order(json!({ "fault": "webhook_never", "on": "payment_intent.amount_capturable_updated" })).await;
    house.authorised("k1").await;
    let (first, second) = (inbox.next_raw().await, inbox.next_raw().await);
    assert_eq!(first, second);
    let mut stand = settled(&house).await;
    stand.sort();
    assert_eq!(stand.iter().map(|(_, d)| d.as_str()).collect::<Vec<_>>(), ["delivered", "suppressed", "suppressed"]);
    assert!(inbox.is_quiet());
    assert_eq!(house.control(Method::GET, "faults", &Value::Null).await.1, json!([]), "each order counts once");
}

#[tokio::test]
async fn out_of_order_comes_after_the_next_one() {
    let mut inbox = Inbox::open().await;
    let house = inbox.house().await;
    for kind in ["payment_intent.created", "payment_intent.amount_capturable_updated"] {
        house.order(json!({ "fault": "webhook_never", "on": kind })).await;
    }
    // Far longer than the test may take: only being overtaken lets it go.
    house.order(json!({ "fault": "webhook_out_of_order", "on": "checkout.session.completed", "ms": 3_000_000 })).await;
    house.order(json!({ "fault": "webhook_never", "on": "charge.captured" })).await;
    let intent = house.authorised("k1").await;
    house.post(&format!("/v1/payment_intents/{intent}/capture"), "k2", &[]).await;
    assert_eq!(inbox.kinds(2).await, ["payment_intent.succeeded", "checkout.session.completed"]);
}

#[tokio::test]
async fn late_is_late_but_comes() {
    let mut inbox = Inbox::open().await;
    let house = inbox.house().await;
    house.order(json!({ "fault": "webhook_late", "on": "checkout.session.completed", "ms": 300 })).await;
    let begun = std::time::Instant::now();
    house.authorised("k1").await;
    assert_eq!(inbox.kinds(3).await[2], "checkout.session.completed");
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_forged_one_claims_payment_under_a_wrong_signature() {
    let mut inbox = Inbox::open().await;
    inbox.answers.lock().unwrap().push_back(400);
    let house = inbox.house().await;
    let session = house.session("k1").await;
    let (status, answer) = house.control(Method::POST, "forge", &json!({ "session": session })).await;
    assert_eq!((status, &answer["house_answered"]), (200, &json!(400)));
    let (signature, body) = inbox.next_raw().await;
    assert!(!is_genuine(&signature, &body));
    let claim: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        (&claim["type"], &claim["data"]["object"]["id"], &claim["data"]["object"]["payment_status"]),
        (&json!("checkout.session.completed"), &json!(session), &json!("paid"))
    );
    assert_eq!(house.state().await["events"], json!([]), "a forgery is none of its events");
}

#[tokio::test]
async fn a_buyer_can_order_misbehaviour_by_address_and_amount() {
    let mut inbox = Inbox::open().await;
    let house = inbox.house().await;
    let session = house.session_of("k1", &[("customer_email", "ada+webhook-forged+webhook-never@example.org")]).await;
    let (signature, body) = inbox.next_raw().await;
    assert!(!is_genuine(&signature, &body), "forged before anything is paid");
    house.pay(&session, "4242424242424242").await;
    assert!(settled(&house).await.iter().all(|(_, delivery)| delivery == "suppressed"));
    let lost = house.send(Method::POST, "/v1/checkout/sessions", Some("k2"), &crate::house::fields("66601", "eur")).await;
    assert_eq!(lost.unwrap_err().fate(), platform_outbound::Fate::Unknown);
    let (status, found) = house.post("/v1/checkout/sessions", "k2", &crate::house::fields("66601", "eur")).await;
    assert_eq!(status, 200, "{found}");
    assert_eq!(house.state().await["payments"].as_array().unwrap().len(), 2, "the lost one had acted");
}
