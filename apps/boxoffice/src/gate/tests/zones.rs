//! Zones at the door, through the real routes: who may pass, what is noted, and what the entrance keeps.

use axum::http::StatusCode;
use chrono::Duration;
use platform_types::{Actor, EventId};
use serde_json::{Value, json};

use crate::console::tests::harness::World;
use crate::console::tests::{count, told};

struct Night {
    world: World,
    event: EventId,
    staff: Actor,
    /// Codes of two tickets.
    codes: Vec<String>,
}

/// Two guests whose tickets open the lounge, not backstage, half an hour before the start.
async fn night() -> Night {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}");
    for zone in ["Lounge", "Backstage"] {
        let done = world.post(&world.owner, &format!("{at}/zones"), &[("zone_name", zone)]).await;
        assert_eq!(done.leads(), format!("{at}/tickets?done=zone-added"), "{}", done.text);
    }
    let (kind, zone) =
        (world.text("SELECT id::text FROM ticket_types").await, world.text("SELECT id::text FROM event_zones WHERE code = 'LOUNGE'").await);
    let page = world.get(&world.owner, &format!("{at}/ticket-types/{kind}")).await;
    assert_eq!(count(&page.text, "input[type=checkbox][name^=zone_]"), 2, "{}", told(&page.text));
    let fields = json!({"type_name": "Free", "quantity": "50", "version": world.text("SELECT version::text FROM ticket_types").await,
        format!("zone_{zone}"): "on", "grants_role": "VIP_L1"});
    let (status, answer) = world.post_json(&world.owner, &format!("{at}/ticket-types/{kind}"), fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{answer}");
    world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    let staff = world.house.holder("staff", "STAFF", event.0).await;
    let mut admin = world.house.test_db.connect(None).await;
    let codes = sqlx::query_scalar("SELECT code FROM tickets ORDER BY position").fetch_all(&mut admin).await.unwrap();
    world.house.clock.advance(Duration::days(12) + Duration::hours(23));
    Night { world, event, staff, codes }
}

impl Night {
    async fn scan(&self, body: Value) -> Value {
        let (status, answer) = self.world.post_json(&self.staff, &format!("/gate/{}/scan", self.event), body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }

    async fn says(&self, n: usize, zone: &str) -> (bool, String) {
        let answer = self.scan(json!({"gate": "A", "zone": zone, "code": self.codes[n]})).await;
        (answer["admitted"].as_bool().unwrap(), answer["message"].as_str().unwrap().to_owned())
    }
}

#[tokio::test]
async fn a_zone_is_passed_again_and_again_and_takes_nothing_from_the_entrance() {
    let night = night().await;
    assert_eq!(night.says(0, "LOUNGE").await, (true, "Lounge. This ticket was not scanned at the main entrance yet.".to_owned()));
    assert_eq!(night.world.number("SELECT count(*) FROM tickets WHERE status = 'checked_in'").await, 0, "nobody came in by the lounge");
    assert_eq!(night.says(0, "").await, (true, "Free".to_owned()), "the entrance still admits");
    assert_eq!(night.says(0, "lounge").await, (true, "Lounge".to_owned()), "again, and whatever the case");
    assert_eq!(night.says(0, "LOUNGE").await, (true, "Lounge".to_owned()));
    let again = night.says(0, "").await;
    assert!(!again.0 && again.1.starts_with("Already used."), "{again:?}");
    let noted = "SELECT count(*) FROM ticket_scans s JOIN event_zones z ON z.id = s.zone_id WHERE s.kind = 'zone' AND s.result = 'admitted' AND z.code = 'LOUNGE'";
    assert_eq!(night.world.number(noted).await, 3);
    assert_eq!(night.world.number("SELECT count(*) FROM ticket_scans WHERE kind = 'entry' AND result = 'admitted'").await, 1);
}

#[tokio::test]
async fn a_ticket_that_does_not_open_the_zone_is_red_and_says_what_it_opens() {
    let night = night().await;
    let body = json!({"gate": "Stage", "zone": "BACKSTAGE", "code": night.codes[1], "client_id": "0195a1b2-0000-7000-8000-000000000001"});
    let answer = night.scan(body.clone()).await;
    assert_eq!((answer["admitted"].clone(), answer["reason"].clone()), (json!(false), json!("wrong_zone")));
    assert_eq!(answer["message"], "Not for this zone. This ticket does not open Backstage. It opens the main entrance, Lounge.");
    assert_eq!((answer["zone"].clone(), answer["zones"].clone()), (json!("Backstage"), json!(["Lounge"])));
    assert_eq!(night.scan(body).await["repeated"], true, "sent twice it is one scan");
    assert_eq!(
        night.world.number("SELECT count(*) FROM ticket_scans WHERE kind = 'zone' AND reason = 'wrong_zone' AND result = 'refused'").await,
        1
    );
    let order = night.world.text("SELECT order_id::text FROM tickets LIMIT 1").await;
    night.world.post(&night.world.owner, &format!("/console/orders/{order}/refund"), &[("reason", "Ill")]).await;
    assert_eq!(night.says(1, "LOUNGE").await.1.split('.').next(), Some("Refunded"), "what admits nobody opens no zone either");
}

#[tokio::test]
async fn a_zone_that_is_gone_is_never_taken_for_the_entrance() {
    let night = night().await;
    let path = format!("/gate/{}/scan", night.event);
    let (status, problem) = night.world.post_json(&night.staff, &path, json!({"zone": "ROOF", "code": night.codes[0]})).await;
    assert_eq!((status, problem["fields"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("zone")));
    assert!(problem["fields"][0]["message"].as_str().unwrap().contains("it has LOUNGE, BACKSTAGE"), "{problem}");
    assert_eq!(night.world.get(&night.staff, &format!("/gate/{}?zone=ROOF", night.event)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(night.world.number("SELECT count(*) FROM ticket_scans").await, 0);
    let other = night.world.event_on_sale_at("2026-03-20T19:30").await;
    let (status, _) =
        night.world.post_json(&night.world.owner, &format!("/gate/{other}/scan"), json!({"zone": "LOUNGE", "code": night.codes[0]})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "another event's zone is none of this one's");
}

#[tokio::test]
async fn the_door_chooses_a_zone_shows_it_and_lets_guests_who_are_in_pass_by_name() {
    let night = night().await;
    let entrance = night.world.get(&night.staff, &format!("/gate/{}?gate=A", night.event)).await;
    assert_eq!(count(&entrance.text, "input[type=radio][name=zone]"), 3, "the entrance and two zones");
    assert_eq!(count(&entrance.text, "input[type=radio][name=zone][value=''][checked]"), 1);
    assert_eq!(count(&entrance.text, ".door__zone"), 0);
    night.says(0, "").await;
    let at = |rest: &str| format!("/gate/{}{rest}", night.event);
    let page = night.world.get(&night.staff, &at("?gate=A&zone=LOUNGE")).await;
    assert!(told(&page.text).contains("Zone: Lounge"), "{}", told(&page.text));
    assert_eq!(count(&page.text, "door-scanner input[name=zone][value=LOUNGE]"), 1);
    let names = night.world.get(&night.staff, &at("/search?q=mei&gate=A&zone=LOUNGE")).await;
    assert_eq!(count(&names.text, ".names__hit form input[name=zone][value=LOUNGE]"), 1, "who came in may pass");
    let names = night.world.get(&night.staff, &at("/search?q=mei&gate=A")).await;
    assert_eq!(count(&names.text, ".names__hit form"), 0, "and does not come in twice");
    let answer = night
        .world
        .post_fragment(
            &night.staff,
            &at("/scan"),
            &[
                ("gate", "A"),
                ("zone", "LOUNGE"),
                ("form", "1"),
                ("client_id", "0195a1b2-0000-7000-8000-000000000002"),
                ("code", &night.codes[0]),
            ],
        )
        .await;
    assert!(answer.text.contains("verdict--admit") && answer.text.contains("Into Lounge"), "{}", answer.text);
}

#[tokio::test]
async fn tickets_that_are_sold_keep_their_zones_and_their_name() {
    let night = night().await;
    let (world, owner) = (&night.world, &night.world.owner);
    let at = format!("/console/events/{}", night.event);
    let kind = world.text("SELECT id::text FROM ticket_types").await;
    let version = || async { world.text("SELECT version::text FROM ticket_types").await };
    let without = json!({"type_name": "Free", "quantity": "50", "version": version().await});
    let (status, problem) = world.post_json(owner, &format!("{at}/ticket-types/{kind}"), without).await;
    assert_eq!((status, problem["fields"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("zones")), "{problem}");
    let lounge = world.text("SELECT id::text FROM event_zones WHERE code = 'LOUNGE'").await;
    let gone = world.post(owner, &format!("{at}/zones/{lounge}/remove"), &[("version", "1")]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(told(&gone.text).contains("Tickets were bought with this zone, so they keep it."), "{}", told(&gone.text));
    let both = world.text("SELECT string_agg(id::text, ',') FROM event_zones").await;
    let more = json!({"type_name": "Gratis", "quantity": "50", "version": version().await, "zones": both});
    assert_eq!(world.post_json(owner, &format!("{at}/ticket-types/{kind}"), more).await.0, StatusCode::SEE_OTHER);
    assert!(night.says(0, "BACKSTAGE").await.0, "what is gained counts for tickets that are sold");
    let entry = night.scan(json!({"code": night.codes[0]})).await;
    assert_eq!(entry["ticket_type"], "Free", "a ticket is called what was bought");
    assert_eq!(world.text("SELECT grants_role FROM tickets LIMIT 1").await, "VIP_L1", "and makes of its holder what it did then");
}
