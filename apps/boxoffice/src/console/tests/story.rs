//! The organizer's work, through the pages, on a real database.

use axum::http::StatusCode;
use chrono::Duration;

use super::harness::World;
use super::{attribute, count, told};

#[tokio::test]
async fn an_event_is_made_priced_published_and_taken_back() {
    let world = World::new().await;
    let owner = &world.owner;
    let id = world.draft().await;
    let at = |rest: &str| format!("/console/events/{id}{rest}");

    let early = world.post(owner, &at("/publish"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(told(&early.text).contains("Add at least one ticket type"), "{}", told(&early.text));

    let kind = [
        ("type_name", "Stalls"),
        ("price", "120,50"),
        ("quantity", "30"),
        ("sale_ends", "2026-03-14T19:00"),
        ("min_per_order", "1"),
        ("max_per_order", "4"),
    ];
    assert_eq!(world.post(owner, &at("/ticket-types"), &kind).await.header("location"), at("/tickets?done=type-added"));
    let fees = [("fee_percent", "10"), ("fee_fixed", "2"), ("tax_kind", "included"), ("tax_name", "VAT 5 %"), ("tax_percent", "5")];
    assert_eq!(world.post(owner, &at("/fees"), &fees).await.header("location"), at("/tickets?done=fees-set"));
    let tickets = world.get(owner, &at("/tickets")).await;
    for says in ["HK$120.50", "HK$134.55", "1 to 4", "Until Sat 14 Mar, 19:00"] {
        assert!(told(&tickets.text).contains(says), "{says}: {}", told(&tickets.text));
    }

    assert_eq!(world.post(owner, &at("/publish"), &[]).await.header("location"), at("?done=event-published"));
    let overview = world.get(owner, &at("?done=event-published")).await;
    for says in ["On sale", "The event is published.", "of 40, 0 in carts", "HK$0.00"] {
        assert!(told(&overview.text).contains(says), "{says}: {}", told(&overview.text));
    }
    let again = world.post(owner, &at("/publish"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "what is published is not published again");

    assert_eq!(world.post(owner, &at("/unpublish"), &[]).await.header("location"), at("?done=event-unpublished"));
    let audit = world.audit().await;
    for (action, times) in
        [("event.created", 1), ("ticket_type.added", 1), ("fees.set", 1), ("event.published", 1), ("event.unpublished", 1)]
    {
        assert_eq!(audit.get(action), Some(&times), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn what_is_refused_changes_nothing_and_keeps_what_was_typed() {
    let world = World::new().await;
    let before = world.audit().await;
    let skipped = [
        ("title", "Late Show"),
        ("venue", "new"),
        ("venue_name", "Keller"),
        ("venue_zone", "Europe/Berlin"),
        ("starts", "2026-03-29T02:30"),
        ("currency", "EUR"),
        ("visibility", "public"),
    ];
    let answer = world.post(&world.owner, "/console/lantern/events/new", &skipped).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&answer.text).contains("go forward and skip this hour"));
    assert_eq!(attribute(&answer.text, "input[name=title]", "value").as_deref(), Some("Late Show"));
    assert_eq!(attribute(&answer.text, "input[name=venue_name]", "value").as_deref(), Some("Keller"));
    let (status, problem) = world.post_json(&world.owner, "/console/lantern/events/new", serde_json::json!({"title": ""})).await;
    assert_eq!((status, problem["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("http.invalid_input")));
    assert_eq!(problem["fields"][0]["field"], "title");

    let id = world.draft().await;
    let cheap = world
        .post(&world.owner, &format!("/console/events/{id}/ticket-types"), &[("type_name", "Cheap"), ("price", "3"), ("quantity", "5")])
        .await;
    assert_eq!(cheap.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&cheap.text).contains("HK$3.00 is less than the smallest charge"), "{}", told(&cheap.text));
    assert_eq!(world.number("SELECT count(*) FROM ticket_types").await, 0);
    assert_eq!(world.number("SELECT count(*) FROM venues WHERE name = 'Keller'").await, 0, "no place is left behind by a refused event");
    let after = world.audit().await;
    assert_eq!(after.len(), before.len() + 1, "only the draft that was made: {after:?}");
}

#[tokio::test]
async fn two_organizers_do_not_undo_each_other() {
    let world = World::new().await;
    let id = world.draft().await;
    let path = format!("/console/events/{id}/edit");
    let opened = world.get(&world.owner, &path).await;
    let hidden = |name: &str| attribute(&opened.text, &format!("input[name={name}]"), "value").unwrap();
    let (version, was) = (hidden("version"), hidden("was"));
    let venue = attribute(&opened.text, "select[name=venue] option[selected]", "value").unwrap();
    let form = |title: &'static str, starts: &'static str| {
        vec![
            ("title", title),
            ("starts", starts),
            ("venue", venue.as_str()),
            ("visibility", "public"),
            ("version", version.as_str()),
            ("was", was.as_str()),
        ]
    };
    let first = world.post(&world.owner, &path, &form("The Tempest, uncut", "2026-03-14T19:30")).await;
    assert_eq!(first.header("location"), format!("/console/events/{id}?done=event-updated"));

    let second = world.post(&world.owner, &path, &form("The Tempest", "2026-03-14T20:00")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(told(&second.text).contains("Somebody else changed this event"));
    assert_eq!(attribute(&second.text, "input[name=title]", "value").as_deref(), Some("The Tempest, uncut"), "what I left alone follows");
    assert_eq!(attribute(&second.text, "input[name=starts]", "value").as_deref(), Some("2026-03-14T20:00"), "what I typed stays");
    let (status, problem) =
        world.post_json(&world.owner, &path, serde_json::json!({"title": "X", "visibility": "public", "version": version})).await;
    assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("events.changed_meanwhile")));

    let hidden = |name: &str| attribute(&second.text, &format!("input[name={name}]"), "value").unwrap();
    let (version, was) = (hidden("version"), hidden("was"));
    let settled = [
        ("title", "The Tempest, uncut"),
        ("starts", "2026-03-14T20:00"),
        ("venue", venue.as_str()),
        ("visibility", "public"),
        ("version", version.as_str()),
        ("was", was.as_str()),
    ];
    assert_eq!(world.post(&world.owner, &path, &settled).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        world.number("SELECT count(*) FROM events WHERE name = 'The Tempest, uncut' AND starts_at = '2026-03-14 12:00+00'").await,
        1
    );
    assert_eq!(world.audit().await.get("event.updated"), Some(&2));
}

#[tokio::test]
async fn sold_tickets_hold_the_capacity_and_the_publication() {
    let world = World::new().await;
    let owner = &world.owner;
    let id = world.event_on_sale().await;
    world.give_tickets(id, &["Mei Chan", "Björn Ångström"]).await;

    let back = world.post(owner, &format!("/console/events/{id}/unpublish"), &[]).await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    assert!(told(&back.text).contains("2 tickets are sold and 0 are in carts"), "{}", told(&back.text));
    assert_eq!(world.number("SELECT count(*) FROM events WHERE status = 'published'").await, 1);

    let page = world.get(owner, &format!("/console/events/{id}/tickets")).await;
    let kind = attribute(&page.text, "input[name^=pool_]", "name").unwrap();
    let path = format!("/console/events/{id}/capacity");
    let low = world.post(owner, &path, &[("capacity", "1"), (kind.as_str(), "30")]).await;
    assert_eq!(low.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&low.text).contains("Enter at least 2: 2 are sold and 0 are in carts."));
    assert_eq!(world.number("SELECT sum(capacity) FROM pools").await, 90, "one refused capacity changes none");
    let fine = world.post(owner, &path, &[("capacity", "2"), (kind.as_str(), "30")]).await;
    assert_eq!(fine.status, StatusCode::SEE_OTHER, "{}", fine.text);
    assert_eq!(world.number("SELECT sum(capacity) FROM pools").await, 32);
    assert_eq!(world.audit().await.get("capacity.set"), Some(&1));
}

#[tokio::test]
async fn an_event_that_is_sold_moves_only_when_meant_and_takes_its_tickets_along() {
    let world = World::new().await;
    let owner = &world.owner;
    let id = world.event_on_sale().await;
    world.give_tickets(id, &["Mei Chan", "Björn Ångström"]).await;
    let mails = world.number("SELECT count(*) FROM jobs.outbox").await;
    let path = format!("/console/events/{id}/edit");
    let opened = world.get(owner, &path).await.text;
    let hidden = |name: &str| attribute(&opened, &format!("input[name={name}]"), "value").unwrap();
    let venue = attribute(&opened, "select[name=venue] option[selected]", "value").unwrap();
    let form = |starts: &str, agreed: &str| {
        let (version, was) = (hidden("version"), hidden("was"));
        [
            ("title", "Put off"),
            ("starts", starts),
            ("venue", &venue),
            ("visibility", "public"),
            ("version", &version),
            ("was", &was),
            ("agreed", agreed),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let save = async |starts: &str, agreed: &str| {
        let fields = form(starts, agreed);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        world.post(owner, &path, &fields).await
    };
    let asked = save("2026-04-14T19:30", "").await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(
        told(&asked.text).contains(
            "Nothing is saved yet. 2 tickets are sold for Sat 14 March 2026, 19:30, Hall. With this change they are for Tue 14 April 2026, \
             19:30, Hall. Tickets stay valid. Nobody is written to by this; you can write to the ticket holders afterwards."
        ),
        "{}",
        told(&asked.text)
    );
    assert_eq!(attribute(&asked.text, "input[name=starts]", "value").as_deref(), Some("2026-04-14T19:30"), "what was typed stays");
    assert_eq!(attribute(&asked.text, "form.form button", "name"), None, "the enter key asks once more");
    let agreed = attribute(&asked.text, "button[name=agreed]", "value").unwrap();
    assert_eq!(world.number("SELECT count(*) FROM events WHERE starts_at = '2026-03-14 11:30+00'").await, 1, "nothing is saved");

    let body: serde_json::Map<String, serde_json::Value> =
        form("2026-04-14T19:30", "").into_iter().map(|(name, value)| (name, value.into())).collect();
    let (status, problem) = world.post_json(owner, &path, body.into()).await;
    assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("events.move_unconfirmed")), "{problem}");
    assert_eq!(problem["fields"][0]["field"], "agreed");
    assert!(problem["fields"][0]["message"].as_str().unwrap().contains(&agreed), "{problem}");

    assert_eq!(save("2026-02-14T19:30", &agreed).await.status, StatusCode::CONFLICT, "another change was not agreed to");
    assert_eq!(world.audit().await.get("event.updated"), None);
    assert_eq!(save("2026-04-14T19:30", &agreed).await.header("location"), format!("/console/events/{id}?done=event-moved"));
    let page = world.get(owner, &format!("/console/events/{id}?done=event-moved")).await;
    let write = attribute(&page.text, ".flash a", "href").unwrap();
    let form = world.get(owner, &write).await;
    assert_eq!(attribute(&form.text, "input[name=subject]", "value").as_deref(), Some("New time or place: {event}"), "the words are there");
    assert_eq!(world.number("SELECT count(*) FROM events WHERE starts_at = '2026-04-14 11:30+00'").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM jobs.outbox").await, mails, "nobody is written to");

    // A month after the code was good as it was sold.
    world.house.clock.advance(Duration::days(43) + Duration::hours(23));
    let codes: Vec<String> =
        sqlx::query_scalar("SELECT code FROM tickets").fetch_all(&mut world.house.test_db.connect(None).await).await.unwrap();
    let (_, scan) = world.post_json(owner, &format!("/gate/{id}/scan"), serde_json::json!({"gate": "A", "code": codes[0]})).await;
    assert_eq!(scan["admitted"].as_bool(), Some(true), "{scan}");
}

#[tokio::test]
async fn a_ticket_type_from_before_the_capacity_joins_it() {
    let world = World::new().await;
    let owner = &world.owner;
    let fields = [
        ("title", "Open Air"),
        ("venue", "new"),
        ("venue_name", "Park"),
        ("venue_zone", "Asia/Hong_Kong"),
        ("starts", "2026-05-01T18:00"),
        ("currency", "HKD"),
        ("visibility", "public"),
    ];
    let made = world.post(owner, "/console/lantern/events/new", &fields).await;
    let base = made.header("location").split('?').next().unwrap().to_owned();
    let first = world.post(owner, &format!("{base}/ticket-types"), &[("type_name", "Lawn"), ("quantity", "10")]).await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY, "the capacity comes first");
    // As an import might leave it.
    let mut admin = world.house.test_db.connect(None).await;
    sqlx::raw_sql(
        "WITH e AS (SELECT id, organization_id FROM events WHERE name = 'Open Air'),
              t AS (INSERT INTO ticket_types (id, organization_id, event_id, name, price_minor) SELECT gen_random_uuid(), organization_id, id, 'Lawn', 0 FROM e RETURNING id, event_id),
              p AS (INSERT INTO pools (id, organization_id, event_id, kind, name, capacity) SELECT gen_random_uuid(), organization_id, id, 'type', 'Lawn', 10 FROM e RETURNING id)
         INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id) SELECT t.id, p.id, t.event_id FROM t, p",
    )
    .execute(&mut admin)
    .await
    .unwrap();
    assert_eq!(world.post(owner, &format!("{base}/capacity"), &[("capacity", "5")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.number("SELECT count(*) FROM ticket_type_pools").await, 2, "its own stock and the event's");
    assert_eq!(world.post(owner, &format!("{base}/publish"), &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_order_is_found_read_and_refunded_once() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale().await;
    let order = world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;

    let list = |q: &str| format!("/console/events/{event}/orders?q={q}");
    for q in ["", "mei", "MEI%40example.org", "chan"] {
        let page = world.get(owner, &list(q)).await;
        assert_eq!(count(&page.text, &format!("a[href='/console/orders/{order}']")), 1, "{q}");
    }
    assert!(told(&world.get(owner, &list("%25")).await.text).contains("None match"), "a percent sign is a percent sign");

    let page = world.get(owner, &format!("/console/orders/{order}")).await;
    for says in ["Paid", "Björn Ångström", "Free: tickets issued"] {
        assert!(told(&page.text).contains(says), "{says}: {}", told(&page.text));
    }
    let path = format!("/console/orders/{order}/refund");
    assert!(told(&world.get(owner, &path).await.text).contains("All 2 tickets stop working at once,"));
    assert_eq!(world.post(owner, &path, &[("reason", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.post(owner, &path, &[("reason", "Ill")]).await.header("location"), format!("/console/orders/{order}?done=refunded"));
    for again in [world.post(owner, &path, &[("reason", "Ill")]).await, world.get(owner, &path).await] {
        assert_eq!(again.header("location"), format!("/console/orders/{order}?refused=refund"), "only once");
        let page = told(&world.get(owner, again.header("location")).await.text);
        assert!(page.contains("Nothing was refunded now. The money of this order went back already."), "{page}");
    }
    let page = told(&world.get(owner, &format!("/console/orders/{order}?done=refunded")).await.text);
    assert!(page.contains("Refund of HK$0.00 asked for by") && page.contains("Ill"), "{page}");
    assert_eq!(world.number("SELECT sum(sold) FROM pools").await, 0, "the seats are on sale again");
    assert_eq!(world.audit().await.get("order.refunded"), Some(&1));
    assert_eq!(world.post(owner, &format!("/console/events/{event}/unpublish"), &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn lists_show_what_is_coming_and_what_is_over() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale().await;
    world.draft().await;
    world.give_tickets(event, &["Mei Chan"]).await;
    let home = told(&world.get(owner, "/console").await.text);
    assert!(home.contains("1 / 40") && home.contains("Being prepared"), "{home}");
    for (wanted, expected) in [("upcoming", 1), ("drafts", 1), ("past", 0), ("all", 2)] {
        let page = world.get(owner, &format!("/console/lantern/events?show={wanted}")).await;
        assert_eq!(count(&page.text, "tbody tr"), expected, "{wanted}");
    }
    world.house.clock.advance(Duration::days(30));
    let past = world.get(owner, "/console/lantern/events?show=past").await;
    assert_eq!(count(&past.text, "tbody tr"), 1);
    assert!(told(&past.text).contains("Over"));
}

#[tokio::test]
async fn a_place_is_added_once_with_one_line_in_the_audit() {
    let world = World::new().await;
    let fields = [
        ("venue_name", "Hall"),
        ("venue_city", "Berlin"),
        ("venue_country", "de"),
        ("venue_zone", "Europe/Berlin"),
        ("venue_capacity", "300"),
    ];
    let answer = world.post(&world.owner, "/console/lantern/venues", &fields).await;
    assert_eq!(answer.header("location"), "/console/lantern/venues?done=venue-created");
    let page = told(&world.get(&world.owner, "/console/lantern/venues").await.text);
    assert!(page.contains("Hall") && page.contains("300"), "{page}");
    assert_eq!(
        world.post(&world.owner, "/console/lantern/venues", &[("venue_zone", "Berlin")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(world.audit().await.get("venue.created"), Some(&1));
}
