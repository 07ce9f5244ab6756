//! Signing up and confirming.

use chrono::Duration;
use platform_auth::Origin;
use platform_auth::mail::Message;
use platform_auth::password::PasswordError;
use platform_auth::people::{RedeemError, SignIn, SignInError, SignUp, SignUpError};
use platform_auth::session::Client;
use platform_auth_testing::House;

pub(crate) fn sign_up(email: &str, password: &str, name: &str) -> SignUp {
    SignUp { email: email.parse().unwrap(), password: password.into(), full_name: name.parse().ok(), locale: "en".to_owned() }
}

pub(crate) fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn { email: email.parse().unwrap(), password: password.into(), client: Client::Page }
}

async fn count(house: &House, sql: &'static str) -> i64 {
    let mut tx = house.db.as_system("test").await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *tx).await.unwrap()
}

#[tokio::test]
async fn an_address_is_confirmed_by_its_mail_and_then_signs_in() {
    let house = House::new().await;
    let nowhere = Origin::default();
    house.auth.sign_up(sign_up("Ada@Example.org", "a long passphrase", "Ada Lovelace"), &nowhere).await.unwrap();
    let mail = house.mailbox.only("ada@example.org");
    let Message::Confirm { token, expires_at } = mail.message else { panic!("{mail:?}") };
    assert_eq!((mail.name.as_str(), expires_at), ("Ada Lovelace", house.clock.now() + Duration::hours(24)));

    let early = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &nowhere).await;
    assert!(matches!(early, Err(SignInError::NotConfirmed)), "{early:?}");
    let guessed = house.auth.sign_in_password(sign_in("ada@example.org", "another passphrase"), &nowhere).await;
    assert!(matches!(guessed, Err(SignInError::WrongCredentials)), "only the right password learns that");

    let pending = house.auth.pending_confirmation(token.expose()).await.unwrap().unwrap();
    assert_eq!((pending.email.as_str(), pending.full_name.as_str()), ("ada@example.org", "Ada Lovelace"));
    let signed_in = house.auth.confirm(token.expose(), Client::Page, &nowhere).await.unwrap();
    let session = house.auth.authenticate_cookie(signed_in.cookie().unwrap().expose()).await.unwrap().unwrap();
    assert_eq!(
        (session.full_name.as_str(), session.email.as_str(), session.actor.user_id()),
        ("Ada Lovelace", "ada@example.org", Some(signed_in.user_id))
    );
    assert!(matches!(house.auth.confirm(token.expose(), Client::Page, &nowhere).await, Err(RedeemError::Expired)), "once");
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &nowhere).await.unwrap();
    assert_eq!(
        count(
            &house,
            "SELECT count(*) FROM audit.events WHERE action IN ('auth.sign_up_requested', 'auth.address_confirmed', 'auth.signed_in')"
        )
        .await,
        3
    );
    assert_eq!(
        count(&house, "SELECT count(*) FROM audit.events WHERE action = 'auth.signed_in' AND user_id = subject_id").await,
        1,
        "the audit names the person"
    );
}

#[tokio::test]
async fn no_answer_tells_whether_an_address_has_an_account() {
    let house = House::new().await;
    house.person_with_password("Known", "a long passphrase").await;
    let nowhere = Origin::default();
    // The same outcome, one mail each, and one audit row each.
    house.auth.sign_up(sign_up("known@example.org", "another passphrase", "Mallory"), &nowhere).await.unwrap();
    house.auth.sign_up(sign_up("new@example.org", "another passphrase", "Mallory"), &nowhere).await.unwrap();
    let mails = house.mailbox.take();
    assert_eq!(mails.len(), 2);
    let known = mails.iter().find(|m| m.to.as_str() == "known@example.org").unwrap();
    assert!(matches!(known.message, Message::AlreadySignedUp), "{known:?}");
    assert_eq!(known.name, "Known", "never what the stranger typed");
    assert_eq!(count(&house, "SELECT count(*) FROM audit.events WHERE action = 'auth.sign_up_requested'").await, 2);
    // The account is as it was.
    house.auth.sign_in_password(sign_in("known@example.org", "a long passphrase"), &nowhere).await.unwrap();
    assert!(matches!(
        house.auth.sign_in_password(sign_in("known@example.org", "another passphrase"), &nowhere).await,
        Err(SignInError::WrongCredentials)
    ));
    assert!(matches!(
        house.auth.sign_in_password(sign_in("nobody@example.org", "another passphrase"), &nowhere).await,
        Err(SignInError::WrongCredentials)
    ));
    for email in ["known@example.org", "nobody@example.org"] {
        house.auth.request_magic_link(&email.parse().unwrap(), None, &nowhere).await.unwrap();
        house.auth.request_reset(&email.parse().unwrap(), &nowhere).await.unwrap();
    }
    assert_eq!(house.mailbox.take().iter().filter(|m| m.to.as_str() == "nobody@example.org").count(), 0);
    assert_eq!(count(&house, "SELECT count(*) FROM audit.events WHERE action IN ('auth.link_requested', 'auth.reset_requested')").await, 4);
}

#[tokio::test]
async fn answers_take_at_least_the_same_time() {
    let floor = std::time::Duration::from_millis(400);
    let house = House::with(|settings| settings.even_time = floor).await;
    house.person("Known").await;
    for email in ["known@example.org", "nobody@example.org"] {
        for request in ["link", "reset", "sign-up"] {
            let start = std::time::Instant::now();
            match request {
                "link" => house.auth.request_magic_link(&email.parse().unwrap(), None, &Origin::default()).await.unwrap(),
                "reset" => house.auth.request_reset(&email.parse().unwrap(), &Origin::default()).await.unwrap(),
                _ => house.auth.sign_up(sign_up(email, "a long passphrase", "x"), &Origin::default()).await.unwrap(),
            }
            assert!(start.elapsed() >= floor, "{request} for {email}: {:?}", start.elapsed());
        }
    }
}

#[tokio::test]
async fn each_link_confirms_what_was_asked_for_with_it() {
    let house = House::new().await;
    let nowhere = Origin::default();
    house.auth.sign_up(sign_up("ada@example.org", "adas own passphrase", "Ada"), &nowhere).await.unwrap();
    let hers = house.mailbox.token("ada@example.org");
    // Somebody else signs up with her address afterwards: their link comes to her, too.
    house.auth.sign_up(sign_up("ada@example.org", "mallorys passphrase", "Mallory"), &nowhere).await.unwrap();
    let theirs = house.mailbox.token("ada@example.org");
    house.auth.confirm(hers.expose(), Client::Page, &nowhere).await.unwrap();
    house.auth.sign_in_password(sign_in("ada@example.org", "adas own passphrase"), &nowhere).await.unwrap();
    assert!(
        matches!(house.auth.confirm(theirs.expose(), Client::Page, &nowhere).await, Err(RedeemError::Expired)),
        "the other link is void"
    );

    // Also when she proves the address by another way than a confirmation.
    house.auth.sign_up(sign_up("bea@example.org", "mallorys passphrase", "Mallory"), &nowhere).await.unwrap();
    let planted = house.mailbox.token("bea@example.org");
    house.auth.request_magic_link(&"bea@example.org".parse().unwrap(), None, &nowhere).await.unwrap();
    let link = house.mailbox.token("bea@example.org");
    house.auth.redeem_link(link.expose(), Client::Page, &nowhere).await.unwrap();
    assert!(matches!(house.auth.confirm(planted.expose(), Client::Page, &nowhere).await, Err(RedeemError::Expired)));
    assert!(matches!(
        house.auth.sign_in_password(sign_in("bea@example.org", "mallorys passphrase"), &nowhere).await,
        Err(SignInError::WrongCredentials)
    ));
}

#[tokio::test]
async fn a_weak_password_is_refused_before_anything_happens() {
    let house = House::new().await;
    let refused = house.auth.sign_up(sign_up("ada@example.org", "short", "Ada"), &Origin::default()).await.unwrap_err();
    assert!(matches!(refused, SignUpError::Password(PasswordError::TooShort(10))));
    assert!(house.mailbox.take().is_empty());
    assert_eq!(count(&house, "SELECT count(*) FROM auth.users").await, 0);
}

#[tokio::test]
async fn two_sign_ups_at_once_make_one_account() {
    let house = House::new().await;
    let nowhere = Origin::default();
    let (a, b) = tokio::join!(
        house.auth.sign_up(sign_up("ada@example.org", "a long passphrase", "Ada"), &nowhere),
        house.auth.sign_up(sign_up("ada@example.org", "a long passphrase", "Ada"), &nowhere)
    );
    a.unwrap();
    b.unwrap();
    assert_eq!(count(&house, "SELECT count(*) FROM auth.users").await, 1);
    assert_eq!(house.mailbox.take().len(), 2);
}

#[tokio::test]
async fn mails_to_one_address_are_counted() {
    let house = House::new().await;
    let email = "victim@example.org".parse().unwrap();
    for _ in 0..3 {
        house.auth.request_magic_link(&email, None, &Origin::default()).await.unwrap();
    }
    let refused = house.auth.request_reset(&email, &Origin::default()).await.unwrap_err();
    assert_eq!(refused.to_string(), "too many attempts; try again in 60 seconds");
    house.clock.advance(Duration::seconds(60));
    house.auth.request_reset(&email, &Origin::default()).await.unwrap();
}
