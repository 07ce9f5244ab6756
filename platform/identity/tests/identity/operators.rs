//! Whoever runs the platform: acting for somebody, and from where.

use platform_auth::roles::PLATFORM;
use platform_http::{Access, GET};
use platform_http_testing::Browser;

use super::site::Site;

const PASSWORD: &str = "a long passphrase";
const WHY: &str = "Cannot find the tickets of order 7K2M9";

async fn operator(site: &Site, name: &str, role: &str) -> Browser {
    let person = site.house.person_with_password(name, PASSWORD).await;
    site.house.grant(&person, role, PLATFORM, None).await;
    let browser = site.browser();
    browser.post("/sign-in", &[("email", &format!("{}@example.org", name.to_lowercase())), ("password", PASSWORD)]).await.expect(303);
    browser
}

#[tokio::test]
async fn support_acts_with_a_banner_on_every_page_and_stops() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let support = operator(&site, "Sue", "LEGEND_ADMIN").await;
    let before = site.browser().get("/sign-up").await.expect(200);
    for (email, reason, says) in
        [("nobody@example.org", WHY, "Nobody has this address"), ("ada@example.org", "short", "Write why, in 10 to 500 characters")]
    {
        let wrong = support.post("/support", &[("email", email), ("reason", reason)]).await.expect(422);
        assert!(wrong.told().contains(says), "{}", wrong.told());
        assert_eq!(wrong.field("email").as_deref(), Some(email), "what was typed is kept");
    }
    support.post("/support", &[("email", "ada@example.org"), ("reason", WHY)]).await.expect(303);
    for meta in site
        .metas
        .iter()
        .filter(|meta| meta.method == GET && meta.surface == platform_http::Surface::Page && meta.access != Access::Loopback)
    {
        let page = support.get(meta.sample).await;
        if page.header("content-type").starts_with("text/html") {
            let banner = page.find("body > aside.banners:first-child").join(" ");
            assert!(banner.contains("Sue") && banner.contains("ada@example.org") && banner.contains("Stop"), "{}: {banner}", meta.sample);
            assert_eq!(page.header("cache-control"), "private, no-store", "{}", meta.sample);
        }
    }
    let nowhere = support.get("/nothing/here").await.expect(404);
    assert!(!nowhere.text.is_empty());
    assert_eq!(site.browser().get("/sign-up").await.expect(200).text, before.text, "nobody else sees anything of it");
    assert!(support.get("/account").await.expect(200).told().contains("ada@example.org"));
    assert_eq!(support.post("/support/stop", &[]).await.leads(), "/support");
    let own = support.get("/account").await.expect(200);
    assert!(own.told().contains("sue@example.org") && own.count("body > aside.banners form") == 0);
    let ada = site.browser();
    ada.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    let history = ada.get("/account/history").await.expect(200).told();
    assert!(history.contains("Support began to act for you") && history.contains("Sue") && history.contains(WHY), "{history}");
    assert!(site.mail("ada@example.org").await.contains(WHY));
}

#[tokio::test]
async fn whoever_acts_moves_no_credentials() {
    let site = Site::new().await;
    let ada = site.house.person_with_password("Ada", PASSWORD).await;
    let support = operator(&site, "Sue", "LEGEND_ADMIN").await;
    let begin = format!("/admin/people/{}/impersonate", ada.user_id().unwrap());
    support.post(&begin, &[("reason", WHY)]).await.expect(303);
    let mut closed = 0;
    for meta in site.metas.iter().filter(|meta| meta.method != GET) {
        if matches!(meta.name, "identity.account.name" | "identity.support.stop") {
            continue;
        }
        let refused = support.bare(&meta.method, meta.sample).await;
        assert_eq!(refused.status, 403, "{} {}: {}", meta.method, meta.sample, refused.told());
        closed += 1;
    }
    assert!(closed > 30, "{closed}");
    support.post("/account/name", &[("full_name", "Ada King")]).await.expect(303);
    assert!(!site.audited().await.iter().any(|action| action == "auth.password_changed"));
}

#[tokio::test]
async fn only_whom_it_is_granted_acts_for_whom_they_may() {
    let site = Site::new().await;
    let ada = site.house.person_with_password("Ada", PASSWORD).await;
    let at = format!("/admin/people/{}/impersonate", ada.user_id().unwrap());
    let stranger = site.browser();
    stranger.get("/support").await.expect(404);
    let plain = site.browser();
    plain.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    plain.get("/support").await.expect(404);
    plain.post(&at, &[("reason", WHY)]).await.expect(404);
    let support = operator(&site, "Sue", "LEGEND_SUPPORT").await;
    let refused = support.post(&at, &[("reason", WHY)]).await.expect(403);
    assert!(refused.told().contains("has not allowed support"), "{}", refused.told());
    assert_eq!(plain.post("/account/support/allow", &[]).await.leads(), "/account?done=support");
    support.post(&at, &[("reason", WHY)]).await.expect(303);
    plain.post("/account/support/refuse", &[]).await.expect(303);
    assert!(support.get("/account").await.expect(200).told().contains("sue@example.org"));
}

#[tokio::test]
async fn the_platform_is_run_from_the_networks_of_the_list() {
    let site = Site::new().await;
    let admin = operator(&site, "Max", "LEGEND_SUPER_ADMIN").await;
    let page = admin.get("/admin/allow-list").await.expect(200);
    assert!(page.told().contains("192.0.2.1") && page.told().contains("From everywhere"));
    let locked = admin.post("/admin/allow-list", &[("networks", "198.51.100.0/24 elsewhere")]).await.expect(422);
    assert!(locked.told().contains("leaves out the address you come from"), "{}", locked.told());
    let wrong = admin.post("/admin/allow-list", &[("networks", "192.0.2.0/99")]).await.expect(422);
    assert!(wrong.told().contains("is no address and no range"), "{}", wrong.told());
    admin.post("/admin/allow-list", &[("networks", "192.0.2.0/24 the office\n2001:db8::/32")]).await.expect(303);
    assert!(admin.get("/admin/allow-list").await.expect(200).told().contains("192.0.2.0/24 the office"));
    let outside = admin.clone().at("198.51.100.7");
    for path in ["/admin/allow-list", "/support"] {
        let refused = outside.get(path).await.expect(403);
        assert!(refused.text.contains("not run from this network"), "{}", refused.told());
    }
    let json = outside.send(GET, "/admin/allow-list", &[("accept", "application/json")], "").await.expect(403);
    assert_eq!(json.json()["code"], "http.address_not_allowed");
    assert!(
        outside.get("/account").await.expect(200).told().contains("not run from this network"),
        "their own account is theirs from everywhere"
    );
    admin.get("/admin/allow-list").await.expect(200);
    assert_eq!(site.audited().await.iter().filter(|a| *a == "platform.allow_list_changed").count(), 1);
}
