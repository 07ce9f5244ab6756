//! What other websites can make a visitor's browser do here: nothing.

use axum::http::Method;

use super::site::{Site, Wish};
use platform_http_testing::form;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

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
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (403, Some("http.cross_site")), "{}", meta.path);
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
