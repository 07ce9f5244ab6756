//! What every answer carries, and how a fault is told.

use axum::http::Method;
use platform_http::{Access, GET, Surface};
use serde_json::json;

use super::browser::JSON;
use super::estate::Estate;
use super::site::{Site, Wish};

#[tokio::test]
async fn every_answer_carries_its_number_and_says_what_this_site_never_does() {
    let site = Site::new().await;
    let browser = site.browser();
    let mut numbers = std::collections::BTreeSet::new();
    for path in ["/", "/events/none", "/api/events", "/api/none", "/account", "/assets/none.css", "/health/live", "/no/such/page"] {
        let answer = browser.get(path).await;
        assert!(numbers.insert(answer.header("x-request-id").to_owned()) && answer.header("x-request-id").len() == 36, "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'sha256-"), "{path}: {policy}");
        for never in ["unsafe-inline", "unsafe-eval", "*", "http:", "https:", "nonce-"] {
            let rest = policy.split("form-action").next().unwrap();
            assert!(!rest.contains(never), "{path}: {never}");
        }
        for part in ["style-src 'self' 'sha256-", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"] {
            assert!(policy.contains(part), "{path}: {part}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "not promised in clear text");
    }
    let wrong_method = browser.send(Method::DELETE, "/sign-in", &[], "").await;
    assert_eq!((wrong_method.status.as_u16(), wrong_method.header("x-content-type-options")), (405, "nosniff"));
}

#[tokio::test]
async fn over_tls_it_is_promised_for_a_year_and_cookies_are_bound_to_the_host() {
    let wish = Wish { tls: Some((Vec::new(), Vec::new())), ..Wish::roomy() };
    let site = Site::wished(wish).await;
    let estate_less = site.browser();
    assert_eq!(estate_less.get("/").await.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
    site.house.person_with_password("Ada", super::acts::PASSWORD).await;
    let done = estate_less.post("/sign-in", &[("email", "ada@example.org"), ("password", super::acts::PASSWORD)]).await;
    let cookie = done.header("set-cookie").to_owned();
    for part in ["__Host-callboard-session=", "; Path=/;", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_named() {
    let site = Site::wished(Wish::roomy().with("limits.body_bytes", "2048")).await;
    let estate = Estate::found(&site).await;
    let browser = site.browser();
    let large = "x".repeat(4_000);
    let path = format!("/events/{}/hold", estate.event_slug);
    for key in [None, Some(("idempotency-key", "a-large-body"))] {
        let headers: Vec<_> = JSON.into_iter().chain(key).collect();
        let answer = browser.send(Method::POST, &path, &headers, &json!({ "x": large }).to_string()).await.expect(413);
        assert_eq!(answer.json()["code"], "http.too_large");
    }
    browser.post("/sign-in", &[("email", &large)]).await.expect(413);
    let broken = browser.send(Method::POST, &path, &JSON, "{\"items\": [").await.expect(400);
    assert_eq!(broken.json()["code"], "http.unreadable_body");
    let xml = browser.send(Method::POST, &path, &[("content-type", "text/xml"), ("accept", "application/json")], "<x/>").await.expect(400);
    assert_eq!(xml.json()["code"], "http.unreadable_body");
    let missing = browser.json(&path, &json!({ "items": [{ "ticket_type": estate.free_type }] })).await.expect(422);
    assert_eq!(
        (missing.json()["code"].clone(), missing.json()["fields"][0]["field"].clone()),
        (json!("http.invalid_input"), json!("items[0].quantity"))
    );
    for nul in ["/events/%00", "/api/events/%00", "/orders/%00"] {
        browser.send(Method::GET, nul, &[], "").await.expect(404);
    }
    browser.send(Method::GET, "/events?after=%00", &[], "").await.expect(400);
    let nonsense = browser.post(&path, &[(&format!("quantity[{}]", estate.free_type), "two")]).await.expect(303);
    let nonsense = browser.get(nonsense.leads()).await.expect(200);
    assert!(nonsense.told().contains("whole number"), "{}", nonsense.told());
}

#[tokio::test]
async fn a_fault_is_told_in_the_way_the_caller_can_use() {
    let site = Site::new().await;
    let browser = site.browser();
    let api = browser.get("/api/none").await.expect(404);
    assert_eq!(api.header("content-type"), "application/problem+json");
    let problem = api.json();
    assert_eq!(problem["type"], "/docs/errors#http.not_found");
    assert_eq!((&problem["status"], &problem["code"]), (&json!(404), &json!("http.not_found")));
    assert_eq!(problem["request_id"], api.header("x-request-id"));
    let page = browser.get("/none").await.expect(404);
    assert!(page.header("content-type").starts_with("text/html") && page.text.starts_with("<!DOCTYPE html>"));
    assert!(page.text.contains(page.header("x-request-id")) && page.attribute("main", "id").is_some());
    let fragment = browser.send(Method::GET, "/none", &[("hx-request", "true")], "").await.expect(404);
    assert!(fragment.text.starts_with("<div") && fragment.text.contains("role=\"alert\""), "{}", fragment.text);
    let boosted = browser.send(Method::GET, "/none", &[("hx-request", "true"), ("hx-boosted", "true")], "").await.expect(404);
    assert!(boosted.text.starts_with("<!DOCTYPE html>"));
    let asks_json = browser.send(Method::GET, "/none", &[("accept", "application/json")], "").await.expect(404);
    assert_eq!(asks_json.json()["code"], "http.not_found");
    for answer in [&api, &page, &fragment] {
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
    let closed = browser.send(Method::GET, "/auth/v1/user", &[], "").await.expect(401);
    assert_eq!(closed.header("www-authenticate"), "Bearer");
}

/// What people type or paste with a slash at its end is the page all the same.
#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_page() {
    let site = Site::new().await;
    let browser = site.browser();
    let pages = site.whole.routes.iter().filter(|m| m.method == GET && m.surface == Surface::Page && m.access == Access::Public);
    let mut tried = 0;
    for path in pages.map(|m| m.sample).filter(|path| *path != "/") {
        let led = browser.get(&format!("{path}/?a=b&c=%2F")).await.expect(308);
        assert_eq!(led.header("location"), format!("{path}?a=b&c=%2F"));
        tried += 1;
    }
    assert!(tried > 15, "{tried}");
    assert_eq!(browser.send(Method::HEAD, "/events/", &[], "").await.expect(308).header("location"), "/events");
    browser.post("/sign-in/", &[]).await.expect(404);
    for nowhere in ["/api/events/", "/auth/v1/settings/", "/assets/x.css/", "//evil.test/", "//evil.test//"] {
        let answer = browser.get(nowhere).await.expect(404);
        assert_eq!(answer.header("location"), "", "{nowhere}");
    }
}

/// A fault of ours tells its number and nothing else.
#[tokio::test]
async fn what_broke_inside_stays_inside() {
    let site = Site::new().await;
    site.sql("ALTER TABLE events RENAME COLUMN slug TO snail").await;
    for (path, accept) in [("/events/x", "text/html"), ("/api/events/x", "application/json")] {
        let answer = site.browser().send(Method::GET, path, &[("accept", accept)], "").await.expect(500);
        assert!(answer.text.contains(answer.header("x-request-id")), "{}", answer.text);
        for inside in ["slug", "column", "SELECT", "sqlx", "postgres", "error returned"] {
            assert!(!answer.without_sheets().contains(inside), "{inside}: {}", answer.told());
        }
    }
    let health = site.browser().at("127.0.0.1").get("/health").await.expect(200);
    assert_eq!(health.json()["components"][0]["component"], "database");
}
