//! Opening, paying, looking up.

use platform_payments::{PaymentErrorKind, PaymentProvider, ProviderStatus};
use platform_types::{Money, Timestamp};
use rstest::rstest;

use crate::house::{House, START, eur};

#[tokio::test]
async fn a_page_is_opened_paid_and_seen() {
    let house = House::open().await;
    assert!(house.stripe.is_simulated());
    let payment = house.payment(eur(4_250));
    let opened = house.stripe.open(&payment).await.unwrap();
    assert!(opened.provider_ref.as_str().starts_with("cs_"));
    assert_eq!(opened.expires_at, Timestamp::from_timestamp(START + 35 * 60, 0).unwrap());

    let state = house.stripe.look_up(&opened.provider_ref).await.unwrap();
    assert_eq!((state.status, state.amount, state.payment), (ProviderStatus::Open, eur(4_250), Some(payment.key)));
    assert_eq!((state.amount_captured, state.amount_refunded), (eur(0), eur(0)));

    assert_eq!(house.pay(&opened, "4242424242424242").await, payment.return_url.as_str());
    let state = house.stripe.look_up(&opened.provider_ref).await.unwrap();
    assert_eq!(
        (state.provider_ref, state.payment, state.amount, state.amount_captured),
        (opened.provider_ref, Some(payment.key), eur(4_250), eur(0))
    );
    let ProviderStatus::Authorised { intent } = state.status else { panic!("{:?}", state.status) };
    let by_intent = house.stripe.look_up(&intent).await.unwrap();
    assert_eq!((by_intent.status, by_intent.payment), (ProviderStatus::Authorised { intent }, Some(payment.key)));
}

#[tokio::test]
async fn opening_again_gives_the_same_page_and_other_contents_are_refused() {
    let house = House::open().await;
    let mut payment = house.payment(eur(4_250));
    let first = house.stripe.open(&payment).await.unwrap();
    assert_eq!(house.stripe.open(&payment).await.unwrap(), first);
    payment.amount = eur(4_251);
    let error = house.stripe.open(&payment).await.unwrap_err();
    assert_eq!(error.kind(), PaymentErrorKind::Invalid);
    assert!(error.to_string().contains("idempotency_error"), "{error}");
    assert_eq!(house.pages().await, 1);
}

#[tokio::test]
async fn a_decline_has_its_reason_and_another_card_its_chance() {
    let house = House::open().await;
    for (card, code) in
        [("4000000000000002", "generic_decline"), ("4000000000009995", "insufficient_funds"), ("4000000000000069", "expired_card")]
    {
        let opened = house.opened(eur(4_250)).await;
        house.pay(&opened, card).await;
        let state = house.stripe.look_up(&opened.provider_ref).await.unwrap();
        let ProviderStatus::Declined { reason } = state.status else { panic!("{:?}", state.status) };
        assert_eq!(reason.code, code);
        assert!(reason.message.starts_with("Your card"));
        house.pay(&opened, "4242424242424242").await;
        assert!(matches!(house.stripe.look_up(&opened.provider_ref).await.unwrap().status, ProviderStatus::Authorised { .. }));
    }
}

#[tokio::test]
async fn the_second_step_is_seen_while_it_waits_and_after() {
    let house = House::open().await;
    let opened = house.opened(eur(4_250)).await;
    let status = async || house.stripe.look_up(&opened.provider_ref).await.unwrap().status;
    house.pay(&opened, "4000002760003184").await;
    assert_eq!(status().await, ProviderStatus::RequiresAction);
    house.challenge(&opened, "fail").await;
    let ProviderStatus::Declined { reason } = status().await else { panic!() };
    assert_eq!(reason.code, "payment_intent_authentication_failure");
    house.pay(&opened, "4000002760003184").await;
    house.challenge(&opened, "approve").await;
    assert!(matches!(status().await, ProviderStatus::Authorised { .. }));
}

#[tokio::test]
async fn time_closes_pages_and_lets_reservations_lapse() {
    let house = House::open().await;
    let opened = house.opened(eur(4_250)).await;
    let (page, intent) = house.authorised(eur(1_000)).await;
    house.advance(35 * 60).await;
    assert_eq!(house.stripe.look_up(&opened.provider_ref).await.unwrap().status, ProviderStatus::Expired);
    assert!(matches!(house.stripe.look_up(&page).await.unwrap().status, ProviderStatus::Authorised { .. }));
    house.advance(7 * 24 * 3600).await;
    assert_eq!(house.stripe.look_up(&page).await.unwrap().status, ProviderStatus::Cancelled);
    let error = house.stripe.capture(&intent, eur(1_000), &house.key("capture")).await.unwrap_err();
    assert_eq!(error.kind(), PaymentErrorKind::Invalid);
}

#[rstest]
#[case("JPY", 900)]
#[case("ISK", 500)]
#[case("KWD", 5_120)]
#[case("HKD", 42_000)]
#[tokio::test]
async fn every_currency_keeps_its_amount_through_the_whole_life(#[case] currency: &str, #[case] minor: i64) {
    let house = House::open().await;
    let amount = Money::new(minor, currency.parse().unwrap());
    let (page, _) = house.authorised(amount).await;
    let state = house.stripe.capture(&page, amount, &house.key("capture")).await.unwrap();
    assert_eq!((state.amount, state.amount_captured), (amount, amount));
    assert_eq!(house.stripe.refund(&page, amount, &house.key("refund")).await.unwrap().amount, amount);
    assert_eq!(house.stripe.look_up(&page).await.unwrap().amount_refunded, amount);
}

#[tokio::test]
async fn what_cannot_be_charged_is_refused_before_it_is_sent() {
    let house = House::open().await;
    for amount in [eur(49), eur(0), Money::new(5_124, "KWD".parse().unwrap())] {
        let error = house.stripe.accepts(amount).unwrap_err();
        assert_eq!(error.kind(), PaymentErrorKind::Invalid);
        assert_eq!(house.stripe.open(&house.payment(amount)).await.unwrap_err(), error);
    }
    house.stripe.accepts(eur(50)).unwrap();
    assert_eq!(house.pages().await, 0);
}

#[tokio::test]
async fn references_cannot_reach_other_addresses() {
    let house = House::open().await;
    for reference in ["../events", "cs_1?expand[]=x", "cs_test_none", "pi_none"] {
        let error = house.stripe.look_up(&reference.into()).await.unwrap_err();
        assert_eq!(error.kind(), PaymentErrorKind::Invalid, "{reference}: {error}");
    }
}
