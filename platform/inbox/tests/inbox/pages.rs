//! The inbox, the bell and the preferences in a browser.

use axum::http::Method;
use platform_types::Actor;

use super::site::{HIGH, LOW, MEDIUM, Site};

async fn bell(site: &Site, who: &Actor) -> Vec<String> {
    site.of(who).get("/me/bell").await.expect(200).find(".bell__count")
}

#[tokio::test]
async fn the_bell_counts_and_opening_a_notice_marks_it_and_leads_on() {
    let site = Site::new().await;
    let (ada, eve) = (site.house.person("Ada").await, site.house.person("Eve").await);
    let browser = site.of(&ada);
    let empty = browser.get("/account/inbox").await.expect(200);
    assert!(empty.told().contains("Nothing yet"), "{}", empty.told());
    assert!(bell(&site, &ada).await.is_empty());
    site.tell(&LOW, &ada, "first").await;
    site.house.clock.advance(chrono::Duration::days(1));
    site.tell(&LOW, &ada, "<b>second</b>").await;
    assert_eq!(bell(&site, &ada).await, ["2"]);
    assert!(bell(&site, &eve).await.is_empty(), "somebody else's are not counted");
    assert_eq!(site.browser().get("/me/bell").await.expect(200).text, "", "nor shown to nobody");

    let page = browser.get("/account/inbox").await.expect(200);
    assert_eq!(page.find(".notice__told"), ["New: <b>second</b>", "New: first"], "newest first, and words are words");
    assert_eq!(page.find("main h2"), ["Today", "Yesterday"]);
    assert_eq!(page.count(".notice--new"), 2);
    let opens = page.attribute(".notice__form", "action").unwrap();
    site.of(&eve).post(&opens, &[]).await.expect(404);
    assert_eq!(browser.post(&opens, &[]).await.leads(), "/my/tickets");
    assert_eq!(bell(&site, &ada).await, ["1"]);
    let unread = browser.get("/account/inbox?only=unread").await.expect(200);
    assert_eq!(unread.find(".notice__told"), ["New: first"]);

    // What comes while the page is read is not marked by its button.
    let until = unread.field("until").unwrap();
    site.house.clock.advance(chrono::Duration::minutes(1));
    site.tell(&LOW, &ada, "third").await;
    browser.post("/account/inbox/read", &[("until", &until)]).await.expect(303);
    assert_eq!(browser.get("/account/inbox?only=unread").await.expect(200).find(".notice__told"), ["New: third"]);
}

#[tokio::test]
async fn a_long_list_is_paged_and_every_notice_is_on_one_page() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    for n in 0..120 {
        site.tell(&LOW, &ada, &n.to_string()).await;
    }
    let (browser, mut path, mut told) = (site.of(&ada), "/account/inbox".to_owned(), Vec::new());
    loop {
        let page = browser.get(&path).await.expect(200);
        told.extend(page.find(".notice__told"));
        match page.attribute("a[rel=next]", "href") {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(told.len(), 120);
    told.sort();
    told.dedup();
    assert_eq!(told.len(), 120);
}

#[tokio::test]
async fn people_choose_by_which_way_they_are_told() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    let browser = site.of(&ada);
    let page = browser.get("/account/notifications").await.expect(200);
    let chosen = |page: &platform_http_testing::Answer, kind: &str| {
        page.attribute(&format!("select[name='mail.{kind}'] option[selected]"), "value").unwrap_or_default()
    };
    assert_eq!(
        (chosen(&page, "test.high"), chosen(&page, "test.medium"), chosen(&page, "test.low")),
        ("now".into(), "digest".into(), "never".into())
    );
    assert_eq!(page.count("[name='mail.test.critical'], [name='in_app.test.critical']"), 0, "nobody turns off what is about security");
    let form = [
        ("mail.test.high", "never"),
        ("in_app.test.high", "on"),
        ("mail.test.medium", "now"),
        ("mail.test.low", "digest"),
        ("in_app.test.low", "on"),
        ("mail.test.critical", "never"),
        ("zone", "Asia/Hong_Kong"),
        ("quiet_from", "22"),
        ("quiet_until", "7"),
        ("digest", "daily"),
        ("digest_hour", "9"),
    ];
    let saved = browser.post("/account/notifications", &form).await;
    let page = browser.get(saved.leads()).await.expect(200);
    assert!(page.told().contains("Saved."), "{}", page.told());
    assert_eq!((chosen(&page, "test.high"), chosen(&page, "test.medium")), ("never".into(), "now".into()));
    assert_eq!(page.attribute("select[name=zone] option[selected]", "value").as_deref(), Some("Asia/Hong_Kong"));
    assert_eq!(page.count("input[name='in_app.test.medium'][checked]"), 0);

    site.tell(&HIGH, &ada, "high").await;
    site.tell(&MEDIUM, &ada, "medium").await;
    site.tell(&super::site::CRITICAL, &ada, "critical").await;
    // 20:00 in Hong Kong.
    site.run().await;
    let mut subjects: Vec<String> = site.mails(&ada).await.into_iter().map(|m| m.subject).collect();
    subjects.sort();
    assert_eq!(subjects, ["New: critical", "New: medium"]);
    let inbox = browser.get("/account/inbox").await.expect(200).find(".notice__told");
    assert!(inbox.len() == 2 && !inbox.contains(&"New: medium".to_owned()), "{inbox:?}");
}

#[tokio::test]
async fn mistakes_are_told_beside_their_fields() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    let browser = site.of(&ada);
    let post = async |fields: &[(&str, &str)]| browser.post("/account/notifications", fields).await.expect(422).find(".field__error");
    let half = post(&[("zone", "UTC"), ("quiet_from", "22"), ("quiet_until", "none"), ("digest", "daily"), ("digest_hour", "8")]).await;
    assert_eq!(half, ["Choose when quiet begins and when it ends, or neither."]);
    let asleep = post(&[("zone", "UTC"), ("quiet_from", "22"), ("quiet_until", "9"), ("digest", "daily"), ("digest_hour", "8")]).await;
    assert_eq!(asleep, ["Choose an hour outside your quiet hours."]);
    let nowhere = post(&[("zone", "Mars/Olympus"), ("digest", "daily"), ("digest_hour", "8")]).await;
    assert_eq!(nowhere.len(), 1, "{nowhere:?}");
    assert_eq!(site.count("notify.settings").await, 0);
}

#[tokio::test]
async fn the_pages_are_told_in_german() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.tell(&LOW, &ada, "x").await;
    let english = english();
    assert!(english.len() > 15, "{english:?}");
    for path in ["/account/inbox", "/account/inbox?only=unread", "/account/notifications?done=saved"] {
        let page = site.of(&ada).send(Method::GET, path, &[("accept", "text/html"), ("accept-language", "de")], "").await.expect(200);
        let told = page.told();
        assert!(page.text.contains("lang=\"de\""), "{path}");
        let left: Vec<&String> = english.iter().filter(|text| told.contains(text.as_str())).collect();
        assert!(left.is_empty(), "{path}: {left:?}");
    }
}

/// Sentences of the English texts that have no value in them.
fn english() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("texts/en");
    let mut texts = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            if let Some((_, text)) = line.split_once(" = ")
                && text.split(' ').count() > 2
                && !text.contains('{')
                && !line.starts_with('#')
            {
                texts.push(text.to_owned());
            }
        }
    }
    texts
}
