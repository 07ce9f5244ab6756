//! Money on its way back, with a bank that takes its time or changes its mind.

use boxoffice::orders::{PlaceOrder, Settled, place_order, settle, settle_refund, start_payment};
use platform_db::Service;
use platform_payments::RefundStatus;
use platform_payments::store::{self, latest_of_order};
use platform_types::{Actor, PaymentId};
use uuid::Uuid;

use crate::house::House;

/// A paid order, and a refund of it that is written down.
async fn refund(house: &House) -> (PaymentId, Uuid) {
    let ticket = house.ticket_type("Ticket", 2_500, 10).await;
    let buyer = house.guest();
    let held = house.shop.claims().claim(&buyer, house.event, &[(ticket, 1)]).await.unwrap();
    let command =
        PlaceOrder { hold: held.id, buyer_name: "Ada".parse().unwrap(), email: "ada@example.org".parse().unwrap(), attendees: vec![] };
    let order = place_order(&house.shop, &buyer, &command).await.unwrap();
    start_payment(&house.shop, &buyer, order).await.unwrap();
    let mut tx = house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
    let payment = latest_of_order(&mut tx, order).await.unwrap().unwrap();
    drop(tx);
    house.bank.person_pays(&payment.provider_ref.clone().unwrap());
    assert_eq!(settle(&house.shop, payment.id).await.unwrap(), Settled::Paid);
    let mut tx = house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
    let refund = store::insert_refund(&mut tx, &house.entropy, house.clock.now(), &payment, 2_500, "rain").await.unwrap();
    tx.commit().await.unwrap();
    (payment.id, refund)
}

async fn stands(house: &House, payment: PaymentId, refund: Uuid) -> (String, i64) {
    let mut tx = house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
    let row = store::lock_refund(&mut tx, refund).await.unwrap().unwrap();
    (row.status, store::find_payment(&mut tx, payment).await.unwrap().unwrap().refunded_minor)
}

#[tokio::test]
async fn a_refund_is_done_when_the_bank_says_so_and_undone_when_it_comes_back() {
    let house = House::with_capacity(10).await;
    let (payment, refund) = refund(&house).await;
    *house.bank.refund_status.lock().unwrap() = Some(RefundStatus::Pending);
    for _ in 0..2 {
        settle_refund(&house.shop, refund).await.unwrap();
        assert_eq!(stands(&house, payment, refund).await, ("created".to_owned(), 0), "it can still fail");
    }
    *house.bank.refund_status.lock().unwrap() = Some(RefundStatus::Succeeded);
    for _ in 0..2 {
        settle_refund(&house.shop, refund).await.unwrap();
        assert_eq!(stands(&house, payment, refund).await, ("done".to_owned(), 2_500));
    }
    assert_eq!(house.bank.kept(), 0, "sent once");
    *house.bank.refund_status.lock().unwrap() = Some(RefundStatus::Failed { reason: "lost_or_stolen_card".to_owned() });
    for _ in 0..2 {
        settle_refund(&house.shop, refund).await.unwrap();
        assert_eq!(stands(&house, payment, refund).await, ("failed".to_owned(), 0), "the person has not got the money");
    }
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_not_sent_twice() {
    let house = House::with_capacity(10).await;
    let (payment, refund) = refund(&house).await;
    *house.bank.lose.lock().unwrap() = vec!["refund"];
    assert!(settle_refund(&house.shop, refund).await.is_err());
    assert_eq!(stands(&house, payment, refund).await, ("created".to_owned(), 0));
    settle_refund(&house.shop, refund).await.unwrap();
    assert_eq!(stands(&house, payment, refund).await, ("done".to_owned(), 2_500));
    assert_eq!(house.bank.kept(), 0);
}

#[tokio::test]
async fn a_failed_refund_is_sent_anew_under_a_key_of_its_own() {
    let house = House::with_capacity(10).await;
    let (payment, refund) = refund(&house).await;
    *house.bank.refund_status.lock().unwrap() = Some(RefundStatus::Failed { reason: "account closed".to_owned() });
    settle_refund(&house.shop, refund).await.unwrap();
    assert_eq!(stands(&house, payment, refund).await, ("failed".to_owned(), 0));
    *house.bank.refund_status.lock().unwrap() = None;
    let mut tx = house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
    store::send_refund_again(&mut tx, refund).await.unwrap();
    tx.commit().await.unwrap();
    for _ in 0..2 {
        settle_refund(&house.shop, refund).await.unwrap();
        assert_eq!(stands(&house, payment, refund).await, ("done".to_owned(), 2_500));
    }
    assert_eq!(house.bank.kept(), 0, "what the bank sent back is not counted, and the second key once");
}
