//! The account page and invitations.

use axum::http::Method;
use platform_auth::organizations::Invitation;
use platform_http::Access;

use super::site::Site;

const PASSWORD: &str = "a long passphrase";

#[tokio::test]
async fn people_change_their_name_and_password_and_end_their_sign_ins() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let (here, there) = (site.browser(), site.browser());
    for browser in [&here, &there] {
        browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    }
    here.post("/account/name", &[("full_name", "山田 太郎")]).await.expect(303);
    let blank = here.post("/account/name", &[("full_name", "\u{200b}")]).await.expect(422);
    assert_eq!(blank.find(".field__error"), ["Enter a name."]);
    let page = here.get("/account").await.expect(200);
    assert_eq!(page.field("full_name").as_deref(), Some("山田 太郎"));
    assert_eq!(page.text.matches("/account/sessions/").count(), 1, "one to end; the present one says so");

    let wrong = here.post("/account/password", &[("present", "a wrong passphrase"), ("password", "another passphrase")]).await.expect(422);
    assert_eq!(wrong.find(".field__error"), ["The present password is wrong."]);
    let same = here.post("/account/password", &[("present", PASSWORD), ("password", PASSWORD)]).await.expect(422);
    assert_eq!(same.find(".field__error"), ["Choose another password than the present one."]);
    let changed = here.post("/account/password", &[("present", PASSWORD), ("password", "another passphrase")]).await.expect(303);
    assert!(here.get(changed.leads()).await.expect(200).text.contains("Your password is changed"));
    there.get("/account").await.expect(303);
    here.get("/account").await.expect(200);

    there.post("/sign-in", &[("email", "ada@example.org"), ("password", "another passphrase")]).await.expect(303);
    let page = here.get("/account").await.expect(200);
    let end =
        page.text.split("action=\"").find(|part| part.starts_with("/account/sessions/")).unwrap().split('"').next().unwrap().to_owned();
    here.post(&end, &[]).await.expect(303);
    there.get("/account").await.expect(303);
    here.post(&end, &[]).await.expect(404);
    assert_eq!(here.post("/account/sign-out-everywhere", &[]).await.leads(), "/sign-in");
    here.get("/account").await.expect(303);
    let audited = site.audited().await;
    assert_eq!(
        audited[1..],
        [
            "auth.signed_in",
            "auth.signed_in",
            "auth.profile_changed",
            "auth.password_changed",
            "auth.signed_in",
            "auth.session_ended",
            "auth.signed_out_everywhere"
        ]
    );
}

#[tokio::test]
async fn an_invitation_is_opened_from_its_mail_and_accepted_once() {
    let site = Site::new().await;
    let owner = site.house.person("Owner").await;
    let organization = site.house.organization(&owner, "old-vic").await;
    site.house.person_with_password("Ada", PASSWORD).await;
    site.house.person_with_password("Eve", PASSWORD).await;
    let mails = std::sync::Arc::new(platform_identity::Mails::new("https://callboard.test"));
    let offer = Invitation {
        email: "ada@example.org".parse().unwrap(),
        role: "ATLVS_VIEWER".into(),
        scope: organization.0,
        role_expires_at: None,
        locale: "en".into(),
    };
    site.house.auth_with(mails).invite(&owner, &offer).await.unwrap();
    let link = site.link("ada@example.org").await;

    let browser = site.browser();
    let page = browser.get(&link).await.expect(200);
    assert!(
        page.text.contains("old-vic") && page.text.contains("Viewer") && page.text.contains("/sign-in?next=%2Finvitations%2F"),
        "{}",
        page.text
    );
    for (lang, role) in [("de", "Nur lesen"), ("ar", "اطّلاع فقط")] {
        let page = site.browser().send(Method::GET, &link, &[("accept", "text/html"), ("accept-language", lang)], "").await.expect(200);
        assert!(page.text.contains(role) && !page.text.contains("Viewer"), "{lang}: {}", page.text);
    }
    let eve = site.browser();
    eve.post("/sign-in", &[("email", "eve@example.org"), ("password", PASSWORD)]).await.expect(303);
    assert!(eve.get(&link).await.expect(200).text.contains("sent to ada@example.org"));
    eve.post(&link, &[]).await.expect(403);
    let out = format!("/sign-out?next={}", link.replace('/', "%2F"));
    assert!(eve.get(&link).await.text.contains(&out));
    assert_eq!(eve.post(&out, &[]).await.leads(), link, "the invitation is not lost on the way to the right account");
    assert!(eve.get(&link).await.expect(200).text.contains("/sign-in?next=%2Finvitations%2F"));
    browser.post(&link, &[]).await.expect(401);
    assert_eq!(browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD), ("next", &link)]).await.leads(), link);
    assert_eq!(browser.post(&link, &[]).await.leads(), "/account?done=joined");
    let page = browser.get("/account?done=joined").await;
    assert!(page.text.contains("old-vic") && page.text.contains("You have accepted the invitation"));
    browser.post(&link, &[]).await.expect(410);
}

#[tokio::test]
async fn nobody_who_is_not_signed_in_gets_past_a_closed_route() {
    let site = Site::new().await;
    for meta in &site.metas {
        let browser = site.browser();
        let answer = browser.bare(&meta.method, meta.sample).await;
        assert!(!answer.status.is_server_error(), "{} {}: {}", meta.method, meta.path, answer.text);
        if meta.access == Access::SignedIn {
            assert!(matches!(answer.status.as_u16(), 303 | 401), "{} {}: {}", meta.method, meta.path, answer.status);
        }
    }
    assert!(site.audited().await.is_empty(), "what is refused leaves nothing");
}

#[tokio::test]
async fn five_attempts_a_minute_from_one_address() {
    let site = Site::with(5).await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let browser = site.browser();
    for _ in 0..5 {
        browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    }
    let limited = browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(429);
    assert!(limited.headers.contains_key("retry-after"), "five attempts a minute on the route");
}

#[tokio::test]
async fn sign_ins_are_told_by_ones_own_clock() {
    let site = Site::new().await;
    let ada = site.house.person_with_password("Ada", PASSWORD).await;
    let browser = site.browser();
    browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    let page = browser.get("/account").await.expect(200);
    assert_eq!(page.count("own-clock time"), 2, "nothing says whose clock: the browser tells it, and without a script it is named");
    assert!(page.find("own-clock").iter().all(|told| told.ends_with(" UTC")), "{:?}", page.find("own-clock"));
    assert!(!page.told().contains("(UTC)"), "{}", page.told());
    site.house.organization(&ada, "avalon").await;
    let page = browser.get("/account").await.expect(200);
    assert_eq!(page.count("own-clock"), 0);
    let moments = page.attributes("time", "datetime");
    assert!(moments.len() >= 2 && moments.iter().all(|at| at.ends_with("+08:00")), "by the clock of their house: {moments:?}");
}
