//! Sessions, tokens, links and invitations, from outside.

use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::json;

use super::acts::PASSWORD;
use super::estate::Estate;
use super::site::Site;
use platform_http_testing::Answer;

async fn token(site: &Site, grant: &str, body: serde_json::Value) -> Answer {
    site.browser().json(&format!("/auth/v1/token?grant_type={grant}"), &body).await
}

async fn me(site: &Site, access: &str) -> u16 {
    site.browser().send(Method::GET, "/auth/v1/user", &[("authorization", &format!("Bearer {access}"))], "").await.status.as_u16()
}

fn field(answer: &Answer, name: &str) -> String {
    answer.json()[name].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
}

#[tokio::test]
async fn a_stolen_refresh_token_ends_the_session_for_both() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let first = token(&site, "password", json!({ "email": "ada@example.org", "password": PASSWORD })).await.expect(200);
    let stolen = field(&first, "refresh_token");
    site.wait(120);
    let second = token(&site, "refresh_token", json!({ "refresh_token": stolen })).await.expect(200);
    assert_ne!(field(&second, "refresh_token"), stolen, "it rotates");
    assert_eq!(me(&site, &field(&second, "access_token")).await, 200);
    // The thief, or the owner after the thief, comes with the used one.
    site.wait(120);
    let reused = token(&site, "refresh_token", json!({ "refresh_token": stolen })).await;
    assert!(reused.status.is_client_error(), "{}", reused.text);
    let ended = token(&site, "refresh_token", json!({ "refresh_token": field(&second, "refresh_token") })).await;
    assert!(ended.status.is_client_error(), "the newest one is dead too: {}", ended.text);
    assert_eq!(me(&site, &field(&second, "access_token")).await, 401, "and so is the access token");
}

#[tokio::test]
async fn signing_out_everywhere_is_everywhere() {
    let site = Site::new().await;
    let ada = site.house.person_with_password("Ada", PASSWORD).await;
    let (here, there) = (site.signed_in(&ada).await, site.signed_in(&ada).await);
    let program = token(&site, "password", json!({ "email": "ada@example.org", "password": PASSWORD })).await.expect(200);
    there.get("/account").await.expect(200);
    here.post("/account/sign-out-everywhere", &[]).await.expect(303);
    for browser in [&here, &there] {
        assert!(browser.get("/account").await.leads().starts_with("/sign-in"));
    }
    assert_eq!(me(&site, &field(&program, "access_token")).await, 401);
    let refreshed = token(&site, "refresh_token", json!({ "refresh_token": field(&program, "refresh_token") })).await;
    assert!(refreshed.status.is_client_error());
}

#[tokio::test]
async fn a_cookie_is_renewed_every_day_and_the_old_one_dies() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let browser = site.browser();
    browser.keep("callboard-session", &"0".repeat(64));
    browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    let cookie = || browser.cookie("callboard-session").unwrap();
    let first = cookie();
    assert_ne!(first, "0".repeat(64), "no identifier from before lives on");
    browser.get("/account").await.expect(200);
    assert_eq!(cookie(), first);
    site.wait(25 * 3600);
    browser.get("/account").await.expect(200);
    let second = cookie();
    assert_ne!(second, first, "renewed");
    browser.get("/account").await.expect(200);
    site.wait(120);
    browser.get("/account").await.expect(200);
    let thief = site.browser();
    thief.keep("callboard-session", &first);
    thief.get("/account").await.expect(303);
    browser.get("/account").await.expect(200);
}

#[tokio::test]
async fn a_reset_and_a_link_work_once_and_end_what_was_open() {
    let site = Site::new().await;
    let ada = site.house.person_with_password("Ada", PASSWORD).await;
    let open = site.signed_in(&ada).await;
    let program = token(&site, "password", json!({ "email": "ada@example.org", "password": PASSWORD })).await.expect(200);
    site.browser().post("/sign-in/link", &[("email", "ada@example.org")]).await.expect(200);
    let link = site.link("ada@example.org").await;
    let link = link.split('?').next().unwrap();
    site.wait(1);
    site.browser().post("/reset", &[("email", "ada@example.org")]).await.expect(200);
    let reset = site.link("ada@example.org").await;
    site.browser().post(link, &[]).await.expect(303);
    site.browser().post(link, &[]).await.expect(410);
    site.browser().post(&reset, &[("password", "another passphrase")]).await.expect(303);
    site.browser().post(&reset, &[("password", "a third passphrase")]).await.expect(410);
    open.get("/account").await.expect(303);
    assert_eq!(me(&site, &field(&program, "access_token")).await, 401);
    site.browser().post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(422);
    site.browser().post("/sign-in", &[("email", "ada@example.org"), ("password", "another passphrase")]).await.expect(303);
}

/// Same words, same headers, and never quicker than the floor that hides the work.
#[tokio::test]
async fn no_answer_tells_whether_an_address_is_known() {
    let site = Site::new().await;
    let floor = site.whole.auth.settings().even_time;
    assert!(floor >= Duration::from_millis(200));
    let json = |v: serde_json::Value| v;
    for (n, (path, body)) in [
        ("/sign-in", json(json!({ "password": "a wrong passphrase" }))),
        ("/sign-in/link", json(json!({}))),
        ("/reset", json(json!({}))),
        ("/sign-up", json(json!({ "full_name": "X", "password": PASSWORD }))),
        ("/auth/v1/token?grant_type=password", json(json!({ "password": "a wrong passphrase" }))),
        ("/auth/v1/otp", json(json!({}))),
        ("/auth/v1/recover", json(json!({}))),
        ("/auth/v1/signup", json(json!({ "password": PASSWORD }))),
    ]
    .into_iter()
    .enumerate()
    {
        let mut told = Vec::new();
        // Mails to one address are counted too, so each way has addresses of its own.
        site.house.person_with_password(&format!("Known{n}"), PASSWORD).await;
        for email in [&format!("known{n}@example.org"), &format!("nobody{n}@example.org")] {
            let mut body = body.clone();
            body["email"] = email.as_str().into();
            let began = Instant::now();
            let answer = site.browser().json(path, &body).await;
            let hashes = path == "/sign-in" || path.contains("grant_type=password");
            assert!(hashes || began.elapsed() >= floor, "{path} {email} was answered in {:?}", began.elapsed());
            let id = answer.header("x-request-id").to_owned();
            let text = answer.text.replace(email, "…").replace(&id, "#");
            // Ids made on the spot differ for everybody.
            let text = match serde_json::from_str::<serde_json::Value>(&text) {
                Ok(value) => value.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>().join(" ")).unwrap_or_default(),
                Err(_) => text,
            };
            let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            told.push((answer.status, text, names));
        }
        assert_eq!(told[0], told[1], "{path}");
    }
}

/// Where a password is checked the work itself is the floor: an unknown address costs one hash too.
#[tokio::test]
async fn an_unknown_address_costs_as_much_as_a_wrong_password() {
    let site = Site::new().await;
    for n in 0..3 {
        site.house.person_with_password(&format!("Known{n}"), PASSWORD).await;
    }
    let quickest = async |word: &str| {
        let mut quickest = Duration::MAX;
        for n in 0..3 {
            let email = format!("{word}{n}@example.org");
            let began = Instant::now();
            site.browser().post("/sign-in", &[("email", &email), ("password", "a wrong passphrase")]).await.expect(422);
            quickest = quickest.min(began.elapsed());
        }
        quickest
    };
    let (known, unknown) = (quickest("known").await, quickest("nobody").await);
    assert!(unknown * 3 > known, "known {known:?}, unknown {unknown:?}");
}

#[tokio::test]
async fn nobody_invites_above_themselves() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let admin = site.house.holder("Admin", "ATLVS_ADMIN", estate.organization.0).await;
    let desk = site.signed_in(&admin).await;
    desk.get("/organizations/avalon").await.expect(200);
    for role in ["ATLVS_SUPER_ADMIN", "LEGEND_SUPER_ADMIN", "FINANCE_ADMIN", "GVTEWAY_ADMIN", "NO_SUCH_ROLE"] {
        let answer = desk.post("/organizations/avalon/invitations", &[("email", "friend@example.org"), ("role", role)]).await;
        assert_eq!(answer.status, 422, "{role}: {}", answer.told());
    }
    assert_eq!(site.text("SELECT count(*)::text FROM invitations WHERE email = 'friend@example.org'").await, "0");
    desk.post("/organizations/avalon/invitations", &[("email", "friend@example.org"), ("role", "ATLVS_VIEWER")]).await.expect(303);
    // Nor do they put out who stands above them.
    let owner = estate.owner.user_id().unwrap();
    let removed = desk.post(&format!("/organizations/avalon/members/{owner}/remove"), &[]).await;
    assert!(removed.status.is_client_error(), "{}", removed.status);
    let grant = site.text(&format!("SELECT id::text FROM user_roles WHERE user_id = '{owner}' AND role = 'ATLVS_SUPER_ADMIN'")).await;
    let revoked = desk.post(&format!("/organizations/avalon/roles/{grant}/revoke"), &[]).await;
    assert!(revoked.status.is_client_error(), "{}", revoked.status);
    site.signed_in(&estate.owner).await.get("/organizations/avalon").await.expect(200);
}
