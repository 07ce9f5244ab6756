//! Signing in with a password, counting, changing it.

use std::time::Duration as Std;

use chrono::Duration;
use platform_auth::people::{ChangePasswordError, SignInError};
use platform_auth::session::Which;
use platform_auth::{Origin, TooManyAttempts};
use platform_auth_testing::House;
use platform_types::{Actor, SessionId};

use super::sign_up::sign_in;

fn from(ip: &str) -> Origin {
    Origin { ip: Some(ip.parse().unwrap()), user_agent: Some("Test/1.0".to_owned()), request_id: None }
}

#[tokio::test]
async fn five_guesses_a_minute_then_wait_even_with_the_right_password() {
    let house = House::new().await;
    house.person_with_password("Ada", "a long passphrase").await;
    // From many addresses, as a botnet would.
    for n in 0..5 {
        let guess = house.auth.sign_in_password(sign_in("ada@example.org", "a wrong passphrase"), &from(&format!("192.0.2.{n}"))).await;
        assert!(matches!(guess, Err(SignInError::WrongCredentials)), "{guess:?}");
    }
    let locked = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &from("198.51.100.1")).await;
    let Err(SignInError::TooMany(TooManyAttempts { retry_after })) = locked else { panic!("{locked:?}") };
    assert_eq!(retry_after, Std::from_secs(12));
    house.clock.advance(Duration::seconds(12));
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &from("198.51.100.1")).await.unwrap();
    // The right password forgets the failures.
    for _ in 0..5 {
        house.auth.sign_in_password(sign_in("ada@example.org", "a wrong passphrase"), &Origin::default()).await.unwrap_err();
    }
}

#[tokio::test]
async fn an_unknown_account_is_counted_like_a_known_one() {
    let house = House::new().await;
    for _ in 0..5 {
        assert!(matches!(
            house.auth.sign_in_password(sign_in("nobody@example.org", "a long passphrase"), &Origin::default()).await,
            Err(SignInError::WrongCredentials)
        ));
    }
    assert!(matches!(
        house.auth.sign_in_password(sign_in("nobody@example.org", "a long passphrase"), &Origin::default()).await,
        Err(SignInError::TooMany(_))
    ));
}

#[tokio::test]
async fn one_network_address_guesses_at_many_accounts_five_times() {
    let house = House::new().await;
    house.person_with_password("Ada", "a long passphrase").await;
    for _ in 0..20 {
        house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &from("192.0.2.1")).await.unwrap();
    }
    for n in 0..5 {
        house.auth.sign_in_password(sign_in(&format!("n{n}@example.org"), "a long passphrase"), &from("192.0.2.1")).await.unwrap_err();
    }
    assert!(matches!(
        house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &from("192.0.2.1")).await,
        Err(SignInError::TooMany(_))
    ));
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &from("192.0.2.2")).await.unwrap();
}

#[tokio::test]
async fn guesses_made_all_at_once_do_not_slip_through_together() {
    let house = House::new().await;
    house.person_with_password("Ada", "a long passphrase").await;
    let guesses = (0..12).map(|_| {
        let auth = house.auth.clone();
        tokio::spawn(async move { auth.sign_in_password(sign_in("ada@example.org", "a wrong passphrase"), &Origin::default()).await })
    });
    let mut compared = 0;
    for guess in guesses.collect::<Vec<_>>() {
        compared += i32::from(matches!(guess.await.unwrap(), Err(SignInError::WrongCredentials)));
    }
    assert_eq!(compared, 5);
}

#[tokio::test]
async fn a_suspended_account_is_told_so_only_with_its_password() {
    let house = House::new().await;
    let ada = house.person_with_password("Ada", "a long passphrase").await;
    let signed_in = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
    let mut tx = house.db.as_system("test").await.unwrap();
    sqlx::query("UPDATE auth.users SET banned_until = clock.now() + interval '1 day' WHERE id = $1")
        .bind(ada.user_id().unwrap().0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(
        house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await,
        Err(SignInError::Suspended)
    ));
    assert!(matches!(
        house.auth.sign_in_password(sign_in("ada@example.org", "a wrong passphrase"), &Origin::default()).await,
        Err(SignInError::WrongCredentials)
    ));
    assert!(house.auth.authenticate_cookie(signed_in.cookie().unwrap().expose()).await.unwrap().is_none(), "present sign-ins stop, too");
    house.clock.advance(Duration::days(1));
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
}

#[tokio::test]
async fn a_new_password_ends_every_other_sign_in() {
    let house = House::new().await;
    house.person_with_password("Ada", "a long passphrase").await;
    let here = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &from("192.0.2.7")).await.unwrap();
    let there = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
    let actor = Actor::user(here.user_id, Some(here.session_id));
    let change = async |present: &str, new: &str| house.auth.change_password(&actor, &present.into(), &new.into()).await;
    assert!(matches!(change("a wrong passphrase", "another passphrase").await, Err(ChangePasswordError::WrongPresent)));
    assert!(matches!(change("a long passphrase", "short").await, Err(ChangePasswordError::Password(_))));
    change("a long passphrase", "another passphrase").await.unwrap();
    let lives = async |signed_in: &platform_auth::session::SignedIn| {
        house.auth.authenticate_cookie(signed_in.cookie().unwrap().expose()).await.unwrap().is_some()
    };
    assert!(lives(&here).await && !lives(&there).await);
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap_err();
    house.auth.sign_in_password(sign_in("ada@example.org", "another passphrase"), &Origin::default()).await.unwrap();
    assert_eq!(house.mailbox.take().len(), 1, "and the person is told");
}

#[tokio::test]
async fn an_outdated_hash_is_renewed_by_signing_in() {
    let house = House::new().await;
    let ada = house.person_with_password("Ada", "a long passphrase").await;
    // The same password under weaker parameters, made by another implementation (argon2-cffi's PHC form).
    let weak = argon2_weak("a long passphrase");
    let mut tx = house.db.as_system("test").await.unwrap();
    sqlx::query("UPDATE auth.users SET encrypted_password = $2 WHERE id = $1")
        .bind(ada.user_id().unwrap().0)
        .bind(&weak)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
    let mut tx = house.db.as_system("test").await.unwrap();
    let now: String = sqlx::query_scalar("SELECT encrypted_password FROM auth.users WHERE id = $1")
        .bind(ada.user_id().unwrap().0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert!(now.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{now}");
    drop(tx);
    house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
}

fn argon2_weak(password: &str) -> String {
    use argon2::password_hash::PasswordHasher;
    use argon2::{Algorithm, Argon2, Params, Version};
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1024, 1, 1, None).unwrap());
    hasher.hash_password_with_salt(password.as_bytes(), b"sixteen bytes of").unwrap().to_string()
}

#[tokio::test]
async fn people_see_and_end_their_own_sign_ins_and_no_others() {
    let house = House::new().await;
    house.person_with_password("Ada", "a long passphrase").await;
    house.person_with_password("Bob", "a long passphrase").await;
    let a = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &from("192.0.2.7")).await.unwrap();
    let second = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
    let b = house.auth.sign_in_password(sign_in("bob@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
    let ada = Actor::user(a.user_id, Some(a.session_id));
    let list = async || {
        let mut tx = house.db.as_actor(&ada).await.unwrap();
        house.auth.own_sessions(&mut tx).await.unwrap()
    };
    let seen = list().await;
    assert_eq!(seen.len(), 2);
    let current = seen.iter().find(|s| s.current).unwrap();
    assert_eq!((current.id, current.ip.as_deref(), current.user_agent.as_deref()), (a.session_id, Some("192.0.2.7"), Some("Test/1.0")));
    let end = async |which: Which| {
        let mut tx = house.db.as_actor(&ada).await.unwrap();
        let ended = house.auth.end_sessions(&mut tx, which).await.unwrap();
        tx.commit().await.unwrap();
        ended
    };
    assert_eq!(end(Which::One(b.session_id)).await, 0, "Bob's is not hers to end");
    assert_eq!(end(Which::One(SessionId(uuid::Uuid::from_u128(1)))).await, 0);
    assert_eq!(end(Which::Others).await, 1);
    assert!(house.auth.authenticate_cookie(second.cookie().unwrap().expose()).await.unwrap().is_none());
    assert_eq!(house.auth.sign_out_everywhere(&ada).await.unwrap(), 1);
    assert!(house.auth.authenticate_cookie(a.cookie().unwrap().expose()).await.unwrap().is_none());
    assert!(house.auth.authenticate_cookie(b.cookie().unwrap().expose()).await.unwrap().is_some());
}
