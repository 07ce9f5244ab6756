//! What every request passes, in order, seen from outside.

use axum::http::Method;
use futures::future::join_all;
use serde_json::json;

use super::estate::Estate;
use super::site::{Answer, Site, Wish, form};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: [(&str, &str); 2] = [("content-type", "application/json"), ("accept", "application/json")];

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
        for part in ["style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"] {
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
async fn limits_come_first_and_say_when_to_come_back() {
    let site = Site::wished(Wish::roomy().with("limits.browse_per_minute", "2").with("limits.write_per_minute", "2")).await;
    let ada = site.house.person("Ada").await;
    let eve = site.house.person("Eve").await;
    // By address, before anybody asks who it is.
    let stranger = site.browser();
    for status in [303, 303, 429] {
        let answer = stranger.get("/account").await.expect(status);
        assert_eq!(answer.headers.contains_key("retry-after"), status == 429);
    }
    let limited = stranger.send(Method::GET, "/api/events", &[("authorization", "Bearer nonsense")], "").await.expect(429);
    assert_eq!(limited.problem()["code"], "http.rate_limited");
    let wait: u64 = limited.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    site.browser().get("/account").await.expect(303);
    // A minute later the same address may ask again.
    site.wait(i64::try_from(wait).unwrap());
    stranger.get("/account").await.expect(303);
    // By person, from whatever address.
    let jar = site.signed_in(&ada).await;
    for (n, status) in [303, 303, 429].into_iter().enumerate() {
        let ip = format!("203.0.113.{n}");
        jar.clone().at(&ip).post("/account/name", &[("full_name", "Ada L")]).await.expect(status);
    }
    site.signed_in(&eve).await.post("/account/name", &[("full_name", "Eve")]).await.expect(303);
}

#[tokio::test]
async fn five_attempts_a_minute_on_every_way_in() {
    let site = Site::wished(Wish::roomy().with("limits.auth_per_minute", "5")).await;
    let mut routes = 0;
    for meta in site.whole.routes.iter().filter(|m| m.rate == platform_http::Rate::Auth) {
        routes += 1;
        let browser = site.browser();
        let mut last = 0;
        for n in 1..=6 {
            let answer = browser.post(meta.sample, &[]).await;
            last = answer.status.as_u16();
            assert!(n < 6 || answer.headers.contains_key("retry-after"), "{}: {last}", meta.path);
        }
        assert_eq!(last, 429, "{}", meta.path);
    }
    assert!(routes >= 12, "{routes}");
    for way in ["/sign-in", "/sign-up", "/reset", "/auth/v1/token", "/orders/lookup"] {
        assert!(site.whole.routes.iter().any(|m| m.path == way && m.rate == platform_http::Rate::Auth), "{way}");
    }
}

#[tokio::test]
async fn other_sites_cannot_post_with_a_visitors_cookies() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    let browser = site.signed_in(&ada).await;
    let post = async |headers: &[(&str, &str)]| {
        let headers = [&[FORM, ("accept", "text/html")], headers].concat();
        browser.send(Method::POST, "/account/name", &headers, &form(&[("full_name", "Eve was here")])).await.status.as_u16()
    };
    let name = async || site.text(&format!("SELECT full_name FROM platform_users WHERE id = '{}'", ada.user_id().unwrap())).await;
    for bad in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[("origin", "http://callboard.test.evil.test")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://callboard.test")],
    ] {
        assert_eq!(post(bad).await, 403, "{bad:?}");
        assert_eq!(name().await, "Ada", "{bad:?}");
    }
    for fine in [&[("sec-fetch-site", "same-origin")][..], &[("origin", "http://callboard.test")], &[]] {
        assert_eq!(post(fine).await, 303, "{fine:?}");
    }
    // Following a link from elsewhere is no writing.
    browser.send(Method::GET, "/account", &[("sec-fetch-site", "cross-site")], "").await.expect(200);
    // Every route that is not read by GET is behind it.
    for meta in site.whole.routes.iter().filter(|m| m.method != Method::GET && m.access != platform_http::Access::Signed) {
        let answer = browser
            .send(meta.method.clone(), meta.sample, &[FORM, ("sec-fetch-site", "cross-site"), ("accept", "application/json")], "")
            .await;
        assert_eq!((answer.status.as_u16(), answer.problem()["code"].as_str()), (403, Some("http.cross_site")), "{}", meta.path);
    }
}

#[tokio::test]
async fn other_origins_scripts_read_the_api_only_where_they_were_named() {
    let preflight = [("origin", "https://app.example.org"), ("access-control-request-method", "POST")];
    let asks = [("origin", "https://app.example.org")];
    let closed = Site::new().await;
    let open = Site::wished(Wish::roomy().with("server.cors_origins", "https://app.example.org")).await;
    for (site, named) in [(&closed, false), (&open, true)] {
        for (path, shared) in [("/api/events", named), ("/auth/v1/settings", named), ("/", false), ("/account", false)] {
            let before = site.browser().send(Method::OPTIONS, path, &preflight, "").await;
            let answer = site.browser().send(Method::GET, path, &asks, "").await;
            for answer in [before, answer] {
                let origin = answer.header("access-control-allow-origin");
                assert_eq!(origin, if shared { "https://app.example.org" } else { "" }, "{path}");
                assert!(!answer.headers.contains_key("access-control-allow-credentials"), "{path}");
            }
        }
        let other = site.browser().send(Method::GET, "/api/events", &[("origin", "https://evil.test")], "").await;
        assert_eq!(other.header("access-control-allow-origin"), "");
    }
}

async fn hold_with(site: &Site, browser: &super::site::Browser<'_>, slug: &str, key: &str, body: &serde_json::Value) -> Answer {
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
    assert_eq!(other.problem()["code"], "http.idempotency_key_reused");
    assert_eq!(holds().await, before + 1);
    // The key is the sender's own: for somebody else it is another one.
    let theirs = hold_with(&site, &eve, slug, "key-of-ada-1", &wish(1)).await.expect(201);
    assert_ne!(theirs.text, first.text);
    assert_eq!(holds().await, before + 2);
    let short = hold_with(&site, &ada, slug, "short", &wish(1)).await.expect(400);
    assert_eq!(short.problem()["code"], "http.idempotency_key_invalid");

    // A guest whose first answer was lost gets it again, cookie and all, from the same address.
    let lost = site.browser();
    let told = hold_with(&site, &lost, slug, "key-of-a-guest", &wish(1)).await.expect(201);
    let cookie = lost.jar.lock().unwrap()["callboard-guest"].clone();
    lost.jar.lock().unwrap().clear();
    let told_again = hold_with(&site, &lost, slug, "key-of-a-guest", &wish(1)).await.expect(201);
    assert_eq!((told.text, cookie.clone()), (told_again.text, lost.jar.lock().unwrap()["callboard-guest"].clone()));
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
        assert_eq!(answer.problem()["code"], "http.too_large");
    }
    browser.post("/sign-in", &[("email", &large)]).await.expect(413);
    let broken = browser.send(Method::POST, &path, &JSON, "{\"items\": [").await.expect(400);
    assert_eq!(broken.problem()["code"], "http.unreadable_body");
    let xml = browser.send(Method::POST, &path, &[("content-type", "text/xml"), ("accept", "application/json")], "<x/>").await.expect(400);
    assert_eq!(xml.problem()["code"], "http.unreadable_body");
    let missing = browser.json(&path, &json!({ "items": [{ "ticket_type": estate.free_type }] })).await.expect(422);
    assert_eq!(
        (missing.problem()["code"].clone(), missing.problem()["fields"][0]["field"].clone()),
        (json!("http.invalid_input"), json!("quantity"))
    );
    let nonsense = browser.post(&path, &[(&format!("quantity[{}]", estate.free_type), "two")]).await.expect(422);
    assert!(nonsense.told().contains("whole number") || nonsense.text.contains("another look"), "{}", nonsense.told());
}

#[tokio::test]
async fn a_fault_is_told_in_the_way_the_caller_can_use() {
    let site = Site::new().await;
    let browser = site.browser();
    let api = browser.get("/api/none").await.expect(404);
    assert_eq!(api.header("content-type"), "application/problem+json");
    let problem = api.problem();
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
    assert_eq!(asks_json.problem()["code"], "http.not_found");
    for answer in [&api, &page, &fragment] {
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
    let closed = browser.send(Method::GET, "/auth/v1/user", &[], "").await.expect(401);
    assert_eq!(closed.header("www-authenticate"), "Bearer");
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
            assert!(!answer.text.contains(inside), "{inside}: {}", answer.told());
        }
    }
    let health = site.browser().get("/health").await.expect(200);
    assert_eq!(health.problem()["components"][0]["component"], "database");
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed_about_who_asks() {
    let wish = Wish::roomy()
        .with("limits.browse_per_minute", "1")
        .with("server.behind_proxy", "true")
        .with("server.trusted_proxies", "10.0.0.0/8")
        .with("server.public_url", "https://callboard.test");
    let site = Site::wished(wish).await;
    let ask = async |peer: &str, forwarded: &str| {
        site.browser().at(peer).send(Method::GET, "/account", &[("x-forwarded-for", forwarded)], "").await.status.as_u16()
    };
    assert_eq!(ask("203.0.113.9", "198.51.100.1").await, 303);
    assert_eq!(ask("203.0.113.9", "198.51.100.2").await, 429, "a stranger cannot choose another address");
    assert_eq!(ask("10.0.0.1", "198.51.100.3").await, 303);
    assert_eq!(ask("10.0.0.2", "1.1.1.1, 198.51.100.3, 10.7.7.7").await, 429, "the same person through two proxies");
    assert_eq!(ask("10.0.0.1", "198.51.100.4").await, 303, "their neighbour");
    // Nobody becomes the machine itself by saying so.
    for (peer, says) in [("203.0.113.77", "127.0.0.1"), ("10.0.0.1", "127.0.0.1, 198.51.100.9")] {
        site.browser().at(peer).send(Method::GET, "/metrics", &[("x-forwarded-for", says)], "").await.expect(404);
    }
    site.browser().at("127.0.0.1").get("/metrics").await.expect(200);
}
