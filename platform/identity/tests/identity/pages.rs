//! What people click.

use super::site::Site;

const PASSWORD: &str = "a long passphrase";

#[tokio::test]
async fn a_stranger_signs_up_confirms_by_mail_and_is_in() {
    let site = Site::new().await;
    let browser = site.browser();
    assert_eq!(browser.get("/account").await.leads(), "/sign-in?next=%2Faccount");
    browser.get("/sign-up").await.expect(200);
    let sent =
        browser.post("/sign-up", &[("full_name", "Ada Lovelace"), ("email", "Ada@Example.org"), ("password", PASSWORD)]).await.expect(200);
    assert_eq!(sent.find("h1"), ["Check your mail"]);
    let link = site.link("ada@example.org").await;
    // A mail program opens it, twice: nothing happens.
    for _ in 0..2 {
        let page = site.browser().get(&link).await.expect(200);
        assert_eq!(page.find("h1"), ["Confirm your address"]);
        assert!(page.text.contains("ada@example.org") && page.text.contains("Ada Lovelace"));
    }
    let confirmed = browser.post(&link, &[]).await;
    assert_eq!(confirmed.leads(), "/account");
    let cookie = confirmed.headers["set-cookie"].to_str().unwrap();
    for part in ["__Host-callboard-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let account = browser.get("/account").await.expect(200);
    assert_eq!(account.headers["cache-control"], "private, no-store");
    assert_eq!(account.field("full_name").as_deref(), Some("Ada Lovelace"));
    let again = browser.post(&link, &[]).await.expect(410);
    assert!(again.text.contains("/sign-up"), "a dead link offers a way on");
    assert_eq!(site.audited().await, ["auth.sign_up_requested", "auth.address_confirmed"]);
}

#[tokio::test]
async fn mistakes_come_back_with_what_was_typed_but_never_a_password() {
    let site = Site::new().await;
    let page =
        site.browser().post("/sign-up", &[("full_name", "Ada"), ("email", "not an address"), ("password", "short")]).await.expect(422);
    assert_eq!(page.field("full_name").as_deref(), Some("Ada"));
    assert_eq!(page.field("email").as_deref(), Some("not an address"));
    assert_eq!(page.field("password").as_deref(), Some(""));
    assert_eq!(page.find(".field__error"), ["Enter an e-mail address like name@example.org."]);
    let page = site.browser().post("/sign-up", &[("email", "ada@example.org"), ("password", "short")]).await.expect(422);
    assert_eq!(page.find(".field__error").len(), 2, "the name and the password at once");
    let page = site.browser().post("/sign-in", &[("next", "/events")]).await.expect(422);
    assert_eq!(page.find(".field__error"), ["Enter an e-mail address.", "Enter your password."]);
    assert_eq!(page.field("next").as_deref(), Some("/events"));
    assert!(site.audited().await.is_empty());
}

#[tokio::test]
async fn signing_in_leads_where_one_wanted_but_never_off_the_site() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    for (next, leads) in [
        ("/events/x?y=1", "/events/x?y=1"),
        ("", "/account"),
        ("https://evil.test/", "/"),
        ("//evil.test/", "/"),
        ("/\\evil.test", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let browser = site.browser();
        let done = browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD), ("next", next)]).await;
        assert_eq!(done.leads(), leads, "{next}");
        assert_eq!(browser.get("/sign-in").await.leads(), "/account", "signed in already");
        assert_eq!(browser.post("/sign-out", &[]).await.leads(), "/");
        browser.get("/account").await.expect(303);
    }
}

#[tokio::test]
async fn pages_do_not_tell_who_has_an_account() {
    let site = Site::new().await;
    site.house.person_with_password("Known", PASSWORD).await;
    let same = async |path: &str, fields: &[(&str, &str)]| {
        let mut answers = Vec::new();
        for email in ["known@example.org", "nobody@example.org"] {
            let mut all = vec![("email", email)];
            all.extend_from_slice(fields);
            let answer = site.browser().post(path, &all).await;
            answers.push((answer.status, answer.text.replace(email, "…").replace(&email.replace('@', "%40"), "…")));
        }
        assert_eq!(answers[0], answers[1], "{path}");
    };
    same("/sign-in", &[("password", "a wrong passphrase")]).await;
    same("/sign-in/link", &[]).await;
    same("/reset", &[]).await;
    same("/sign-up", &[("full_name", "X"), ("password", PASSWORD)]).await;
}

#[tokio::test]
async fn a_forgotten_password_is_set_by_mail() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    let elsewhere = site.browser();
    elsewhere.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    let browser = site.browser();
    browser.post("/reset", &[("email", "ada@example.org")]).await.expect(200);
    let link = site.link("ada@example.org").await;
    browser.get(&link).await.expect(200);
    let short = browser.post(&link, &[("password", "short")]).await.expect(422);
    assert_eq!(short.find(".field__error"), ["Choose a password of at least 10 characters; a few words make a good one."]);
    assert_eq!(browser.post(&link, &[("password", "another passphrase")]).await.leads(), "/account");
    browser.get("/account").await.expect(200);
    elsewhere.get("/account").await.expect(303);
    assert!(site.mail("ada@example.org").await.contains("Your password was changed"));
    browser.get(&link).await.expect(410);
    site.browser().post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(422);
}

#[tokio::test]
async fn a_link_signs_in_and_leads_on() {
    let site = Site::new().await;
    site.house.person("Ada").await;
    let browser = site.browser();
    browser.post("/sign-in/link", &[("email", "ada@example.org"), ("next", "/events?q=a&b")]).await.expect(200);
    let link = site.link("ada@example.org").await;
    let page = browser.get(&link).await.expect(200);
    assert_eq!(page.field("next").as_deref(), Some("/events?q=a&b"));
    let bare = link.split('?').next().unwrap();
    assert_eq!(browser.post(bare, &[("next", "/events?q=a&b")]).await.leads(), "/events?q=a&b");
    browser.post(bare, &[]).await.expect(410);
}

#[tokio::test]
async fn a_mail_carries_no_word_of_a_stranger_and_forgets_its_link() {
    let site = Site::new().await;
    site.browser()
        .post("/sign-up", &[("full_name", "You won, see evil.test"), ("email", "victim@example.org"), ("password", PASSWORD)])
        .await
        .expect(200);
    let mail = site.mail("victim@example.org").await;
    assert!(mail.starts_with("Hello,\n") && !mail.contains("evil.test"), "{mail}");
    let mut tx = site.house.db.as_system("test").await.unwrap();
    let (secret, expires): (bool, bool) =
        sqlx::query_as("SELECT is_secret, expires_at IS NOT NULL FROM notify.messages").fetch_one(&mut *tx).await.unwrap();
    assert!(secret && expires);
}

#[tokio::test]
async fn an_account_is_locked_across_addresses_and_says_when_to_come_back() {
    let site = Site::new().await;
    site.house.person_with_password("Ada", PASSWORD).await;
    for n in 1..=5 {
        let mut browser = site.browser();
        browser.ip = format!("192.0.2.{n}");
        browser.post("/sign-in", &[("email", "ada@example.org"), ("password", "a wrong passphrase")]).await.expect(422);
    }
    let mut browser = site.browser();
    browser.ip = "198.51.100.1".to_owned();
    let locked = browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(429);
    assert_eq!(locked.headers["retry-after"], "12");
}

#[tokio::test]
async fn the_address_that_was_typed_goes_along_to_the_other_ways_in() {
    let site = Site::new().await;
    let browser = site.browser();
    let refused =
        browser.post("/sign-in", &[("email", "ada@example.org"), ("password", "wrong"), ("next", "/console?x=1")]).await.expect(422);
    for (path, back) in [("/sign-in/link", "/sign-in?"), ("/reset", "/sign-in?"), ("/sign-up", "/sign-in?")] {
        let link = refused
            .attributes("a", "href")
            .into_iter()
            .find(|href| href.starts_with(&format!("{path}?")))
            .unwrap_or_else(|| panic!("no link to {path}"));
        let page = browser.get(&link).await.expect(200);
        assert_eq!(page.field("email").as_deref(), Some("ada@example.org"), "{path}");
        assert!(page.attributes("a", "href").iter().any(|href| href.starts_with(back) && href.contains("ada%40example.org")), "{path}");
    }
    assert_eq!(browser.get("/sign-in/link?next=%2Fconsole&email=ada%40example.org").await.field("next").as_deref(), Some("/console"));
}

#[tokio::test]
async fn who_tries_too_often_hears_when_to_try_again_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let browser = site.browser();
    let mut last = None;
    for _ in 0..20 {
        let answer = browser.post("/sign-up", &[("full_name", "Ada"), ("email", "ada@example.org"), ("password", PASSWORD)]).await;
        if answer.status == 429 {
            last = Some(answer);
            break;
        }
    }
    let answer = last.expect("sign-up has a limit");
    let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait > 0 && answer.text.contains("Try again in "), "{}", answer.text);
}
