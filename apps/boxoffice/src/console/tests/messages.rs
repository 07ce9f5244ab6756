//! A message to ticket holders: seen before it is sent, sent once, to each address once.

use axum::http::StatusCode;
use platform_types::EventId;

use super::harness::World;
use super::{attribute, count, told};
use crate::messages::SendEventMessage;

const MESSAGE: &str = "0195a1b2-0000-7000-8000-0000000000e1";

const MAILS: &str = "SELECT count(*) FROM notify.messages WHERE purpose = 'boxoffice.message'";

async fn send(world: &World, event: EventId, id: &str, more: &[(&str, &str)]) -> platform_http_testing::Answer {
    let mut fields = vec![("message", id), ("subject", "News of {event}"), ("text", "Hello {name},\n\nsee {link}")];
    fields.extend(more);
    world.post(&world.owner, &format!("/console/events/{event}/messages"), &fields).await
}

#[tokio::test]
async fn a_message_is_shown_as_one_of_them_reads_it_and_sent_once() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    world.give_tickets(event, &["Mei Chan"]).await;
    world.run_jobs().await;
    let fields = [("message", MESSAGE), ("subject", "News of {event}"), ("text", "Hello {name},\n\nsee {link}")];
    let page = world.post(owner, &format!("/console/events/{event}/messages/preview"), &fields).await;
    let text = told(&page.text);
    for says in [
        "Fromlantern",
        "Mei Chan <mei@example.org>",
        "News of The Tempest",
        "Hello Mei Chan,",
        "see https://tickets.test/orders/",
        "It goes to 1 address",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(world.number(MAILS).await, 0, "looking sends nothing");
    assert_eq!(attribute(&page.text, "form[action$='/messages'] input[name=message]", "value").as_deref(), Some(MESSAGE));

    let list = format!("/console/events/{event}/messages?done=message-sent");
    assert_eq!(send(&world, event, MESSAGE, &[]).await.leads(), list);
    assert_eq!(send(&world, event, MESSAGE, &[]).await.leads(), list, "a second click finds it sent");
    world.run_jobs().await;
    let mut admin = world.house.test_db.connect(None).await;
    let mails: Vec<(String, String, String, String, String)> = sqlx::query_as(
        "SELECT from_name, to_address, subject, text_body, html_body FROM notify.messages WHERE purpose = 'boxoffice.message'",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    let [(from, to, subject, text, html)] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!((from.as_str(), to.as_str(), subject.as_str()), ("lantern", "mei@example.org", "News of The Tempest"));
    assert!(text.starts_with("Hello Mei Chan,\n\nsee https://tickets.test/orders/") && html.contains("<p>Hello Mei Chan,</p>"), "{text}");
    assert_eq!(world.audit().await.get("event.message_sent"), Some(&1));
    let page = told(&world.get(owner, &list).await.text);
    assert!(page.contains("News of {event}") && page.contains("everybody with a ticket"), "{page}");
    assert_eq!(count(&world.get(owner, &list).await.text, "tbody tr"), 1);
}

#[tokio::test]
async fn whatever_dies_in_the_middle_nobody_is_left_out_or_written_to_twice() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.many_orders(event, 250).await;
    send(&world, event, MESSAGE, &[]).await.expect(303);
    assert_eq!(world.number("SELECT count(DISTINCT email) FROM event_message_recipients").await, 250);
    // The second hundred fails at its fiftieth mail.
    let mut admin = world.house.test_db.connect(None).await;
    sqlx::raw_sql(
        "CREATE FUNCTION notify.dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of paper'; END $$;
         CREATE TRIGGER dies BEFORE INSERT ON notify.messages FOR EACH ROW WHEN (NEW.key LIKE 'boxoffice.message/%/150') EXECUTE FUNCTION notify.dies();",
    )
    .execute(&mut admin)
    .await
    .unwrap();
    world.run_jobs().await;
    assert_eq!(world.number(MAILS).await, 150, "two of three parts; of the one that died nothing");
    let page = told(&world.get(&world.owner, &format!("/console/events/{event}/messages")).await.text);
    assert!(page.contains("150100 on the way"), "{page}");
    sqlx::raw_sql("DROP TRIGGER dies ON notify.messages").execute(&mut admin).await.unwrap();
    world.house.clock.advance(chrono::Duration::minutes(1));
    world.run_jobs().await;
    // And whoever asks for the jobs once more gets nothing more.
    let message = MESSAGE.parse().unwrap();
    let mut tx = world.house.db.as_actor(&world.owner).await.unwrap();
    for first in [1, 101, 201] {
        platform_jobs::enqueue(&mut tx, &SendEventMessage { message, first }).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.run_jobs().await;
    assert_eq!(world.number(MAILS).await, 250);
    assert_eq!(
        world
            .number("SELECT count(DISTINCT to_address) FROM notify.messages WHERE purpose = 'boxoffice.message' AND status = 'sent'")
            .await,
        250
    );
}

#[tokio::test]
async fn it_goes_to_those_who_were_meant() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale_at("2026-03-01T21:00").await;
    world.many_orders(event, 3).await;
    let mut admin = world.house.test_db.connect(None).await;
    let tickets: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT id FROM tickets ORDER BY attendee_name").fetch_all(&mut admin).await.unwrap();
    world.post(owner, &format!("/gate/{event}/scan"), &[("ticket", &tickets[0].to_string())]).await.expect(200);
    sqlx::query("UPDATE tickets SET status = 'void' WHERE id = $1").bind(tickets[1]).execute(&mut admin).await.unwrap();
    let sent_to = async |id: &str, more: &[(&str, &str)]| {
        send(&world, event, id, more).await.expect(303);
        let sql = "SELECT string_agg(email, ' ' ORDER BY email) FROM event_message_recipients WHERE message_id = $1";
        sqlx::query_scalar::<_, String>(sql)
            .bind(id.parse::<uuid::Uuid>().unwrap())
            .fetch_one(&mut world.house.test_db.connect(None).await)
            .await
            .unwrap()
    };
    let id = |n: u8| format!("0195a1b2-0000-7000-8000-0000000000d{n}");
    assert_eq!(sent_to(&id(1), &[]).await, "buyer1@example.org buyer3@example.org", "a dead ticket is no reason to write");
    assert_eq!(sent_to(&id(2), &[("in", "yes")]).await, "buyer1@example.org");
    assert_eq!(sent_to(&id(3), &[("in", "no")]).await, "buyer3@example.org");
    assert_eq!(sent_to(&id(4), &[("id", &tickets[2].to_string())]).await, "buyer3@example.org");
    let chosen = world.post(owner, &format!("/console/events/{event}/messages/compose"), &[("id", &tickets[2].to_string())]).await;
    assert!(told(&chosen.text).contains("To one chosen attendee"), "{}", told(&chosen.text));

    let nobody = send(&world, event, &id(5), &[("q", "nobody")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&nobody.text).contains("Nobody holds such a ticket"), "{}", told(&nobody.text));
    let wrong = send(&world, event, &id(5), &[]).await;
    assert_eq!(wrong.status, StatusCode::SEE_OTHER);
    send(&world, event, &id(6), &[]).await.expect(303);
    let often = send(&world, event, &id(7), &[]).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS, "six an hour");
    world.house.clock.advance(chrono::Duration::minutes(61));
    send(&world, event, &id(7), &[]).await.expect(303);
    assert_eq!(world.audit().await.get("event.message_sent"), Some(&7));
}
