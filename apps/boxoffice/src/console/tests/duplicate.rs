//! A copy of an event: what comes along, what stays, and the clocks.

use axum::http::StatusCode;

use super::harness::World;
use super::{attribute, told};

#[tokio::test]
async fn a_copy_has_everything_but_what_was_sold() {
    let world = World::new().await;
    let owner = &world.owner;
    let fields = [
        ("title", "Spring Night"),
        ("other_title", "春夜"),
        ("other_lang", "zh-Hant"),
        ("venue", "new"),
        ("venue_name", "Keller"),
        ("venue_zone", "Europe/Berlin"),
        ("starts", "2026-03-14T20:00"),
        ("ends", "2026-03-14T22:00"),
        ("doors", "2026-03-14T19:00"),
        ("currency", "EUR"),
        ("capacity", "40"),
        ("visibility", "unlisted"),
        ("age_limit", "18 and over"),
    ];
    let made = world.post(owner, "/console/lantern/events/new", &fields).await;
    let at = made.leads().split('?').next().unwrap().to_owned();
    let kind = [
        ("type_name", "Standing"),
        ("price", "12"),
        ("quantity", "30"),
        ("sale_starts", "2026-03-01T10:00"),
        ("sale_ends", "2026-03-14T18:00"),
    ];
    world.post(owner, &format!("{at}/ticket-types"), &kind).await;
    world.post(owner, &format!("{at}/ticket-types"), &[("type_name", "Free"), ("quantity", "10")]).await;
    let fees = [("fee_percent", "10"), ("tax_kind", "included"), ("tax_name", "VAT 19 %"), ("tax_percent", "19")];
    world.post(owner, &format!("{at}/fees"), &fees).await;
    assert_eq!(world.post(owner, &format!("{at}/publish"), &[]).await.status, StatusCode::SEE_OTHER);
    let more = "UPDATE ticket_types SET pricing = 'chosen', suggested_minor = 500 WHERE name = 'Free';
      INSERT INTO event_zones (id, organization_id, event_id, name, code, position) SELECT gen_random_uuid(), organization_id, id, 'Lounge', 'LOUNGE', 1 FROM events;
      INSERT INTO refund_policies (event_id, organization_id, self_service) SELECT id, organization_id, true FROM events;
      INSERT INTO refund_rules (event_id, organization_id, count, unit, percent, with_fees) SELECT id, organization_id, 24, 'hours', 100, true FROM events";
    let zoned = "INSERT INTO ticket_type_zones (ticket_type_id, zone_id, event_id) SELECT t.id, z.id, z.event_id FROM ticket_types t JOIN event_zones z ON z.event_id = t.event_id WHERE t.name = 'Standing'";
    let mut admin = world.house.test_db.connect(None).await;
    sqlx::raw_sql(more).execute(&mut admin).await.unwrap();
    sqlx::raw_sql(zoned).execute(&mut admin).await.unwrap();

    let path = format!("{at}/duplicate");
    let page = world.get(owner, &path).await;
    let copy = attribute(&page.text, "input[name=copy]", "value").unwrap();
    assert_eq!(attribute(&page.text, "input[name=title]", "value").as_deref(), Some("Spring Night"));
    let skipped = world.post(owner, &path, &[("copy", &copy), ("title", "Summer Night"), ("starts", "2026-03-29T02:30")]).await;
    assert_eq!(skipped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(attribute(&skipped.text, "input[name=copy]", "value").as_deref(), Some(copy.as_str()));
    // Over the change of the clocks on 29 March; sent twice.
    let fields = [("copy", copy.as_str()), ("title", "Summer Night"), ("starts", "2026-04-04T20:00")];
    let (one, two) = (world.post(owner, &path, &fields).await, world.post(owner, &path, &fields).await);
    assert_eq!(one.leads(), format!("/console/events/{copy}/setup/review?done=event-copied"));
    assert_eq!(one.leads(), two.leads());
    let copied = "SELECT count(*) FROM events c JOIN events o ON o.name = 'Spring Night' WHERE c.name = 'Summer Night' AND c.status = 'draft' AND c.slug <> o.slug
       AND c.starts_at = '2026-04-04 18:00+00' AND c.ends_at = '2026-04-04 20:00+00' AND c.doors_at = '2026-04-04 17:00+00'
       AND (c.venue_id, c.timezone, c.currency, c.visibility, c.age_limit, c.names) = (o.venue_id, o.timezone, o.currency, o.visibility, o.age_limit, o.names)";
    assert_eq!(world.number(copied).await, 1);
    assert_eq!(world.number("SELECT count(*) FROM events").await, 2, "a double click makes one copy");
    let window = "SELECT count(*) FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE e.name = 'Summer Night' AND t.name = 'Standing' AND t.price_minor = 1200
       AND t.sale_starts_at = '2026-03-22 09:00+00' AND t.sale_ends_at = '2026-04-04 16:00+00'";
    assert_eq!(world.number(window).await, 1, "ten in the morning stays ten in the morning, before the change and after it");
    let stock = "SELECT count(*) FROM pools p JOIN events e ON e.id = p.event_id WHERE e.name = 'Summer Night' AND p.held + p.sold = 0 AND p.capacity IN (40, 30, 10)";
    assert_eq!(world.number(stock).await, 3);
    assert_eq!(
        world.number("SELECT count(*) FROM ticket_type_pools tp JOIN events e ON e.id = tp.event_id WHERE e.name = 'Summer Night'").await,
        4
    );
    assert_eq!(world.number("SELECT count(*) FROM fee_rules").await + world.number("SELECT count(*) FROM tax_rules").await, 4);
    for (what, copied) in [
        (
            "whoever set the price sets it again",
            "ticket_types t ON t.event_id = e.id AND t.name = 'Free' AND t.pricing = 'chosen' AND t.suggested_minor = 500",
        ),
        ("a ticket opens the same zones", "ticket_type_zones z ON z.event_id = e.id"),
        ("the same is promised about money back", "refund_rules r ON r.event_id = e.id AND r.hours_before = 24 AND r.percent = 100"),
    ] {
        let n: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM events e JOIN {copied} WHERE e.name = 'Summer Night'")))
                .fetch_one(&mut admin)
                .await
                .unwrap();
        assert_eq!(n, 1, "{what}");
    }
    assert_eq!(world.audit().await.get("event.duplicated"), Some(&1));
    let review = told(&world.get(owner, one.leads()).await.text);
    assert!(review.contains("Ready to be published"), "{review}");

    let another = world.post(owner, &path, &[("copy", copy.as_str()), ("title", "Summer Night"), ("starts", "2026-04-05T20:00")]).await;
    assert_ne!(another.leads(), one.leads(), "another day is another copy");

    let without = world.get(owner, &path).await;
    let copy = attribute(&without.text, "input[name=copy]", "value").unwrap();
    let dateless = world.post(owner, &path, &[("copy", &copy), ("title", "Some Night")]).await;
    assert_eq!(dateless.leads(), format!("/console/events/{copy}/setup/where?done=event-copied"));
    assert_eq!(
        world
            .number("SELECT count(*) FROM events WHERE name = 'Some Night' AND starts_at IS NULL AND ends_at IS NULL AND doors_at IS NULL")
            .await,
        1
    );
}

#[tokio::test]
async fn orders_stay_with_the_event_they_were_placed_for() {
    let world = World::new().await;
    let id = world.event_on_sale().await;
    world.give_tickets(id, &["Mei Chan", "Björn Ångström"]).await;
    let fields = [("title", "Again"), ("starts", "2026-05-01T19:30")];
    let made = world.post(&world.owner, &format!("/console/events/{id}/duplicate"), &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    assert_eq!(world.number("SELECT count(*) FROM orders o JOIN events e ON e.id = o.event_id WHERE e.name = 'Again'").await, 0);
    assert_eq!(world.number("SELECT sum(p.sold)::bigint FROM pools p JOIN events e ON e.id = p.event_id WHERE e.name = 'Again'").await, 0);
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    assert_eq!(world.post(&stranger, &format!("/console/events/{id}/duplicate"), &fields).await.status, StatusCode::NOT_FOUND);
    // Somebody else's event is not answered as if it were the copy.
    let theirs = world
        .post(
            &stranger,
            "/console/elsewhere/events/new",
            &[("draft", &id.to_string()), ("title", "Mine"), ("currency", "EUR"), ("visibility", "public")],
        )
        .await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
}
