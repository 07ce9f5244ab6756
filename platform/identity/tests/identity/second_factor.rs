//! The second step of signing in, on pages and in the protocol.

use axum::http::Method;
use chrono::Duration;
use data_encoding::BASE32_NOPAD;
use platform_http::Access;
use platform_http_testing::{Answer, Browser};
use serde_json::json;

use super::site::Site;

const PASSWORD: &str = "a long passphrase";

fn code(site: &Site, secret: &str) -> String {
    let secret = BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    app.generate(u64::try_from(site.house.clock.now().timestamp()).unwrap()).to_string()
}

async fn sign_in(site: &Site, next: &str) -> (Browser, Answer) {
    let browser = site.browser();
    let answer = browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD), ("next", next)]).await;
    (browser, answer)
}

/// Ada with an app: her browser, its secret, her recovery codes.
async fn set_up(site: &Site) -> (Browser, String, Vec<String>) {
    site.house.person_with_password("Ada", PASSWORD).await;
    let (browser, _) = sign_in(site, "").await;
    let begun = browser.post("/account/second-factor", &[("name", "phone")]).await.leads().to_owned();
    let page = browser.get(&begun).await.expect(200);
    assert_eq!(page.count(".qr svg"), 1);
    let secret = page.find(".copy__text").remove(0);
    let wrong = browser.post(&begun, &[("code", "000000")]).await.expect(422);
    assert_eq!(wrong.find(".copy__text"), std::slice::from_ref(&secret), "the picture is still there");
    let done = browser.post(&begun, &[("code", &code(site, &secret))]).await.expect(200);
    let codes = done.find("ol code");
    assert_eq!(codes.len(), 10);
    browser.get(&begun).await.expect(404);
    browser.get("/account").await.expect(200);
    (browser, secret, codes)
}

#[tokio::test]
async fn half_a_sign_in_opens_nothing_and_the_code_opens_all() {
    let site = Site::new().await;
    let (_, secret, codes) = set_up(&site).await;
    site.house.clock.advance(Duration::minutes(1));
    let (browser, answer) = sign_in(&site, "/events?x=1").await;
    assert_eq!(answer.leads(), "/sign-in/second?next=%2Fevents%3Fx%3D1");
    for meta in site.metas.iter().filter(|meta| meta.access != Access::Public && !meta.first_step) {
        let answer = browser.bare(&meta.method, meta.sample).await;
        let closed = answer.status == 401
            || answer.status == 403
            || answer.status == 404
            || (answer.status == 303 && answer.leads().starts_with("/sign-in"));
        assert!(closed, "{} {}: {}", meta.method, meta.sample, answer.told());
    }
    assert_eq!(browser.get("/sign-in?next=%2Fevents").await.leads(), "/sign-in/second?next=%2Fevents");
    let page = browser.get(answer.leads()).await.expect(200);
    assert!(page.told().contains("ada@example.org"));
    let wrong = browser.post("/sign-in/second", &[("code", "000000"), ("next", "/events?x=1")]).await.expect(422);
    assert_eq!(wrong.field("next").as_deref(), Some("/events?x=1"));
    let passed = browser.post("/sign-in/second", &[("code", &code(&site, &secret)), ("next", "/events?x=1")]).await;
    assert_eq!(passed.leads(), "/events?x=1");
    browser.get("/account").await.expect(200);
    let (other, _) = sign_in(&site, "").await;
    other.post("/sign-in/second", &[("code", &code(&site, &secret))]).await.expect(422);
    assert_eq!(other.post("/sign-in/recovery", &[("code", &codes[0])]).await.leads(), "/account");
    assert!(other.get("/account/second-factor").await.expect(200).told().contains("9 codes are left"));
    let audited = site.audited().await;
    for action in ["auth.factor_added", "auth.second_factor_passed", "auth.recovery_code_used"] {
        assert_eq!(audited.iter().filter(|a| *a == action).count(), 1, "{action}");
    }
    let mail = site.mail("ada@example.org").await;
    assert!(mail.contains("recovery code") && mail.contains("9 codes are left"), "{mail}");
}

#[tokio::test]
async fn the_app_is_removed_and_codes_are_renewed_only_with_another_proof() {
    let site = Site::new().await;
    let (browser, secret, _) = set_up(&site).await;
    let page = browser.get("/account/second-factor").await.expect(200);
    let remove = page.attribute("form[action$='/remove']", "action").unwrap();
    for wrong in [&[][..], &[("code", "123456")], &[("password", "a wrong passphrase")]] {
        browser.post(&remove, wrong).await.expect(422);
    }
    site.house.clock.advance(Duration::minutes(2));
    let new = browser.post("/account/second-factor/codes", &[("code", &code(&site, &secret))]).await.expect(200);
    assert_eq!(new.find("ol code").len(), 10);
    assert_eq!(browser.post(&remove, &[("password", PASSWORD)]).await.leads(), "/account/second-factor?done=removed");
    assert_eq!(sign_in(&site, "").await.1.leads(), "/account");
}

#[tokio::test]
async fn programs_step_up_as_supabase_has_it() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let pair = async || {
        let answer =
            site.browser().json("/auth/v1/token?grant_type=password", json!({ "email": "ada@example.org", "password": PASSWORD })).await;
        answer.expect(200).json()
    };
    let with = |session: &serde_json::Value| {
        let mut browser = site.browser();
        browser.bearer = session["access_token"].as_str().map(str::to_owned);
        browser
    };
    let first = with(&pair().await);
    let enrolled = first
        .json("/auth/v1/factors", json!({ "factor_type": "totp", "friendly_name": "phone", "issuer": "Test" }))
        .await
        .expect(200)
        .json();
    assert!(enrolled["totp"]["qr_code"].as_str().unwrap().starts_with("<svg"));
    assert!(enrolled["totp"]["uri"].as_str().unwrap().contains("issuer=Test"));
    let same = first.json("/auth/v1/factors", json!({ "factor_type": "totp", "friendly_name": "phone" })).await.expect(422);
    assert_eq!(same.json()["code"], "mfa_factor_name_conflict");
    let at = format!("/auth/v1/factors/{}", enrolled["id"].as_str().unwrap());
    let secret = enrolled["totp"]["secret"].as_str().unwrap();
    let asked = async |browser: &Browser| browser.json(&format!("{at}/challenge"), json!({})).await.expect(200).json()["id"].clone();
    let challenge = asked(&first).await;
    let wrong = first.json(&format!("{at}/verify"), json!({ "challenge_id": challenge, "code": "000000" })).await.expect(422);
    assert_eq!(
        (wrong.json()["code"].clone(), wrong.json()["message"].clone()),
        (json!("mfa_verification_failed"), json!("Invalid TOTP code entered"))
    );
    let done =
        first.json(&format!("{at}/verify"), json!({ "challenge_id": challenge, "code": code(&site, secret) })).await.expect(200).json();
    assert_eq!(done["user"]["factors"][0]["status"], "verified");

    site.house.clock.advance(Duration::minutes(1));
    let half = with(&pair().await);
    assert_eq!(half.get("/auth/v1/user").await.expect(200).json()["factors"][0]["id"], enrolled["id"]);
    let put =
        half.send(Method::PUT, "/auth/v1/user", &[("content-type", "application/json")], r#"{"password":"another passphrase"}"#).await;
    assert_eq!((put.status.as_u16(), put.json()["code"].clone()), (401, json!("insufficient_aal")));
    let off = half.send(Method::DELETE, &at, &[], "").await.expect(403);
    assert_eq!(off.json()["code"], "insufficient_aal");
    let more = half.json("/auth/v1/factors", json!({ "factor_type": "totp", "friendly_name": "mine" })).await.expect(403);
    assert_eq!(more.json()["code"], "insufficient_aal");
    let elsewhere = half.send(Method::GET, "/account/history", &[("accept", "application/json")], "").await.expect(403);
    assert_eq!(elsewhere.json()["code"], "http.second_factor_required");
    let challenge = asked(&half).await;
    let up = half.json(&format!("{at}/verify"), json!({ "challenge_id": challenge, "code": code(&site, secret) })).await.expect(200).json();
    let whole = with(&up);
    assert_eq!(whole.send(Method::DELETE, &at, &[], "").await.expect(200).json()["id"], enrolled["id"]);
    assert!(whole.get("/auth/v1/factors").await.json().as_array().is_none_or(Vec::is_empty));
}

#[tokio::test]
async fn an_organizations_staff_is_told_what_is_missing() {
    let site = Site::new().await;
    let (browser, _, _) = set_up(&site).await;
    let ada = site
        .house
        .auth
        .find_person(&mut site.house.db.as_system("test").await.unwrap(), &"ada@example.org".parse().unwrap())
        .await
        .unwrap()
        .map(|id| platform_types::Actor::user(id, None))
        .unwrap();
    let ours = site.house.organization(&ada, "ours").await;
    let page = browser.get("/organizations/ours/sign-in").await.expect(200);
    assert_eq!(page.field("required").as_deref(), Some("yes"));
    assert_eq!(browser.post("/organizations/ours/sign-in", &[("required", "yes")]).await.leads(), "/organizations/ours/sign-in?done=saved");
    site.house.grant(&site.house.person_with_password("Bob", PASSWORD).await, "ATLVS_SUPER_ADMIN", ours.0, None).await;
    let bob = site.browser();
    bob.post("/sign-in", &[("email", "bob@example.org"), ("password", PASSWORD)]).await.expect(303);
    let refused = bob.get("/organizations/ours/sign-in").await.expect(403);
    assert!(refused.text.contains("second factor"), "{}", refused.told());
    assert!(bob.get("/account").await.expect(200).told().contains("Part of your work here needs a second factor"));
}
