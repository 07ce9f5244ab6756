//! Two at once, on a real database.

use boxoffice::door::{Scan, Shown, scan};
use boxoffice::orders::{HowMuch, RefundError, refund_order, refund_tickets, request_refund};
use boxoffice::refunds::presets;
use platform_types::{Actor, TicketId};

use super::staff::wish;
use super::till::{ALL_IN, Till};

#[tokio::test]
async fn two_refunds_of_the_same_tickets_are_one() {
    let till = Till::open().await;
    for _ in 0..5 {
        let order = till.buy(till.stalls, 2).await;
        let tickets = till.tickets(order).await;
        let wish = wish(&tickets[..1], HowMuch::Paid);
        let both = tokio::join!(
            refund_tickets(&till.shop, &till.owner, order, &wish),
            refund_tickets(&till.shop, &till.owner, order, &wish),
            refund_tickets(&till.shop, &till.owner, order, &wish)
        );
        let given = [both.0.is_ok(), both.1.is_ok(), both.2.is_ok()];
        assert_eq!(given.iter().filter(|ok| **ok).count(), 1, "{given:?}");
        assert_eq!(till.stands(order).await.1, ALL_IN);
    }
    till.assert_sound().await;
}

#[tokio::test]
async fn different_parts_and_the_whole_at_once_never_exceed_what_was_paid() {
    let till = Till::open().await;
    let [.., (_, _, always)] = presets();
    till.policy(&always).await;
    for _ in 0..5 {
        let order = till.buy(till.stalls, 3).await;
        let tickets = till.tickets(order).await;
        let (first, goodwill) = (wish(&tickets[..1], HowMuch::Paid), wish(&[], HowMuch::Exactly(10_000)));
        let buyer = Actor::anonymous();
        let all = tokio::join!(
            refund_tickets(&till.shop, &till.owner, order, &first),
            refund_tickets(&till.shop, &till.owner, order, &goodwill),
            refund_order(&till.shop, &till.owner, order, "Called off"),
            request_refund(&till.shop, &buyer, order, &tickets[1..2], ALL_IN)
        );
        assert!(all.2.is_ok(), "{:?}", all.2);
        assert_eq!(till.stands(order).await, ("refunded".to_owned(), 3 * ALL_IN), "the whole one takes what is left");
        till.assert_sound().await;
    }
    till.send_all().await;
    assert_eq!(till.bank.kept(), 0);
    till.assert_sound().await;
}

#[tokio::test]
async fn a_ticket_is_let_in_or_given_back_and_never_both() {
    let till = Till::open().await;
    let [.., (_, _, always)] = presets();
    till.policy(&always).await;
    let order = till.buy(till.stalls, 12).await;
    let tickets = till.tickets(order).await;
    // The doors are open and the show has not begun.
    till.house.clock.advance(chrono::Duration::days(19) + chrono::Duration::hours(23));
    let buyer = Actor::anonymous();
    for (n, ticket) in tickets.iter().enumerate() {
        let chosen: [TicketId; 1] = [*ticket];
        let code = till.text(&format!("SELECT code FROM tickets WHERE id = '{ticket}'")).await;
        let look = Scan {
            event: till.event,
            gate: "A".into(),
            zone: None,
            client_id: till.house.entropy.uuid_v7(till.house.clock.now()),
            shown: Shown::Code(code),
        };
        let (scanned, given) = if n % 2 == 0 {
            tokio::join!(scan(&till.shop, &till.owner, &look), request_refund(&till.shop, &buyer, order, &chosen, ALL_IN))
        } else {
            let (given, scanned) =
                tokio::join!(request_refund(&till.shop, &buyer, order, &chosen, ALL_IN), scan(&till.shop, &till.owner, &look));
            (scanned, given)
        };
        let admitted = scanned.unwrap().admitted;
        match given {
            Ok(_) => assert!(!admitted, "given back and let in"),
            Err(RefundError::CameIn(_) | RefundError::NotOffered) => assert!(admitted, "neither given back nor let in"),
            Err(other) => panic!("{other}"),
        }
    }
    till.assert_sound().await;
}
