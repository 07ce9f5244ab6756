//! The command palette lists what somebody may open, and nothing of anybody else.

use axum::http::Method;
use platform_http_testing::{Answer, Browser};

use super::estate::{Estate, MARK};
use super::site::Site;

/// The palette's lines, as its script asks for them.
async fn lines(browser: &Browser, at: &str, typed: &str) -> Answer {
    let query: String = platform_http_testing::form(&[("at", at), ("q", typed)]);
    browser.send(Method::GET, &format!("/palette?{query}"), &[("hx-request", "true")], "").await.expect(200)
}

#[tokio::test]
async fn every_listed_page_opens() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let door = site.house.holder("Door", "STAFF", estate.event).await;
    let stranger = site.house.person("Stranger").await;
    let places = [
        "/".to_owned(),
        "/console/avalon/events".to_owned(),
        format!("/console/events/{}/orders", estate.event),
        format!("/gate/{}", estate.event),
    ];
    let mut counts = Vec::new();
    for who in [&estate.owner, &estate.member, &door, &stranger] {
        let browser = site.signed_in(who).await;
        let mut all = std::collections::BTreeSet::new();
        for place in &places {
            all.extend(lines(&browser, place, "").await.attributes("a", "href"));
        }
        for href in &all {
            let answer = browser.get(href).await;
            assert_eq!(answer.status.as_u16(), 200, "{href}: {}", answer.told());
        }
        counts.push(all.len());
    }
    let [owner, member, door, stranger] = counts[..] else { panic!("{counts:?}") };
    assert!(owner > member && member > stranger && door > stranger && stranger >= 4, "{counts:?}");
}

#[tokio::test]
async fn pages_are_those_of_where_one_stands() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    let hrefs = |answer: &Answer| answer.attributes("a", "href");
    let orders = format!("/console/events/{}/orders", estate.event);
    let at_event = lines(&desk, &format!("/console/events/{}", estate.event), "").await;
    assert!(hrefs(&at_event).contains(&orders), "{}", at_event.text);
    assert!(hrefs(&at_event).contains(&"/console/avalon/events".to_owned()), "the event's organization is known as well");
    assert!(!hrefs(&lines(&desk, "/console", "").await).contains(&orders));
    assert_eq!(at_event.header("cache-control"), "private, no-store");
    // Without a script: the same as a page, from the page one comes from, filtered by what was typed.
    let from = ("referer", &*format!("http://callboard.test/console/events/{}", estate.event));
    let page = desk.send(Method::GET, "/palette?q=orders", &[from], "").await.expect(200);
    let listed: std::collections::BTreeSet<String> = page.attributes("main li a", "href").into_iter().collect();
    let all = "/console/avalon/orders".to_owned();
    assert_eq!(listed, [orders, all].into(), "the event's, and all of its organization");
    let nobody = site.browser().get("/palette").await;
    assert!(nobody.leads().starts_with("/sign-in?next="), "{}", nobody.leads());
}

#[tokio::test]
async fn events_are_found_by_name_and_orders_by_number() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    let found = lines(&desk, "/console", "NIGHT aval").await;
    assert_eq!(found.attributes("li[data-found] a", "href"), [format!("/console/events/{}", estate.event)]);
    let number = site.text(&format!("SELECT number FROM orders WHERE id = '{}'", estate.order)).await;
    let typed = format!("{}-{}", number[..4].to_lowercase(), number[4..].to_lowercase());
    let found = lines(&desk, "/console", &typed).await;
    assert_eq!(found.attributes("li[data-found] a", "href"), [format!("/console/orders/{}", estate.order)]);
    let odd = lines(&desk, "/console", "%' OR '1'='1").await;
    assert_eq!(odd.count("li[data-found]"), 0);
}

#[tokio::test]
async fn another_tenants_event_is_never_listed() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let rival = site.house.person("Rival").await;
    site.house.organization(&rival, "rival").await;
    let desk = site.signed_in(&rival).await;
    // Everybody sees this one on the public pages.
    site.sql(&format!("UPDATE events SET visibility = 'public' WHERE id = '{}'", estate.event)).await;
    let number = site.text(&format!("SELECT number FROM orders WHERE id = '{}'", estate.order)).await;
    for at in [
        "/console".to_owned(),
        format!("/console/events/{}", estate.event),
        format!("/gate/{}", estate.draft),
        "/console/avalon".to_owned(),
    ] {
        for typed in ["", MARK, "night", &number] {
            let listed = lines(&desk, &at, typed).await;
            let text = listed.text.to_lowercase();
            assert!(
                !text.contains(MARK) && !text.contains(&estate.event.to_string()) && listed.count("li[data-found]") == 0,
                "{at} {typed}: {text}"
            );
        }
    }
    // Who bought here sees their order with its event, and not behind the counter.
    let buyer = rival.user_id().unwrap();
    site.sql(&format!("UPDATE orders SET user_id = '{buyer}', guest_id = NULL WHERE id = '{}'", estate.order)).await;
    assert_eq!(lines(&desk, "/console", &number).await.count("li[data-found]"), 0);
}
