//! Who may not know of it gets 404, whoever else may.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use platform_db::Service;
use platform_types::{Actor, GuestId};

use super::harness::World;
use super::{count, told};
use crate::holds::{find_hold, keep_typed};

#[tokio::test]
async fn another_organization_finds_nothing_here() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let order = world.give_tickets(event, &["Mei Chan"]).await;
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let pages = [
        "/console/lantern/events".to_owned(),
        "/console/lantern/events/new".to_owned(),
        "/console/lantern/venues".to_owned(),
        format!("/console/events/{event}"),
        format!("/console/events/{event}/edit"),
        format!("/console/events/{event}/tickets"),
        format!("/console/events/{event}/orders"),
        format!("/console/orders/{order}"),
        format!("/console/orders/{order}/refund"),
    ];
    for path in &pages {
        assert_eq!(world.get(&stranger, path).await.status, StatusCode::NOT_FOUND, "{path}: a published event is no open book");
        assert_eq!(world.get(&world.owner, path).await.status, StatusCode::OK, "{path}");
    }
    let before = world.audit().await;
    let forms = ["publish", "unpublish", "edit", "ticket-types", "fees", "capacity"].map(|form| format!("/console/events/{event}/{form}"));
    let others =
        ["/console/lantern/events/new".to_owned(), "/console/lantern/venues".to_owned(), format!("/console/orders/{order}/refund")];
    for path in forms.iter().chain(&others) {
        let fields = [
            ("title", "Mine"),
            ("type_name", "Mine"),
            ("quantity", "1"),
            ("capacity", "1"),
            ("venue_name", "Mine"),
            ("venue_zone", "UTC"),
            ("visibility", "public"),
            ("currency", "HKD"),
            ("reason", "Mine"),
        ];
        assert_eq!(world.post(&stranger, path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(world.audit().await, before);
    let home = told(&world.get(&stranger, "/console").await.text);
    assert!(!home.contains("Tempest"), "{home}");
}

#[tokio::test]
async fn nobody_is_sent_to_sign_in_and_who_holds_nothing_is_refused() {
    let world = World::new().await;
    let nobody = platform_types::Actor::anonymous();
    let answer = world.get(&nobody, "/console").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fconsole"));
    let fan = world.house.person("fan").await;
    assert_eq!(world.get(&fan, "/console").await.status, StatusCode::OK);
    assert_eq!(world.get(&fan, "/console/lantern/events").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&fan, "/gate").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_grant_on_one_event_opens_that_event_alone() {
    let world = World::new().await;
    let mine = world.event_on_sale().await;
    let other = world.event_on_sale().await;
    let lead = world.house.holder("lead", "AA", mine.0).await;
    assert_eq!(world.get(&lead, &format!("/console/events/{mine}/tickets")).await.status, StatusCode::OK);
    for path in [format!("/console/events/{other}"), format!("/console/events/{other}/orders")] {
        assert_eq!(world.get(&lead, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = world.get(&lead, "/console/lantern/events").await;
    assert_eq!(count(&list.text, "tbody tr"), 1, "the other event is published, but not theirs to manage");
    // AA changes an event but may not publish it; here or anywhere.
    assert_eq!(world.post(&lead, &format!("/console/events/{mine}/unpublish"), &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn publishing_is_asked_of_the_event_and_not_of_the_person() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    // Publishes at home, edits here: the two together publish nothing here.
    let lead = world.house.holder("lead", "AA", event.0).await;
    world.house.organization(&lead, "home").await;
    assert_eq!(world.post(&lead, &format!("/console/events/{event}/unpublish"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.number("SELECT count(*) FROM events WHERE status = 'published'").await, 1);
}

#[tokio::test]
async fn what_is_typed_at_a_checkout_is_its_buyers_alone() {
    let world = World::new().await;
    let (db, entropy, now) = (&world.house.db, &world.house.entropy, world.house.clock.now());
    let event = world.event_on_sale().await;
    let mut tx = db.as_system("test").await.unwrap();
    let kind: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM ticket_types WHERE event_id = $1").bind(event.0).fetch_one(&mut *tx).await.unwrap();
    tx.rollback().await.unwrap();
    let buyer = Actor::guest(GuestId::new(entropy, now));
    let held = world.office.claims().claim(&buyer, event, &[(kind.into(), 1)]).await.unwrap();
    let typed = BTreeMap::from([("email".to_owned(), "mei@".to_owned())]);
    let mut tx = db.as_service(Service::Sales, &buyer).await.unwrap();
    keep_typed(&mut tx, held.id, Some(&typed)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = db.read(&buyer).await.unwrap();
    assert_eq!(find_hold(&mut tx, held.id).await.unwrap().unwrap().typed, Some(typed));
    let mut tx = db.read(&world.owner).await.unwrap();
    assert_eq!(find_hold(&mut tx, held.id).await.unwrap().expect("staff see that there is a cart").typed, None);
    let refused = sqlx::query("SELECT typed FROM holds").execute(&mut *tx).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("42501"), "{refused}");
    let other = Actor::guest(GuestId::new(entropy, now));
    let mut tx = db.read(&other).await.unwrap();
    let told: Option<serde_json::Value> =
        sqlx::query_scalar("SELECT boxoffice.typed_at($1)").bind(held.id.0).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(told, None, "nor do they find it by the hold's id");
}
