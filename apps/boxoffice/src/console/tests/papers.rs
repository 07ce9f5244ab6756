//! Attendees on paper, and who may print what.

use axum::http::StatusCode;
use platform_documents_testing::{lines, text};
use platform_types::EventId;
use serde_json::json;
use sqlx::AssertSqlSafe;

use super::harness::World;
use super::told;

impl World {
    async fn print(&self, event: EventId, fields: &[(&str, &str)]) -> String {
        let answer = self.post(&self.owner, &format!("/console/events/{event}/attendees/list.pdf"), fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.told());
        assert_eq!(answer.header("content-type"), "application/pdf");
        text(&answer.bytes)
    }

    async fn sql(&self, sql: String) {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.house.test_db.connect(None).await).await.unwrap();
    }
}

/// The rows of a list, without the lines around them.
fn rows(paper: &str) -> Vec<String> {
    paper.lines().filter(|line| line.contains(" | Free | ")).map(str::to_owned).collect()
}

#[tokio::test]
async fn attendees_are_printed_by_name_with_what_the_door_must_know() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Zoë Ångström", "ångela Merk", "Bob Late", "陳大文", "محمد علي", "Anna Void"]).await;
    // 18:59 UTC is the next day in Hong Kong; the house's clock stands at 20:00 there.
    world.sql("UPDATE tickets SET status = 'checked_in', checked_in_at = '2026-03-01T11:02:00Z', checked_in_gate = 'North' WHERE attendee_name LIKE 'Zo%'; UPDATE tickets SET status = 'void' WHERE attendee_name LIKE 'Anna%'; UPDATE tickets SET status = 'checked_in', checked_in_at = '2026-02-27T18:59:00Z' WHERE attendee_name LIKE 'Bob%'".to_owned()).await;
    let number = world.text("SELECT left(number, 4) || '-' || right(number, 4) FROM orders").await;
    let paper = world.print(event, &[("all", "on")]).await;
    let row = |name: &str, state: &str| format!("{name} | Free | {number} | {state}");
    let expected = [
        row("ångela Merk", "Valid"),
        row("Anna Void", "Revoked"),
        row("Bob Late", "In 28 Feb, 02:59"),
        row("Zoë Ångström", "In 19:02, North"),
    ];
    let found = rows(&paper);
    assert_eq!(found.len(), 6, "{paper}");
    // Without accents and case, then Arabic, then Chinese.
    assert_eq!([&found[0], &found[1], &found[2], &found[3]], [&expected[0], &expected[1], &expected[2], &expected[3]], "{paper}");
    assert!(found[4].contains("م") && found[5].starts_with("陳大文"), "{paper}");
    for says in
        ["The Tempest", "Saturday 14 March 2026, 19:30 (Hong Kong time)", "Printed 1 March 2026, 20:00", "6 attendees", "Page 1 of 1"]
    {
        assert!(paper.contains(says), "{says}: {paper}");
    }
    assert!(!paper.contains("Only:") && paper.matches("Name | Ticket | Order number | State").count() == 1, "{paper}");

    // The page's filter, and rows that were ticked.
    let some = world.print(event, &[("all", "on"), ("in", "no"), ("status", "living"), ("sort", "-sold")]).await;
    assert_eq!(rows(&some).len(), 3, "{some}");
    assert!(rows(&some)[0].starts_with("ångela Merk"), "on paper they stand by name, however the page is sorted: {some}");
    assert!(some.contains("Only: Valid · Not checked in") && some.contains("3 attendees"), "{some}");
    let bob = world.text("SELECT id::text FROM tickets WHERE attendee_name = 'Bob Late'").await;
    let one = world.print(event, &[("id", &bob)]).await;
    assert_eq!(
        (rows(&one), one.contains("One attendee") && one.contains("Only: Chosen one by one")),
        (vec![expected[2].clone()], true),
        "{one}"
    );

    assert_eq!(world.audit().await.get("attendees.exported"), Some(&3));
    let what = world.text("SELECT string_agg(after::text, ' ') FROM audit.events WHERE action = 'attendees.exported'").await;
    assert!(what.contains("pdf") && what.contains("in=no"), "{what}");
}

#[tokio::test]
async fn a_list_of_nobody_and_one_that_is_too_long_say_what_would_be_right() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.many_orders(event, 5_001).await;
    let path = format!("/console/events/{event}/attendees/list.pdf");
    let refused = async |body: serde_json::Value| {
        let (status, answer) = world.post_json(&world.owner, &path, body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        answer.to_string()
    };
    let long = refused(json!({"all": "on"})).await;
    assert!(long.contains("at most 5,000 attendees and 5,001 match") && long.contains("CSV"), "{long}");
    assert!(refused(json!({"all": "on", "q": "nobody"})).await.contains("nobody matches"));
    assert!(refused(json!({})).await.contains("choose at least one attendee"));
    assert_eq!(world.audit().await.get("attendees.exported"), None, "nothing was taken away");
    let page = world.get(&world.owner, &format!("/console/events/{event}/attendees")).await;
    assert!(told(&page.text).contains("lists at most 5,000 attendees and 5,001 match") && page.count("form[action$='/list.pdf']") == 0);

    // Narrowed by a filter it is printed: a row each, over pages that say where they are.
    let answer = world.post(&world.owner, &path, &[("all", "on"), ("q", "muller 1")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.told());
    let wanted = world.number("SELECT count(*) FROM tickets WHERE attendee_name LIKE '%1%'").await;
    let pages = lines(&answer.bytes);
    assert_eq!(pages.concat().iter().filter(|line| line.starts_with("Müller ")).count(), usize::try_from(wanted).unwrap());
    let last = format!("Page {0} of {0}", pages.len());
    assert!(pages.last().unwrap().iter().any(|line| line.ends_with(&last)), "{last}");
}

#[tokio::test]
async fn papers_are_for_those_who_may() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let order = world.give_tickets(event, &["Mei Chan"]).await;
    let at = format!("/console/orders/{order}");
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    assert_eq!(world.get(&stranger, &format!("{at}/receipt.pdf")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.post(&stranger, &format!("{at}/tickets.pdf"), &[]).await.status, StatusCode::NOT_FOUND);
    // Who may see orders may print receipts and lists; tickets are for those who may also mail them.
    let viewer = world.house.holder("viewer", "MANAGEMENT", event.0).await;
    let other = world.event_on_sale().await;
    world.house.grant(&viewer, "AA", other.0, None).await;
    assert_eq!(world.get(&viewer, &format!("{at}/receipt.pdf")).await.status, StatusCode::OK);
    let list = format!("/console/events/{event}/attendees/list.pdf");
    assert_eq!(world.post(&viewer, &list, &[("all", "on")]).await.status, StatusCode::OK);
    assert_eq!(world.post(&viewer, &format!("{at}/tickets.pdf"), &[]).await.status, StatusCode::NOT_FOUND);
    let page = world.get(&viewer, &at).await;
    assert_eq!((page.count("a[href$='/receipt.pdf']"), page.count("form[action$='/tickets.pdf']")), (1, 0));
    assert_eq!(world.audit().await.get("tickets.printed"), None);
    assert_eq!(world.get(&world.owner, &format!("{at}/receipt.pdf")).await.status, StatusCode::OK);
    assert_eq!(world.post(&world.owner, &format!("{at}/tickets.pdf"), &[]).await.status, StatusCode::OK);
    assert_eq!(world.audit().await.get("tickets.printed"), Some(&1));
}
