//! The digest: at the reader's hour, once a day, with everything that waits.

use axum::http::Method;

use super::site::{LOW, MEDIUM, Site, id};

#[tokio::test]
async fn a_digest_comes_at_the_readers_hour_with_everything_that_waits_and_not_without() {
    let site = Site::new().await;
    let (ada, bob) = (site.house.person("Ada").await, site.house.person("Bob").await);
    site.settings(&ada, "Asia/Hong_Kong", None, "daily", 9).await;
    site.settings(&bob, "America/New_York", None, "daily", 9).await;
    // Noon in UTC: 20:00 in Hong Kong, 7:00 in New York.
    for who in [&ada, &bob] {
        site.tell(&MEDIUM, who, "one").await;
        site.house.clock.advance(chrono::Duration::minutes(1));
        site.tell(&MEDIUM, who, "two").await;
        site.tell(&LOW, who, "three").await;
    }
    site.at("2026-03-01T13:59:00Z").await;
    assert!(site.mails(&ada).await.is_empty() && site.mails(&bob).await.is_empty());
    site.at("2026-03-01T14:00:00Z").await;
    let mails = site.mails(&bob).await;
    assert_eq!(mails.len(), 1, "nine in New York");
    assert_eq!(mails[0].subject, "2 notices for you");
    for line in ["Shop\n• New: one\n• New: two\n", "https://callboard.test/account/inbox"] {
        assert!(mails[0].text.contains(line), "{line}: {}", mails[0].text);
    }
    assert!(site.mails(&ada).await.is_empty(), "it is night in Hong Kong");
    site.at("2026-03-02T01:00:00Z").await;
    assert_eq!(site.mails(&ada).await.len(), 1);

    // Later on the same day something comes: it waits for the next morning, and a day without news has no mail.
    site.tell(&MEDIUM, &bob, "four").await;
    site.at("2026-03-02T13:50:00Z").await;
    assert_eq!(site.mails(&bob).await.len(), 1);
    site.at("2026-03-02T14:00:00Z").await;
    assert_eq!(site.mails(&bob).await.len(), 2);
    site.at("2026-03-03T14:01:00Z").await;
    site.tell(&MEDIUM, &bob, "five").await;
    site.at("2026-03-03T20:00:00Z").await;
    assert_eq!(site.mails(&bob).await.len(), 2, "nothing waited at nine");
    site.at("2026-03-04T14:00:00Z").await;
    assert_eq!(site.mails(&bob).await.len(), 3);
}

#[tokio::test]
async fn two_programs_and_one_that_dies_in_the_middle_send_one_digest() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.tell(&MEDIUM, &ada, "one").await;
    // Whatever breaks after the mail was written takes it along.
    site.sql(
        "CREATE FUNCTION public.stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'stumbled'; END $$;
         CREATE TRIGGER stumble BEFORE UPDATE OF mailed_at ON notify.notices FOR EACH ROW EXECUTE FUNCTION public.stumble()",
    )
    .await;
    site.at("2026-03-02T08:00:00Z").await;
    assert!(site.mails(&ada).await.is_empty());
    site.sql("DROP TRIGGER stumble ON notify.notices").await;
    let other = site.second_runner();
    site.house.clock.advance(chrono::Duration::minutes(5));
    let (one, two) = tokio::join!(site.runner.run_due(), other.run_due());
    one.unwrap();
    two.unwrap();
    assert_eq!(site.mails(&ada).await.len(), 1);
    // As if the next look came before what the last one did was seen.
    site.sql("UPDATE notify.notices SET mailed_at = NULL").await;
    site.at("2026-03-02T09:00:00Z").await;
    assert_eq!(site.mails(&ada).await.len(), 1, "one a day");
}

#[tokio::test]
async fn an_hour_that_comes_twice_brings_one_digest_and_a_skipped_one_still_does() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.settings(&ada, "Europe/Berlin", None, "daily", 2).await;
    site.at("2026-03-28T12:00:00Z").await;
    site.tell(&MEDIUM, &ada, "spring").await;
    site.at("2026-03-29T01:00:00Z").await;
    assert_eq!(site.mails(&ada).await.len(), 1, "at three, for there is no two");
    site.at("2026-10-24T12:00:00Z").await;
    site.tell(&MEDIUM, &ada, "autumn").await;
    site.at("2026-10-25T00:05:00Z").await;
    assert_eq!(site.mails(&ada).await.len(), 2);
    site.tell(&MEDIUM, &ada, "between").await;
    site.at("2026-10-25T01:05:00Z").await;
    assert_eq!(site.mails(&ada).await.len(), 2, "two o'clock again, the same day");
    site.at("2026-10-26T01:05:00Z").await;
    assert_eq!(site.mails(&ada).await.len(), 3);
}

#[tokio::test]
async fn a_weekly_one_comes_on_mondays_and_one_that_was_ended_does_not() {
    let site = Site::new().await;
    let (ada, bob) = (site.house.person("Ada").await, site.house.person("Bob").await);
    site.settings(&ada, "UTC", None, "weekly", 8).await;
    // A Tuesday.
    site.at("2026-03-03T12:00:00Z").await;
    site.tell(&MEDIUM, &ada, "one").await;
    site.tell(&MEDIUM, &bob, "one").await;
    site.at("2026-03-08T23:00:00Z").await;
    assert!(site.mails(&ada).await.is_empty());
    site.at("2026-03-09T08:00:00Z").await;
    assert_eq!(site.mails(&ada).await.len(), 1);

    let mail = site.mails(&bob).await.remove(0);
    let path = mail.unsubscribe.unwrap().replace("https://callboard.test", "");
    let form = [("content-type", "application/x-www-form-urlencoded")];
    site.browser().send(Method::POST, &path, &form, "List-Unsubscribe=One-Click").await.expect(200);
    site.tell(&MEDIUM, &bob, "two").await;
    site.at("2026-03-11T08:00:00Z").await;
    assert_eq!(site.mails(&bob).await.len(), 1);
    let page = site.of(&bob).get("/account/notifications").await.expect(200);
    assert_eq!(page.attribute("select[name=digest] option[selected]", "value").as_deref(), Some("off"));
}

#[tokio::test]
async fn what_is_old_is_forgotten() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.tell(&LOW, &ada, "read").await;
    site.of(&ada).post("/account/inbox/read", &[]).await.expect(303);
    site.tell(&LOW, &ada, "unread").await;
    site.at("2026-08-28T11:00:00Z").await;
    assert_eq!(site.count("notify.notices").await, 2, "179 days");
    site.at("2026-08-29T12:00:00Z").await;
    assert_eq!(site.count("notify.notices").await, 1);
    site.at("2028-03-02T12:00:00Z").await;
    assert_eq!(site.count(&format!("notify.notices WHERE user_id = '{}'", id(&ada))).await, 0, "two years");
}
