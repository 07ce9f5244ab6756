//! What is mailed at once, what waits for the morning, and how mails are ended.

use axum::http::Method;
use platform_inbox::tell;

use super::site::{CRITICAL, HIGH, LOW, MEDIUM, Site, id, notice};

#[tokio::test]
async fn one_is_told_once_in_the_transaction_of_what_happened() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    let mut tx = site.house.db.as_system("test").await.unwrap();
    tell(&mut tx, &notice(&HIGH, &ada, "undone")).await.unwrap();
    tx.rollback().await.unwrap();
    site.run().await;
    assert!(site.mails(&ada).await.is_empty() && site.count("notify.notices").await == 0, "what did not happen is not told");

    assert!(site.tell(&HIGH, &ada, "sold out").await);
    assert!(!site.tell(&HIGH, &ada, "sold out").await, "told before");
    assert!(site.tell(&MEDIUM, &ada, "import").await && site.tell(&LOW, &ada, "order").await);
    site.run().await;
    assert!(!site.tell(&HIGH, &ada, "sold out").await, "also after it was mailed");
    site.run().await;
    let mails = site.mails(&ada).await;
    assert_eq!(mails.iter().map(|m| m.subject.as_str()).collect::<Vec<_>>(), ["New: sold out"], "the others can wait, or are not mailed");
    assert!(mails[0].text.contains("Hello Ada,") && mails[0].text.contains("https://callboard.test/my/tickets"), "{}", mails[0].text);
    assert_eq!(site.count("notify.notices WHERE in_app").await, 3);
}

#[tokio::test]
async fn quiet_hours_hold_back_what_can_wait_until_they_end_in_the_readers_zone() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.settings(&ada, "Europe/Berlin", Some((22, 7)), "daily", 8).await;
    // 23:30 in Berlin.
    site.at("2026-03-03T22:30:00Z").await;
    site.tell(&HIGH, &ada, "sold out").await;
    site.tell(&CRITICAL, &ada, "key").await;
    site.run().await;
    let subjects = async || site.mails(&ada).await.into_iter().map(|m| m.subject).collect::<Vec<_>>();
    assert_eq!(subjects().await, ["New: key"], "only what is critical");
    site.at("2026-03-04T05:59:59Z").await;
    assert_eq!(subjects().await.len(), 1);
    site.at("2026-03-04T06:00:00Z").await;
    assert_eq!(subjects().await, ["New: key", "New: sold out"]);
    site.at("2026-03-05T06:00:00Z").await;
    assert_eq!(subjects().await.len(), 2, "once");
}

#[tokio::test]
async fn the_night_the_clocks_change_is_as_long_as_it_is() {
    let site = Site::new().await;
    let (spring, autumn) = (site.house.person("Spring").await, site.house.person("Autumn").await);
    for who in [&spring, &autumn] {
        site.settings(who, "Europe/Berlin", Some((22, 2)), "daily", 8).await;
    }
    // 2:00 does not exist on 29 March: it is 3:00 at once, at 01:00 UTC.
    site.at("2026-03-29T00:59:00Z").await;
    site.tell(&HIGH, &spring, "news").await;
    site.run().await;
    assert!(site.mails(&spring).await.is_empty());
    site.at("2026-03-29T01:00:00Z").await;
    assert_eq!(site.mails(&spring).await.len(), 1);
    // 2:00 comes twice on 25 October, at 00:00 and 01:00 UTC: quiet until the second.
    site.at("2026-10-25T00:10:00Z").await;
    site.tell(&HIGH, &autumn, "news").await;
    site.run().await;
    site.at("2026-10-25T00:59:59Z").await;
    assert!(site.mails(&autumn).await.is_empty());
    site.at("2026-10-25T01:00:00Z").await;
    assert_eq!(site.mails(&autumn).await.len(), 1);
}

#[tokio::test]
async fn what_was_read_in_the_night_is_not_mailed_in_the_morning() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.settings(&ada, "UTC", Some((22, 7)), "daily", 8).await;
    site.at("2026-03-03T23:00:00Z").await;
    site.tell(&HIGH, &ada, "sold out").await;
    site.run().await;
    site.of(&ada).post("/account/inbox/read", &[]).await.expect(303);
    site.at("2026-03-04T07:00:00Z").await;
    assert!(site.mails(&ada).await.is_empty());
}

#[tokio::test]
async fn a_mail_is_told_in_the_language_of_its_reader() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.sql(&format!("UPDATE public.platform_users SET locale = 'de' WHERE id = '{}'", id(&ada))).await;
    site.tell(&HIGH, &ada, "ausverkauft").await;
    site.run().await;
    let mail = site.mails(&ada).await.remove(0);
    assert_eq!(mail.subject, "Neu: ausverkauft");
    assert!(mail.text.starts_with("Guten Tag Ada,") && mail.text.contains("Keine E-Mails dieser Art mehr: https://"), "{}", mail.text);
}

#[tokio::test]
async fn one_click_in_the_mail_ends_its_kind_without_a_sign_in() {
    let site = Site::new().await;
    let (ada, bob) = (site.house.person("Ada").await, site.house.person("Bob").await);
    for who in [&ada, &bob] {
        site.tell(&HIGH, who, "first").await;
        site.tell(&CRITICAL, who, "key").await;
    }
    site.run().await;
    let mails = site.mails(&ada).await;
    let [key, first] = mails.as_slice() else { panic!("{} mails", mails.len()) };
    let (key, first) = if key.subject.ends_with("key") { (key, first) } else { (first, key) };
    assert_eq!(key.unsubscribe, None, "nobody turns off what is about security");
    let address = first.unsubscribe.clone().unwrap();
    let path = address.strip_prefix("https://callboard.test").unwrap();
    assert!(first.text.contains(&address));

    // Mail programs open every address they see: nothing happens by that.
    let nobody = site.browser();
    let page = nobody.get(path).await.expect(200);
    assert!(page.told().contains("no more mails called “News”") && page.count("main form button") == 1, "{}", page.told());
    let arabic = nobody.send(Method::GET, path, &[("accept-language", "ar")], "").await.expect(200);
    assert!(arabic.text.contains("dir=\"rtl\"") && arabic.text.contains("رسائل أقل"), "{}", arabic.told());
    site.tell(&HIGH, &ada, "second").await;
    site.run().await;
    assert_eq!(site.mails(&ada).await.len(), 3);

    // As a mail program posts it: no cookie, no origin, its own body.
    let one_click = [("content-type", "application/x-www-form-urlencoded")];
    nobody.send(Method::POST, path, &one_click, "List-Unsubscribe=One-Click").await.expect(200);
    nobody.send(Method::POST, path, &one_click, "List-Unsubscribe=One-Click").await.expect(200);
    for who in [&ada, &bob] {
        site.tell(&HIGH, who, "third").await;
    }
    site.run().await;
    assert_eq!(site.mails(&ada).await.len(), 3, "no more of them");
    assert_eq!(site.mails(&bob).await.len(), 3, "somebody else's are not ended");
    assert!(site.of(&ada).get("/account/inbox").await.expect(200).told().contains("New: third"), "the inbox has it");

    let forged = path.replace("test.high", "test.medium");
    for wrong in [forged.as_str(), "/unsubscribe/AAAA/test.high", &path.replace("test.high", "digest")] {
        nobody.get(wrong).await.expect(404);
        nobody.send(Method::POST, wrong, &one_click, "").await.expect(404);
    }
    assert_eq!(site.count("notify.choices").await, 1);
}
