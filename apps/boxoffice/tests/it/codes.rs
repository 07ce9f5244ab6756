//! Codes are counted to the last use, whoever comes at once, and what they take off is exact to the cent.

use boxoffice::codes::Refusal;
use boxoffice::holds::{ClaimError, HOLD_FOR};
use boxoffice::orders::{
    OrderStatus, OrderView, PlaceError, PlaceOrder, Settled, expire_lapsed, find_order, place_order, release_order, settle, start_payment,
};
use chrono::Duration;
use platform_db::Service;
use platform_payments::store::{Payment, latest_of_order};
use platform_types::{Actor, OrderId, TicketTypeId};

use crate::house::House;

async fn place(house: &House, buyer: &Actor, email: &str, items: &[(TicketTypeId, i32)], code: &str) -> Result<OrderId, PlaceError> {
    let held = house.shop.claims().claim_with(buyer, house.event, items, Some(code)).await.unwrap();
    let command = PlaceOrder { hold: held.id, buyer_name: "Ada".parse().unwrap(), email: email.parse().unwrap(), attendees: vec![] };
    place_order(&house.shop, buyer, &command).await
}

async fn view(house: &House, buyer: &Actor, id: OrderId) -> OrderView {
    let mut tx = house.db.read(buyer).await.unwrap();
    find_order(&mut tx, id).await.unwrap().unwrap()
}

async fn payment(house: &House, id: OrderId) -> Payment {
    let mut tx = house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
    latest_of_order(&mut tx, id).await.unwrap().unwrap()
}

async fn pay(house: &House, buyer: &Actor, id: OrderId) -> Settled {
    start_payment(&house.shop, buyer, id).await.unwrap();
    let paying = payment(house, id).await;
    house.bank.person_pays(&paying.provider_ref.clone().unwrap());
    settle(&house.shop, paying.id).await.unwrap()
}

async fn uses(house: &House) -> i64 {
    house.number("SELECT sum(uses)::bigint FROM promo_codes").await
}

fn refusal(error: PlaceError) -> Refusal {
    match error {
        PlaceError::Code(refusal) => refusal,
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_buyers_race_for_the_last_use_and_one_gets_it() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 2_500, 100).await;
    house.code("LAST", "kind, amount_minor, max_uses", "'fixed', 500, 1").await;
    let mut buyers = tokio::task::JoinSet::new();
    for n in 0..50 {
        let (shop, event, buyer) = (house.shop.clone(), house.event, house.guest());
        buyers.spawn(async move {
            let held = shop.claims().claim_with(&buyer, event, &[(ticket, 1)], Some("LAST")).await.unwrap();
            let email = format!("buyer-{n}@example.org").parse().unwrap();
            place_order(&shop, &buyer, &PlaceOrder { hold: held.id, buyer_name: "Ada".parse().unwrap(), email, attendees: vec![] }).await
        });
    }
    let mut placed = 0;
    while let Some(outcome) = buyers.join_next().await {
        match outcome.unwrap() {
            Ok(_) => placed += 1,
            Err(PlaceError::Code(Refusal::UsedUp)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((placed, uses(&house).await), (1, 1));
    assert_eq!(house.number("SELECT count(*) FROM orders").await, 1, "whoever was refused has no order at another price");
    house.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_buyers_race_for_a_hidden_ticket_and_one_is_let_through() {
    let house = House::with_capacity(100).await;
    let hidden = house.ticket_type("Backstage", 9_000, 100).await;
    house.owner("UPDATE ticket_types SET hidden = true").await;
    house.code("OPEN", "kind, reveals, max_uses", "'access', true, 1").await;
    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (shop, event, buyer) = (house.shop.clone(), house.event, house.guest());
        buyers.spawn(async move { shop.claims().claim_with(&buyer, event, &[(hidden, 1)], Some("OPEN")).await });
    }
    let outcomes = buyers.join_all().await;
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
    assert!(outcomes.iter().all(|o| matches!(o, Ok(_) | Err(ClaimError::Code(Refusal::UsedUp)))));
    house.assert_sound().await;
}

#[tokio::test]
async fn hidden_tickets_are_for_whoever_brings_their_code() {
    let house = House::with_capacity(100).await;
    let open = house.ticket_type("Stalls", 2_500, 100).await;
    let hidden = house.ticket_type("Backstage", 9_000, 100).await;
    let other = house.ticket_type("Crew", 0, 100).await;
    house.owner("UPDATE ticket_types SET hidden = true WHERE name <> 'Stalls'").await;
    house.code("PLAIN", "kind, amount_minor", "'fixed', 500").await;
    house.code("OPEN", "kind, reveals, max_uses, event_id", "'access', true, 1, (SELECT id FROM events)").await;
    house.owner("INSERT INTO promo_code_types SELECT c.id, t.id, t.event_id FROM promo_codes c, ticket_types t WHERE c.code = 'OPEN' AND t.name = 'Backstage'").await;
    let claim = |buyer: Actor, wanted: TicketTypeId, code: Option<&'static str>| {
        let (shop, event) = (house.shop.clone(), house.event);
        async move { shop.claims().claim_with(&buyer, event, &[(wanted, 1)], code).await }
    };
    let guest = || house.guest();
    assert!(matches!(claim(guest(), hidden, None).await, Err(ClaimError::UnknownType)), "without a code it is not there");
    assert!(matches!(claim(guest(), hidden, Some("NONE")).await, Err(ClaimError::Code(Refusal::Unknown))));
    assert!(matches!(claim(guest(), hidden, Some("PLAIN")).await, Err(ClaimError::Code(Refusal::NotForThese))));
    assert!(matches!(claim(guest(), other, Some("OPEN")).await, Err(ClaimError::Code(Refusal::NotForThese))), "another hidden type");
    claim(guest(), open, None).await.unwrap();
    claim(guest(), open, Some("NONE")).await.unwrap();
    assert_eq!(uses(&house).await, 0, "what everybody may have uses nothing up");

    let buyer = guest();
    claim(buyer.clone(), hidden, Some("OPEN")).await.unwrap();
    assert!(matches!(claim(guest(), hidden, Some("OPEN")).await, Err(ClaimError::Code(Refusal::UsedUp))));
    claim(buyer.clone(), hidden, Some("OPEN")).await.unwrap();
    assert_eq!(uses(&house).await, 1, "the same person's other choice takes the place of the first");
    house.clock.advance(HOLD_FOR);
    expire_lapsed(&house.shop, 100).await.unwrap();
    assert_eq!(uses(&house).await, 0, "a cart that lapses gives its use back");
    let order = place(&house, &buyer, "ada@example.org", &[(hidden, 1)], "OPEN").await.unwrap();
    assert_eq!((uses(&house).await, view(&house, &buyer, order).await.total_minor), (1, 9_000), "counted once, nothing off");
    house.owner("UPDATE promo_codes SET max_uses = NULL, starts_at = '2100-01-01' WHERE code = 'OPEN'").await;
    assert!(matches!(claim(guest(), hidden, Some("OPEN")).await, Err(ClaimError::Code(Refusal::NotYet(_)))));
    house.assert_sound().await;
}

#[tokio::test]
async fn an_order_that_comes_to_nothing_gives_its_use_back_once() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 2_500, 100).await;
    house.code("ONCE", "kind, amount_minor, max_uses", "'fixed', 500, 1").await;
    let wanted = [(ticket, 1)];

    let buyer = house.guest();
    let given_up = place(&house, &buyer, "ada@example.org", &wanted, "ONCE").await.unwrap();
    assert_eq!(uses(&house).await, 1);
    for _ in 0..2 {
        release_order(&house.shop, &buyer, given_up).await.unwrap();
        assert_eq!(uses(&house).await, 0);
    }
    // Lapsed, and looked at twice.
    let lapsed = place(&house, &buyer, "ada@example.org", &wanted, "ONCE").await.unwrap();
    start_payment(&house.shop, &buyer, lapsed).await.unwrap();
    house.clock.advance(HOLD_FOR);
    for _ in 0..2 {
        expire_lapsed(&house.shop, 100).await.unwrap();
        assert_eq!(uses(&house).await, 0);
    }
    // A late payment gets its use back while nobody else has it …
    let late = payment(&house, lapsed).await;
    house.bank.person_pays(&late.provider_ref.clone().unwrap());
    assert_eq!(settle(&house.shop, late.id).await.unwrap(), Settled::Paid);
    assert_eq!((uses(&house).await, house.bank.kept()), (1, 2_000));
    // … and a refund does not return what was used.
    assert_eq!(refusal(place(&house, &house.guest(), "bob@example.org", &wanted, "ONCE").await.unwrap_err()), Refusal::UsedUp);
    house.assert_sound().await;
}

#[tokio::test]
async fn a_late_payment_whose_use_is_gone_is_not_charged() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 2_500, 100).await;
    house.code("ONCE", "kind, amount_minor, max_uses", "'fixed', 500, 1").await;
    let (slow, quick) = (house.guest(), house.guest());
    let order = place(&house, &slow, "ada@example.org", &[(ticket, 1)], "ONCE").await.unwrap();
    start_payment(&house.shop, &slow, order).await.unwrap();
    let late = payment(&house, order).await;
    house.clock.advance(HOLD_FOR);
    expire_lapsed(&house.shop, 100).await.unwrap();
    place(&house, &quick, "bob@example.org", &[(ticket, 1)], "ONCE").await.unwrap();
    house.bank.person_pays(&late.provider_ref.clone().unwrap());
    assert_eq!(settle(&house.shop, late.id).await.unwrap(), Settled::Unpaid);
    assert_eq!((view(&house, &slow, order).await.status, house.bank.kept(), uses(&house).await), (OrderStatus::Cancelled, 0, 1));
    house.assert_sound().await;
}

#[tokio::test]
async fn a_person_is_their_account_or_their_address() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 2_500, 100).await;
    house.code("MINE", "kind, amount_minor, max_uses_per_buyer", "'fixed', 500, 1").await;
    let wanted = [(ticket, 1)];
    let first = house.guest();
    place(&house, &first, "ada@example.org", &wanted, "MINE").await.unwrap();
    let again = place(&house, &house.guest(), "Ada@Example.org", &wanted, "MINE").await.unwrap_err();
    assert_eq!(refusal(again), Refusal::UsedByYou, "whatever the browser");
    // Correcting the address of an order that is not paid is no way round.
    let second = house.guest();
    let held = house.shop.claims().claim_with(&second, house.event, &wanted, Some("MINE")).await.unwrap();
    let command =
        |email: &str| PlaceOrder { hold: held.id, buyer_name: "Bob".parse().unwrap(), email: email.parse().unwrap(), attendees: vec![] };
    let order = place_order(&house.shop, &second, &command("bob@example.org")).await.unwrap();
    assert_eq!(refusal(place_order(&house.shop, &second, &command("ada@example.org")).await.unwrap_err()), Refusal::UsedByYou);
    assert_eq!(view(&house, &second, order).await.email, "bob@example.org");
    place_order(&house.shop, &second, &command("robert@example.org")).await.unwrap();
    assert_eq!(uses(&house).await, 2);
    house.assert_sound().await;
}

#[tokio::test]
async fn every_reason_is_told_apart() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 2_500, 100).await;
    house.code("PAUSED", "kind, amount_minor, status", "'fixed', 500, 'paused'").await;
    house.code("LATER", "kind, amount_minor, starts_at", "'fixed', 500, '2100-01-01'").await;
    house.code("BEFORE", "kind, amount_minor, ends_at", "'fixed', 500, '2000-01-01'").await;
    house.code("MUCH", "kind, amount_minor, min_spend_minor", "'fixed', 500, 2501").await;
    house.code("GONE", "kind, amount_minor, max_uses, uses", "'fixed', 500, 1, 1").await;
    house
        .owner(
            "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status) SELECT gen_random_uuid(), organization_id, 'other', 'Other', starts_at, timezone, currency, 'published' FROM events;
             INSERT INTO organizations (id, name, slug, timezone, currency) VALUES (gen_random_uuid(), 'Rival', 'rival', 'UTC', 'EUR');
             INSERT INTO promo_codes (id, organization_id, currency, code, kind, amount_minor, event_id) SELECT gen_random_uuid(), organization_id, 'EUR', 'OTHER', 'fixed', 500, id FROM events WHERE slug = 'other';
             INSERT INTO promo_codes (id, organization_id, currency, code, kind, amount_minor) SELECT gen_random_uuid(), id, 'EUR', 'RIVAL', 'fixed', 500 FROM organizations WHERE slug = 'rival'",
        )
        .await;
    let told =
        async |code: &'static str| refusal(place(&house, &house.guest(), "ada@example.org", &[(ticket, 1)], code).await.unwrap_err());
    assert_eq!(told("NONSENSE").await, Refusal::Unknown);
    assert_eq!(told("RIVAL").await, Refusal::Unknown, "a stranger's code is none");
    assert_eq!(told("OTHER").await, Refusal::NotForThese);
    assert_eq!(told("PAUSED").await, Refusal::Paused);
    assert!(matches!(told("LATER").await, Refusal::NotYet(Some(_))));
    assert_eq!(told("BEFORE").await, Refusal::Over);
    assert_eq!(told("GONE").await, Refusal::UsedUp);
    assert!(matches!(told("MUCH").await, Refusal::BelowMinimum(least) if least.minor == 2_501));
    assert_eq!(house.number("SELECT count(*) FROM orders").await, 0);
    assert_eq!(house.number("SELECT count(*) FROM promo_redemptions").await, 0);
}

#[tokio::test]
async fn what_comes_off_is_exact_in_the_order_the_tickets_and_the_books() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 2_500, 100).await;
    house
        .owner(
            "INSERT INTO fee_rules (id, organization_id, event_id, kind, name, rate_millionths, fixed_minor) SELECT gen_random_uuid(), organization_id, id, 'service', 'Service fee', 100000, 50 FROM events;
             INSERT INTO tax_rules (id, organization_id, event_id, name, rate_millionths, included) SELECT gen_random_uuid(), organization_id, id, 'VAT', 190000, true FROM events",
        )
        .await;
    house.code("TENOFF", "kind, amount_minor", "'fixed', 1000").await;
    let buyer = house.guest();
    let id = place(&house, &buyer, "ada@example.org", &[(ticket, 3)], "TENOFF").await.unwrap();
    let order = view(&house, &buyer, id).await;
    // 75.00 less 10.00: 21.66 and twice 21.67; a tenth and 0.50 on each are 2.67.
    assert_eq!((order.discount_minor, order.subtotal_minor, order.fees_minor, order.total_minor), (1_000, 6_500, 801, 7_301));
    assert_eq!(order.promo_code, "TENOFF");
    assert_eq!(pay(&house, &buyer, id).await, Settled::Paid);
    assert_eq!(house.bank.kept(), 7_301);
    let mut tx = house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
    let mut prices: Vec<i64> = boxoffice::orders::ticket_prices(&mut tx, id).await.unwrap().into_values().collect();
    prices.sort_unstable();
    assert_eq!(prices, [2_433, 2_434, 2_434]);
    assert_eq!(house.number("SELECT count(*) FROM journals WHERE memo LIKE '%€10.00 less by code TENOFF'").await, 1);
    house.assert_sound().await;
}

#[tokio::test]
async fn what_costs_nothing_after_all_needs_no_payment() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 2_500, 100).await;
    house.code("GIFT", "kind, free_tickets, max_uses", "'free', 2, 1").await;
    let buyer = house.guest();
    let id = place(&house, &buyer, "ada@example.org", &[(ticket, 2)], "GIFT").await.unwrap();
    let order = view(&house, &buyer, id).await;
    assert_eq!((order.status, order.total_minor, order.discount_minor), (OrderStatus::Paid, 0, 5_000));
    assert_eq!(house.number("SELECT count(*) FROM tickets").await, 2);
    assert_eq!(house.number("SELECT count(*) FROM payments").await, 0);
    house.clock.advance(Duration::hours(1));
    expire_lapsed(&house.shop, 100).await.unwrap();
    assert_eq!(uses(&house).await, 1, "what was used stays used");
    house.assert_sound().await;
}

#[tokio::test]
async fn nobody_but_the_functions_counts() {
    let house = House::with_capacity(10).await;
    house.code("MINE", "kind, amount_minor, max_uses", "'fixed', 500, 1").await;
    for (role, login) in
        [("authenticated", "callboard_app"), ("callboard_sales", "callboard_sales"), ("callboard_claims", "callboard_claims")]
    {
        let mut connection = house.test.connect(Some(login)).await;
        if login == "callboard_app" {
            sqlx::raw_sql(sqlx::AssertSqlSafe(format!("SET ROLE {role}"))).execute(&mut connection).await.unwrap();
        }
        for sql in ["UPDATE promo_codes SET uses = 0", "DELETE FROM promo_redemptions", "UPDATE promo_redemptions SET given_back_at = NULL"]
        {
            let refused = sqlx::raw_sql(sql).execute(&mut connection).await.unwrap_err();
            assert_eq!(refused.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref(), Some("42501"), "{role}: {sql}");
        }
    }
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    let over = sqlx::raw_sql("UPDATE promo_codes SET uses = 2").execute(&mut owner).await.unwrap_err();
    assert_eq!(over.as_database_error().and_then(sqlx::error::DatabaseError::constraint), Some("promo_codes_never_overused"));
}
