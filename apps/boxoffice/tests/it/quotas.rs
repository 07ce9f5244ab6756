//! Stock that several types share, and prices that buyers set: a batch is what single calls are, nothing is sold twice,
//! and nothing that was sold is forgotten.

use boxoffice::catalogue::{CatalogueError, HOLDER_ROLES, QuotaDetails, add_quota, list_quotas, update_quota};
use boxoffice::holds::{ClaimError, Wish};
use boxoffice::orders::{PlaceError, PlaceOrder, expire_lapsed, place_order_for};
use platform_types::{Entropy, TicketTypeId};
use serde_json::{Value, json};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use crate::house::House;

fn wish(ticket_type: TicketTypeId, quantity: i32, chosen_minor: Option<i64>) -> Wish {
    Wish { ticket_type, quantity, chosen_minor }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_types_share_a_quota_and_a_type_draws_from_several() {
    let house = House::with_capacity(100).await;
    let manager = house.manager().await;
    let adult = house.ticket_type("Adult", 2_500, 60).await;
    let child = house.ticket_type("Child", 1_000, 60).await;
    let standing = house.ticket_type("Standing", 1_500, 60).await;
    house.quota(&manager, "Balcony", 30, &[adult, child]).await;
    house.quota(&manager, "Under 12", 10, &[child]).await;
    let mut buyers = tokio::task::JoinSet::new();
    for n in 0..240 {
        let (shop, event, buyer) = (house.shop.clone(), house.event, house.guest());
        let wanted = [adult, child, standing][n % 3];
        buyers.spawn(async move { (n % 3, shop.claims().claim(&buyer, event, &[(wanted, 1)]).await) });
    }
    let mut held = [0; 3];
    while let Some(outcome) = buyers.join_next().await {
        match outcome.unwrap() {
            (kind, Ok(_)) => held[kind] += 1,
            (_, Err(ClaimError::SoldOut(_))) => {}
            (_, Err(other)) => panic!("{other}"),
        }
    }
    assert_eq!(held[0] + held[1], 30, "the balcony is what it is: {held:?}");
    assert!(held[1] <= 10, "and so is the number of children: {held:?}");
    assert_eq!(held[2], 60, "who shares nothing is not held up: {held:?}");
    house.assert_sound().await;
    house.clock.advance(boxoffice::holds::HOLD_FOR);
    while expire_lapsed(&house.shop, 100).await.unwrap() > 0 {}
    assert_eq!(house.number("SELECT sum(held)::bigint FROM pools").await, 0, "what lapses returns to every pool");
    house.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_quota_that_comes_while_tickets_sell_counts_every_one_of_them() {
    let house = House::with_capacity(400).await;
    let manager = house.manager().await;
    let ticket = house.ticket_type("Ticket", 1_000, 400).await;
    let other = house.ticket_type("Other", 1_000, 400).await;
    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..150 {
        let (shop, event, buyer) = (house.shop.clone(), house.event, house.guest());
        buyers.spawn(async move { shop.claims().claim(&buyer, event, &[(ticket, 1), (other, 1)]).await.map(drop) });
    }
    let mut quotas = Vec::new();
    let (both, one) = ([ticket, other], [other]);
    for n in 0..6 {
        let types = if n % 2 == 0 { &both[..] } else { &one[..] };
        quotas.push(house.quota(&manager, &format!("Quota {n}"), 400, types).await);
        tokio::task::yield_now().await;
    }
    while let Some(done) = buyers.join_next().await {
        done.unwrap().unwrap();
    }
    house.assert_sound().await;
    assert_eq!(house.number("SELECT min(held)::bigint FROM pools WHERE kind = 'quota'").await, 150);
    // Attaching and detaching counts again.
    let mut tx = house.db.as_actor(&manager).await.unwrap();
    let seen = list_quotas(&mut tx, house.event).await.unwrap().into_iter().find(|q| q.id == quotas[0]).unwrap();
    let new = QuotaDetails { name: "Quota 0".into(), capacity: 200, types: vec![ticket.0] };
    update_quota(&mut tx, seen.id, &seen.details, &new).await.unwrap();
    tx.commit().await.unwrap();
    house.assert_sound().await;
    let mut tx = house.db.as_actor(&manager).await.unwrap();
    let stale = update_quota(&mut tx, seen.id, &seen.details, &new).await;
    assert!(matches!(stale, Err(CatalogueError::Stale)), "another tab was first: {stale:?}");
    drop(tx);
    let mut tx = house.db.as_actor(&manager).await.unwrap();
    let low = update_quota(&mut tx, seen.id, &new, &QuotaDetails { capacity: 149, ..new.clone() }).await;
    assert!(matches!(low, Err(CatalogueError::BelowSold)), "{low:?}");
    drop(tx);
    house.assert_sound().await;
}

/// A claim that waited for the quota's lock sells from it: what it reads, it reads after it has waited.
#[tokio::test]
async fn a_claim_that_waits_for_a_new_quota_is_counted_in_it() {
    let house = House::with_capacity(10).await;
    let manager = house.manager().await;
    let ticket = house.ticket_type("Ticket", 1_000, 10).await;
    let mut tx = house.db.as_actor(&manager).await.unwrap();
    let new = QuotaDetails { name: "Balcony".into(), capacity: 1, types: vec![ticket.0] };
    add_quota(&mut tx, &house.entropy, house.clock.now(), house.organization, house.event, &new).await.unwrap();
    let (shop, event, buyer) = (house.shop.clone(), house.event, house.guest());
    let waiting = tokio::spawn(async move { shop.claims().claim(&buyer, event, &[(ticket, 1)]).await.map(drop) });
    house.test.until_one_waits().await;
    tx.commit().await.unwrap();
    waiting.await.unwrap().unwrap();
    assert_eq!(house.number("SELECT held::bigint FROM pools WHERE kind = 'quota'").await, 1);
    let late = house.shop.claims().claim(&house.guest(), house.event, &[(ticket, 1)]).await;
    assert!(matches!(late, Err(ClaimError::SoldOut(_))), "{late:?}");
    house.assert_sound().await;
}

#[tokio::test]
async fn stock_is_not_joined_past_the_count_and_strangers_change_no_quota() {
    let house = House::with_capacity(10).await;
    let manager = house.manager().await;
    let ticket = house.ticket_type("Ticket", 1_000, 10).await;
    let quota = house.quota(&manager, "Shared", 10, &[]).await;
    house.shop.claims().claim(&house.guest(), house.event, &[(ticket, 2)]).await.unwrap();
    let mut tx = house.db.as_actor(&manager).await.unwrap();
    let refused = sqlx::query("INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id) VALUES ($1, $2, $3)")
        .bind(ticket.0)
        .bind(quota)
        .bind(house.event.0)
        .execute(&mut *tx)
        .await
        .unwrap_err();
    assert!(matches!(CatalogueError::from(refused), CatalogueError::NotCounted));
    drop(tx);
    let details = |capacity, types: Vec<Uuid>| QuotaDetails { name: "Shared".into(), capacity, types };
    for stranger in [house.guest(), platform_types::Actor::user(house.entropy.uuid_v7(house.clock.now()).into(), None)] {
        let mut tx = house.db.as_actor(&stranger).await.unwrap();
        let refused = update_quota(&mut tx, quota, &details(10, vec![]), &details(1, vec![ticket.0])).await;
        assert!(matches!(refused, Err(CatalogueError::NotFound)), "{refused:?}");
    }
    house.assert_sound().await;
}

#[tokio::test]
async fn an_amount_is_taken_from_the_least_on_and_only_where_the_buyer_sets_it() {
    let house = House::with_capacity(20).await;
    let support = house.chosen_type("Support", 500, 1_250, 10).await;
    let stalls = house.ticket_type("Stalls", 2_500, 10).await;
    let claim = async |wishes: &[Wish]| house.shop.claims().claim_at(&house.guest(), house.event, wishes).await;
    for wrong in [
        vec![wish(support, 1, None)],
        vec![wish(support, 1, Some(499))],
        vec![wish(support, 1, Some(-1))],
        vec![wish(support, 1, Some(100_000_001))],
        vec![wish(support, 1, Some(500)), wish(support, 1, Some(600))],
        vec![wish(support, 1, Some(500)), wish(support, 1, None)],
    ] {
        let refused = claim(&wrong).await;
        assert!(matches!(&refused, Err(ClaimError::WrongAmount(name)) if name == "Support"), "{wrong:?}: {refused:?}");
    }
    let refused = claim(&[wish(stalls, 1, Some(100))]).await;
    assert!(matches!(refused, Err(ClaimError::WrongAmount(name)) if name == "Stalls"), "a fixed price is not haggled over");
    assert_eq!(house.number("SELECT sum(held)::bigint FROM pools").await, 0);
    claim(&[wish(support, 2, Some(500)), wish(stalls, 1, None)]).await.unwrap();
    claim(&[wish(support, 1, Some(100_000_000))]).await.unwrap();
    assert_eq!(house.number("SELECT count(*) FROM hold_items WHERE chosen_minor IS NOT NULL").await, 2);
    house.assert_sound().await;
    // The table itself refuses what the function would not let through.
    let mut owner = house.test.connect(None).await;
    for sql in [
        "UPDATE hold_items SET chosen_minor = 499",
        "UPDATE hold_items SET chosen_minor = 500",
        "UPDATE hold_items SET chosen_minor = NULL",
    ] {
        let refused = sqlx::raw_sql(sql).execute(&mut owner).await.unwrap_err();
        assert_eq!(refused.as_database_error().and_then(|e| e.constraint()), Some("hold_items_chosen_price"), "{sql}");
    }
}

/// What a claim leaves behind, for comparison.
async fn state(connection: &mut PgConnection) -> Vec<String> {
    let sql = "SELECT p.name || ' ' || p.held || ' ' || p.sold AS line FROM pools p
      UNION ALL SELECT h.id || ' ' || h.status FROM holds h
      UNION ALL SELECT i.hold_id || ' ' || i.ticket_type_id || ' ' || i.quantity || ' ' || coalesce(i.chosen_minor::text, '-') FROM hold_items i ORDER BY 1";
    sqlx::query(sql).fetch_all(connection).await.unwrap().into_iter().map(|r| r.get("line")).collect()
}

async fn claim(connection: &mut PgConnection, batch: &[Value]) -> Vec<(String, String)> {
    let rows = sqlx::query("SELECT outcome, detail FROM boxoffice.claim($1)")
        .bind(Value::Array(batch.to_vec()))
        .fetch_all(connection)
        .await
        .unwrap();
    rows.into_iter().map(|r| (r.get("outcome"), r.get("detail"))).collect()
}

/// Small numbers of everything, so that carts replace each other, pools run out and amounts are wrong all the time.
fn batch(entropy: &Entropy, house: &House, types: &[TicketTypeId], guests: &[Uuid]) -> Vec<Value> {
    let pick = |n: usize| usize::from(entropy.bytes::<1>()[0]) % n;
    (0..12)
        .map(|_| {
            let items: Vec<Value> = (0..=pick(3))
                .map(|_| {
                    let kind = pick(types.len());
                    // The second and the third are the buyer's to price.
                    let right = if (1..3).contains(&kind) { json!(500) } else { json!(null) };
                    let chosen = if pick(8) == 0 { [json!(null), json!(400), json!(1_250)][pick(3)].clone() } else { right };
                    json!({"type": types[kind], "quantity": 1 + pick(3), "chosen": chosen})
                })
                .collect();
            json!({"hold": entropy.uuid_v7(house.clock.now()), "event": house.event, "guest": guests[pick(guests.len())], "items": items,
                "expires_at": house.clock.now() + boxoffice::holds::HOLD_FOR})
        })
        .collect()
}

#[tokio::test]
async fn a_batch_of_claims_equals_single_calls_with_quotas_and_chosen_amounts() {
    let house = House::with_capacity(14).await;
    let manager = house.manager().await;
    let types = [
        house.ticket_type("Fixed", 1_000, 8).await,
        house.chosen_type("Chosen", 500, 1_250, 8).await,
        house.chosen_type("Open", 0, 1_000, 8).await,
        house.ticket_type("Plain", 1_000, 8).await,
    ];
    house.quota(&manager, "A", 9, &types[..2]).await;
    house.quota(&manager, "B", 7, &types[1..3]).await;
    let guests: Vec<Uuid> = (0..5).map(|_| house.entropy.uuid_v7(house.clock.now())).collect();
    let mut connection = house.test.connect(None).await;
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for round in 0..60 {
        let entropy = Entropy::seeded(round);
        let claims = batch(&entropy, &house, &types, &guests);
        let mut outcomes = Vec::new();
        for together in [true, false] {
            sqlx::raw_sql("BEGIN").execute(&mut connection).await.unwrap();
            sqlx::query("SELECT set_config('callboard.now', $1, true)")
                .bind(house.clock.now().to_rfc3339())
                .execute(&mut connection)
                .await
                .unwrap();
            let answers = if together {
                claim(&mut connection, &claims).await
            } else {
                let mut answers = Vec::new();
                for one in &claims {
                    answers.extend(claim(&mut connection, std::slice::from_ref(one)).await);
                }
                answers
            };
            outcomes.push((answers, state(&mut connection).await));
            sqlx::raw_sql("ROLLBACK").execute(&mut connection).await.unwrap();
        }
        assert_eq!(outcomes[0], outcomes[1], "round {round}: {claims:#?}");
        for (outcome, _) in &outcomes[0].0 {
            *seen.entry(outcome.clone()).or_default() += 1;
        }
    }
    for outcome in ["held", "sold_out", "wrong_amount"] {
        assert!(seen.get(outcome).copied().unwrap_or(0) > 20, "the rounds say nothing about {outcome}: {seen:?}");
    }
}

#[tokio::test]
async fn a_price_that_changes_at_the_last_moment_places_nothing() {
    let house = House::with_capacity(10).await;
    let ticket = house.ticket_type("Ticket", 2_500, 10).await;
    let buyer = house.guest();
    let held = house.shop.claims().claim(&buyer, house.event, &[(ticket, 2)]).await.unwrap();
    let command =
        PlaceOrder { hold: held.id, buyer_name: "Ada".parse().unwrap(), email: "ada@example.org".parse().unwrap(), attendees: vec![] };
    let mut owner = house.test.connect(Some("callboard_owner")).await;
    sqlx::raw_sql("UPDATE ticket_types SET price_minor = 2600").execute(&mut owner).await.unwrap();
    let refused = place_order_for(&house.shop, &buyer, &command, Some(5_000)).await;
    assert!(matches!(refused, Err(PlaceError::PriceChanged)), "{refused:?}");
    assert_eq!(house.number("SELECT count(*) FROM orders").await, 0);
    place_order_for(&house.shop, &buyer, &command, Some(5_200)).await.unwrap();
    house.assert_sound().await;
}

#[tokio::test]
async fn the_roles_of_holders_are_those_of_the_house() {
    let house = House::with_capacity(1).await;
    house.ticket_type("Ticket", 0, 1).await;
    let mut owner = house.test.connect(None).await;
    for role in HOLDER_ROLES {
        let known = sqlx::query("SELECT label, description, kind FROM role_definitions WHERE code = $1")
            .bind(role.code)
            .fetch_one(&mut owner)
            .await
            .unwrap();
        let words: (String, String, String) = (known.get("label"), known.get("description"), known.get("kind"));
        assert_eq!(words, (role.label.to_owned(), role.note.to_owned(), "event".to_owned()), "{}", role.code);
        let mut attempt = sqlx::Connection::begin(&mut owner).await.unwrap();
        sqlx::query("UPDATE ticket_types SET grants_role = $1").bind(role.code).execute(&mut *attempt).await.unwrap();
        attempt.rollback().await.unwrap();
    }
    let staff = sqlx::query("UPDATE ticket_types SET grants_role = 'EXECUTIVE'").execute(&mut owner).await.unwrap_err();
    assert_eq!(staff.as_database_error().and_then(|e| e.constraint()), Some("ticket_types_grants_holder_role"));
}
