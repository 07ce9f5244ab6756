//! `Idempotency-Key`: once means once.

use axum::http::Method;
use futures::future::join_all;
use serde_json::json;

use super::browser::JSON;
use super::estate::Estate;
use super::site::Site;
use platform_http_testing::{Answer, Browser};

async fn hold_with(site: &Site, browser: &Browser, slug: &str, key: &str, body: &serde_json::Value) -> Answer {
    assert!(!site.whole.routes.is_empty());
    let headers = [&JSON[..], &[("idempotency-key", key)]].concat();
    browser.send(Method::POST, &format!("/events/{slug}/hold"), &headers, &body.to_string()).await
}

#[tokio::test]
async fn a_key_makes_a_request_happen_once() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let (ada, eve) = (site.house.person("Ada").await, site.house.person("Eve").await);
    let (ada, eve) = (site.signed_in(&ada).await, site.signed_in(&eve).await);
    let slug = &estate.event_slug;
    let wish = |n: u32| json!({ "items": [{ "ticket_type": estate.free_type, "quantity": n }] });
    let holds = async || site.text("SELECT count(*)::text FROM holds").await.parse::<u32>().unwrap();
    let before = holds().await;

    let first = hold_with(&site, &ada, slug, "key-of-ada-1", &wish(1)).await.expect(201);
    let again = hold_with(&site, &ada, slug, "key-of-ada-1", &wish(1)).await.expect(201);
    assert_eq!((first.text.as_str(), again.header("idempotent-replay")), (again.text.as_str(), "true"));
    assert_eq!(holds().await, before + 1);
    let other = hold_with(&site, &ada, slug, "key-of-ada-1", &wish(2)).await.expect(422);
    assert_eq!(other.json()["code"], "http.idempotency_key_reused");
    assert_eq!(holds().await, before + 1);
    // The key is the sender's own: for somebody else it is another one.
    let theirs = hold_with(&site, &eve, slug, "key-of-ada-1", &wish(1)).await.expect(201);
    assert_ne!(theirs.text, first.text);
    assert_eq!(holds().await, before + 2);
    let short = hold_with(&site, &ada, slug, "short", &wish(1)).await.expect(400);
    assert_eq!(short.json()["code"], "http.idempotency_key_invalid");

    // A guest whose first answer was lost gets it again, cookie and all, from the same address.
    let lost = site.browser();
    let told = hold_with(&site, &lost, slug, "key-of-a-guest", &wish(1)).await.expect(201);
    let cookie = lost.cookie("callboard-guest").unwrap();
    lost.forget();
    let told_again = hold_with(&site, &lost, slug, "key-of-a-guest", &wish(1)).await.expect(201);
    assert_eq!((told.text, cookie.clone()), (told_again.text, lost.cookie("callboard-guest").unwrap()));
    let stored = site.text("SELECT string_agg(k::text, ' ') FROM http.idempotency_keys k").await;
    for secret in ["key-of-a-guest", "key-of-ada-1", cookie.as_str(), "checkout", "callboard-guest"] {
        assert!(!stored.contains(secret), "{secret} can be read in the table");
    }
    assert!(stored.contains("sealed"));
}

#[tokio::test]
async fn a_button_pressed_eight_times_at_once_has_one_effect() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let eve = site.house.person("Eve").await;
    let eve = site.signed_in(&eve).await;
    let wish = json!({ "items": [{ "ticket_type": estate.free_type, "quantity": 1 }] });
    let before: u32 = site.text("SELECT count(*)::text FROM holds").await.parse().unwrap();
    let answers = join_all((0..8).map(|_| hold_with(&site, &eve, &estate.event_slug, "pressed-often", &wish))).await;
    let after: u32 = site.text("SELECT count(*)::text FROM holds").await.parse().unwrap();
    assert_eq!(after, before + 1);
    let made: std::collections::BTreeSet<&str> = answers.iter().filter(|a| a.status == 201).map(|a| a.text.as_str()).collect();
    assert_eq!(made.len(), 1, "one answer");
    assert!(answers.iter().all(|a| matches!(a.status.as_u16(), 201 | 409)), "the others wait or hear the same");
}
