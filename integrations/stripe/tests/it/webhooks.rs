//! Webhooks from the simulator, believed or not.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use http::{HeaderMap, Method, StatusCode};
use payment_simulator::WebhookTarget;
use platform_outbound::Backoff;
use platform_payments::{PaymentProvider, WebhookError, WebhookEvent, WebhookKind};
use platform_types::SecretString;
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::house::{House, SECRET, eur, quick};

struct Inbox(UnboundedReceiver<(HeaderMap, Bytes)>);

impl Inbox {
    async fn next(&mut self) -> (HeaderMap, Bytes) {
        tokio::time::timeout(Duration::from_secs(20), self.0.recv()).await.expect("a webhook should come").unwrap()
    }

    /// The next event, as the adapter reads it.
    async fn event(&mut self, house: &House) -> WebhookEvent {
        let (headers, body) = self.next().await;
        house.stripe.verify_webhook(&headers, &body, house.clock.now()).unwrap()
    }
}

async fn house() -> (House, Inbox) {
    let (sender, inbox) = unbounded_channel();
    let sender = Arc::new(sender);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api/webhooks/stripe", listener.local_addr().unwrap()).parse().unwrap();
    let hear = move |headers: HeaderMap, body: Bytes| {
        sender.send((headers, body)).unwrap();
        async { StatusCode::OK }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(hear)).await });
    let mut target = WebhookTarget::new(url, SecretString::from(SECRET));
    target.backoff = Backoff { base: Duration::from_millis(5), cap: Duration::from_millis(20) };
    (House::with(quick(3), Some(target)).await, Inbox(inbox))
}

#[tokio::test]
async fn every_step_of_a_payment_is_told_with_our_ids() {
    let (house, mut inbox) = house().await;
    let payment = house.payment(eur(4_250));
    let opened = house.stripe.open(&payment).await.unwrap();
    house.pay(&opened, "4000000000000002").await;
    house.pay(&opened, "4000002760003184").await;
    house.challenge(&opened, "approve").await;
    house.stripe.capture(&opened.provider_ref, eur(4_250), &house.key("capture")).await.unwrap();
    house.stripe.refund(&opened.provider_ref, eur(4_250), &house.key("refund")).await.unwrap();
    let mut seen = Vec::new();
    for _ in 0..9 {
        seen.push(inbox.event(&house).await);
    }
    let count = |kind: &WebhookKind| seen.iter().filter(|e| e.kind == *kind).count();
    for kind in
        [WebhookKind::Declined, WebhookKind::RequiresAction, WebhookKind::Authorised, WebhookKind::PageCompleted, WebhookKind::Captured]
    {
        assert_eq!(count(&kind), 1, "{kind:?} in {seen:#?}");
    }
    assert_eq!(count(&WebhookKind::Refunded), 2);
    assert_eq!(count(&WebhookKind::Other("payment_intent.created".to_owned())), 1);
    assert_eq!(count(&WebhookKind::Other("charge.captured".to_owned())), 1);
    for event in &seen {
        let reference = event.provider_ref.as_ref().unwrap();
        let page = event.kind == WebhookKind::PageCompleted;
        assert!(if page { *reference == opened.provider_ref } else { reference.as_str().starts_with("pi_") }, "{event:?}");
        assert_eq!(event.created, house.clock.now());
        house.stripe.look_up(reference).await.unwrap();
    }
    assert!(seen.iter().filter(|e| e.payment == Some(payment.key)).count() >= 8, "only refunds carry no metadata of ours");
}

#[tokio::test]
async fn endings_without_money_are_told_too() {
    let (house, mut inbox) = house().await;
    let opened = house.opened(eur(4_250)).await;
    house.stripe.cancel(&opened.provider_ref, &house.key("cancel")).await.unwrap();
    assert_eq!(inbox.event(&house).await.kind, WebhookKind::PageExpired);
    let (page, _) = house.authorised(eur(4_250)).await;
    for _ in 0..3 {
        inbox.event(&house).await;
    }
    house.stripe.cancel(&page, &house.key("cancel")).await.unwrap();
    assert_eq!(inbox.event(&house).await.kind, WebhookKind::Cancelled);
}

#[tokio::test]
async fn forgeries_changes_and_replays_are_not_believed() {
    let (house, mut inbox) = house().await;
    let opened = house.opened(eur(4_250)).await;
    house.control(Method::POST, "forge", &json!({ "session": opened.provider_ref.as_str() })).await;
    let (headers, body) = inbox.next().await;
    assert_eq!(house.stripe.verify_webhook(&headers, &body, house.clock.now()), Err(WebhookError::Forged));

    house.stripe.cancel(&opened.provider_ref, &house.key("cancel")).await.unwrap();
    let (headers, body) = inbox.next().await;
    let now = house.clock.now();
    house.stripe.verify_webhook(&headers, &body, now).unwrap();
    let changed = String::from_utf8(body.to_vec()).unwrap().replace("checkout.session.expired", "checkout.session.completed");
    assert_eq!(house.stripe.verify_webhook(&headers, changed.as_bytes(), now), Err(WebhookError::Forged));
    assert_eq!(house.stripe.verify_webhook(&HeaderMap::new(), &body, now), Err(WebhookError::Unsigned));
    let later = now + Duration::from_secs(301);
    assert_eq!(house.stripe.verify_webhook(&headers, &body, later), Err(WebhookError::Stale { seconds: 301, tolerance: 300 }));
    house.stripe.verify_webhook(&headers, &body, now + Duration::from_secs(300)).unwrap();
}

#[tokio::test]
async fn a_doubled_webhook_has_one_id() {
    let (house, mut inbox) = house().await;
    house.order("webhook_twice", "checkout.session.expired", json!({})).await;
    let opened = house.opened(eur(4_250)).await;
    house.stripe.cancel(&opened.provider_ref, &house.key("cancel")).await.unwrap();
    assert_eq!(inbox.event(&house).await, inbox.event(&house).await);
}
