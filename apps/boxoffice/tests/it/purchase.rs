//! From a hold to tickets and back, with a provider that loses answers.

use boxoffice::door::{Scan, Shown, scan};
use boxoffice::holds::HOLD_FOR;
use boxoffice::orders::{
    OrderStatus, OrderView, PayPage, PlaceOrder, Settled, expire_lapsed, find_order, place_order, reconcile, settle, start_payment,
};
use chrono::Duration;
use platform_db::Service;
use platform_payments::ProviderRef;
use platform_payments::store::{Payment, latest_of_order};
use platform_types::{Actor, OrderId, TicketTypeId};

use crate::house::House;

async fn order(house: &House, buyer: &Actor, ticket: TicketTypeId, n: i32) -> OrderId {
    let held = house.shop.claims().claim(buyer, house.event, &[(ticket, n)]).await.unwrap();
    let command = PlaceOrder {
        hold: held.id,
        buyer_name: "Ada Lovelace".parse().unwrap(),
        email: "ada@example.org".parse().unwrap(),
        attendees: vec![(ticket, "Grace Hopper".parse().unwrap())],
    };
    let id = place_order(&house.shop, buyer, &command).await.unwrap();
    assert_eq!(place_order(&house.shop, buyer, &command).await.unwrap(), id, "a second click gives the same order");
    id
}

async fn view(house: &House, buyer: &Actor, id: OrderId) -> OrderView {
    let mut tx = house.db.read(buyer).await.unwrap();
    find_order(&mut tx, id).await.unwrap().unwrap()
}

async fn payment(house: &House, id: OrderId) -> Payment {
    let mut tx = house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
    latest_of_order(&mut tx, id).await.unwrap().unwrap()
}

fn reference(payment: &Payment) -> ProviderRef {
    payment.provider_ref.clone().unwrap()
}

#[tokio::test]
async fn a_purchase_ends_with_tickets_and_balanced_books() {
    let house = House::with_capacity(10).await;
    let ticket = house.ticket_type("Ticket", 2_500, 10).await;
    let buyer = house.guest();
    let id = order(&house, &buyer, ticket, 2).await;
    let first = start_payment(&house.shop, &buyer, id).await.unwrap();
    assert!(matches!(&first, PayPage::Pay(url) if url.starts_with("https://bank.test/")));
    assert_eq!(start_payment(&house.shop, &buyer, id).await.unwrap(), first, "a second tab gets the same page");
    let paying = payment(&house, id).await;
    assert_eq!(settle(&house.shop, paying.id).await.unwrap(), Settled::Waiting);

    house.bank.person_pays(&reference(&paying));
    let (returned, told) = tokio::join!(settle(&house.shop, paying.id), settle(&house.shop, paying.id));
    assert_eq!((returned.unwrap(), told.unwrap()), (Settled::Paid, Settled::Paid), "the buyer comes back as the webhook does");
    for _ in 0..3 {
        assert_eq!(settle(&house.shop, paying.id).await.unwrap(), Settled::Paid, "however often it is told");
    }
    let bought = view(&house, &buyer, id).await;
    assert_eq!((bought.status, bought.total_minor), (OrderStatus::Paid, 5_000));
    let mut tx = house.db.read(&buyer).await.unwrap();
    let tickets = bought.tickets(&mut tx).await.unwrap();
    assert_eq!(tickets.iter().map(|t| t.attendee_name.as_str()).collect::<Vec<_>>(), ["Grace Hopper", "Ada Lovelace"]);
    assert_eq!(house.bank.kept(), 5_000);
    assert_eq!(house.number("SELECT count(*) FROM journals").await, 1);
    assert_eq!(start_payment(&house.shop, &buyer, id).await.unwrap(), PayPage::Done);
    house.assert_sound().await;
}

#[tokio::test]
async fn lost_answers_are_found_by_the_reconciler() {
    let house = House::with_capacity(10).await;
    let ticket = house.ticket_type("Ticket", 2_500, 10).await;
    let buyer = house.guest();
    let id = order(&house, &buyer, ticket, 1).await;
    *house.bank.lose.lock().unwrap() = vec!["open", "capture"];
    assert!(start_payment(&house.shop, &buyer, id).await.is_err(), "the page opened, but the answer was lost");
    assert!(matches!(start_payment(&house.shop, &buyer, id).await.unwrap(), PayPage::Pay(_)), "the same key finds the same page");
    let paying = payment(&house, id).await;
    house.bank.person_pays(&reference(&paying));
    assert!(settle(&house.shop, paying.id).await.is_err(), "the money was taken, but the answer was lost");
    assert_eq!(house.bank.kept(), 2_500);
    assert_eq!(view(&house, &buyer, id).await.status, OrderStatus::Pending);
    house.clock.advance(HOLD_FOR + Duration::minutes(1));
    assert_eq!(expire_lapsed(&house.shop, 100).await.unwrap(), 0, "seats whose money is being taken do not lapse");
    reconcile(&house.shop).await.unwrap();
    assert_eq!(view(&house, &buyer, id).await.status, OrderStatus::Paid);
    house.assert_sound().await;
}

#[tokio::test]
async fn a_late_payment_gets_its_seats_back_or_is_not_charged() {
    let house = House::with_capacity(1).await;
    let ticket = house.ticket_type("Last", 2_500, 1).await;
    let (early, late) = (house.guest(), house.guest());

    // The seat is still free: the late payment gets it.
    let id = order(&house, &early, ticket, 1).await;
    start_payment(&house.shop, &early, id).await.unwrap();
    house.clock.advance(HOLD_FOR);
    expire_lapsed(&house.shop, 100).await.unwrap();
    assert_eq!(view(&house, &early, id).await.status, OrderStatus::Expired);
    let first = payment(&house, id).await;
    house.bank.person_pays(&reference(&first));
    assert_eq!(settle(&house.shop, first.id).await.unwrap(), Settled::Paid);
    assert_eq!(view(&house, &early, id).await.status, OrderStatus::Paid);
    house.assert_sound().await;

    // Refunded, so the seat is free; then two want it and the slower one's hold has lapsed.
    let house = House::with_capacity(1).await;
    let ticket = house.ticket_type("Last", 2_500, 1).await;
    let id = order(&house, &late, ticket, 1).await;
    start_payment(&house.shop, &late, id).await.unwrap();
    let slow = payment(&house, id).await;
    house.clock.advance(HOLD_FOR);
    expire_lapsed(&house.shop, 100).await.unwrap();
    house.shop.claims().claim(&house.guest(), house.event, &[(ticket, 1)]).await.unwrap();
    house.bank.person_pays(&reference(&slow));
    assert_eq!(settle(&house.shop, slow.id).await.unwrap(), Settled::Unpaid);
    let told = view(&house, &late, id).await;
    assert_eq!(told.status, OrderStatus::Cancelled);
    assert!(told.notice.contains("Nothing was charged"), "{}", told.notice);
    assert!(house.bank.is_cancelled(&reference(&slow)));
    assert_eq!(house.bank.kept(), 0);
    house.assert_sound().await;
}

#[tokio::test]
async fn a_decline_is_told_and_another_try_succeeds() {
    let house = House::with_capacity(5).await;
    let ticket = house.ticket_type("Ticket", 2_500, 5).await;
    let buyer = house.guest();
    let id = order(&house, &buyer, ticket, 1).await;
    start_payment(&house.shop, &buyer, id).await.unwrap();
    let paying = payment(&house, id).await;
    house.bank.person_is_declined(&reference(&paying));
    assert_eq!(settle(&house.shop, paying.id).await.unwrap(), Settled::Waiting);
    assert_eq!(view(&house, &buyer, id).await.notice, "The card has insufficient funds.");
    house.bank.person_pays(&reference(&paying));
    assert_eq!(settle(&house.shop, paying.id).await.unwrap(), Settled::Paid);
    assert_eq!(view(&house, &buyer, id).await.notice, "");
}

#[tokio::test]
async fn a_lapsed_order_closes_its_payment_page() {
    let house = House::with_capacity(5).await;
    let ticket = house.ticket_type("Ticket", 2_500, 5).await;
    let buyer = house.guest();
    let id = order(&house, &buyer, ticket, 1).await;
    start_payment(&house.shop, &buyer, id).await.unwrap();
    let paying = payment(&house, id).await;
    house.clock.advance(HOLD_FOR + Duration::minutes(2));
    expire_lapsed(&house.shop, 100).await.unwrap();
    reconcile(&house.shop).await.unwrap();
    assert!(house.bank.is_cancelled(&reference(&paying)), "nobody can pay for seats that are gone");
    house.assert_sound().await;
}

#[tokio::test]
async fn settling_at_once_from_many_sides_pays_once() {
    let house = House::with_capacity(5).await;
    let ticket = house.ticket_type("Ticket", 2_500, 5).await;
    let buyer = house.guest();
    let id = order(&house, &buyer, ticket, 3).await;
    start_payment(&house.shop, &buyer, id).await.unwrap();
    let paying = payment(&house, id).await;
    house.bank.person_pays(&reference(&paying));
    let mut sides = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (shop, payment) = (house.shop.clone(), paying.id);
        sides.spawn(async move { settle(&shop, payment).await });
    }
    sides.join_all().await;
    reconcile(&house.shop).await.unwrap();
    assert_eq!(view(&house, &buyer, id).await.status, OrderStatus::Paid);
    assert_eq!(house.number("SELECT count(*) FROM tickets").await, 3);
    assert_eq!(house.number("SELECT count(*) FROM journals").await, 1);
    house.assert_sound().await;
}

#[tokio::test]
async fn a_free_ticket_needs_no_payment() {
    let house = House::with_capacity(5).await;
    let ticket = house.ticket_type("Free", 0, 5).await;
    let buyer = house.guest();
    let id = order(&house, &buyer, ticket, 2).await;
    assert_eq!(view(&house, &buyer, id).await.status, OrderStatus::Paid);
    assert_eq!(start_payment(&house.shop, &buyer, id).await.unwrap(), PayPage::Done);
    assert_eq!(house.number("SELECT count(*) FROM tickets").await, 2);
    assert_eq!(house.number("SELECT count(*) FROM audit.events WHERE action LIKE 'order.%'").await, 1);
    house.assert_sound().await;
}

#[tokio::test]
async fn another_guest_sees_nothing_of_it() {
    let house = House::with_capacity(5).await;
    let ticket = house.ticket_type("Ticket", 2_500, 5).await;
    let (buyer, stranger) = (house.guest(), house.guest());
    let id = order(&house, &buyer, ticket, 1).await;
    let mut tx = house.db.read(&stranger).await.unwrap();
    assert!(find_order(&mut tx, id).await.unwrap().is_none());
    drop(tx);
    assert!(start_payment(&house.shop, &stranger, id).await.is_err());
    let scan_as_guest = Scan {
        event: house.event,
        gate: "A".to_owned(),
        zone: None,
        client_id: house.entropy.uuid_v7(house.clock.now()),
        shown: Shown::Typed("X".to_owned()),
    };
    assert!(scan(&house.shop, &stranger, &scan_as_guest).await.is_err(), "a guest is on no door");
}
