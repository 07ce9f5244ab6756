//! Cookies of pages, and guests'.

use chrono::Duration;
use platform_auth::session::{ABSOLUTE, IDLE};
use platform_auth::{Origin, SecretToken};
use platform_auth_testing::House;
use platform_types::{Entropy, GuestId};

use super::sign_up::sign_in;

async fn signed_in(house: &House) -> SecretToken {
    house.person_with_password("Ada", "a long passphrase").await;
    house
        .auth
        .sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default())
        .await
        .unwrap()
        .cookie()
        .unwrap()
        .clone()
}

/// Whether the cookie works, and the one offered in its place.
async fn show(house: &House, cookie: &SecretToken) -> Option<Option<SecretToken>> {
    house.auth.authenticate_cookie(cookie.expose()).await.unwrap().map(|s| s.rotated)
}

#[tokio::test]
async fn a_cookie_is_replaced_daily_and_the_old_one_dies_a_minute_after_the_new_one_is_shown() {
    let house = House::new().await;
    let first = signed_in(&house).await;
    assert_eq!(show(&house, &first).await, Some(None));
    house.clock.advance(Duration::hours(23));
    assert_eq!(show(&house, &first).await, Some(None));
    house.clock.advance(Duration::hours(1));
    let second = show(&house, &first).await.unwrap().expect("due after a day");
    assert_ne!(first, second);
    // The answer was lost: the same one is offered again, however late.
    house.clock.advance(Duration::hours(30));
    assert_eq!(show(&house, &first).await, Some(Some(second.clone())));
    // The browser has it now; a request under way with the old one still passes, offered nothing.
    assert!(show(&house, &second).await.is_some());
    assert_eq!(show(&house, &first).await, Some(None));
    house.clock.advance(Duration::seconds(59));
    assert_eq!(show(&house, &first).await, Some(None));
    house.clock.advance(Duration::seconds(1));
    assert_eq!(show(&house, &first).await, None);
    assert!(show(&house, &second).await.is_some());
}

#[tokio::test]
async fn two_requests_at_once_are_offered_the_same_cookie() {
    let house = House::new().await;
    let first = signed_in(&house).await;
    house.clock.advance(Duration::days(1));
    let offers = (0..6).map(|_| {
        let (auth, first) = (house.auth.clone(), first.clone());
        tokio::spawn(async move { auth.authenticate_cookie(first.expose()).await.unwrap().unwrap().rotated.unwrap() })
    });
    let mut seen = Vec::new();
    for offer in offers.collect::<Vec<_>>() {
        seen.push(offer.await.unwrap());
    }
    assert!(seen.iter().all(|offer| *offer == seen[0]), "{seen:?}");
}

#[tokio::test]
async fn a_sign_in_ends_idle_after_a_week_and_absolutely_after_a_month() {
    let house = House::new().await;
    let idle = signed_in(&house).await;
    house.clock.advance(IDLE - Duration::seconds(1));
    assert!(show(&house, &idle).await.is_some());
    house.clock.advance(IDLE);
    assert!(show(&house, &idle).await.is_none());

    let house = House::new().await;
    let mut cookie = signed_in(&house).await;
    let end = house.clock.now() + ABSOLUTE;
    while house.clock.now() + Duration::days(1) < end {
        house.clock.advance(Duration::days(1));
        if let Some(next) = show(&house, &cookie).await.expect("used daily") {
            cookie = next;
        }
    }
    house.clock.set(end);
    assert!(show(&house, &cookie).await.is_none());
    assert_eq!(house.auth.sweep().await.unwrap().sessions, 1);
}

#[tokio::test]
async fn signing_in_gives_a_new_cookie_and_made_up_ones_are_nobodys() {
    let house = House::new().await;
    let first = signed_in(&house).await;
    let again = house.auth.sign_in_password(sign_in("ada@example.org", "a long passphrase"), &Origin::default()).await.unwrap();
    assert_ne!(&first, again.cookie().unwrap());
    for made_up in ["", "x", SecretToken::new(&Entropy::seeded(9)).expose(), &first.expose().to_uppercase()] {
        assert!(house.auth.authenticate_cookie(made_up).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_guests_cookie_is_believed_only_with_our_signature() {
    let house = House::new().await;
    let guest = GuestId::new(&house.entropy, house.clock.now());
    let cookie = house.auth.sign_guest(guest);
    assert_eq!(house.auth.verify_guest(&cookie), Some(guest));
    let other = GuestId::new(&house.entropy, house.clock.now());
    let swapped = cookie.replacen(&guest.0.simple().to_string(), &other.0.simple().to_string(), 1);
    let mut bent = cookie.clone();
    let last = if bent.ends_with('0') { "1" } else { "0" };
    bent.replace_range(bent.len() - 1.., last);
    for forged in
        [swapped.as_str(), &bent, &cookie[..cookie.len() - 2], "", ".", "..", &guest.0.simple().to_string(), &cookie.to_uppercase()]
    {
        assert_eq!(house.auth.verify_guest(forged), None, "{forged}");
    }
}
