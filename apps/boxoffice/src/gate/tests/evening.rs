//! An evening at the door, through the real routes, on a real database.

use axum::http::StatusCode;
use chrono::Duration;
use platform_types::{Actor, EventId};
use serde_json::{Value, json};

use crate::console::tests::harness::World;
use crate::console::tests::{attribute, count, told};
use crate::tickets::code::{self, TicketClaim};

struct Evening {
    world: World,
    event: EventId,
    staff: Actor,
    /// Codes, typed codes and ids of two tickets.
    tickets: Vec<(String, String, String)>,
}

/// Two guests, one member of staff, half an hour before the start.
async fn evening() -> Evening {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    let staff = world.house.holder("staff", "STAFF", event.0).await;
    let mut admin = world.house.test_db.connect(None).await;
    let tickets = sqlx::query_as("SELECT code, human_code, id::text FROM tickets ORDER BY position").fetch_all(&mut admin).await.unwrap();
    world.house.clock.advance(Duration::days(12) + Duration::hours(23));
    Evening { world, event, staff, tickets }
}

impl Evening {
    fn path(&self, rest: &str) -> String {
        format!("/gate/{}{rest}", self.event)
    }

    async fn scan(&self, body: Value) -> Value {
        let (status, answer) = self.world.post_json(&self.staff, &self.path("/scan"), body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }
}

#[tokio::test]
async fn a_ticket_admits_once_at_whichever_gate() {
    let evening = evening().await;
    let (code, typed, _) = evening.tickets[0].clone();
    let first = evening.scan(json!({"gate": "A", "code": code})).await;
    assert_eq!(
        (first["admitted"].as_bool(), first["attendee"].as_str(), first["ticket_type"].as_str()),
        (Some(true), Some("Mei Chan"), Some("Free"))
    );
    evening.world.house.clock.advance(Duration::minutes(2));
    let second = evening.scan(json!({"gate": "B", "typed": format!(" {}-{} ", &typed[..4].to_lowercase(), &typed[4..])})).await;
    assert_eq!(
        (second["admitted"].as_bool(), second["reason"].as_str(), second["first_gate"].as_str()),
        (Some(false), Some("already_used"), Some("A"))
    );
    assert!(second["message"].as_str().unwrap().starts_with("Already used. Today at "), "{second}");
    assert_eq!(evening.world.number("SELECT count(*) FROM ticket_scans").await, 2);
}

#[tokio::test]
async fn the_same_scan_sent_twice_is_one_scan() {
    let evening = evening().await;
    let body = json!({"client_id": "0195a1b2-0000-7000-8000-000000000001", "gate": "A", "code": evening.tickets[0].0});
    let first = evening.scan(body.clone()).await;
    let second = evening.scan(body).await;
    assert_eq!((first["admitted"].clone(), first["repeated"].clone()), (json!(true), json!(false)));
    assert_eq!((second["admitted"].clone(), second["repeated"].clone()), (json!(true), json!(true)));
    assert_eq!(evening.world.number("SELECT count(*) FROM ticket_scans").await, 1);
}

#[tokio::test]
async fn a_form_used_for_the_next_person_does_not_repeat_the_answer_of_the_first() {
    let evening = evening().await;
    let page = evening.world.get(&evening.staff, &evening.path("?gate=A")).await;
    let id = attribute(&page.text, "door-scanner input[name=client_id]", "value").unwrap();
    let send = |code: String| {
        let (id, evening) = (id.clone(), &evening);
        async move {
            evening
                .world
                .post(&evening.staff, &evening.path("/scan"), &[("client_id", &id), ("form", "1"), ("gate", "A"), ("code", &code)])
                .await
        }
    };
    // The answer to the first was lost; the same form goes on with the second ticket, then with the first again.
    for n in [0, 1, 0] {
        let answer = send(evening.tickets[n].0.clone()).await;
        assert_eq!(count(&answer.text, "#verdict [data-ruling=admit]"), 1, "{n}: {}", told(&answer.text));
    }
    assert_eq!(evening.world.number("SELECT count(*) FROM tickets WHERE status = 'checked_in'").await, 2, "both really came in");
    assert_eq!(evening.world.number("SELECT count(*) FROM ticket_scans").await, 2);
}

#[tokio::test]
async fn every_refusal_says_why() {
    let evening = evening().await;
    let reason = |answer: Value| answer["reason"].as_str().unwrap_or_default().to_owned();
    let claim = TicketClaim {
        key_number: 1,
        ticket: evening.tickets[0].2.parse().unwrap(),
        valid_from: evening.world.house.clock.now(),
        valid_until: evening.world.house.clock.now() + Duration::days(1),
    };
    let forged = code::sign(&ed25519_dalek::SigningKey::from_bytes(&[9; 32]), &claim);
    assert_eq!(reason(evening.scan(json!({"code": forged})).await), "forged");
    assert_eq!(reason(evening.scan(json!({"code": "https://example.org/menu"})).await), "unknown");
    let other = evening.world.event_on_sale_at("2026-03-20T19:30").await;
    evening.world.give_tickets(other, &["Ada"]).await;
    let mut admin = evening.world.house.test_db.connect(None).await;
    let elsewhere: String =
        sqlx::query_scalar("SELECT code FROM tickets WHERE event_id = $1").bind(other.0).fetch_one(&mut admin).await.unwrap();
    let wrong = evening.scan(json!({"code": elsewhere})).await;
    assert_eq!(
        (reason(wrong.clone()), wrong["attendee"].clone()),
        ("wrong_event".to_owned(), Value::Null),
        "who holds it is nobody's business here"
    );

    let typed: String =
        sqlx::query_scalar("SELECT human_code FROM tickets WHERE event_id = $1").bind(other.0).fetch_one(&mut admin).await.unwrap();
    let wrong = evening.scan(json!({"typed": typed})).await;
    assert_eq!((reason(wrong.clone()), wrong["attendee"].clone()), ("wrong_event".to_owned(), Value::Null), "a typed code too");
    let right = &evening.tickets[0].1;
    let slip = format!("{}{}", &right[..9], if right.ends_with('2') { '3' } else { '2' });
    assert_eq!(reason(evening.scan(json!({"typed": slip})).await), "mistyped");

    let order: String = sqlx::query_scalar("SELECT order_id::text FROM tickets WHERE id::text = $1")
        .bind(&evening.tickets[0].2)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    evening.world.post(&evening.world.owner, &format!("/console/orders/{order}/refund"), &[("reason", "Ill")]).await;
    assert_eq!(reason(evening.scan(json!({"code": evening.tickets[0].0})).await), "refunded");
    evening.world.house.clock.advance(Duration::days(3));
    assert_eq!(reason(evening.scan(json!({"code": evening.tickets[1].0})).await), "expired", "long after the evening");
    let (status, problem) = evening.world.post_json(&evening.staff, &evening.path("/scan"), json!({"gate": "A"})).await;
    assert_eq!((status, problem["fields"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("code")));
}

#[tokio::test]
async fn too_early_says_from_when() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Mei Chan"]).await;
    let code: String =
        sqlx::query_scalar("SELECT code FROM tickets").fetch_one(&mut world.house.test_db.connect(None).await).await.unwrap();
    let (_, answer) = world.post_json(&world.owner, &format!("/gate/{event}/scan"), json!({"code": code})).await;
    assert_eq!(answer["message"], "Too early. This door lets people in from Sat 14 March 2026, 15:30 Hong Kong time on.");
}

#[tokio::test]
async fn a_guest_without_a_code_is_found_and_let_in_by_name() {
    let evening = evening().await;
    let page = evening.world.get(&evening.staff, &evening.path("/search?q=%C3%A5ngstr&gate=North")).await;
    assert_eq!(count(&page.text, ".names__hit form"), 1, "{}", told(&page.text));
    let bare = evening.world.get(&evening.staff, &evening.path("/search?q=BJORN+angstrom&gate=North")).await;
    assert_eq!(count(&bare.text, ".names__hit form"), 1, "a phone's keyboard has no accents at hand: {}", told(&bare.text));
    let field = |name: &str| attribute(&page.text, &format!(".names__hit input[name={name}]"), "value").unwrap();
    let (id, ticket) = (field("client_id"), field("ticket"));
    let answer = evening
        .world
        .post_fragment(&evening.staff, &evening.path("/scan"), &[("client_id", &id), ("form", "1"), ("gate", "North"), ("ticket", &ticket)])
        .await;
    assert!(answer.text.starts_with("<section class=\"verdict verdict--admit\""), "{}", answer.text);
    assert!(answer.text.contains("Björn Ångström"));
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let page = evening.world.get(&evening.staff, &evening.path("/search?q=%25")).await;
    assert_eq!(count(&page.text, ".names__hit"), 0, "a percent sign is no wildcard");
    let now = evening.world.get(&evening.staff, &evening.path("/now")).await;
    assert!(now.text.contains("North") && now.text.contains("Came in, Björn Ångström"), "{}", now.text);
}

#[tokio::test]
async fn a_door_opened_anew_shows_the_scans_of_this_person_and_of_this_gate() {
    let evening = evening().await;
    evening.scan(json!({"gate": "A", "code": evening.tickets[0].0})).await;
    evening.world.house.clock.advance(Duration::minutes(1));
    let colleague = evening.world.house.holder("colleague", "STAFF", evening.event.0).await;
    evening.world.post_json(&colleague, &evening.path("/scan"), json!({"gate": "B", "code": evening.tickets[1].0})).await;
    let shown = async |who: &Actor, rest: &str| {
        let page = evening.world.get(who, &evening.path(rest)).await.text;
        let list = scraper::Html::parse_fragment(&page);
        let item = scraper::Selector::parse(".scans__scan").unwrap();
        list.select(&item).map(|e| e.text().collect::<String>()).collect::<Vec<_>>()
    };
    for rest in ["?gate=A", "?gate=C", "/now?gate=A", "/search?q=zz&gate=A"] {
        let mine = shown(&evening.staff, rest).await;
        assert!(mine.len() == 1 && mine[0].contains("Mei Chan"), "{rest}: {mine:?}");
    }
    assert_eq!(shown(&evening.staff, "?gate=B").await.len(), 2, "a gate's scans, whoever made them");
    let page = evening.world.get(&evening.staff, &evening.path("?gate=A")).await.text;
    let text = told(&page);
    assert!(text.contains("Last scans 19:00 Came in"), "beside the folded list: {text}");
    evening.world.house.clock.advance(Duration::minutes(1));
    for n in 0..25 {
        evening.scan(json!({"gate": "A", "code": format!("https://example.org/{n}")})).await;
    }
    assert_eq!(shown(&evening.staff, "?gate=A").await.len(), 20);
}

#[tokio::test]
async fn only_staff_of_the_event_stands_at_its_door() {
    let evening = evening().await;
    let doors = evening.world.get(&evening.staff, "/gate").await;
    assert_eq!(count(&doors.text, "a.doors__door"), 1);
    let stranger = evening.world.house.person("stranger").await;
    evening.world.house.organization(&stranger, "elsewhere").await;
    for path in ["", "/now", "/search?q=mei"] {
        assert_eq!(evening.world.get(&stranger, &evening.path(path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let (status, _) = evening.world.post_json(&stranger, &evening.path("/scan"), json!({"code": evening.tickets[0].0})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(evening.world.number("SELECT count(*) FROM ticket_scans").await, 0);
    assert_eq!(count(&evening.world.get(&stranger, "/gate").await.text, "a.doors__door"), 0);
}
