//! An event is tried out, and then sold for real.

use axum::http::StatusCode;
use chrono::Duration;
use platform_types::{Actor, EventId};

use super::harness::World;
use super::{count, told};
use crate::readable::TEST_MODE;

/// A draft with tickets at 120.50, in test mode.
async fn in_test(world: &World) -> EventId {
    let id = world.draft().await;
    let kind = [("type_name", "Stalls"), ("price", "120,50"), ("quantity", "30")];
    assert_eq!(world.post(&world.owner, &format!("/console/events/{id}/ticket-types"), &kind).await.status, StatusCode::SEE_OTHER);
    let on = world.post(&world.owner, &format!("/console/events/{id}/test"), &[]).await;
    assert_eq!(on.leads(), format!("/console/events/{id}?done=test-started"), "{}", on.text);
    id
}

/// Buys through the pages and says where the order is.
async fn buy(world: &World, buyer: &platform_http_testing::Browser, event: EventId, n: &str) -> String {
    let slug = world.slug(event).await;
    let page = buyer.get(&format!("/events/{slug}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let kind = page.attribute("[name^='quantity']", "name").unwrap();
    let checkout = buyer.post(&format!("/events/{slug}/hold"), &[(&kind, n)]).await.leads().to_owned();
    let form = buyer.get(&checkout).await;
    let hidden = |name: &str| form.attribute(&format!("input[name={name}]"), "value").unwrap();
    let fields = [("name", "Mei Chan"), ("email", "mei@example.org"), ("total", &hidden("total")), ("occasion", &hidden("occasion"))];
    buyer.post(&checkout, &fields).await.leads().to_owned()
}

async fn codes(world: &World) -> Vec<String> {
    sqlx::query_scalar("SELECT code FROM tickets ORDER BY number").fetch_all(&mut world.house.test_db.connect(None).await).await.unwrap()
}

#[tokio::test]
async fn what_is_bought_in_test_mode_moves_no_money_and_says_so_everywhere() {
    let world = World::new().await;
    let id = in_test(&world).await;
    let slug = world.slug(id).await;
    let buyer = world.browser(&Actor::anonymous());
    let page = buyer.get(&format!("/events/{slug}")).await;
    assert!(page.text.contains(TEST_MODE), "{}", page.text);
    assert_eq!(page.count("meta[name=robots][content*=noindex]"), 1);
    for listing in ["/events", "/", "/api/events"] {
        assert!(!buyer.get(listing).await.text.contains(&slug), "{listing} lists it");
    }
    // The provider of these tests answers nothing at all: whatever asked it would fail.
    let order = buy(&world, &buyer, id, "2").await;
    assert!(order.starts_with("/orders/"), "{order}");
    let page = buyer.get(&order).await;
    for says in [TEST_MODE, "settled with a test payment: no money moved", "TEST"] {
        assert!(page.text.contains(says), "{says}: {}", page.text);
    }
    let mine = buyer.get("/my/tickets").await;
    assert!(told(&mine.text).contains("Test"), "{}", told(&mine.text));
    assert_eq!(world.number("SELECT count(*) FROM orders WHERE is_test AND status = 'paid'").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM tickets WHERE is_test AND status = 'valid'").await, 2);
    for table in ["SELECT count(*) FROM payments", "SELECT count(*) FROM journals"] {
        assert_eq!(world.number(table).await, 0, "{table}");
    }
    let owner = &world.owner;
    let overview = told(&world.get(owner, &format!("/console/events/{id}")).await.text);
    for says in ["Test mode", "1 test order, 2 test tickets and 0 carts are voided"] {
        assert!(overview.contains(says), "{says}: {overview}");
    }
    let list = told(&world.get(owner, "/console/lantern/events?show=all").await.text);
    assert!(list.contains("HK$0.00") && !list.contains("241") && !list.contains("2 / 40"), "a test counts in no figure: {list}");
    let shown = world.get(owner, &order.replace("/orders/", "/console/orders/")).await;
    assert!(told(&shown.text).contains(TEST_MODE), "{}", told(&shown.text));
    assert_eq!(count(&shown.text, "a[href$='/refund']"), 0, "nothing to give back");
    let refund = world.post(owner, &format!("{}/refund", order.replace("/orders/", "/console/orders/")), &[("reason", "Ill")]).await;
    assert_ne!(refund.leads(), format!("{}?done=refunded", order.replace("/orders/", "/console/orders/")));
    assert_eq!(world.number("SELECT count(*) FROM refunds").await, 0);

    world.house.clock.advance(Duration::days(12) + Duration::hours(23));
    let door = world.get(owner, &format!("/gate/{id}")).await;
    assert!(door.text.contains("TEST: this event is in test mode"), "{}", door.text);
    let code = codes(&world).await.remove(0);
    let (_, scan) = world.post_json(owner, &format!("/gate/{id}/scan"), serde_json::json!({"gate": "A", "code": code})).await;
    assert_eq!((scan["admitted"].as_bool(), scan["message"].as_str().unwrap().starts_with("TEST: Stalls")), (Some(true), true), "{scan}");
}

#[tokio::test]
async fn going_live_voids_every_test_and_its_tickets_admit_nobody() {
    let world = World::new().await;
    let owner = &world.owner;
    let id = in_test(&world).await;
    let (paid, cart) = (world.browser(&Actor::anonymous()), world.browser(&Actor::anonymous()));
    let order = buy(&world, &paid, id, "2").await;
    let slug = world.slug(id).await;
    let kind = cart.get(&format!("/events/{slug}")).await.attribute("[name^='quantity']", "name").unwrap();
    let checkout = cart.post(&format!("/events/{slug}/hold"), &[(&kind, "3")]).await.leads().to_owned();
    assert_eq!(world.number("SELECT (held + sold)::bigint FROM pools WHERE kind = 'event'").await, 5);

    assert_eq!(
        world.post(owner, &format!("/console/events/{id}/publish"), &[]).await.leads(),
        format!("/console/events/{id}?done=event-published")
    );
    assert_eq!(world.number("SELECT sum(held + sold)::bigint FROM pools").await, 0, "their places are on sale");
    assert_eq!(world.number("SELECT count(*) FROM tickets WHERE status <> 'void'").await, 0);
    assert_eq!(world.number("SELECT count(*) FROM orders WHERE is_test AND status = 'cancelled' AND paid_at IS NULL").await, 1);
    let audited = world
        .number("SELECT count(*) FROM audit.events WHERE action = 'event.published' AND after -> 'tests_voided' ->> 'tickets' = '2'")
        .await;
    assert_eq!(audited, 1, "what was voided is in the audit");
    let page = paid.get(&order).await;
    assert!(page.text.contains("This was a test order. The test is over; no money moved."), "{}", page.text);
    assert_eq!(cart.get(&checkout).await.status, StatusCode::GONE, "a cart of the test becomes no order");
    assert!(!paid.get(&format!("/events/{slug}")).await.text.contains(TEST_MODE));
    assert!(told(&world.get(owner, &format!("/console/events/{id}/orders")).await.text).contains("No orders yet"));

    world.house.clock.advance(Duration::days(12) + Duration::hours(23));
    let code = codes(&world).await.remove(0);
    let (_, scan) = world.post_json(owner, &format!("/gate/{id}/scan"), serde_json::json!({"gate": "A", "code": code})).await;
    assert_eq!((scan["admitted"].as_bool(), scan["reason"].as_str()), (Some(false), Some("test_ticket")), "{scan}");
    assert!(scan["message"].as_str().unwrap().starts_with("Test ticket"), "{scan}");
}

#[tokio::test]
async fn a_test_in_flight_when_it_goes_live_gives_no_ticket() {
    let world = World::new().await;
    let id = in_test(&world).await;
    let buyer = world.browser(&Actor::anonymous());
    let slug = world.slug(id).await;
    let kind = buyer.get(&format!("/events/{slug}")).await.attribute("[name^='quantity']", "name").unwrap();
    let checkout = buyer.post(&format!("/events/{slug}/hold"), &[(&kind, "1")]).await.leads().to_owned();
    let hold = checkout.rsplit('/').next().unwrap().to_owned();
    world.post(&world.owner, &format!("/console/events/{id}/publish"), &[]).await;
    // As if the order had been placed between the purge's look and its commit.
    let mut admin = world.house.test_db.connect(None).await;
    let done: bool = sqlx::query_scalar("SELECT boxoffice.commit_hold($1::uuid)").bind(&hold).fetch_one(&mut admin).await.unwrap();
    assert!(!done, "a cart of the test takes no place from those who pay");
    assert_eq!(world.number("SELECT sum(held + sold)::bigint FROM pools").await, 0);
}

#[tokio::test]
async fn what_has_sold_for_real_is_never_tried_out_again() {
    let world = World::new().await;
    let owner = &world.owner;
    let id = world.event_on_sale().await;
    let order = world.give_tickets(id, &["Mei Chan"]).await;
    assert_eq!(world.post(owner, &format!("/console/events/{id}/test"), &[]).await.status, StatusCode::CONFLICT, "not while it is on sale");
    world.post(owner, &format!("/console/orders/{order}/refund"), &[("reason", "Ill")]).await;
    assert_eq!(world.post(owner, &format!("/console/events/{id}/unpublish"), &[]).await.status, StatusCode::SEE_OTHER);
    let refused = world.post(owner, &format!("/console/events/{id}/test"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(told(&refused.text).contains("sold for real"), "{}", told(&refused.text));
    assert_eq!(world.number("SELECT count(*) FROM events WHERE status = 'draft'").await, 1);
}

#[tokio::test]
async fn the_database_holds_what_a_test_is() {
    let world = World::new().await;
    let id = in_test(&world).await;
    let buyer = world.browser(&Actor::anonymous());
    buy(&world, &buyer, id, "1").await;
    let mut owner = world.house.test_db.connect(Some("callboard_owner")).await;
    for (sql, constraint) in [
        ("UPDATE orders SET is_test = false", "orders_test_is_for_ever"),
        ("UPDATE tickets SET is_test = false", "tickets_test_is_for_ever"),
        ("UPDATE holds SET is_test = false", "holds_test_is_for_ever"),
        ("UPDATE events SET status = 'published'", "events_test_left_clean"),
        (
            "INSERT INTO payments (id, organization_id, subject_type, subject_id, provider, amount_minor, currency, description, customer_email, return_url, cancel_url, expires_at)
             SELECT gen_random_uuid(), organization_id, 'order', id, 'bank', 1, 'HKD', 'x', email, 'x', 'x', created_at FROM orders",
            "payments_none_for_tests",
        ),
        (
            "INSERT INTO journals (id, organization_id, memo, currency, source_type, source_id, kind) SELECT gen_random_uuid(), organization_id, 'x', 'HKD', 'order', id, 'paid' FROM orders",
            "journals_none_for_tests",
        ),
        (
            "INSERT INTO refunds (id, organization_id, event_id, order_id, amount_minor, reason, status) SELECT gen_random_uuid(), organization_id, event_id, id, 1, 'x', 'processed' FROM orders",
            "refunds_none_for_tests",
        ),
    ] {
        let error = sqlx::query(sql).execute(&mut owner).await.unwrap_err();
        assert_eq!(platform_db::constraint_of(&error), Some(constraint), "{error}");
    }
}

#[tokio::test]
async fn currency_clock_and_organization_stay_from_the_first_order_on() {
    let world = World::new().await;
    let owner = &world.owner;
    let id = world.event_on_sale().await;
    let mut admin = world.house.test_db.connect(Some("callboard_owner")).await;
    sqlx::query("UPDATE events SET currency = 'EUR'").execute(&mut admin).await.expect("nothing is sold yet");
    sqlx::query("UPDATE events SET currency = 'HKD'").execute(&mut admin).await.unwrap();
    world.give_tickets(id, &["Mei Chan"]).await;
    for (sql, constraint) in [
        ("UPDATE events SET currency = 'EUR'", "events_sold_keeps_currency"),
        ("UPDATE events SET timezone = 'Europe/Berlin'", "events_sold_keeps_timezone"),
        ("UPDATE events SET organization_id = gen_random_uuid()", "events_sold_keeps_organization"),
    ] {
        let error = sqlx::query(sql).execute(&mut admin).await.unwrap_err();
        assert_eq!(platform_db::constraint_of(&error), Some(constraint), "{error}");
    }
    // A place with another clock is refused beside its field, with what was typed.
    let path = format!("/console/events/{id}/edit");
    let opened = world.get(owner, &path).await;
    let hidden = |name: &str| super::attribute(&opened.text, &format!("input[name={name}]"), "value").unwrap();
    let (version, was) = (hidden("version"), hidden("was"));
    let form = |agreed: &str| {
        [
            ("title", "Elsewhere"),
            ("venue", "new"),
            ("venue_name", "Keller"),
            ("venue_zone", "Europe/Berlin"),
            ("starts", "2026-03-14T19:30"),
            ("visibility", "public"),
            ("version", &version),
            ("was", &was),
            ("agreed", agreed),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let save = async |agreed: &str| {
        let fields = form(agreed);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        world.post(owner, &path, &fields).await
    };
    let asked = save("").await;
    let agreed = super::attribute(&asked.text, "button[name=agreed]", "value").expect("asks first");
    let refused = save(&agreed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&refused.text).contains("choose a place in the same time zone"), "{}", told(&refused.text));
    assert_eq!(super::attribute(&refused.text, "input[name=venue_name]", "value").as_deref(), Some("Keller"));
    assert_eq!(world.number("SELECT count(*) FROM venues WHERE name = 'Keller'").await, 0, "no place is left behind");
}
