//! Links in mails.

use chrono::Duration;
use platform_auth::mail::Message;
use platform_auth::people::{RedeemError, ResetError};
use platform_auth::session::Client;
use platform_auth::{Origin, SecretToken};
use platform_auth_testing::House;
use platform_types::Entropy;

use super::sign_up::sign_in;

#[tokio::test]
async fn a_link_signs_in_once_also_when_opened_twice_at_once() {
    let house = House::new().await;
    house.person("Ada").await;
    let nowhere = Origin::default();
    for _ in 0..3 {
        house.auth.request_magic_link(&"ada@example.org".parse().unwrap(), Some("/events/x".to_owned()), &nowhere).await.unwrap();
        let mail = house.mailbox.only("ada@example.org");
        let Message::SignInLink { token, expires_at, next } = mail.message else { panic!("{mail:?}") };
        assert_eq!((expires_at, next.as_deref()), (house.clock.now() + Duration::hours(1), Some("/events/x")));
        // Looking does not use it: mail scanners open links.
        assert_eq!(house.auth.pending_link(token.expose()).await.unwrap().as_deref(), Some("ada@example.org"));
        let (a, b) = tokio::join!(
            house.auth.redeem_link(token.expose(), Client::Page, &nowhere),
            house.auth.redeem_link(token.expose(), Client::Page, &nowhere)
        );
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        assert!(house.auth.pending_link(token.expose()).await.unwrap().is_none());
        house.clock.advance(Duration::minutes(5));
    }
}

#[tokio::test]
async fn a_link_ends_and_fits_only_its_purpose() {
    let house = House::new().await;
    house.person("Ada").await;
    let nowhere = Origin::default();
    let email = "ada@example.org".parse().unwrap();
    house.auth.request_magic_link(&email, None, &nowhere).await.unwrap();
    let late = house.mailbox.token("ada@example.org");
    house.clock.advance(Duration::hours(1));
    assert!(matches!(house.auth.redeem_link(late.expose(), Client::Page, &nowhere).await, Err(RedeemError::Expired)));

    house.auth.request_magic_link(&email, None, &nowhere).await.unwrap();
    let link = house.mailbox.token("ada@example.org");
    let reset = house.auth.reset_password(link.expose(), &"another passphrase".into(), Client::Page, &nowhere).await;
    assert!(matches!(reset, Err(ResetError::Link(RedeemError::Expired))), "a link that signs in sets no password");
    assert!(matches!(house.auth.confirm(link.expose(), Client::Page, &nowhere).await, Err(RedeemError::Expired)));
    for wrong in ["", "x", "../../etc", SecretToken::new(&Entropy::seeded(9)).expose()] {
        assert!(matches!(house.auth.redeem_link(wrong, Client::Page, &nowhere).await, Err(RedeemError::Expired)));
    }
    house.auth.redeem_link(link.expose(), Client::Page, &nowhere).await.unwrap();
}

#[tokio::test]
async fn a_reset_sets_the_password_and_ends_every_sign_in() {
    let house = House::new().await;
    house.person_with_password("Ada", "a long passphrase").await;
    let nowhere = Origin::default();
    let before = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &nowhere).await.unwrap();
    let email = "ada@example.org".parse().unwrap();
    house.auth.request_magic_link(&email, None, &nowhere).await.unwrap();
    let old_link = house.mailbox.token("ada@example.org");
    house.auth.request_reset(&email, &nowhere).await.unwrap();
    let token = house.mailbox.token("ada@example.org");
    let weak = house.auth.reset_password(token.expose(), &"short".into(), Client::Page, &nowhere).await;
    assert!(matches!(weak, Err(ResetError::Password(_))), "{weak:?}");
    let after = house
        .auth
        .reset_password(token.expose(), &"another passphrase".into(), Client::Page, &nowhere)
        .await
        .expect("the weak try did not use the link");
    assert!(house.auth.authenticate_cookie(before.cookie().unwrap().expose()).await.unwrap().is_none());
    assert!(house.auth.authenticate_cookie(after.cookie().unwrap().expose()).await.unwrap().is_some());
    assert!(matches!(house.mailbox.only("ada@example.org").message, Message::PasswordChanged));
    assert!(
        matches!(house.auth.redeem_link(old_link.expose(), Client::Page, &nowhere).await, Err(RedeemError::Expired)),
        "links from before are void"
    );
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &nowhere).await.unwrap_err();
    house.auth.sign_in_password(sign_in("ada@example.org", "another passphrase"), &nowhere).await.unwrap();
}

#[tokio::test]
async fn a_dump_holds_no_usable_secret() {
    let house = House::new().await;
    house.person_with_password("Ada", "a long passphrase").await;
    let nowhere = Origin::default();
    house.auth.request_reset(&"ada@example.org".parse().unwrap(), &nowhere).await.unwrap();
    let link = house.mailbox.token("ada@example.org");
    let page = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &nowhere).await.unwrap();
    let mut program = sign_in("ada@example.org", "a long passphrase");
    program.client = Client::Program;
    let program = house.auth.sign_in_password(program, &nowhere).await.unwrap();
    let mut admin = house.test_db.connect(None).await;
    let mut dump = String::new();
    for table in ["auth.users", "auth.sessions", "auth.session_cookies", "auth.refresh_tokens", "auth.one_time_tokens", "audit.events"] {
        let rows: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT t::text FROM {table} t"))).fetch_all(&mut admin).await.unwrap();
        assert!(!rows.is_empty(), "{table}");
        dump.push_str(&rows.join("\n"));
    }
    for secret in [link.expose(), page.cookie().unwrap().expose(), program.tokens().unwrap().refresh_token.expose(), "a long passphrase"] {
        assert!(!dump.contains(secret));
        let as_bytes: String = secret.bytes().map(|b| format!("{b:02x}")).collect();
        assert!(!dump.contains(&as_bytes));
    }
}
