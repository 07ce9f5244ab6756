//! An event is called off, and everything that was paid goes back by itself.

use axum::http::StatusCode;
use boxoffice::orders::{PlaceOrder, place_order, refund_cancelled, settle, start_payment};

use super::till::{ALL_IN, Till};

async fn call_off(till: &Till) {
    let at = format!("/console/events/{}", till.event);
    let desk = till.desk();
    assert_eq!(desk.get(&at).await.count("a[href$='/cancel']"), 1);
    let money = desk.get(&format!("{at}/cancel")).await.attribute("input[name=money]", "value").unwrap();
    let done = desk.post(&format!("{at}/cancel"), &[("reason", "The roof leaks"), ("money", &money)]).await;
    assert_eq!(done.header("location"), format!("{at}?done=event-cancelled"), "{}", done.text);
}

#[tokio::test]
async fn everything_goes_back_order_by_order_and_a_stop_in_between_loses_nothing() {
    let till = Till::open().await;
    let mut orders = vec![till.buy(till.stalls, 2).await, till.buy(till.stalls, 1).await, till.buy(till.free, 3).await];
    let partly = till.buy(till.stalls, 2).await;
    till.desk().post(&format!("/console/orders/{partly}/refund"), &[("tickets", ""), ("money", "1000"), ("reason", "Noise")]).await.leads();
    orders.push(partly);
    // One is at the bank, its seats are certain, and its money is taken after the event is off.
    let guest = till.guest();
    let held = till.shop.claims().claim(&guest, till.event, &[(till.stalls, 1)]).await.unwrap();
    let command =
        PlaceOrder { hold: held.id, buyer_name: "Late".parse().unwrap(), email: "late@example.org".parse().unwrap(), attendees: vec![] };
    let late = place_order(&till.shop, &guest, &command).await.unwrap();
    start_payment(&till.shop, &guest, late).await.unwrap();
    let payment = till.payment(late).await;
    till.bank.person_pays(&payment.provider_ref.clone().unwrap());
    till.sql(&format!("SELECT boxoffice.commit_hold('{}'); UPDATE payments SET status = 'capturing' WHERE id = '{}'", held.id, payment.id))
        .await;

    let at = format!("/console/events/{}", till.event);
    let desk = till.desk();
    let asked = desk.get(&format!("{at}/cancel")).await;
    let told = asked.told();
    assert!(told.contains("8 tickets of 4 orders stop working.") && told.contains("HK$301.20 goes back to the buyers"), "{told}");
    assert_eq!(desk.post(&format!("{at}/cancel"), &[("reason", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let outdated = desk.post(&format!("{at}/cancel"), &[("reason", "The roof leaks"), ("money", "1")]).await;
    assert_eq!(outdated.status, StatusCode::CONFLICT, "other sales than were shown are asked about again");
    assert_eq!(till.number("SELECT count(*) FROM events WHERE status = 'cancelled'").await, 0);
    call_off(&till).await;
    assert_eq!(desk.post(&format!("{at}/cancel"), &[("reason", "Again")]).await.header("location"), at, "pressed twice");
    assert_eq!(till.number("SELECT count(*) FROM audit.events WHERE action = 'event.cancelled'").await, 1);

    // A job that dies after each order goes on where it was.
    assert_eq!(refund_cancelled(&till.shop, 1).await.unwrap(), 1);
    let page = desk.get(&at).await;
    assert!(page.told().contains("1 of 4 orders are given back."), "{}", page.told());
    assert_eq!(page.count("progress[max='4'][value='1']"), 1);
    for _ in 0..3 {
        assert_eq!(refund_cancelled(&till.shop, 1).await.unwrap(), 1);
    }
    assert_eq!(refund_cancelled(&till.shop, 500).await.unwrap(), 0, "each once");
    settle(&till.shop, payment.id).await.unwrap();
    assert_eq!(till.stands(late).await.0, "paid", "too late to be let go");
    assert_eq!(refund_cancelled(&till.shop, 500).await.unwrap(), 1, "and found all the same");
    orders.push(late);
    for order in orders {
        let (status, refunded) = till.stands(order).await;
        assert_eq!(
            (status.as_str(), refunded),
            ("refunded", till.number(&format!("SELECT total_minor FROM orders WHERE id = '{order}'")).await)
        );
    }
    assert_eq!(till.number("SELECT count(*) FROM tickets WHERE status = 'void'").await, 3, "free tickets are void, without money");
    assert_eq!(till.number("SELECT count(*) FROM tickets WHERE status = 'valid'").await, 0);
    assert_eq!(
        till.number("SELECT count(*) FROM jobs.outbox WHERE kind = 'boxoffice.mail_refund'").await,
        6,
        "every buyer is written to, one of them twice"
    );
    till.send_all().await;
    assert_eq!(till.bank.kept(), 0);
    assert!(desk.get(&at).await.told().contains("All 5 orders are given back."));
    till.assert_sound().await;
}

#[tokio::test]
async fn what_does_not_work_is_shown_and_tried_again() {
    let till = Till::open().await;
    let (broken, refused) = (till.buy(till.stalls, 1).await, till.buy(till.stalls, 1).await);
    // An order that the books have never heard of.
    till.sql(&format!(
        "SET session_replication_role = replica; DELETE FROM ledger_entries WHERE journal_id IN (SELECT id FROM journals WHERE source_id = '{broken}'); DELETE FROM journals WHERE source_id = '{broken}'"
    ))
    .await;
    call_off(&till).await;
    assert_eq!(refund_cancelled(&till.shop, 500).await.unwrap(), 1, "one does not hold up the other");
    assert_eq!(refund_cancelled(&till.shop, 500).await.unwrap(), 0, "and is left alone for a while");
    *till.bank.refuse.lock().unwrap() = vec!["refund"];
    till.send_all().await;
    let at = format!("/console/events/{}", till.event);
    let page = till.desk().get(&at).await;
    for says in ["What did not work", "the account is closed", "Tried again by itself", "1 of 2 orders are given back."] {
        assert!(page.told().contains(says), "{says}: {}", page.told());
    }
    assert_eq!(page.count(&format!("form[action^='/console/orders/{refused}/refunds/'][action$='/retry']")), 1);
    till.house.clock.advance(chrono::Duration::minutes(2));
    assert_eq!(refund_cancelled(&till.shop, 500).await.unwrap(), 0);
    assert_eq!(till.number("SELECT tries::bigint FROM cancellation_failures").await, 2);
    assert_eq!(till.stands(broken).await, ("paid".to_owned(), 0), "nothing of it happened");
}

#[tokio::test]
async fn an_event_is_called_off_only_by_whoever_may_refund_it() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 1).await;
    let path = format!("/console/events/{}/cancel", till.event);
    let publisher = till.house.holder("publisher", "CORE_AAA", till.event.0).await;
    let stranger = till.house.person("stranger").await;
    till.house.organization(&stranger, "elsewhere").await;
    for who in [&publisher, &stranger] {
        assert_eq!(till.browser().of(who).get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(till.browser().of(who).post(&path, &[("reason", "x")]).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(till.stands(order).await, ("paid".to_owned(), 0));
    assert_eq!(refund_cancelled(&till.shop, 500).await.unwrap(), 0, "nothing goes back for an event that takes place");
    assert_eq!(till.bank.kept(), ALL_IN);
}
