//! Comps, through the page, on a real database.

use axum::http::StatusCode;

use super::harness::World;
use super::{attribute, count, told};

#[tokio::test]
async fn guests_of_the_house_get_tickets_once() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}/comps");
    let page = world.get(&world.owner, &at).await;
    let batch = attribute(&page.text, "input[name=batch]", "value").unwrap();
    let kind = attribute(&page.text, "select[name=kind] option:not([value=''])", "value").unwrap();
    let people = "Ada Lovelace, ada@example.org\nGrace Hopper, ada@example.org\nأمل, amal@example.org";
    let fields = [("batch", batch.as_str()), ("kind", kind.as_str()), ("people", people), ("reason", "Press")];
    assert_eq!(world.post(&world.owner, &at, &fields).await.header("location"), format!("{at}?done=comps-issued"));
    assert_eq!(world.post(&world.owner, &at, &fields).await.header("location"), format!("{at}?done=comps-before"), "a second click");
    assert_eq!(world.number("SELECT count(*) FROM tickets WHERE status = 'valid'").await, 3);
    assert_eq!(
        world.number("SELECT count(*) FROM orders WHERE kind = 'comp' AND status = 'paid' AND total_minor = 0").await,
        2,
        "one for each address"
    );
    assert_eq!(world.number("SELECT sold::bigint FROM pools WHERE kind = 'event'").await, 3);
    assert_eq!(world.number("SELECT sum(held)::bigint FROM pools").await, 0);
    assert_eq!(world.number("SELECT count(*) FROM journals").await, 0);
    assert_eq!(
        world.number("SELECT count(*) FROM jobs.queue WHERE kind = 'boxoffice.mail_tickets'").await
            + world.number("SELECT count(*) FROM jobs.outbox WHERE kind = 'boxoffice.mail_tickets'").await,
        2
    );
    assert_eq!(world.audit().await.get("comps.issued"), Some(&1));
    let given = told(&world.get(&world.owner, &at).await.text);
    assert!(given.contains("Press") && given.contains("Ada Lovelace") && given.contains("أمل"), "{given}");
    let orders = world.get(&world.owner, &format!("/console/events/{event}/orders")).await;
    assert!(told(&orders.text).contains("Comp"), "{}", told(&orders.text));
    // Revocable as any other.
    let order = attribute(&orders.text, "tbody a[href^='/console/orders/']", "href").unwrap();
    let detail = world.get(&world.owner, &order).await;
    assert!(told(&detail.text).contains("Comp: given away"), "{}", told(&detail.text));
    let revoke = attribute(&detail.text, "a[href$='/revoke']", "href").unwrap();
    assert_eq!(
        world.post(&world.owner, &revoke, &[("reason", "Left"), ("place", "sell")]).await.header("location"),
        format!("{order}?done=ticket-revoked")
    );
    assert_eq!(world.number("SELECT sold::bigint FROM pools WHERE kind = 'event'").await, 2);
}

#[tokio::test]
async fn more_people_of_one_address_than_fit_into_an_order_get_two() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let mut admin = world.house.test_db.connect(None).await;
    sqlx::raw_sql("UPDATE pools SET capacity = 500").execute(&mut admin).await.unwrap();
    let at = format!("/console/events/{event}/comps");
    let page = world.get(&world.owner, &at).await;
    let batch = attribute(&page.text, "input[name=batch]", "value").unwrap();
    let kind = attribute(&page.text, "select[name=kind] option:not([value=''])", "value").unwrap();
    let people: Vec<String> = (1..=150).map(|n| format!("Guest {n}, sponsor@example.org")).collect();
    let fields = [("batch", batch.as_str()), ("kind", kind.as_str()), ("people", &people.join("\n")), ("reason", "Sponsor")];
    assert_eq!(world.post(&world.owner, &at, &fields).await.header("location"), format!("{at}?done=comps-issued"));
    assert_eq!(world.number("SELECT count(*) FROM tickets WHERE status = 'valid'").await, 150);
    assert_eq!(world.number("SELECT count(*) FROM orders WHERE kind = 'comp'").await, 2);
}

#[tokio::test]
async fn all_or_nothing_is_given() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}/comps");
    let page = world.get(&world.owner, &at).await;
    let kind = attribute(&page.text, "select[name=kind] option:not([value=''])", "value").unwrap();
    let post =
        async |people: &str, reason: &str| world.post(&world.owner, &at, &[("kind", &kind), ("people", people), ("reason", reason)]).await;
    // The event holds 40 of the 50.
    let many: String = (0..41).map(|n| format!("Guest {n}, guest-{n}@example.org\n")).collect();
    let refused = post(&many, "Friends").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&refused.text).contains("These are 41 people, but only 40 are left; nothing was given"), "{}", told(&refused.text));
    assert!(refused.text.contains("guest-40@example.org"), "the list stays");
    let refused = post("Ada, ada@example.org\nBob\nCleo, cleo@", "").await;
    let text = told(&refused.text);
    assert!(text.contains("Line 2, “Bob”") && text.contains("Line 3, “Cleo, cleo@”") && text.contains("Enter why"), "{text}");
    assert_eq!(count(&refused.text, "[name=people][aria-invalid=true]"), 1);
    for nothing in ["SELECT count(*) FROM orders", "SELECT count(*) FROM comp_batches", "SELECT sum(held + sold)::bigint FROM pools"] {
        assert_eq!(world.number(nothing).await, 0, "{nothing}");
    }
    assert_eq!(post(&many.lines().take(40).collect::<Vec<_>>().join("\n"), "Friends").await.status, StatusCode::SEE_OTHER);
    assert!(told(&post("Late, late@example.org", "Friend").await.text).contains("none are left"));
}

#[tokio::test]
async fn what_is_over_or_not_published_is_not_given_away() {
    let world = World::new().await;
    let event = world.draft().await;
    let at = format!("/console/events/{event}/comps");
    assert!(told(&world.get(&world.owner, &at).await.text).contains("once the event is published"));
    let on_sale = world.event_on_sale().await;
    let at = format!("/console/events/{on_sale}/comps");
    let kind = attribute(&world.get(&world.owner, &at).await.text, "select[name=kind] option:not([value=''])", "value").unwrap();
    world.house.clock.advance(chrono::Duration::days(30));
    let late = world.post_json(&world.owner, &at, serde_json::json!({"kind": kind, "people": "A, a@example.org", "reason": "x"})).await;
    assert_eq!((late.0, late.1["code"].as_str()), (StatusCode::CONFLICT, Some("comps.closed")));
}
