//! Accounts elsewhere: whose they are, and how they are connected.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use platform_auth::Origin;
use platform_auth::providers::{Answer, ByProvider, CodeError, ConnectError, DisconnectError, Proven, ProviderError, Purpose};
use platform_auth_testing::House;
use platform_types::{Actor, UserId};
use sha2::{Digest, Sha256};

use super::sign_up::{sign_in, sign_up};

const PASSWORD: &str = "a long passphrase";

fn proven(subject: &str, email: &str, verified: bool) -> Proven {
    Proven {
        provider: "oidc".to_owned(),
        label: "Example ID".to_owned(),
        subject: subject.to_owned(),
        email: Some(email.to_owned()),
        email_verified: verified,
        name: Some("Ada There".to_owned()),
    }
}

async fn comes(house: &House, proven: &Proven) -> Result<ByProvider<UserId>, ProviderError> {
    Ok(match house.auth.sign_in_by_provider(proven, &Origin::default()).await? {
        ByProvider::Done(signed_in) => ByProvider::Done(signed_in.user_id),
        ByProvider::Offered(token) => ByProvider::Offered(token),
    })
}

#[tokio::test]
async fn whoever_is_new_is_added_once_and_known_again_by_the_subject() {
    let house = House::new().await;
    let ByProvider::Done(first) = comes(&house, &proven("1", "ada@example.org", true)).await.unwrap() else { panic!() };
    let ByProvider::Done(again) = comes(&house, &proven("1", "renamed@example.org", true)).await.unwrap() else { panic!() };
    assert_eq!(first, again, "another address there is still the same person");
    let record = house.auth.user_record(first).await.unwrap().unwrap();
    assert_eq!(record.email, "ada@example.org");
    assert!(record.email_confirmed_at.is_some());
    assert_eq!((record.app_metadata["provider"].as_str(), record.identities[0]["provider"].as_str()), (Some("oidc"), Some("oidc")));
    let profile: String = {
        let mut tx = house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT full_name FROM platform_users WHERE id = $1").bind(first.0).fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!(profile, "Ada There");
}

#[tokio::test]
async fn an_address_that_the_provider_has_not_verified_opens_and_makes_nothing() {
    let house = House::new().await;
    house.person_with_password("Ada", PASSWORD).await;
    for email in ["ada@example.org", "new@example.org"] {
        assert!(matches!(comes(&house, &proven("1", email, false)).await, Err(ProviderError::Unverified)), "{email}");
    }
    let mut none = proven("1", "x", true);
    none.email = None;
    assert!(matches!(comes(&house, &none).await, Err(ProviderError::NoAddress)));
    let mut tx = house.db.as_system("test").await.unwrap();
    let people: i64 = sqlx::query_scalar("SELECT count(*) FROM auth.users").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(people, 1);
}

#[tokio::test]
async fn an_account_that_is_here_is_connected_by_its_owner_alone() {
    let house = House::new().await;
    let (ada, eve) = (house.person_with_password("Ada", PASSWORD).await, house.person_with_password("Eve", PASSWORD).await);
    let there = proven("1", "ada@example.org", true);
    let ByProvider::Offered(token) = comes(&house, &there).await.unwrap() else { panic!("the provider's word opened it") };
    let offer = house.auth.pending_offer(token.expose()).await.unwrap().unwrap();
    assert_eq!((Some(offer.user), offer.email.as_str()), (ada.user_id(), "ada@example.org"));
    assert!(matches!(house.auth.accept_offer(&eve, token.expose(), "x").await, Err(ConnectError::Gone)));
    assert!(matches!(house.auth.accept_offer(&Actor::anonymous(), token.expose(), "x").await, Err(ConnectError::NotThemself)));
    house.auth.accept_offer(&ada, token.expose(), "Example ID").await.unwrap();
    assert!(matches!(house.auth.accept_offer(&ada, token.expose(), "x").await, Err(ConnectError::Gone)), "once");
    let ByProvider::Done(user) = comes(&house, &there).await.unwrap() else { panic!() };
    assert_eq!(Some(user), ada.user_id());
    assert!(matches!(house.auth.connect(&eve, &there).await, Err(ConnectError::Taken)));
    // An offer that nobody took ends.
    let ByProvider::Offered(late) = comes(&house, &proven("2", "eve@example.org", true)).await.unwrap() else { panic!() };
    house.clock.advance(Duration::minutes(31));
    assert!(house.auth.pending_offer(late.expose()).await.unwrap().is_none());
    assert!(matches!(house.auth.accept_offer(&eve, late.expose(), "x").await, Err(ConnectError::Gone)));
}

#[tokio::test]
async fn a_sign_up_that_nobody_confirmed_gives_its_password_no_power() {
    let house = House::new().await;
    // A stranger signs up with the victim's address and waits.
    house.auth.sign_up(sign_up("ada@example.org", PASSWORD, "Stranger"), &Origin::default()).await.unwrap();
    let link = house.mailbox.token("ada@example.org");
    let ByProvider::Done(ada) = comes(&house, &proven("1", "ada@example.org", true)).await.unwrap() else { panic!() };
    assert!(house.auth.sign_in_password(sign_in("ada@example.org", PASSWORD), &Origin::default()).await.is_err());
    assert!(house.auth.confirm(link.expose(), platform_auth::session::Client::Page, &Origin::default()).await.is_err());
    let mut tx = house.db.as_system("test").await.unwrap();
    let name: String =
        sqlx::query_scalar("SELECT full_name FROM platform_users WHERE id = $1").bind(ada.0).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(name, "Ada There");
}

#[tokio::test]
async fn one_way_to_sign_in_stays() {
    let house = House::new().await;
    let ByProvider::Done(ada) = comes(&house, &proven("1", "ada@example.org", true)).await.unwrap() else { panic!() };
    let ada = Actor::user(ada, None);
    let only = house.auth.own_identities(&ada).await.unwrap();
    assert_eq!(only.len(), 1);
    let label = |name: &str| name.to_owned();
    assert!(matches!(house.auth.disconnect(&ada, only[0].id, label).await, Err(DisconnectError::LastWay)));
    assert_eq!(house.auth.own_identities(&ada).await.unwrap(), only, "nothing was removed");
    let mut second = proven("g", "ada@gmail.test", true);
    second.provider = "google".to_owned();
    house.auth.connect(&ada, &second).await.unwrap();
    house.auth.disconnect(&ada, only[0].id, label).await.unwrap();
    let left = house.auth.own_identities(&ada).await.unwrap();
    assert_eq!(left.iter().map(|one| one.provider.as_str()).collect::<Vec<_>>(), ["google"]);
    assert!(matches!(house.auth.disconnect(&house.person("Eve").await, left[0].id, label).await, Err(DisconnectError::Unknown)));
}

#[tokio::test]
async fn what_comes_back_is_taken_once_and_only_in_the_browser_that_began() {
    let house = House::new().await;
    let page = Purpose::Page { next: Some("/events".to_owned()) };
    let begun = house.auth.begin_flow("oidc", &page, None).await.unwrap();
    let second = house.auth.begin_flow("oidc", &page, Some(begun.browser.expose())).await.unwrap();
    assert_eq!(second.browser, begun.browser, "two tabs share the cookie");
    assert_ne!((begun.nonce(), begun.state.expose()), (second.nonce(), second.state.expose()));
    let other = house.auth.begin_flow("oidc", &page, None).await.unwrap();
    let (state, browser) = (begun.state.expose(), begun.browser.expose());
    assert!(house.auth.take_flow(state, other.browser.expose()).await.unwrap().is_none(), "another browser");
    assert!(house.auth.take_flow("x", browser).await.unwrap().is_none());
    let flow = house.auth.take_flow(state, browser).await.unwrap().unwrap();
    assert_eq!((flow.purpose, flow.secrets.nonce()), (page.clone(), begun.nonce()));
    assert!(house.auth.take_flow(state, browser).await.unwrap().is_none(), "once");
    house.clock.advance(Duration::minutes(11));
    assert!(house.auth.take_flow(second.state.expose(), browser).await.unwrap().is_none(), "too late");
}

#[tokio::test]
async fn a_program_redeems_its_code_once_with_what_it_kept() {
    let house = House::new().await;
    let verifier = "v".repeat(64);
    let challenge = ("s256".to_owned(), URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())));
    let code = async || {
        let answer = house.auth.answer_program(&proven("1", "ada@example.org", true), Some(&challenge), &Origin::default()).await.unwrap();
        let ByProvider::Done(Answer::Code(code)) = answer else { panic!("{answer:?}") };
        code.expose().to_owned()
    };
    let one = code().await;
    let signed_in = house.auth.redeem_code(&one, &verifier, &Origin::default()).await.unwrap();
    assert_eq!(signed_in.tokens().unwrap().user["email"], "ada@example.org");
    assert!(matches!(house.auth.redeem_code(&one, &verifier, &Origin::default()).await, Err(CodeError::Unknown)));
    let two = code().await;
    assert!(matches!(house.auth.redeem_code(&two, "another verifier", &Origin::default()).await, Err(CodeError::WrongVerifier)));
    assert!(matches!(house.auth.redeem_code(&two, &verifier, &Origin::default()).await, Err(CodeError::Unknown)), "tried, it is gone");
    let three = code().await;
    house.clock.advance(Duration::minutes(6));
    assert!(matches!(house.auth.redeem_code(&three, &verifier, &Origin::default()).await, Err(CodeError::Expired)));
}
