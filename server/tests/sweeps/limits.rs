//! How often somebody may ask, and who that somebody is.

use axum::http::Method;

use super::site::{Site, Wish};

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
    assert_eq!(limited.json()["code"], "http.rate_limited");
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
            let answer = browser.bare(&meta.method, meta.sample).await;
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
