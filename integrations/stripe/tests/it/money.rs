//! Capture, cancel, refund.

use http::Method;
use platform_payments::{PaymentError, PaymentErrorKind, PaymentProvider, ProviderStatus, RefundStatus};
use serde_json::{Value, json};

use crate::house::{House, eur};

fn code(error: PaymentError) -> String {
    match error {
        PaymentError::Invalid { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_capture_happens_once_and_answers_the_same_under_its_key() {
    let house = House::open().await;
    let (page, intent) = house.authorised(eur(4_250)).await;
    let key = house.key("capture");
    let first = house.stripe.capture(&page, eur(4_250), &key).await.unwrap();
    assert_eq!((first.status.clone(), first.amount_captured), (ProviderStatus::Captured { intent: intent.clone() }, eur(4_250)));
    assert_eq!(house.stripe.capture(&page, eur(4_250), &key).await.unwrap(), first);
    assert_eq!(
        code(house.stripe.capture(&intent, eur(4_250), &house.key("capture")).await.unwrap_err()),
        "payment_intent_unexpected_state"
    );
    assert_eq!(code(house.stripe.capture(&page, eur(4_000), &key).await.unwrap_err()), "idempotency_error");
    assert_eq!(house.totals().await, (0, 4_250, 0));
}

#[tokio::test]
async fn less_may_be_taken_than_was_authorised_and_never_more() {
    let house = House::open().await;
    let (page, _) = house.authorised(eur(4_250)).await;
    assert_eq!(code(house.stripe.capture(&page, eur(4_251), &house.key("capture")).await.unwrap_err()), "amount_too_large");
    house.stripe.capture(&page, eur(4_000), &house.key("capture")).await.unwrap();
    assert_eq!(house.totals().await, (0, 4_000, 0));
    let unpaid = house.opened(eur(4_250)).await;
    assert_eq!(
        code(house.stripe.capture(&unpaid.provider_ref, eur(4_250), &house.key("capture")).await.unwrap_err()),
        "payments.not_authorised"
    );
}

#[tokio::test]
async fn refunds_are_partial_bounded_and_once_per_key() {
    let house = House::open().await;
    let (page, _) = house.authorised(eur(4_250)).await;
    house.stripe.capture(&page, eur(4_250), &house.key("capture")).await.unwrap();
    let key = house.key("refund");
    let first = house.stripe.refund(&page, eur(1_000), &key).await.unwrap();
    assert_eq!((&first.status, first.amount), (&RefundStatus::Succeeded, eur(1_000)));
    assert_eq!(house.stripe.refund(&page, eur(1_000), &key).await.unwrap(), first);
    assert_eq!(house.stripe.look_up_refund(&first.refund_ref).await.unwrap(), first);
    assert_eq!(code(house.stripe.refund(&page, eur(3_251), &house.key("refund")).await.unwrap_err()), "amount_too_large");
    house.stripe.refund(&page, eur(3_250), &house.key("refund")).await.unwrap();
    assert_eq!(code(house.stripe.refund(&page, eur(1), &house.key("refund")).await.unwrap_err()), "charge_already_refunded");
    let state = house.stripe.look_up(&page).await.unwrap();
    assert!(matches!(state.status, ProviderStatus::Captured { .. }));
    assert_eq!((state.amount_captured, state.amount_refunded), (eur(4_250), eur(4_250)));
}

#[tokio::test]
async fn refunds_of_slow_banks_are_followed_to_their_end() {
    let house = House::open().await;
    for (card, first, last) in [
        ("4000000000007726", RefundStatus::Pending, RefundStatus::Succeeded),
        ("4000000000005126", RefundStatus::Succeeded, RefundStatus::Failed { reason: "expired_or_canceled_card".to_owned() }),
    ] {
        let opened = house.opened(eur(4_250)).await;
        house.pay(&opened, card).await;
        house.stripe.capture(&opened.provider_ref, eur(4_250), &house.key("capture")).await.unwrap();
        let refund = house.stripe.refund(&opened.provider_ref, eur(4_250), &house.key("refund")).await.unwrap();
        assert_eq!(refund.status, first);
        house.advance(5).await;
        assert_eq!(house.stripe.look_up_refund(&refund.refund_ref).await.unwrap().status, last);
        let back = if last == RefundStatus::Succeeded { eur(4_250) } else { eur(0) };
        assert_eq!(house.stripe.look_up(&opened.provider_ref).await.unwrap().amount_refunded, back);
    }
}

#[tokio::test]
async fn cancelling_closes_the_page_or_voids_and_may_be_repeated() {
    let house = House::open().await;
    let opened = house.opened(eur(4_250)).await;
    let key = house.key("cancel");
    for _ in 0..2 {
        assert_eq!(house.stripe.cancel(&opened.provider_ref, &key).await.unwrap().status, ProviderStatus::Expired);
    }
    assert_eq!(house.stripe.cancel(&opened.provider_ref, &house.key("cancel")).await.unwrap().status, ProviderStatus::Expired);
    house.pay(&opened, "4242424242424242").await;
    assert_eq!(house.totals().await, (0, 0, 0), "a closed page takes no card");

    let (page, intent) = house.authorised(eur(4_250)).await;
    let key = house.key("cancel");
    let voided = house.stripe.cancel(&page, &key).await.unwrap();
    assert_eq!((voided.status, voided.provider_ref, voided.amount), (ProviderStatus::Cancelled, page.clone(), eur(4_250)));
    assert_eq!(house.stripe.cancel(&intent, &key).await.unwrap().status, ProviderStatus::Cancelled);
    assert_eq!(house.totals().await, (0, 0, 0));

    let (page, _) = house.authorised(eur(4_250)).await;
    house.stripe.capture(&page, eur(4_250), &house.key("capture")).await.unwrap();
    assert_eq!(code(house.stripe.cancel(&page, &house.key("cancel")).await.unwrap_err()), "payments.already_captured");
}

#[tokio::test]
async fn an_unfinished_payment_known_by_its_authorisation_is_stopped_at_its_page() {
    let house = House::open().await;
    let opened = house.opened(eur(4_250)).await;
    house.pay(&opened, "4000002760003184").await;
    let state = house.control(Method::GET, "state", &Value::Null).await;
    let intent = state["payments"][0]["payment_intent"].as_str().unwrap().into();
    assert_eq!(house.stripe.look_up(&intent).await.unwrap().status, ProviderStatus::RequiresAction);
    assert_eq!(house.stripe.cancel(&intent, &house.key("cancel")).await.unwrap().status, ProviderStatus::Expired);
    house.challenge(&opened, "approve").await;
    assert_eq!(house.totals().await, (0, 0, 0));
}

#[tokio::test]
async fn who_pays_while_we_cancel_is_voided_all_the_same() {
    let house = House::open().await;
    let opened = house.opened(eur(4_250)).await;
    house.order("slow", "expire", json!({ "ms": 1_000 })).await;
    let key = house.key("cancel");
    let pay_meanwhile = async {
        // The order is gone when the simulator is about to act: the adapter saw an open page by then.
        while house.control(Method::GET, "faults", &Value::Null).await != json!([]) {}
        house.pay(&opened, "4242424242424242").await;
        assert_eq!(house.totals().await, (4_250, 0, 0));
    };
    let (cancelled, ()) = tokio::join!(house.stripe.cancel(&opened.provider_ref, &key), pay_meanwhile);
    assert_eq!(cancelled.unwrap().status, ProviderStatus::Cancelled);
    assert_eq!(house.totals().await, (0, 0, 0));
}

#[tokio::test]
async fn a_wrong_key_is_told_apart() {
    let house = House::open().await;
    let error = house.stranger().open(&house.payment(eur(4_250))).await.unwrap_err();
    assert_eq!(error.kind(), PaymentErrorKind::Auth);
    assert!(!error.to_string().contains("sk_test"));
}
