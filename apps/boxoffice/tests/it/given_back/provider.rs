//! Several refunds of one payment with a bank that refuses, loses answers and takes its time.

use boxoffice::orders::{HowMuch, refund_tickets, retry_refund, settle_refund};
use platform_payments::RefundStatus;
use uuid::Uuid;

use super::staff::wish;
use super::till::{ALL_IN, Till};

async fn refunds(till: &Till) -> Vec<(Uuid, String)> {
    let mut admin = till.house.test_db.connect(None).await;
    sqlx::query_as("SELECT id, status FROM payment_refunds ORDER BY id").fetch_all(&mut admin).await.unwrap()
}

#[tokio::test]
async fn one_refused_part_waits_for_a_person_and_the_others_go() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 3).await;
    let tickets = till.tickets(order).await;
    for ticket in &tickets {
        refund_tickets(&till.shop, &till.owner, order, &wish(&[*ticket], HowMuch::Paid)).await.unwrap();
    }
    *till.bank.refuse.lock().unwrap() = vec!["refund"];
    till.send_all().await;
    let states: Vec<String> = refunds(&till).await.into_iter().map(|(_, status)| status).collect();
    assert_eq!(states, ["failed", "done", "done"]);
    assert_eq!(till.bank.kept(), ALL_IN);
    let page = till.desk().get(&format!("/console/orders/{order}")).await;
    assert!(page.told().contains("HK$62.24 did not go back to Mei Chan."), "{}", page.told());

    let failed = refunds(&till).await[0].0;
    assert!(retry_refund(&till.shop, &till.owner, order, failed).await.unwrap());
    assert!(!retry_refund(&till.shop, &till.owner, order, failed).await.unwrap(), "pressed twice, sent once");
    till.send_all().await;
    assert_eq!(till.bank.kept(), 0);
    assert_eq!(till.number("SELECT count(*) FROM refunds WHERE status = 'processed'").await, 3);
    till.assert_sound().await;
}

#[tokio::test]
async fn a_refusal_is_not_taken_for_money_that_another_refund_sent() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 2).await;
    let tickets = till.tickets(order).await;
    // The first is with the bank, which has not said yes yet: its money is not among what the house calls given back.
    *till.bank.refund_status.lock().unwrap() = Some(RefundStatus::Pending);
    for ticket in &tickets {
        refund_tickets(&till.shop, &till.owner, order, &wish(&[*ticket], HowMuch::Paid)).await.unwrap();
    }
    let [(first, _), (second, _)] = refunds(&till).await.try_into().unwrap();
    settle_refund(&till.shop, second).await.unwrap();
    assert_eq!(till.bank.kept(), 2 * ALL_IN, "one after the other: the second waits for the first");
    settle_refund(&till.shop, first).await.unwrap();
    assert_eq!(till.number("SELECT count(*) FROM jobs.outbox WHERE kind = 'boxoffice.settle_refund' AND payload ->> 'refund' = (SELECT id::text FROM payment_refunds ORDER BY id DESC LIMIT 1)").await, 2, "the first asks for the second");
    *till.bank.refuse.lock().unwrap() = vec!["refund"];
    settle_refund(&till.shop, second).await.unwrap();
    assert_eq!(refunds(&till).await, [(first, "created".to_owned()), (second, "failed".to_owned())]);
    *till.bank.refund_status.lock().unwrap() = None;
    settle_refund(&till.shop, first).await.unwrap();
    assert_eq!(till.bank.kept(), ALL_IN);
    till.assert_sound().await;
}

#[tokio::test]
async fn answers_that_are_lost_send_no_part_twice() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 3).await;
    let tickets = till.tickets(order).await;
    for ticket in &tickets[..2] {
        refund_tickets(&till.shop, &till.owner, order, &wish(&[*ticket], HowMuch::Exactly(1_000))).await.unwrap();
    }
    *till.bank.lose.lock().unwrap() = vec!["refund", "refund", "refund"];
    till.send_all().await;
    assert_eq!(till.bank.kept(), 3 * ALL_IN - 2_000);
    assert!(refunds(&till).await.iter().all(|(_, status)| status == "done"));
    till.assert_sound().await;
}
