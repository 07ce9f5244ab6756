//! What went wrong with an order is seen and put right, through the real routes on a real database.

use axum::http::StatusCode;
use platform_types::OrderId;
use serde_json::json;

use super::harness::World;
use super::{count, told};

/// A refund of an order that the provider refused, as the books have it.
async fn failed_refund(world: &World, order: OrderId) -> uuid::Uuid {
    let (payment, refund) = (uuid::Uuid::from_u128(0xA1), uuid::Uuid::from_u128(0xA2));
    let mut admin = world.house.test_db.connect(None).await;
    sqlx::query(
        "INSERT INTO payments (id, organization_id, subject_type, subject_id, provider, provider_ref, amount_minor, currency, status, captured_minor, description, customer_email, return_url, cancel_url, expires_at)
         VALUES ($1, $2, 'order', $3, 'counter', 'cs_1', 5700, 'HKD', 'captured', 5700, 'x', 'mei@example.org', 'https://a.test', 'https://a.test', clock.now())",
    )
    .bind(payment)
    .bind(world.organization.0)
    .bind(order.0)
    .execute(&mut admin)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO payment_refunds (id, organization_id, payment_id, amount_minor, reason, status, provider_ref, failure_message)
         VALUES ($1, $2, $3, 5700, 'Ill', 'failed', 're_1', 'the account is closed')",
    )
    .bind(refund)
    .bind(world.organization.0)
    .bind(payment)
    .execute(&mut admin)
    .await
    .unwrap();
    refund
}

#[tokio::test]
async fn a_refund_that_failed_is_found_and_sent_once_more() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let order = world.give_tickets(event, &["Mei Chan"]).await;
    let refund = failed_refund(&world, order).await;
    let home = world.get(&world.owner, "/console").await.text;
    assert!(told(&home).contains("Refunds that did not arrive") && told(&home).contains("the account is closed"), "{}", told(&home));
    let at = format!("/console/orders/{order}");
    let page = world.get(&world.owner, &at).await.text;
    assert!(told(&page).contains("HK$57.00 did not go back to Mei Chan. The provider’s answer: the account is closed."), "{}", told(&page));
    let retry = format!("{at}/refunds/{refund}/retry");
    assert_eq!(count(&page, &format!("form[action='{retry}']")), 1);

    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let watcher = world.house.holder("watcher", "STAFF", event.0).await;
    assert_eq!(world.post(&stranger, &retry, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(world.post(&watcher, &retry, &[]).await.status.is_client_error());
    let other = world.give_tickets(event, &["Björn Ångström"]).await;
    let elsewhere = world.post(&world.owner, &format!("/console/orders/{other}/refunds/{refund}/retry"), &[]).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "not as another order's");
    assert_eq!(world.number("SELECT count(*) FROM payment_refunds WHERE status = 'created'").await, 0);

    assert_eq!(world.post(&world.owner, &retry, &[]).await.header("location"), format!("{at}?done=refund-retried"));
    assert_eq!(world.post(&world.owner, &retry, &[]).await.header("location"), format!("{at}?done=refund-under-way"), "pressed twice");
    assert_eq!(
        world.number("SELECT count(*) FROM payment_refunds WHERE status = 'created' AND attempt = 2 AND provider_ref IS NULL").await,
        1
    );
    assert_eq!(world.number("SELECT count(*) FROM jobs.outbox WHERE kind = 'boxoffice.settle_refund'").await, 1);
    assert_eq!(world.audit().await.get("order.refund_retried"), Some(&1));
    let page = world.get(&world.owner, &format!("{at}?done=refund-retried")).await.text;
    assert!(told(&page).contains("On its way") && !told(&page).contains("did not go back"), "{}", told(&page));
    assert!(!told(&world.get(&world.owner, "/console").await.text).contains("did not arrive"));
}

#[tokio::test]
async fn a_revoked_ticket_is_dead_at_the_door_and_its_place_stays_empty_unless_told() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let order = world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    let mut admin = world.house.test_db.connect(None).await;
    let tickets: Vec<(uuid::Uuid, String)> =
        sqlx::query_as("SELECT id, code FROM tickets ORDER BY position").fetch_all(&mut admin).await.unwrap();
    let stock = async || {
        let mut admin = world.house.test_db.connect(None).await;
        sqlx::query_as::<_, (i32, i32)>("SELECT capacity, sold FROM pools ORDER BY kind").fetch_all(&mut admin).await.unwrap()
    };
    assert_eq!(stock().await, [(40, 2), (50, 2)]);
    let at = format!("/console/orders/{order}");
    let revoke = |n: usize| format!("{at}/tickets/{}/revoke", tickets[n].0);
    assert_eq!(count(&world.get(&world.owner, &at).await.text, "a[href$='/revoke']"), 2);
    let form = world.get(&world.owner, &revoke(0)).await.text;
    assert!(told(&form).contains("Mei Chan") && told(&form).contains("No money goes back"), "{}", told(&form));
    assert_eq!(count(&form, "input[name=place][value=keep][checked]"), 1);
    let unsaid = world.post(&world.owner, &revoke(0), &[("reason", " "), ("place", "sell")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&unsaid.text, "input[name=place][value=sell][checked]"), 1, "what was chosen stays");

    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    assert_eq!(world.post(&stranger, &revoke(0), &[("reason", "Mine")]).await.status, StatusCode::NOT_FOUND);
    let nowhere = format!("{at}/tickets/{}/revoke", uuid::Uuid::from_u128(7));
    assert_eq!(world.post(&world.owner, &nowhere, &[("reason", "x")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stock().await, [(40, 2), (50, 2)]);

    let done = world.post(&world.owner, &revoke(0), &[("reason", "Offered on a street corner"), ("place", "keep")]).await;
    assert_eq!(done.header("location"), format!("{at}?done=ticket-revoked"));
    assert_eq!(stock().await, [(39, 1), (49, 1)], "its place is withdrawn with it");
    let again = world.post(&world.owner, &revoke(0), &[("reason", "Twice")]).await;
    assert_eq!(again.header("location"), format!("{at}?done=ticket-gone"));
    // Two who press at once: the page has shown both the living ticket.
    let late = crate::orders::revoke_ticket(&world.office, &world.owner, order, tickets[0].0.into(), "Twice", true).await;
    assert_eq!((late.unwrap(), stock().await), (false, vec![(39, 1), (49, 1)]));
    world.post(&world.owner, &revoke(1), &[("reason", "Wrong name"), ("place", "sell")]).await;
    assert_eq!(stock().await, [(39, 0), (49, 0)], "its place is on sale again");
    assert_eq!(world.audit().await.get("ticket.revoked"), Some(&2));
    let page = world.get(&world.owner, &at).await.text;
    assert!(told(&page).contains("Revoked") && count(&page, "a[href$='/revoke']") == 0, "{}", told(&page));
    for happened in [
        "Ticket of Mei Chan (Free) revoked by owner, its place stays empty: Offered on a street corner",
        "Ticket of Björn Ångström (Free) revoked by owner, its place went on sale again: Wrong name",
    ] {
        assert!(told(&page).contains(happened), "{happened}: {}", told(&page));
    }
    assert!(!told(&page).contains("Twice"), "what changed nothing did not happen");

    world.house.clock.advance(chrono::Duration::days(12) + chrono::Duration::hours(23));
    let staff = world.house.holder("staff", "STAFF", event.0).await;
    let (_, scan) = world.post_json(&staff, &format!("/gate/{event}/scan"), json!({"gate": "A", "code": tickets[0].1})).await;
    assert_eq!((scan["admitted"].as_bool(), scan["reason"].as_str()), (Some(false), Some("void")));
    assert!(scan["message"].as_str().unwrap().starts_with("Revoked"), "{scan}");
    // What is left of the order can still be refunded.
    assert_eq!(
        world.post(&world.owner, &format!("{at}/refund"), &[("reason", "Ill")]).await.header("location"),
        format!("{at}?done=refunded")
    );
    assert_eq!(stock().await, [(39, 0), (49, 0)]);
}

#[tokio::test]
async fn a_capacity_that_was_so_already_is_no_news() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let before = world.audit().await;
    let at = format!("/console/events/{event}");
    let same = world.post(&world.owner, &format!("{at}/capacity"), &[("capacity", "40")]).await;
    assert_eq!(same.header("location"), format!("{at}/tickets?done=capacity-same"));
    assert_eq!(world.audit().await, before);
    let other = world.post(&world.owner, &format!("{at}/capacity"), &[("capacity", "41")]).await;
    assert_eq!(other.header("location"), format!("{at}/tickets?done=capacity-set"));
    assert_eq!(world.audit().await.get("capacity.set"), Some(&1));
}

#[tokio::test]
async fn an_event_is_called_the_same_in_lists_and_on_its_page() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let mark = |page: &str| {
        let page = scraper::Html::parse_document(page);
        let badge = scraper::Selector::parse("main .badge").unwrap();
        page.select(&badge).next().map(|b| b.text().collect::<String>()).unwrap_or_default()
    };
    let everywhere = async |word: &str| {
        for path in ["/console".to_owned(), "/console/lantern/events".to_owned(), format!("/console/events/{event}")] {
            assert_eq!(mark(&world.get(&world.owner, &path).await.text).trim(), word, "{path}");
        }
    };
    everywhere("On sale").await;
    let mut admin = world.house.test_db.connect(None).await;
    let set = async |admin: &mut sqlx::PgConnection, sql: &'static str| _ = sqlx::query(sql).execute(admin).await.unwrap();
    set(&mut admin, "UPDATE ticket_types SET sale_starts_at = '2026-03-10T00:00:00Z'").await;
    everywhere("Not on sale yet").await;
    set(&mut admin, "UPDATE ticket_types SET sale_starts_at = NULL, sale_ends_at = '2026-02-01T00:00:00Z'").await;
    everywhere("Sales ended").await;
    set(&mut admin, "UPDATE ticket_types SET sale_ends_at = NULL").await;
    set(&mut admin, "UPDATE pools SET capacity = 0").await;
    everywhere("Sold out").await;
}
