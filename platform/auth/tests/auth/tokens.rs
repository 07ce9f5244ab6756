//! Tokens of programs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use platform_auth::keys::{AuthKeys, Seed, jwks};
use platform_auth::session::{BearerError, Client, RefreshError, TokenPair};
use platform_auth::{Origin, SecretToken};
use platform_auth_testing::House;
use platform_types::{Actor, Entropy, SessionId};
use serde_json::{Value, json};

use super::sign_up::sign_in;

async fn pair(house: &House) -> TokenPair {
    house.person_with_password("Ada", "a long passphrase").await;
    let mut command = sign_in("ada@example.org", "a long passphrase");
    command.client = Client::Program;
    house.auth.sign_in_password(command, &Origin::default()).await.unwrap().tokens().unwrap().clone()
}

async fn sessions(house: &House) -> i64 {
    let mut tx = house.db.as_system("test").await.unwrap();
    sqlx::query_scalar("SELECT count(*) FROM auth.sessions").fetch_one(&mut *tx).await.unwrap()
}

fn seed(id: &str, byte: u8) -> Seed {
    Seed { id: id.to_owned(), secret: [byte; 32] }
}

fn part(token: &str, n: usize) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(n).unwrap()).unwrap()).unwrap()
}

#[tokio::test]
async fn an_access_token_says_what_supabases_say_and_anybody_can_verify_it() {
    let house = House::new().await;
    let pair = pair(&house).await;
    assert_eq!(part(&pair.access_token, 0), json!({ "typ": "JWT", "alg": "ES256", "kid": "k1" }));
    let claims = part(&pair.access_token, 1);
    let now = house.clock.now().timestamp();
    assert_eq!(claims["iss"], "https://callboard.test/auth/v1");
    assert_eq!(
        (&claims["aud"], &claims["role"], &claims["aal"], &claims["email"]),
        (&json!("authenticated"), &json!("authenticated"), &json!("aal1"), &json!("ada@example.org"))
    );
    assert_eq!((claims["iat"].as_i64(), claims["exp"].as_i64()), (Some(now), Some(now + 900)));
    assert_eq!(claims["amr"], json!([{ "method": "password", "timestamp": now }]));
    assert_eq!(claims["app_metadata"], json!({ "provider": "email", "providers": ["email"] }));
    assert_eq!(claims["user_metadata"]["full_name"], "Ada");
    for name in ["sub", "session_id", "phone", "is_anonymous"] {
        assert!(claims.get(name).is_some(), "{name}");
    }
    // With nothing but the published keys, as a stranger's program would.
    let published = jwks(&house.auth.keys());
    let key = &published["keys"][0];
    assert_eq!((&key["kid"], &key["kty"], &key["crv"], &key["alg"]), (&json!("k1"), &json!("EC"), &json!("P-256"), &json!("ES256")));
    assert!(key.get("d").is_none(), "never the secret half");
    let verifying = DecodingKey::from_ec_components(key["x"].as_str().unwrap(), key["y"].as_str().unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.validate_exp = false;
    validation.set_audience(&["authenticated"]);
    jsonwebtoken::decode::<Value>(&pair.access_token, &verifying, &validation).unwrap();

    let body = pair.to_json();
    assert_eq!((&body["token_type"], &body["expires_in"], &body["expires_at"]), (&json!("bearer"), &json!(900), &json!(now + 900)));
    assert_eq!(body["user"]["identities"][0]["provider"], "email");
    assert_eq!(body["user"]["id"], claims["sub"]);
}

#[tokio::test]
async fn a_bearer_token_is_the_person_until_it_ends_or_they_sign_out() {
    let house = House::new().await;
    let pair = pair(&house).await;
    let platform_auth::Bearer { actor, claims, .. } = house.auth.authenticate_bearer(&pair.access_token).await.unwrap();
    assert_eq!(actor.user_id().map(|id| id.0), Some(claims.sub));
    house.clock.advance(Duration::minutes(15));
    assert!(matches!(house.auth.authenticate_bearer(&pair.access_token).await, Err(BearerError::BadToken("it has expired"))));
    let next = house.auth.refresh(pair.refresh_token.expose()).await.unwrap();
    house.auth.authenticate_bearer(&next.access_token).await.unwrap();
    house.auth.sign_out(&Actor::user(actor.user_id().unwrap(), Some(SessionId(claims.session_id)))).await.unwrap();
    assert!(
        matches!(house.auth.authenticate_bearer(&next.access_token).await, Err(BearerError::SessionEnded)),
        "signing out counts at once"
    );
    assert!(matches!(house.auth.refresh(next.refresh_token.expose()).await, Err(RefreshError::NotFound)));
}

#[tokio::test]
async fn forged_tokens_are_refused() {
    let house = House::new().await;
    let token = pair(&house).await.access_token;
    let (head, rest) = token.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let mut claims = part(&token, 1);
    claims["role"] = json!("service_role");
    let none = encode(&json!({ "typ": "JWT", "alg": "none", "kid": "k1" }));
    let hs256 = {
        // The classic confusion: the public key as an HMAC secret.
        let mut header = jsonwebtoken::Header::new(Algorithm::HS256);
        header.kid = Some("k1".to_owned());
        let public = house.auth.keys().current().public().to_vec();
        jsonwebtoken::encode(&header, &claims, &jsonwebtoken::EncodingKey::from_secret(&public)).unwrap()
    };
    let stranger = {
        let other = House::new().await;
        other.auth.replace_keys(AuthKeys::new(&[seed("k1", 250)], vec![seed("g", 1)]).unwrap());
        pair(&other).await.access_token
    };
    for forged in [
        format!("{head}.{}.{signature}", encode(&claims)),
        format!("{none}.{body}."),
        format!("{none}.{body}.{signature}"),
        hs256,
        stranger,
        format!("{}.{body}.{signature}", encode(&json!({ "alg": "ES256", "kid": "nobody" }))),
        format!("{}.{body}.{signature}", encode(&json!({ "alg": "ES256" }))),
        String::new(),
        "a.b.c".to_owned(),
    ] {
        assert!(matches!(house.auth.authenticate_bearer(&forged).await, Err(BearerError::BadToken(_))), "{forged}");
    }
}

#[tokio::test]
async fn a_used_refresh_token_that_comes_back_ends_the_session_for_both() {
    let house = House::new().await;
    let first = pair(&house).await;
    let second = house.auth.refresh(first.refresh_token.expose()).await.unwrap();
    let third = house.auth.refresh(second.refresh_token.expose()).await.unwrap();
    assert_eq!(sessions(&house).await, 1);
    assert!(matches!(house.auth.refresh(first.refresh_token.expose()).await, Err(RefreshError::AlreadyUsed)));
    assert_eq!(sessions(&house).await, 0, "the family is gone");
    assert!(matches!(house.auth.refresh(third.refresh_token.expose()).await, Err(RefreshError::NotFound)));
    assert!(matches!(house.auth.authenticate_bearer(&third.access_token).await, Err(BearerError::SessionEnded)));
}

#[tokio::test]
async fn a_lost_answer_is_given_again_for_a_minute() {
    let house = House::new().await;
    let first = pair(&house).await;
    let second = house.auth.refresh(first.refresh_token.expose()).await.unwrap();
    house.clock.advance(Duration::seconds(59));
    let again = house.auth.refresh(first.refresh_token.expose()).await.unwrap();
    assert_eq!(again.refresh_token, second.refresh_token);
    house.auth.authenticate_bearer(&again.access_token).await.unwrap();
    house.clock.advance(Duration::seconds(1));
    assert!(
        matches!(house.auth.refresh(first.refresh_token.expose()).await, Err(RefreshError::AlreadyUsed)),
        "a minute later it is a thief's"
    );
    assert_eq!(sessions(&house).await, 0);
}

#[tokio::test]
async fn many_refreshes_at_once_get_one_and_the_same_answer() {
    let house = House::new().await;
    let first = pair(&house).await;
    let calls = (0..8).map(|_| {
        let (auth, token) = (house.auth.clone(), first.refresh_token.clone());
        tokio::spawn(async move { auth.refresh(token.expose()).await.unwrap().refresh_token })
    });
    let mut seen = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        seen.push(call.await.unwrap());
    }
    assert!(seen.iter().all(|token| *token == seen[0]));
    assert!(matches!(house.auth.refresh(SecretToken::new(&Entropy::seeded(9)).expose()).await, Err(RefreshError::NotFound)));
    assert_eq!(sessions(&house).await, 1);
}

#[tokio::test]
async fn rotating_keys_signs_nobody_out() {
    let house = House::new().await;
    let old = pair(&house).await;
    let both = [seed("k2", 7), Seed { id: "k1".to_owned(), secret: old_secret() }];
    house.auth.replace_keys(AuthKeys::new(&both, both.to_vec()).unwrap());
    house.auth.authenticate_bearer(&old.access_token).await.unwrap();
    let new = house.auth.refresh(old.refresh_token.expose()).await.unwrap();
    assert_eq!(part(&new.access_token, 0)["kid"], "k2");
    assert_eq!(jwks(&house.auth.keys())["keys"].as_array().unwrap().len(), 2);
    house.auth.replace_keys(AuthKeys::new(&both[..1], both[..1].to_vec()).unwrap());
    assert!(
        matches!(house.auth.authenticate_bearer(&old.access_token).await, Err(BearerError::BadToken(_))),
        "a forgotten key verifies nothing"
    );
}

/// What the test house makes of the name `k1`.
fn old_secret() -> [u8; 32] {
    [2 ^ b'1'; 32]
}

#[tokio::test]
async fn keys_come_from_the_keyring_and_a_rotation_spreads_before_it_signs() {
    use platform_db::Service;
    use platform_keyring::{Keyring, MasterKey};
    let house = House::new().await;
    let master = MasterKey::generate(&house.entropy);
    let keyring = {
        let mut tx = house.db.as_service(Service::Vault, &Actor::system("test")).await.unwrap();
        let keyring = Keyring::load(&mut tx, &master, &house.entropy, house.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        keyring
    };
    let load = async || AuthKeys::load(&house.db, &keyring, &house.entropy).await.unwrap();
    // Two nodes that start at once.
    let (a, b) = tokio::join!(load(), load());
    assert_eq!(a.current().id(), b.current().id());
    let first = a.current().id().to_owned();
    house.auth.replace_keys(a);
    let pair = pair(&house).await;
    let guest = house.auth.sign_guest(platform_types::GuestId::new(&house.entropy, house.clock.now()));

    house.clock.advance(Duration::minutes(10));
    let mut tx = house.db.as_service(Service::Vault, &Actor::system("test")).await.unwrap();
    AuthKeys::rotate(&mut tx, &keyring, &house.entropy, house.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let soon = load().await;
    assert_eq!((soon.current().id(), soon.tokens().len()), (first.as_str(), 2), "not before the other nodes know it");
    house.clock.advance(Duration::minutes(2));
    let later = load().await;
    assert_ne!(later.current().id(), first);
    house.auth.replace_keys(later);
    house.auth.authenticate_bearer(&pair.access_token).await.unwrap();
    assert!(house.auth.verify_guest(&guest).is_some());

    house.clock.advance(Duration::hours(1));
    let last = load().await;
    assert_eq!(last.tokens().len(), 1, "no token of the old key can be alive");
    house.auth.replace_keys(last);
    assert!(house.auth.verify_guest(&guest).is_some(), "guests come back after weeks");
}
