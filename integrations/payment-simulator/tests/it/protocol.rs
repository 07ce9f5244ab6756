//! The REST protocol: the original's rules, and idempotency.

use http::Method;
use platform_outbound::{HttpRequest, RetryClass};
use platform_types::SecretString;
use rstest::rstest;
use serde_json::{Value, json};

use crate::house::{House, START, config, fields, header, hub, read};

const DAY: i64 = 24 * 3600;

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["error"]["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn a_payment_goes_from_page_to_refund() {
    let house = House::open().await;
    let (_, session) =
        house.post("/v1/checkout/sessions", "k1", &[&fields("1250", "eur")[..], &[("client_reference_id", "o-1")]].concat()).await;
    let id = session["id"].as_str().unwrap();
    assert!(id.starts_with("cs_test_"));
    assert_eq!(session["url"], json!(format!("{}/pay/{id}", house.base)));
    assert_eq!(
        (&session["status"], &session["payment_status"], &session["payment_intent"]),
        (&json!("open"), &json!("unpaid"), &Value::Null)
    );
    assert_eq!(
        (&session["amount_total"], &session["currency"], &session["client_reference_id"]),
        (&json!(1250), &json!("eur"), &json!("o-1"))
    );
    assert_eq!(session["expires_at"], json!(START + DAY));
    assert_eq!(session["metadata"]["order_id"], "o-1");
    assert_eq!(house.pay(id, "4242 4242 4242 4242").await, "http://127.0.0.1:9/paid");

    let (_, session) = house.get(&format!("/v1/checkout/sessions/{id}?expand[]=payment_intent.latest_charge")).await;
    let intent = &session["payment_intent"];
    assert_eq!((&session["status"], &session["payment_status"], &session["url"]), (&json!("complete"), &json!("unpaid"), &Value::Null));
    assert_eq!(
        (&intent["status"], &intent["amount_capturable"], &intent["amount_received"]),
        (&json!("requires_capture"), &json!(1250), &json!(0))
    );
    assert_eq!(
        (&intent["latest_charge"]["captured"], &intent["latest_charge"]["payment_method_details"]["card"]["last4"]),
        (&json!(false), &json!("4242"))
    );

    let intent = intent["id"].as_str().unwrap();
    let (status, captured) = house.post(&format!("/v1/payment_intents/{intent}/capture"), "k2", &[("amount_to_capture", "1000")]).await;
    assert_eq!(
        (status, &captured["status"], &captured["amount_received"], &captured["amount_capturable"]),
        (200, &json!("succeeded"), &json!(1000), &json!(0))
    );
    let (_, refund) = house.post("/v1/refunds", "k3", &[("payment_intent", intent), ("amount", "400")]).await;
    assert_eq!((&refund["status"], &refund["amount"], &refund["payment_intent"]), (&json!("succeeded"), &json!(400), &json!(intent)));

    let state = house.state().await;
    assert_eq!(state["totals"], json!({ "eur": { "authorised": 0, "captured": 1000, "refunded": 400 } }));
    assert_eq!(state["payments"][0]["metadata"]["order_id"], "o-1");
}

#[tokio::test]
async fn more_than_was_authorised_is_never_taken_and_nothing_is_taken_twice() {
    let house = House::open().await;
    let intent = house.authorised("k1").await;
    let capture = format!("/v1/payment_intents/{intent}/capture");
    assert_eq!(code(&house.post(&capture, "k2", &[("amount_to_capture", "1251")]).await), (400, "amount_too_large"));
    assert_eq!(code(&house.post(&capture, "k3", &[("amount_to_capture", "0")]).await), (400, "parameter_invalid_integer"));
    assert_eq!(house.post(&capture, "k4", &[]).await.0, 200);
    assert_eq!(code(&house.post(&capture, "k5", &[]).await), (400, "payment_intent_unexpected_state"));
    let cancel = format!("/v1/payment_intents/{intent}/cancel");
    assert_eq!(code(&house.post(&cancel, "k6", &[]).await), (400, "payment_intent_unexpected_state"));
    assert_eq!(house.state().await["totals"]["eur"]["captured"], 1250);
}

#[tokio::test]
async fn refunds_together_never_exceed_what_was_taken() {
    let house = House::open().await;
    let intent = house.authorised("k1").await;
    let refund = |amount: &'static str| {
        let (house, intent) = (&house, intent.clone());
        async move { house.post("/v1/refunds", &format!("r{amount}"), &[("payment_intent", &intent), ("amount", amount)]).await }
    };
    assert_eq!(code(&refund("1").await), (400, "payment_intent_unexpected_state"), "nothing was taken yet");
    house.post(&format!("/v1/payment_intents/{intent}/capture"), "k2", &[]).await;
    assert_eq!(code(&refund("1251").await), (400, "amount_too_large"));
    assert_eq!(refund("1000").await.0, 200);
    assert_eq!(code(&refund("251").await), (400, "amount_too_large"));
    assert_eq!(refund("250").await.0, 200);
    assert_eq!(code(&refund("2").await), (400, "charge_already_refunded"));
    let (_, list) = house.get(&format!("/v1/refunds?payment_intent={intent}&limit=1")).await;
    assert_eq!((&list["data"][0]["amount"], &list["has_more"]), (&json!(250), &json!(true)));
}

#[tokio::test]
async fn voided_is_voided() {
    let house = House::open().await;
    let intent = house.authorised("k1").await;
    let (status, voided) = house.post(&format!("/v1/payment_intents/{intent}/cancel"), "k2", &[]).await;
    assert_eq!((status, &voided["status"], &voided["amount_capturable"]), (200, &json!("canceled"), &json!(0)));
    assert_eq!(
        code(&house.post(&format!("/v1/payment_intents/{intent}/capture"), "k3", &[]).await),
        (400, "payment_intent_unexpected_state")
    );
}

#[tokio::test]
async fn a_page_lives_between_half_an_hour_and_a_day_and_then_cannot_be_paid() {
    let house = House::open().await;
    for (until, fits) in [(START + 29 * 60, false), (START + 30 * 60, true), (START + DAY, true), (START + DAY + 1, false)] {
        let until = until.to_string();
        let answer = house.post("/v1/checkout/sessions", &until, &[&fields("1250", "eur")[..], &[("expires_at", &until)]].concat()).await;
        assert_eq!(answer.0, if fits { 200 } else { 400 }, "{until}: {}", answer.1);
    }
    let session = house.session("k1").await;
    house.advance(DAY).await;
    let (_, seen) = house.get(&format!("/v1/checkout/sessions/{session}")).await;
    assert_eq!((&seen["status"], &seen["url"]), (&json!("expired"), &Value::Null));
    assert_eq!(house.pay(&session, "4242424242424242").await, format!("/pay/{session}"));
    assert_eq!(house.browse(&format!("/pay/{session}")).await.status, 410);
    assert_eq!(code(&house.post(&format!("/v1/checkout/sessions/{session}/expire"), "k2", &[]).await).0, 400);
    assert_eq!(house.state().await["totals"]["eur"]["authorised"], 0);
}

#[tokio::test]
async fn a_page_closed_by_the_shop_takes_its_attempt_along() {
    let house = House::open().await;
    let session = house.session("k1").await;
    house.pay(&session, "4000002760003184").await;
    let (_, open) = house.get(&format!("/v1/checkout/sessions/{session}")).await;
    let intent = open["payment_intent"].as_str().unwrap();
    assert_eq!(
        code(&house.post(&format!("/v1/payment_intents/{intent}/cancel"), "k2", &[]).await),
        (400, "payment_intent_unexpected_state")
    );
    let (status, closed) = house.post(&format!("/v1/checkout/sessions/{session}/expire"), "k3", &[("expand[]", "payment_intent")]).await;
    assert_eq!((status, &closed["status"], &closed["payment_intent"]["status"]), (200, &json!("expired"), &json!("canceled")));
    let reply = house.submit(&format!("/pay/{session}/challenge"), &[("answer", "approve")]).await;
    assert_eq!(reply.status, 303);
    assert_eq!(house.state().await["totals"]["eur"]["authorised"], 0);
}

#[tokio::test]
async fn a_reservation_lapses_after_seven_days() {
    let house = House::open().await;
    let intent = house.authorised("k1").await;
    house.advance(7 * DAY - 1).await;
    assert_eq!(house.state().await["totals"]["eur"]["authorised"], 1250);
    house.advance(1).await;
    let (_, lapsed) = house.get(&format!("/v1/payment_intents/{intent}")).await;
    assert_eq!((&lapsed["status"], &lapsed["cancellation_reason"]), (&json!("canceled"), &json!("automatic")));
    assert_eq!(
        code(&house.post(&format!("/v1/payment_intents/{intent}/capture"), "k2", &[]).await),
        (400, "payment_intent_unexpected_state")
    );
}

#[tokio::test]
async fn slow_banks_settle_refunds_later_and_some_send_them_back() {
    let house = House::open().await;
    for (card, first, later, back) in [("4000000000007726", "pending", "succeeded", 1250), ("4000000000005126", "succeeded", "failed", 0)] {
        let session = house.session(card).await;
        house.pay(&session, card).await;
        let (_, session) = house.get(&format!("/v1/checkout/sessions/{session}")).await;
        let intent = session["payment_intent"].as_str().unwrap();
        house.post(&format!("/v1/payment_intents/{intent}/capture"), &format!("c{card}"), &[]).await;
        let (_, refund) = house.post("/v1/refunds", &format!("r{card}"), &[("payment_intent", intent)]).await;
        assert_eq!(refund["status"], first);
        house.advance(5).await;
        let (_, refund) = house.get(&format!("/v1/refunds/{}", refund["id"].as_str().unwrap())).await;
        assert_eq!(refund["status"], later);
        let (_, intent) = house.get(&format!("/v1/payment_intents/{intent}?expand[]=latest_charge")).await;
        assert_eq!(intent["latest_charge"]["amount_refunded"], back);
    }
}

#[tokio::test]
async fn one_key_has_one_effect_and_one_answer() {
    let house = House::open().await;
    let ask = |units: &'static str, key: &'static str| {
        let house = &house;
        async move { house.send(Method::POST, "/v1/checkout/sessions", Some(key), &fields(units, "eur")).await.unwrap() }
    };
    let first = ask("1250", "k1").await;
    let again = ask("1250", "k1").await;
    assert_eq!(first.body, again.body);
    assert_eq!(
        (header(&first.headers, "idempotent-replayed"), header(&again.headers, "idempotent-replayed")),
        (String::new(), "true".to_owned())
    );
    let (status, other) = read(&ask("1300", "k1").await);
    assert_eq!((status, &other["error"]["type"]), (400, &json!("idempotency_error")));
    assert_eq!(house.state().await["payments"].as_array().unwrap().len(), 1);

    assert_eq!(read(&ask("1", "k2").await).0, 400);
    assert_eq!(read(&ask("1250", "k2").await).0, 200, "a mended request may use its key");

    house.advance(DAY - 1).await;
    assert_eq!(ask("1250", "k1").await.body, first.body);
    house.advance(1).await;
    assert_ne!(ask("1250", "k1").await.body, first.body, "keys are forgotten after a day");
}

#[tokio::test]
async fn many_at_once_with_one_key_act_once() {
    let house = House::open().await;
    let intent = house.authorised("k1").await;
    let path = format!("/v1/payment_intents/{intent}/capture");
    let captures = (0..20).map(|_| house.post(&path, "k2", &[]));
    let mut set = Vec::new();
    for capture in captures {
        set.push(Box::pin(capture));
    }
    let mut done = 0;
    for answer in futures_of(set).await {
        match answer.0 {
            200 => done += 1,
            409 => assert_eq!(code(&answer), (409, "idempotency_key_in_use")),
            _ => panic!("{}", answer.1),
        }
    }
    assert!(done >= 1);
    assert_eq!(house.state().await["totals"]["eur"]["captured"], 1250);
}

/// Polls all together, without another crate for it.
async fn futures_of<F: Future + Unpin>(mut all: Vec<F>) -> Vec<F::Output> {
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| match std::pin::Pin::new(one).poll(context) {
            std::task::Poll::Ready(output) => {
                done.push(output);
                false
            }
            std::task::Poll::Pending => true,
        });
        if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}

#[rstest]
#[case(&[("mode", "setup")], "mode")]
#[case(&[("surprise", "1")], "surprise")]
#[case(&[("line_items[0][price_data][currency]", "xxx")], "currency")]
#[case(&[("line_items[0][price_data][currency]", "EUR")], "currency")]
#[case(&[("line_items[0][price_data][unit_amount]", "49")], "line_items")]
#[case(&[("line_items[0][price_data][unit_amount]", "12.50")], "line_items[0][price_data][unit_amount]")]
#[case(&[("line_items[0][quantity]", "0")], "line_items")]
#[case(&[("line_items[0][quantity]", "9223372036854775807")], "line_items")]
#[case(&[("success_url", "javascript:alert(1)")], "success_url")]
#[case(&[("cancel_url", "")], "cancel_url")]
#[case(&[("expires_at", "soon")], "expires_at")]
#[case(&[("payment_intent_data[capture_method]", "never")], "payment_intent_data[capture_method]")]
#[tokio::test]
async fn wrong_parameters_are_named(#[case] change: &[(&str, &str)], #[case] param: &str) {
    let house = House::open().await;
    let mut form = fields("1250", "eur").to_vec();
    form.retain(|(name, _)| change.iter().all(|(changed, _)| changed != name));
    form.extend(change);
    let (status, answer) = house.post("/v1/checkout/sessions", "k1", &form).await;
    assert_eq!(
        (status, &answer["error"]["param"], &answer["error"]["type"]),
        (400, &json!(param), &json!("invalid_request_error")),
        "{answer}"
    );
}

#[rstest]
#[case("kwd", "5124", 400)]
#[case("kwd", "5120", 200)]
#[case("isk", "50050", 400)]
#[case("isk", "50000", 200)]
#[case("jpy", "900", 200)]
#[tokio::test]
async fn currencies_are_counted_as_the_original_counts_them(#[case] currency: &str, #[case] units: &str, #[case] status: u16) {
    let house = House::open().await;
    assert_eq!(house.post("/v1/checkout/sessions", "k1", &fields(units, currency)).await.0, status);
}

#[tokio::test]
async fn strangers_and_wrong_addresses_are_refused() {
    let house = House::open().await;
    let url: url::Url = format!("{}/v1/events", house.base).parse().unwrap();
    for request in [HttpRequest::get(url.clone()), HttpRequest::get(url).bearer(&SecretString::from("sk_test_simulatoR"))] {
        assert_eq!(hub().send(RetryClass::Never, request).await.unwrap().status, 401);
    }
    assert_eq!(code(&house.get("/v1/checkout/sessions/cs_test_none").await), (404, "resource_missing"));
    assert_eq!(house.get("/v1/customers").await.0, 404);
    assert_eq!(house.send(Method::DELETE, "/v1/refunds", None, &[]).await.unwrap().status, 404);
    assert_eq!(house.get("/v1/events?limit=101").await.0, 400);
}

#[tokio::test]
async fn the_controls_answer_to_this_machine_only() {
    let house = House::open().await;
    for name in ["forwarded", "x-forwarded-for", "via"] {
        let request = HttpRequest::get(format!("{}/simulator/state", house.base).parse().unwrap());
        let request = request.header(http::HeaderName::from_static(name), http::HeaderValue::from_static("192.0.2.1"));
        assert_eq!(hub().send(RetryClass::Never, request).await.unwrap().status, 403);
    }
    let (status, answer) = house.control(Method::POST, "faults", &json!({ "fault": "slow", "on": "checkout.session.completed" })).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(house.control(Method::POST, "clock", &json!({ "advance_seconds": -1 })).await.0, 422);
    let everywhere =
        payment_simulator::SimulatorConfig { listen: "0.0.0.0:0".parse().unwrap(), ..config(tempfile::tempdir().unwrap().path(), None) };
    assert!(matches!(payment_simulator::Simulator::start(everywhere).await, Err(payment_simulator::StartError::NotLoopback(_))));
}

#[tokio::test]
async fn events_are_listed_newest_first() {
    let house = House::open().await;
    let intent = house.authorised("k1").await;
    house.post(&format!("/v1/payment_intents/{intent}/capture"), "k2", &[]).await;
    let (_, page) = house.get("/v1/events?limit=2").await;
    let kinds = |page: &Value| page["data"].as_array().unwrap().iter().map(|e| e["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(kinds(&page), ["payment_intent.succeeded", "charge.captured"]);
    let after = page["data"][1]["id"].as_str().unwrap();
    let (_, rest) = house.get(&format!("/v1/events?starting_after={after}")).await;
    assert_eq!(kinds(&rest), ["checkout.session.completed", "payment_intent.amount_capturable_updated", "payment_intent.created"]);
    assert_eq!(rest["has_more"], false);
    let (_, one) = house.get("/v1/events?type=checkout.session.completed").await;
    assert_eq!(kinds(&one), ["checkout.session.completed"]);
}
