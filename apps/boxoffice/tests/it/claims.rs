//! Nothing is sold twice, however many ask at once.

use boxoffice::holds::{ClaimError, HOLD_FOR};
use boxoffice::orders::expire_lapsed;
use chrono::Duration;

use crate::house::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_hundred_buyers_share_fifty_seats_and_no_more() {
    let house = House::with_capacity(50).await;
    let standing = house.ticket_type("Standing", 2_500, 40).await;
    let seated = house.ticket_type("Seated", 4_000, 40).await;
    let mut buyers = tokio::task::JoinSet::new();
    for n in 0..300 {
        let (shop, event, buyer) = (house.shop.clone(), house.event, house.guest());
        let wanted = if n % 2 == 0 { standing } else { seated };
        buyers.spawn(async move { shop.claims().claim(&buyer, event, &[(wanted, 1)]).await });
    }
    let mut held = 0;
    while let Some(outcome) = buyers.join_next().await {
        match outcome.unwrap() {
            Ok(_) => held += 1,
            Err(ClaimError::SoldOut(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(held, 50, "the event's capacity is the limit, not the sum of the types");
    house.assert_sound().await;
}

#[tokio::test]
async fn a_claim_is_all_or_nothing() {
    let house = House::with_capacity(10).await;
    let plenty = house.ticket_type("Plenty", 1_000, 10).await;
    let scarce = house.ticket_type("Scarce", 1_000, 1).await;
    let refused = house.shop.claims().claim(&house.guest(), house.event, &[(plenty, 2), (scarce, 2)]).await;
    assert!(matches!(refused, Err(ClaimError::SoldOut(name)) if name == "Scarce"));
    assert_eq!(house.number("SELECT sum(held)::bigint FROM pools").await, 0);
}

#[tokio::test]
async fn a_new_cart_replaces_the_old_one_only_when_it_succeeds() {
    let house = House::with_capacity(4).await;
    let ticket = house.ticket_type("Ticket", 1_000, 4).await;
    let buyer = house.guest();
    house.shop.claims().claim(&buyer, house.event, &[(ticket, 3)]).await.unwrap();
    // More than what is left plus what the old cart gives back.
    assert!(matches!(house.shop.claims().claim(&buyer, house.event, &[(ticket, 5)]).await, Err(ClaimError::SoldOut(_))));
    assert_eq!(house.number("SELECT held::bigint FROM pools WHERE kind = 'event'").await, 3, "the old cart is still there");
    house.shop.claims().claim(&buyer, house.event, &[(ticket, 4)]).await.unwrap();
    assert_eq!(house.number("SELECT held::bigint FROM pools WHERE kind = 'event'").await, 4);
    assert_eq!(house.number("SELECT count(*) FROM holds WHERE status = 'active'").await, 1);
    house.assert_sound().await;
}

#[tokio::test]
async fn limits_windows_and_strangers_are_refused_by_name() {
    let house = House::with_capacity(100).await;
    let ticket = house.ticket_type("Ticket", 1_000, 100).await;
    let claim = |n| {
        let shop = house.shop.clone();
        let (buyer, event) = (house.guest(), house.event);
        async move { shop.claims().claim(&buyer, event, &[(ticket, n)]).await }
    };
    assert!(matches!(claim(9).await, Err(ClaimError::OverLimit(_))));
    assert!(matches!(claim(0).await, Err(ClaimError::Empty)));
    assert!(matches!(claim(-1).await, Err(ClaimError::UnderLimit(_))));
    let nobody = platform_types::Actor::anonymous();
    assert!(matches!(house.shop.claims().claim(&nobody, house.event, &[(ticket, 1)]).await, Err(ClaimError::Nobody)));
    house.clock.advance(Duration::days(31));
    assert!(matches!(claim(1).await, Err(ClaimError::Closed)), "the event has begun");
}

#[tokio::test]
async fn a_lapsed_cart_returns_its_stock_on_the_second() {
    let house = House::with_capacity(2).await;
    let ticket = house.ticket_type("Ticket", 1_000, 2).await;
    house.shop.claims().claim(&house.guest(), house.event, &[(ticket, 2)]).await.unwrap();
    house.clock.advance(HOLD_FOR - Duration::seconds(1));
    assert_eq!(expire_lapsed(&house.shop, 100).await.unwrap(), 0);
    house.clock.advance(Duration::seconds(1));
    assert_eq!(expire_lapsed(&house.shop, 100).await.unwrap(), 1);
    assert_eq!(expire_lapsed(&house.shop, 100).await.unwrap(), 0);
    house.shop.claims().claim(&house.guest(), house.event, &[(ticket, 2)]).await.unwrap();
    house.assert_sound().await;
}

#[tokio::test]
async fn nobody_but_the_functions_writes_stock() {
    let house = House::with_capacity(2).await;
    for (role, login) in [
        ("anon", "callboard_app"),
        ("authenticated", "callboard_app"),
        ("callboard_claims", "callboard_claims"),
        ("callboard_sales", "callboard_sales"),
    ] {
        let mut connection = house.test.connect(Some(login)).await;
        if login == "callboard_app" {
            sqlx::raw_sql(sqlx::AssertSqlSafe(format!("SET ROLE {role}"))).execute(&mut connection).await.unwrap();
        }
        for sql in [
            "UPDATE pools SET held = 0",
            "UPDATE pools SET capacity = 1000",
            "DELETE FROM pools",
            "UPDATE holds SET status = 'sold'",
            "INSERT INTO hold_items SELECT * FROM hold_items",
        ] {
            let refused = sqlx::raw_sql(sql).execute(&mut connection).await.unwrap_err();
            assert_eq!(refused.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref(), Some("42501"), "{role}: {sql}");
        }
    }
}
