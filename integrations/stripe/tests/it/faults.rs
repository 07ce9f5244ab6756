//! When answers get lost, come late or are no answers: one effect per key, and honest errors.

use std::time::Duration;

use http::Method;
use platform_outbound::HubSettings;
use platform_payments::{IdempotencyKey, PaymentError, PaymentErrorKind, PaymentProvider, ProviderRef, ProviderStatus};
use platform_types::open_tx;
use rstest::rstest;
use serde_json::{Value, json};

use crate::house::{House, eur, quick};

const EVERYTHING: [&str; 4] = ["open", "capture", "cancel", "refund"];

/// One changing call, prepared so that it can be sent again.
struct Call {
    payment: platform_payments::NewPayment,
    page: ProviderRef,
    key: IdempotencyKey,
    what: &'static str,
}

impl Call {
    /// `what` on a payment that is ready for it.
    async fn prepare(house: &House, what: &'static str) -> Self {
        let payment = house.payment(eur(4_250));
        let page = match what {
            "open" => "none".into(),
            _ => house.authorised(eur(4_250)).await.0,
        };
        if what == "refund" {
            house.stripe.capture(&page, eur(4_250), &house.key("capture")).await.unwrap();
        }
        Self { payment, page, key: house.key(what), what }
    }

    async fn send(&self, by: &dyn PaymentProvider) -> Result<(), PaymentError> {
        match self.what {
            "open" => by.open(&self.payment).await.map(drop),
            "capture" => by.capture(&self.page, eur(4_250), &self.key).await.map(drop),
            "cancel" => by.cancel(&self.page, &self.key).await.map(drop),
            _ => by.refund(&self.page, eur(4_250), &self.key).await.map(drop),
        }
    }

    /// Pages, then authorised, captured and refunded cents, when it acted exactly once or not at all.
    fn expected(&self, acted: bool) -> (usize, (i64, i64, i64)) {
        match (self.what, acted) {
            ("open", acted) => (usize::from(acted), (0, 0, 0)),
            ("capture", true) | ("refund", false) => (1, (0, 4_250, 0)),
            ("cancel", true) => (1, (0, 0, 0)),
            ("refund", true) => (1, (0, 4_250, 4_250)),
            (_, false) => (1, (4_250, 0, 0)),
            (other, true) => panic!("{other}"),
        }
    }

    async fn check(&self, house: &House, acted: bool) {
        assert_eq!((house.pages().await, house.totals().await), self.expected(acted), "{} acted: {acted}", self.what);
    }
}

#[rstest]
#[tokio::test]
async fn a_lost_answer_is_unknown_and_the_same_key_finds_it(#[values("open", "capture", "cancel", "refund")] what: &'static str) {
    let house = House::open().await;
    let call = Call::prepare(&house, what).await;
    let once = house.adapter(quick(1));
    house.order("answer_lost", what, json!({})).await;
    let error = call.send(&once).await.unwrap_err();
    assert_eq!(error.kind(), PaymentErrorKind::Unknown, "{error}");
    call.check(&house, true).await;
    call.send(&once).await.unwrap();
    call.check(&house, true).await;
}

#[tokio::test]
async fn the_gate_asks_again_by_itself_and_nobody_notices() {
    for what in EVERYTHING {
        for fault in ["answer_lost", "http_500", "busy"] {
            let house = House::open().await;
            let call = Call::prepare(&house, what).await;
            house.order(fault, what, json!({ "times": 2 })).await;
            call.send(&house.stripe).await.unwrap();
            call.check(&house, true).await;
            assert_eq!(house.control(Method::GET, "faults", &Value::Null).await, json!([]), "{fault} on {what} really happened");
        }
    }
}

#[tokio::test]
async fn failures_before_acting_are_told_by_kind() {
    for what in EVERYTHING {
        for (fault, kind) in [("http_500", PaymentErrorKind::Unknown), ("busy", PaymentErrorKind::Unavailable)] {
            let house = House::open().await;
            let call = Call::prepare(&house, what).await;
            house.order(fault, what, json!({})).await;
            assert_eq!(call.send(&house.adapter(quick(1))).await.unwrap_err().kind(), kind, "{fault} on {what}");
            call.check(&house, false).await;
            call.send(&house.stripe).await.unwrap();
            call.check(&house, true).await;
        }
    }
}

#[tokio::test]
async fn a_500_that_is_kept_stays_unknown_and_a_look_tells_the_truth() {
    let house = House::open().await;
    let (page, _) = house.authorised(eur(4_250)).await;
    let key = house.key("capture");
    house.order("http_500_kept", "capture", json!({})).await;
    for _ in 0..2 {
        assert_eq!(house.stripe.capture(&page, eur(4_250), &key).await.unwrap_err().kind(), PaymentErrorKind::Unknown);
    }
    assert!(matches!(house.stripe.look_up(&page).await.unwrap().status, ProviderStatus::Authorised { .. }));
    house.stripe.capture(&page, eur(4_250), &house.key("capture")).await.unwrap();
}

#[tokio::test]
async fn who_is_too_slow_acts_after_we_gave_up() {
    let house = House::open().await;
    let (page, intent) = house.authorised(eur(4_250)).await;
    let impatient = house.adapter(HubSettings { timeout: Duration::from_millis(150), ..quick(1) });
    house.order("slow", "capture", json!({ "ms": 600 })).await;
    let key = house.key("capture");
    let error = impatient.capture(&intent, eur(4_250), &key).await.unwrap_err();
    assert_eq!(error.kind(), PaymentErrorKind::Unknown);
    let error = impatient.capture(&intent, eur(4_250), &key).await.unwrap_err();
    assert_eq!(error.kind(), PaymentErrorKind::Unknown, "the first is still being worked on: {error}");
    let done = async { while !matches!(house.stripe.look_up(&page).await.unwrap().status, ProviderStatus::Captured { .. }) {} };
    tokio::time::timeout(Duration::from_secs(20), done).await.unwrap();
    house.stripe.capture(&page, eur(4_250), &key).await.unwrap();
    assert_eq!(house.totals().await, (0, 4_250, 0));
}

#[tokio::test]
async fn who_is_not_there_has_not_acted() {
    let house = House::open().await;
    let payment = house.payment(eur(4_250));
    let stripe = house.close().await;
    assert_eq!(stripe.open(&payment).await.unwrap_err().kind(), PaymentErrorKind::Unavailable);
}

#[tokio::test]
async fn nobody_is_asked_inside_a_transaction() {
    let house = House::open().await;
    let payment = house.payment(eur(4_250));
    let error = open_tx::scope(async {
        let _transaction = open_tx::enter();
        house.stripe.open(&payment).await.unwrap_err()
    });
    let PaymentError::Invalid { code, .. } = error.await else { panic!() };
    assert_eq!(code, "outbound.inside_transaction");
    assert_eq!(house.pages().await, 0);
}
