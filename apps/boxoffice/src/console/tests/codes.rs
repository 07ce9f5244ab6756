//! Codes behind the counter, through the pages, on a real database.

use axum::http::StatusCode;
use platform_types::{EventId, OrderId, TicketTypeId};

use super::harness::World;
use super::{attribute, count, told};
use crate::codes::Refusal;
use crate::orders::{PlaceError, PlaceOrder, place_order};

/// An event with one priced type.
async fn priced(world: &World) -> (EventId, TicketTypeId) {
    let id = world.draft().await;
    let kind = [("type_name", "Stalls"), ("price", "100"), ("quantity", "30")];
    assert_eq!(world.post(&world.owner, &format!("/console/events/{id}/ticket-types"), &kind).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.post(&world.owner, &format!("/console/events/{id}/publish"), &[]).await.status, StatusCode::SEE_OTHER);
    let mut tx = world.house.db.as_system("test").await.unwrap();
    let kind: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM ticket_types WHERE event_id = $1").bind(id.0).fetch_one(&mut *tx).await.unwrap();
    (id, kind.into())
}

async fn buy(world: &World, event: EventId, kind: TicketTypeId, code: &str) -> Result<OrderId, PlaceError> {
    let guest = platform_types::Actor::guest(platform_types::GuestId::new(&world.house.entropy, world.house.clock.now()));
    let held = world.office.claims().claim_with(&guest, event, &[(kind, 1)], Some(code)).await.unwrap();
    let command =
        PlaceOrder { hold: held.id, buyer_name: "Mei".parse().unwrap(), email: "mei@example.org".parse().unwrap(), attendees: vec![] };
    place_order(&world.office, &guest, &command).await
}

#[tokio::test]
async fn a_code_is_made_used_changed_and_paused() {
    let world = World::new().await;
    let (event, kind) = priced(&world).await;
    let owner = &world.owner;
    let new = "/console/lantern/codes/new";
    let form = world.get(owner, &format!("{new}?event={event}")).await;
    assert_eq!(count(&form.text, &format!("input[name='type_{kind}']")), 1, "the event's tickets can be ticked");
    let id = event.to_string();
    let ticked = format!("type_{kind}");
    let fields = [
        ("event", id.as_str()),
        ("code", " spring "),
        ("kind", "fixed"),
        ("amount", "20"),
        ("max_uses", "2"),
        ("ends", "2026-03-14T19:30"),
        ("note", "Radio"),
        (ticked.as_str(), "on"),
    ];
    let made = world.post(owner, new, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", told(&made.text));
    let at = made.header("location").split('?').next().unwrap().to_owned();
    let list = told(&world.get(owner, "/console/lantern/codes").await.text);
    for says in ["SPRING", "HK$20.00 off the order", "The Tempest", "0 of 2", "In use", "Radio"] {
        assert!(list.contains(says), "{says}: {list}");
    }
    let twice = world.post(owner, new, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&twice.text).contains("This code exists already"), "{}", told(&twice.text));
    assert_eq!(attribute(&twice.text, "input[name=amount]", "value").as_deref(), Some("20"), "nothing typed is lost");
    assert_eq!(count(&twice.text, &format!("input[name='{ticked}'][checked]")), 1);

    let order = buy(&world, event, kind, "SPRING").await.unwrap();
    let page = world.get(owner, &at).await;
    assert!(told(&page.text).contains("mei@example.org") && told(&page.text).contains("HK$20.00"), "{}", told(&page.text));
    assert_eq!(count(&page.text, &format!("a[href='/console/orders/{order}']")), 1);
    let detail = told(&world.get(owner, &format!("/console/orders/{order}")).await.text);
    assert!(detail.contains("Discount with SPRING") && detail.contains("with code SPRING"), "{detail}");

    // A use between opening and saving is no other organizer's change.
    let version = attribute(&page.text, "input[name=version]", "value").unwrap();
    buy(&world, event, kind, "SPRING").await.unwrap();
    let edit = |max: &'static str, version: String| {
        let (world, at) = (&world, at.clone());
        async move {
            world.post(&world.owner, &at, &[("kind", "percent"), ("percent", "10"), ("max_uses", max), ("version", version.as_str())]).await
        }
    };
    let below = edit("1", version.clone()).await;
    assert_eq!(below.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&below.text).contains("used more often than that already"), "{}", told(&below.text));
    assert_eq!(edit("5", version.clone()).await.header("location"), format!("{at}?done=code-updated"));
    let late = edit("9", version).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(told(&late.text).contains("Somebody else changed this code"), "{}", told(&late.text));
    assert_eq!(attribute(&late.text, "input[name=max_uses]", "value").as_deref(), Some("9"), "what I typed stays");
    assert_eq!(world.number("SELECT total_minor FROM orders ORDER BY created_at LIMIT 1").await, 8_000, "what was placed keeps its price");

    assert_eq!(world.post(owner, &format!("{at}/pause"), &[]).await.header("location"), format!("{at}?done=code-paused"));
    assert!(matches!(buy(&world, event, kind, "SPRING").await, Err(PlaceError::Code(Refusal::Paused))));
    assert_eq!(world.post(owner, &format!("{at}/resume"), &[]).await.header("location"), format!("{at}?done=code-resumed"));
    let audit = world.audit().await;
    for action in ["promo_code.created", "promo_code.updated", "promo_code.paused", "promo_code.resumed"] {
        assert_eq!(audit.get(action), Some(&1), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn every_mistake_is_named_at_once() {
    let world = World::new().await;
    let wrong = [
        ("code", "a b"),
        ("kind", "percent"),
        ("percent", "0"),
        ("starts", "2026-03-14T20:00"),
        ("ends", "2026-03-14T19:00"),
        ("max_uses", "none"),
        ("min_spend", "-1"),
    ];
    let answer = world.post(&world.owner, "/console/lantern/codes/new", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["code", "percent", "ends", "max_uses", "min_spend"] {
        assert_eq!(count(&answer.text, &format!("[name={field}][aria-invalid=true]")), 1, "{field}");
    }
    assert_eq!(world.number("SELECT count(*) FROM promo_codes").await, 0);
}

#[tokio::test]
async fn many_codes_are_made_at_once_and_downloaded() {
    let world = World::new().await;
    let fields = [("event", ""), ("count", "250"), ("prefix", "press-"), ("kind", "access"), ("max_uses", "1"), ("note", "=Press")];
    let made = world.post(&world.owner, "/console/lantern/codes/many", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", told(&made.text));
    let list = world.get(&world.owner, made.header("location")).await;
    assert!(told(&list.text).contains("1–50 of 250"), "{}", told(&list.text));
    let batch = made.header("location").split("batch=").nth(1).unwrap().split('&').next().unwrap();
    let file = world.get(&world.owner, &format!("/console/lantern/codes.csv?batch={batch}")).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 251);
    assert!(
        lines[1].starts_with("PRESS-") && lines[1].ends_with(",Opens hidden tickets,All events,In use,0,1,\"'=Press\""),
        "{}",
        lines[1]
    );
    let different: std::collections::BTreeSet<&str> = lines[1..].iter().map(|l| l.split(',').next().unwrap()).collect();
    assert_eq!(different.len(), 250);
    assert_eq!(world.audit().await.get("promo_codes.created"), Some(&1));
}

#[tokio::test]
async fn less_than_can_be_charged_is_refused_and_nothing_is_fine() {
    let world = World::new().await;
    let (event, kind) = priced(&world).await;
    for (code, amount) in [("ALMOST", "99"), ("ALL", "100")] {
        let made = world
            .post(
                &world.owner,
                "/console/lantern/codes/new",
                &[("code", code), ("kind", "fixed"), ("amount", amount), ("event", &event.to_string())],
            )
            .await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", told(&made.text));
    }
    assert!(matches!(buy(&world, event, kind, "ALMOST").await, Err(PlaceError::Code(Refusal::TooLittleLeft(left))) if left.minor == 100));
    buy(&world, event, kind, "ALL").await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM tickets").await, 1);
}

#[tokio::test]
async fn codes_are_for_whoever_runs_promotions_here() {
    let world = World::new().await;
    let (event, _) = priced(&world).await;
    let made = world.post(&world.owner, "/console/lantern/codes/new", &[("code", "SPRING"), ("kind", "fixed"), ("amount", "20")]).await;
    let code = made.header("location").split('?').next().unwrap().to_owned();
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let viewer = world.house.holder("viewer", "ATLVS_VIEWER", world.organization.0).await;
    for path in
        ["/console/lantern/codes", "/console/lantern/codes/new", "/console/lantern/codes/many", "/console/lantern/codes.csv", code.as_str()]
    {
        assert_eq!(world.get(&stranger, path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(world.get(&viewer, path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.get(&world.owner, path).await.status, StatusCode::OK, "{path}");
    }
    let before = world.audit().await;
    for (path, fields) in [
        ("/console/lantern/codes/new".to_owned(), vec![("code", "MINE"), ("kind", "access")]),
        ("/console/lantern/codes/many".to_owned(), vec![("count", "1"), ("kind", "access")]),
        (code.clone(), vec![("kind", "access")]),
        (format!("{code}/pause"), vec![]),
        (format!("/console/events/{event}/comps"), vec![("people", "A, a@example.org"), ("reason", "x")]),
    ] {
        assert_eq!(world.post(&stranger, &path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(world.audit().await, before);

    // Promotions of one event are codes of that event.
    let lead = world.house.holder("lead", "GVTEWAY_EXPERIENCE_CREATOR", event.0).await;
    let form = world.get(&lead, "/console/lantern/codes/new").await;
    assert_eq!(form.status, StatusCode::OK, "{}", told(&form.text));
    assert_eq!(count(&form.text, "select[name=event] option[value=all]"), 0);
    let mine = world.post(&lead, "/console/lantern/codes/new", &[("code", "LEAD"), ("kind", "fixed"), ("amount", "20")]).await;
    assert_eq!(mine.status, StatusCode::SEE_OTHER, "{}", told(&mine.text));
    assert_eq!(world.number("SELECT count(*) FROM promo_codes WHERE code = 'LEAD' AND event_id IS NOT NULL").await, 1);
    assert_eq!(world.get(&lead, &code).await.status, StatusCode::NOT_FOUND, "the house's own codes are not theirs");
}
