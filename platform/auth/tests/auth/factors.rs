//! Second factors: set up, asked for, once each, and what they open.

use chrono::Duration;
use data_encoding::BASE32_NOPAD;
use platform_auth::factors::{FactorError, Proof};
use platform_auth::mail::{Message, SecurityChange};
use platform_auth::roles::PLATFORM;
use platform_auth::session::{Client, SignedIn};
use platform_auth::{Origin, permission};
use platform_auth_testing::House;
use platform_types::Actor;
use uuid::Uuid;

use super::sign_up::sign_in;

const PASSWORD: &str = "a long passphrase";

/// A phone with an authenticator app.
pub struct Phone(totp_rs::Totp);

impl Phone {
    pub fn scans(secret: &str) -> Self {
        let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        Self(totp_rs::Builder::new().with_secret(secret).build_noncompliant())
    }

    pub fn shows(&self, house: &House) -> String {
        self.0.generate(u64::try_from(house.clock.now().timestamp()).unwrap()).to_string()
    }
}

pub async fn signed_in(house: &House, name: &str, client: Client) -> SignedIn {
    let mut command = sign_in(&format!("{name}@example.org"), PASSWORD);
    command.client = client;
    house.auth.sign_in_password(command, &Origin::default()).await.unwrap()
}

pub fn actor(signed_in: &SignedIn, twice: bool) -> Actor {
    let mut actor = Actor::user(signed_in.user_id, Some(signed_in.session_id));
    actor.second_factor = twice;
    actor
}

/// Somebody who has just set up an app: their sign-in, the app, its phone and the recovery codes.
pub async fn set_up(house: &House, name: &str) -> (SignedIn, Uuid, Phone, Vec<String>) {
    let here = signed_in(house, name, Client::Page).await;
    let begun = house.auth.enrol_factor(&actor(&here, false), "phone", None).await.unwrap();
    let phone = Phone::scans(&begun.secret);
    let verified = house.auth.verify_factor(&actor(&here, false), begun.factor.id, None, &phone.shows(house), Client::Page).await.unwrap();
    assert!(verified.is_new);
    (verified.signed_in, begun.factor.id, phone, verified.recovery_codes)
}

#[tokio::test]
async fn an_app_counts_only_once_it_has_shown_a_code_and_then_signing_in_has_two_steps() {
    let house = House::sealing().await;
    house.person_with_password("Ada", PASSWORD).await;
    let here = signed_in(&house, "ada", Client::Page).await;
    let begun = house.auth.enrol_factor(&actor(&here, false), "phone", None).await.unwrap();
    assert!(begun.uri.starts_with("otpauth://totp/callboard.test:ada%40example.org?secret="), "{}", begun.uri);
    assert!(!signed_in(&house, "ada", Client::Page).await.half, "not before it counts");
    let elsewhere = signed_in(&house, "ada", Client::Page).await;
    let phone = Phone::scans(&begun.secret);
    let wrong = house.auth.verify_factor(&actor(&here, false), begun.factor.id, None, "000000", Client::Page).await;
    assert!(matches!(wrong, Err(FactorError::WrongCode)), "{wrong:?}");
    house.mailbox.take();
    let done = house.auth.verify_factor(&actor(&here, false), begun.factor.id, None, &phone.shows(&house), Client::Page).await.unwrap();
    assert_eq!(done.recovery_codes.len(), 10);
    assert!(matches!(house.mailbox.only("ada@example.org").message, Message::SecurityChanged(SecurityChange::FactorAdded)));
    let lives = async |signed_in: &SignedIn| house.auth.authenticate_cookie(signed_in.cookie().unwrap().expose()).await.unwrap();
    assert!(lives(&here).await.is_none(), "the cookie from before is void");
    assert!(lives(&elsewhere).await.is_none(), "who was signed in by one step is no more");
    let now = lives(&done.signed_in).await.unwrap();
    assert!(now.actor.second_factor && !now.half);

    house.clock.advance(Duration::minutes(1));
    let half = signed_in(&house, "ada", Client::Page).await;
    assert!(half.half);
    let seen = lives(&half).await.unwrap();
    assert!(seen.half && !seen.actor.second_factor);
    let whole = house.auth.pass_second_step(&actor(&half, false), &phone.shows(&house), Client::Page).await.unwrap();
    assert!(lives(&half).await.is_none() && !lives(&whole).await.unwrap().half);
    // A first step that nobody goes on with ends by itself.
    let left = signed_in(&house, "ada", Client::Page).await;
    house.clock.advance(Duration::minutes(16));
    assert!(lives(&left).await.is_none());
    assert!(lives(&whole).await.is_some());
}

#[tokio::test]
async fn a_code_is_taken_once_and_guesses_are_counted() {
    let house = House::sealing().await;
    house.person_with_password("Ada", PASSWORD).await;
    let (_, _, phone, _) = set_up(&house, "ada").await;
    let half = signed_in(&house, "ada", Client::Page).await;
    let again = house.auth.pass_second_step(&actor(&half, false), &phone.shows(&house), Client::Page).await;
    assert!(matches!(again, Err(FactorError::WrongCode)), "the code that set it up: {again:?}");
    house.clock.advance(Duration::minutes(1));
    // Two at once with one code: one gets in.
    let code = phone.shows(&house);
    let tries = [signed_in(&house, "ada", Client::Page).await, signed_in(&house, "ada", Client::Page).await].map(|half| {
        let (auth, code) = (house.auth.clone(), code.clone());
        tokio::spawn(async move { auth.pass_second_step(&actor(&half, false), &code, Client::Page).await.is_ok() })
    });
    let mut passed = 0;
    for one in tries {
        passed += i32::from(one.await.unwrap());
    }
    assert_eq!(passed, 1);
    house.clock.advance(Duration::minutes(1));
    let half = signed_in(&house, "ada", Client::Page).await;
    let mut refused = Vec::new();
    for _ in 0..6 {
        refused.push(house.auth.pass_second_step(&actor(&half, false), "000000", Client::Page).await.unwrap_err());
    }
    assert!(matches!(refused[4], FactorError::WrongCode) && matches!(refused[5], FactorError::TooMany(_)), "{refused:?}");
    let right = house.auth.pass_second_step(&actor(&half, false), &phone.shows(&house), Client::Page).await;
    assert!(matches!(right, Err(FactorError::TooMany(_))), "{right:?}");
    house.clock.advance(Duration::minutes(2));
    house.auth.pass_second_step(&actor(&half, false), &phone.shows(&house), Client::Page).await.unwrap();
}

#[tokio::test]
async fn a_recovery_code_works_once_and_new_ones_void_the_old() {
    let house = House::sealing().await;
    house.person_with_password("Ada", PASSWORD).await;
    let (whole, _, phone, codes) = set_up(&house, "ada").await;
    let half = signed_in(&house, "ada", Client::Page).await;
    house.mailbox.take();
    house.auth.use_recovery_code(&actor(&half, false), &codes[3].to_uppercase().replace('-', " "), Client::Page).await.unwrap();
    assert!(matches!(house.mailbox.only("ada@example.org").message, Message::SecurityChanged(SecurityChange::RecoveryCodeUsed(9))));
    let half = signed_in(&house, "ada", Client::Page).await;
    for code in [&codes[3], "aaaa-aaaa-aaaa-aaaa", ""] {
        let refused = house.auth.use_recovery_code(&actor(&half, false), code, Client::Page).await;
        assert!(matches!(refused, Err(FactorError::WrongCode)), "{refused:?}");
    }
    house.clock.advance(Duration::minutes(1));
    let new = house.auth.renew_recovery_codes(&actor(&whole, true), &Proof::Code(phone.shows(&house))).await.unwrap();
    assert_eq!(new.len(), 10);
    let half = signed_in(&house, "ada", Client::Page).await;
    assert!(house.auth.use_recovery_code(&actor(&half, false), &codes[0], Client::Page).await.is_err());
    house.auth.use_recovery_code(&actor(&half, false), &new[0], Client::Page).await.unwrap();
    let mut tx = house.db.as_system("test").await.unwrap();
    let kept: Vec<Vec<u8>> = sqlx::query_scalar("SELECT hash FROM auth.recovery_codes").fetch_all(&mut *tx).await.unwrap();
    assert!(kept.iter().all(|hash| hash.len() == 32 && !new.iter().any(|code| hash == code.as_bytes())));
}

#[tokio::test]
async fn removing_an_app_asks_for_another_proof_and_never_a_sign_in_by_halves() {
    let house = House::sealing().await;
    house.person_with_password("Ada", PASSWORD).await;
    house.person_with_password("Eve", PASSWORD).await;
    let (whole, factor, phone, _) = set_up(&house, "ada").await;
    let half = signed_in(&house, "ada", Client::Page).await;
    let password = || Proof::Password(PASSWORD.into());
    let by_half = house.auth.remove_factor(&actor(&half, false), factor, &password()).await;
    assert!(matches!(by_half, Err(FactorError::SecondStepMissing)), "{by_half:?}");
    let eve = signed_in(&house, "eve", Client::Page).await;
    assert!(matches!(house.auth.remove_factor(&actor(&eve, false), factor, &password()).await, Err(FactorError::Unknown)));
    let me = actor(&whole, true);
    let mut other = me.clone();
    other.impersonator = eve.user_id.into();
    assert!(matches!(house.auth.remove_factor(&other, factor, &password()).await, Err(FactorError::NotThemself)));
    assert!(matches!(
        house.auth.remove_factor(&me, factor, &Proof::Password("wrong wrong wrong".into())).await,
        Err(FactorError::WrongPassword)
    ));
    assert!(matches!(house.auth.remove_factor(&me, factor, &Proof::Code("000000".into())).await, Err(FactorError::WrongCode)));
    let second = house.auth.enrol_factor(&actor(&half, false), "other", None).await;
    assert!(matches!(second, Err(FactorError::SecondStepMissing)), "a half sign-in adds none either: {second:?}");
    house.clock.advance(Duration::minutes(1));
    house.mailbox.take();
    house.auth.remove_factor(&me, factor, &Proof::Code(phone.shows(&house))).await.unwrap();
    assert!(matches!(house.mailbox.only("ada@example.org").message, Message::SecurityChanged(SecurityChange::FactorRemoved)));
    let now = house.auth.authenticate_cookie(whole.cookie().unwrap().expose()).await.unwrap().unwrap();
    assert!(!now.actor.second_factor && !now.half);
    assert!(!signed_in(&house, "ada", Client::Page).await.half);
    assert_eq!(house.auth.own_factors(&me).await.unwrap().codes_left, 0);
}

#[tokio::test]
async fn a_lost_factor_is_removed_at_the_machine() {
    let house = House::sealing().await;
    let ada = house.person_with_password("Ada", PASSWORD).await;
    set_up(&house, "ada").await;
    assert!(house.auth.remove_factors_as_house(ada.user_id().unwrap()).await.unwrap());
    assert!(!house.auth.remove_factors_as_house(ada.user_id().unwrap()).await.unwrap());
    assert!(!signed_in(&house, "ada", Client::Page).await.half);
}

#[tokio::test]
async fn programs_get_a_pair_that_is_proven_twice_and_the_old_one_ends() {
    let house = House::sealing().await;
    house.person_with_password("Ada", PASSWORD).await;
    let (_, factor, phone, _) = set_up(&house, "ada").await;
    house.clock.advance(Duration::minutes(1));
    let first = signed_in(&house, "ada", Client::Program).await;
    let old = first.tokens().unwrap();
    let bearer = house.auth.authenticate_bearer(&old.access_token).await.unwrap();
    assert!(bearer.half && bearer.claims.aal == "aal1");
    assert_eq!(old.user["factors"][0]["status"], "verified");
    let asked = house.auth.challenge_factor(&bearer.actor, factor).await.unwrap();
    let other = house.auth.verify_factor(&bearer.actor, factor, Some(Uuid::from_u128(7)), &phone.shows(&house), Client::Program).await;
    assert!(matches!(other, Err(FactorError::ChallengeGone)), "{other:?}");
    let done = house.auth.verify_factor(&bearer.actor, factor, Some(asked.id), &phone.shows(&house), Client::Program).await.unwrap();
    let new = done.signed_in.tokens().unwrap();
    let bearer = house.auth.authenticate_bearer(&new.access_token).await.unwrap();
    assert!(!bearer.half && bearer.actor.second_factor && bearer.claims.aal == "aal2");
    let methods: Vec<_> = bearer.claims.amr.as_array().unwrap().iter().map(|proof| proof["method"].as_str().unwrap().to_owned()).collect();
    assert_eq!(methods, ["totp", "password"]);
    assert!(house.auth.authenticate_bearer(&old.access_token).await.unwrap().half, "the first token does not grow");
    assert!(house.auth.refresh(old.refresh_token.expose()).await.is_err());
    assert!(house.auth.refresh(new.refresh_token.expose()).await.unwrap().access_token.len() > 100);
    house.clock.advance(Duration::minutes(1));
    let used = house.auth.verify_factor(&bearer.actor, factor, Some(asked.id), &phone.shows(&house), Client::Program).await;
    assert!(matches!(used, Err(FactorError::ChallengeGone)), "a question is answered once");
    let late = house.auth.challenge_factor(&bearer.actor, factor).await.unwrap();
    house.clock.advance(Duration::minutes(6));
    let expired = house.auth.verify_factor(&bearer.actor, factor, Some(late.id), &phone.shows(&house), Client::Program).await;
    assert!(matches!(expired, Err(FactorError::ChallengeGone)), "{expired:?}");
}

#[tokio::test]
async fn a_stolen_dump_opens_no_app() {
    let house = House::sealing().await;
    house.person_with_password("Ada", PASSWORD).await;
    let here = signed_in(&house, "ada", Client::Page).await;
    let begun = house.auth.enrol_factor(&actor(&here, false), "phone", None).await.unwrap();
    let plain = BASE32_NOPAD.decode(begun.secret.as_bytes()).unwrap();
    let mut tx = house.db.as_system("test").await.unwrap();
    let stored: Vec<u8> = sqlx::query_scalar("SELECT secret FROM auth.mfa_factors").fetch_one(&mut *tx).await.unwrap();
    assert!(!stored.windows(plain.len()).any(|part| part == plain));
    // Moved to another row it does not open either.
    house.person_with_password("Eve", PASSWORD).await;
    let eve = signed_in(&house, "eve", Client::Page).await;
    let other = house.auth.enrol_factor(&actor(&eve, false), "phone", None).await.unwrap();
    sqlx::query("UPDATE auth.mfa_factors SET secret = $1 WHERE id = $2")
        .bind(&stored)
        .bind(other.factor.id)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let moved = house
        .auth
        .verify_factor(&actor(&eve, false), other.factor.id, None, &Phone::scans(&begun.secret).shows(&house), Client::Page)
        .await;
    assert!(matches!(moved, Err(FactorError::Broken(_))), "{moved:?}");
}

async fn on_platform(house: &House, actor: &Actor) -> (bool, Option<String>) {
    let mut tx = house.db.as_actor(actor).await.unwrap();
    let holds = sqlx::query_scalar("SELECT auth.on_platform($1)").bind(permission::ORDERS_VIEW.code()).fetch_one(&mut *tx).await.unwrap();
    let why = sqlx::query_scalar("SELECT auth.withheld()").fetch_one(&mut *tx).await.unwrap();
    (holds, why)
}

#[tokio::test]
async fn whoever_runs_the_platform_does_so_with_a_second_factor_where_the_house_asks_for_it() {
    let house = House::new().await;
    let mut support = house.holder("Support", "LEGEND_SUPPORT", PLATFORM).await;
    assert_eq!(on_platform(&house, &support).await, (true, None));
    house.auth.set_second_factor_rule(true).await.unwrap();
    assert_eq!(on_platform(&house, &support).await, (false, Some("second_factor".to_owned())));
    let member = house.person("Member").await;
    let mut tx = house.db.as_actor(&member).await.unwrap();
    let buys: bool =
        sqlx::query_scalar("SELECT auth.on_platform('tickets:buy') AND auth.holds('tickets:buy')").fetch_one(&mut *tx).await.unwrap();
    assert!(buys, "what every member holds is nobody's power over the platform");
    support.second_factor = true;
    assert_eq!(on_platform(&house, &support).await, (true, None));
}

#[tokio::test]
async fn an_organization_asks_its_staff_for_a_second_factor_but_nobody_locks_themselves_out() {
    let house = House::new().await;
    let (mut owner, rival) = (house.person("Owner").await, house.person("Rival").await);
    let (ours, theirs) = (house.organization(&owner, "ours").await, house.organization(&rival, "theirs").await);
    let viewer = house.holder("Viewer", "ATLVS_VIEWER", ours.0).await;
    house.grant(&viewer, "ATLVS_VIEWER", theirs.0, None).await;
    assert!(matches!(house.auth.set_staff_rule(&owner, ours, true).await, Err(FactorError::SecondStepMissing)));
    owner.second_factor = true;
    assert!(house.auth.set_staff_rule(&owner, ours, true).await.unwrap());
    assert!(!house.auth.set_staff_rule(&owner, theirs, true).await.unwrap(), "not theirs to say");
    let sees = async |actor: &Actor| -> Vec<Uuid> {
        let mut tx = house.db.as_actor(actor).await.unwrap();
        sqlx::query_scalar("SELECT unnest(auth.scopes_with('projects:view', 'organization'))").fetch_all(&mut *tx).await.unwrap()
    };
    assert_eq!(sees(&viewer).await, [theirs.0], "the other organization asks for nothing");
    let mut twice = viewer.clone();
    twice.second_factor = true;
    assert_eq!(sees(&twice).await.len(), 2);
    assert_eq!(sees(&owner).await, [ours.0]);
    owner.second_factor = false;
    assert!(sees(&owner).await.is_empty());
    assert_eq!(house.auth.withheld(&owner).await.unwrap().as_deref(), Some("second_factor"));
}
