//! What the official clients call.

use axum::http::Method;
use chrono::Duration;
use serde_json::json;

use super::site::Site;

const PASSWORD: &str = "a long passphrase";

#[tokio::test]
async fn a_program_signs_in_reads_itself_refreshes_and_signs_out() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let mut program = site.browser();
    let answer = program
        .json("/auth/v1/token?grant_type=password", json!({ "email": "ada@example.org", "password": PASSWORD, "gotrue_meta_security": {} }))
        .await
        .expect(200);
    assert_eq!(answer.headers["cache-control"], "private, no-store");
    assert!(!answer.headers.contains_key("set-cookie"), "tokens, no cookie");
    let session = answer.json();
    for key in ["access_token", "refresh_token", "expires_in", "expires_at", "token_type", "user"] {
        assert!(!session[key].is_null(), "{key}");
    }
    program.bearer = session["access_token"].as_str().map(str::to_owned);
    let user = program.get("/auth/v1/user").await.expect(200).json();
    assert_eq!((&user["email"], &user["id"]), (&json!("ada@example.org"), &session["user"]["id"]));
    program.get("/account").await.expect(200);

    let refresh = json!({ "refresh_token": session["refresh_token"] });
    let next = program.json("/auth/v1/token?grant_type=refresh_token", refresh.clone()).await.expect(200).json();
    assert_ne!(next["refresh_token"], session["refresh_token"]);
    site.house.clock.advance(Duration::minutes(2));
    let reused = program.json("/auth/v1/token?grant_type=refresh_token", refresh).await.expect(400).json();
    assert_eq!(reused["code"], "refresh_token_already_used");
    program.bearer = next["access_token"].as_str().map(str::to_owned);
    assert_eq!(program.get("/auth/v1/user").await.expect(401).json()["code"], "http.bad_token", "the session ended for both");
}

#[tokio::test]
async fn signing_out_ends_what_its_scope_says() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let sign_in = async || {
        let mut program = site.browser();
        let session = program
            .json("/auth/v1/token?grant_type=password", json!({ "email": "ada@example.org", "password": PASSWORD }))
            .await
            .expect(200)
            .json();
        program.bearer = session["access_token"].as_str().map(str::to_owned);
        program
    };
    let (a, b, c) = (sign_in().await, sign_in().await, sign_in().await);
    a.json("/auth/v1/logout?scope=local", json!({})).await.expect(204);
    a.get("/auth/v1/user").await.expect(401);
    b.json("/auth/v1/logout?scope=others", json!({})).await.expect(204);
    c.get("/auth/v1/user").await.expect(401);
    b.get("/auth/v1/user").await.expect(200);
    b.json("/auth/v1/logout", json!({})).await.expect(204);
    b.get("/auth/v1/user").await.expect(401);
}

#[tokio::test]
async fn a_program_changes_its_account_as_the_official_client_does() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let signed_in = async |password: &str| {
        let mut program = site.browser();
        let body = json!({ "email": "ada@example.org", "password": password });
        let answer = program.json("/auth/v1/token?grant_type=password", body).await;
        program.bearer = (answer.status == 200).then(|| answer.json()["access_token"].as_str().unwrap().to_owned());
        program
    };
    let (a, b) = (signed_in(PASSWORD).await, signed_in(PASSWORD).await);
    let put = async |body: serde_json::Value| {
        let headers = [("content-type", "application/json"), ("accept", "application/json")];
        a.send(Method::PUT, "/auth/v1/user", &headers, &body.to_string()).await
    };
    let user = put(json!({ "data": { "full_name": " Ada  King ", "seat": { "row": 7 }, "old": true }, "email": "ADA@example.org" }))
        .await
        .expect(200);
    assert_eq!(user.headers["cache-control"], "private, no-store");
    assert_eq!(user.json()["email"], "ada@example.org");
    let told = put(json!({ "data": { "old": null, "seat": 8 } })).await.expect(200).json()["user_metadata"].clone();
    assert_eq!((&told["seat"], told.get("old"), &told["locale"]), (&json!(8), None, &json!("en")), "{told}");
    assert_eq!(a.get("/auth/v1/user").await.expect(200).json()["user_metadata"], told);
    let page = a.get("/account").await.expect(200);
    assert_eq!(
        page.attribute("input[name=full_name]", "value").as_deref(),
        told["full_name"].as_str(),
        "pages and programs tell the same name"
    );

    let new = "another passphrase";
    for (body, status, code) in [
        (json!({ "email": "new@example.org" }), 422, "email_change_disabled"),
        (json!({ "email": "new" }), 400, "validation_failed"),
        (json!({ "phone": "+49301234" }), 422, "phone_provider_disabled"),
        (json!({ "password": new, "current_password": "a wrong passphrase" }), 400, "current_password_invalid"),
        (json!({ "password": "short", "current_password": PASSWORD }), 422, "weak_password"),
        (json!({ "password": PASSWORD }), 422, "same_password"),
        (json!({ "password": new, "current_password": PASSWORD, "data": { "full_name": " " } }), 400, "validation_failed"),
        (json!({ "data": { "locale": "zzzz99" } }), 400, "validation_failed"),
        (json!({ "data": { "locale": 5 } }), 400, "validation_failed"),
        (json!({ "data": { "a": "\u{0}" } }), 400, "validation_failed"),
        (json!({ "data": { "a": "x".repeat(5_000) } }), 400, "validation_failed"),
        (json!({ "data": "x" }), 422, "http.invalid_input"),
    ] {
        let answer = put(body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (status, Some(code)), "{body}: {}", answer.text);
    }
    assert_eq!(a.get("/auth/v1/user").await.expect(200).json()["user_metadata"], told, "what was refused changed nothing");
    assert!(signed_in(PASSWORD).await.bearer.is_some(), "also not the password beside a wrong name");

    // Soon after the sign-in the present password may be left out, as the client does.
    put(json!({ "password": new, "data": { "full_name": "Ada King" } })).await.expect(200);
    a.get("/auth/v1/user").await.expect(200);
    b.get("/auth/v1/user").await.expect(401);
    assert!(signed_in(PASSWORD).await.bearer.is_none() && signed_in(new).await.bearer.is_some());
    let audited = site.audited().await;
    let left = |action: &str| audited.iter().filter(|a| *a == action).count();
    assert_eq!((left("auth.profile_changed"), left("auth.password_changed")), (3, 1), "{audited:?}");
    site.browser().send(Method::PUT, "/auth/v1/user", &[("content-type", "application/json")], "{}").await.expect(401);
}

#[tokio::test]
async fn a_sign_in_of_yesterday_sets_no_password_without_the_present_one() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let mut program = site.browser();
    let body = json!({ "email": "ada@example.org", "password": PASSWORD });
    let began = program.json("/auth/v1/token?grant_type=password", body).await.expect(200).json();
    site.house.clock.advance(Duration::hours(25));
    let body = json!({ "refresh_token": began["refresh_token"] });
    let refreshed = program.json("/auth/v1/token?grant_type=refresh_token", body).await.expect(200).json();
    program.bearer = refreshed["access_token"].as_str().map(str::to_owned);
    let put = async |body: serde_json::Value| {
        program.send(Method::PUT, "/auth/v1/user", &[("content-type", "application/json")], &body.to_string()).await
    };
    let refused = put(json!({ "password": "another passphrase" })).await;
    assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (400, Some("reauthentication_needed")), "{}", refused.text);
    put(json!({ "password": "another passphrase", "current_password": PASSWORD })).await.expect(200);
}

#[tokio::test]
async fn a_browser_left_open_sets_no_password_through_the_api() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let page = site.browser();
    page.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    let put = async |body: serde_json::Value| {
        page.send(
            Method::PUT,
            "/auth/v1/user",
            &[("content-type", "application/json"), ("sec-fetch-site", "same-origin")],
            &body.to_string(),
        )
        .await
    };
    let refused = put(json!({ "password": "another passphrase" })).await;
    assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (400, Some("reauthentication_needed")), "{}", refused.text);
    put(json!({ "password": "another passphrase", "current_password": PASSWORD })).await.expect(200);
}

#[tokio::test]
async fn refusals_carry_the_codes_the_clients_know() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let program = site.browser();
    for (path, body, status, code) in [
        (
            "/auth/v1/token?grant_type=password",
            json!({ "email": "ada@example.org", "password": "a wrong passphrase" }),
            400,
            "invalid_credentials",
        ),
        ("/auth/v1/token?grant_type=password", json!({ "email": "nobody@example.org", "password": PASSWORD }), 400, "invalid_credentials"),
        ("/auth/v1/token?grant_type=password", json!({ "email": "no address", "password": PASSWORD }), 400, "invalid_credentials"),
        ("/auth/v1/token?grant_type=password", json!({ "email": "ada@example.org" }), 400, "validation_failed"),
        ("/auth/v1/token?grant_type=magic", json!({}), 400, "validation_failed"),
        ("/auth/v1/token?grant_type=refresh_token", json!({ "refresh_token": "x" }), 400, "refresh_token_not_found"),
        ("/auth/v1/signup", json!({ "email": "new@example.org", "password": "short" }), 422, "weak_password"),
        ("/auth/v1/signup", json!({ "email": "new", "password": PASSWORD }), 400, "validation_failed"),
        ("/auth/v1/verify", json!({ "type": "magiclink", "token_hash": "x" }), 403, "otp_expired"),
        ("/auth/v1/verify", json!({ "type": "sms", "token_hash": "x" }), 400, "validation_failed"),
    ] {
        let answer = program.json(path, body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (status, Some(code)), "{path} {body}: {}", answer.text);
    }
    program.get("/auth/v1/user").await.expect(401);
    let keys = program.get("/auth/v1/.well-known/jwks.json").await.expect(200);
    assert_eq!(keys.headers["cache-control"], "public, max-age=600");
    assert!(keys.json()["keys"][0].get("d").is_none());
}

#[tokio::test]
async fn a_program_signs_up_and_verifies_without_learning_who_has_an_account() {
    let site = Site::new().await;
    site.house.person_with_password("Known", PASSWORD).await;
    let program = site.browser();
    let mut shapes = Vec::new();
    for email in ["known@example.org", "new@example.org"] {
        let user = program
            .json("/auth/v1/signup", json!({ "email": email, "password": PASSWORD, "data": { "full_name": "Ada" } }))
            .await
            .expect(200)
            .json();
        assert_eq!(user["identities"].as_array().unwrap().len(), 1);
        assert!(user.get("access_token").is_none(), "nobody is signed in before the address is confirmed");
        shapes.push(user.as_object().unwrap().keys().cloned().collect::<Vec<_>>());
        assert_eq!(program.json("/auth/v1/otp", json!({ "email": email })).await.expect(200).json(), json!({}));
        assert_eq!(program.json("/auth/v1/recover", json!({ "email": email })).await.expect(200).json(), json!({}));
    }
    assert_eq!(shapes[0], shapes[1]);

    let other = Site::new().await;
    let program = other.browser();
    program.json("/auth/v1/signup", json!({ "email": "ada@example.org", "password": PASSWORD })).await.expect(200);
    let token = other.link("ada@example.org").await.trim_start_matches("/confirm/").to_owned();
    let session = program.json("/auth/v1/verify", json!({ "type": "email", "token_hash": token })).await.expect(200).json();
    assert_eq!(session["user"]["email"], "ada@example.org");
    program.json("/auth/v1/verify", json!({ "type": "email", "token_hash": token })).await.expect(403);
}
