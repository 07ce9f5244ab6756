//! Support acts for somebody.

use chrono::Duration;
use platform_auth::Origin;
use platform_auth::impersonation::ImpersonateError;
use platform_auth::mail::{Message, SecurityChange};
use platform_auth::people::ChangePasswordError;
use platform_auth::roles::{Grant, PLATFORM};
use platform_auth::session::CookieSession;
use platform_auth_testing::House;
use platform_types::{Actor, UserId};

use super::sign_up::sign_in;

const PASSWORD: &str = "a long passphrase";
const WHY: &str = "Cannot find the tickets of order 7K2M9";

/// Somebody of the support, signed in on a page: the cookie.
async fn support(house: &House, name: &str, role: &str) -> (String, UserId) {
    let person = house.person_with_password(name, PASSWORD).await;
    house.grant(&person, role, PLATFORM, None).await;
    let signed_in =
        house.auth.sign_in_password(sign_in(&format!("{}@example.org", name.to_lowercase()), PASSWORD), &Origin::default()).await.unwrap();
    (signed_in.cookie().unwrap().expose().to_owned(), signed_in.user_id)
}

async fn seen(house: &House, cookie: &str) -> CookieSession {
    house.auth.authenticate_cookie(cookie).await.unwrap().unwrap()
}

#[tokio::test]
async fn support_sees_as_the_person_with_both_names_kept_until_it_stops() {
    let house = House::new().await;
    let ada = house.person_with_password("Ada", PASSWORD).await;
    let (cookie, support) = support(&house, "Sue", "LEGEND_ADMIN").await;
    let own = seen(&house, &cookie).await;
    house.mailbox.take();
    let until = house.auth.impersonate(&own.actor, ada.user_id().unwrap(), WHY).await.unwrap();
    assert_eq!(until, house.clock.now() + Duration::minutes(30));
    assert!(matches!(house.mailbox.only("ada@example.org").message, Message::SecurityChanged(SecurityChange::ActedFor(why)) if why == WHY));
    let acting = seen(&house, &cookie).await;
    assert_eq!((acting.actor.user_id(), acting.actor.impersonator), (ada.user_id(), Some(support)));
    assert_eq!((acting.email.as_str(), acting.acts_for.as_ref().unwrap().name.as_str()), ("ada@example.org", "Sue"));
    // The database knows both: in the claims and in every row of the audit.
    let mut tx = house.db.as_actor(&acting.actor).await.unwrap();
    let claims: (uuid::Uuid, uuid::Uuid) = sqlx::query_as("SELECT auth.uid(), auth.impersonator()").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(claims, (ada.user_id().unwrap().0, support.0));
    drop(tx);
    house.auth.rename(&acting.actor, &"Ada King".parse().unwrap()).await.unwrap();
    assert!(matches!(house.auth.impersonate(&acting.actor, support, WHY).await, Err(ImpersonateError::Nested)));
    assert!(house.auth.stop_impersonating(&acting.actor).await.unwrap());
    let again = seen(&house, &cookie).await;
    assert_eq!((again.actor.user_id(), again.actor.impersonator), (Some(support), None));
    assert!(!house.auth.stop_impersonating(&again.actor).await.unwrap());
    let mut tx = house.db.as_system("test").await.unwrap();
    let rows: Vec<(String, Option<uuid::Uuid>, Option<uuid::Uuid>)> =
        sqlx::query_as("SELECT action, user_id, impersonator_id FROM audit.events WHERE action IN ('auth.profile_changed', 'impersonation.started', 'impersonation.ended') ORDER BY id")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    let (ada_id, sue) = (Some(ada.user_id().unwrap().0), Some(support.0));
    assert_eq!(
        rows,
        [
            ("impersonation.started".to_owned(), sue, None),
            ("auth.profile_changed".to_owned(), ada_id, sue),
            ("impersonation.ended".to_owned(), ada_id, sue)
        ]
    );
    drop(tx);
    // The person reads it.
    let mut tx = house.db.as_actor(&ada).await.unwrap();
    let history = house.auth.own_history(&mut tx, 10).await.unwrap();
    let told: Vec<_> = history.iter().map(|h| (h.action.as_str(), h.by_other.as_deref(), h.reason.as_deref())).collect();
    assert_eq!(
        told[..3],
        [
            ("impersonation.ended", Some("Sue"), None),
            ("auth.profile_changed", Some("Sue"), None),
            ("impersonation.started", Some("Sue"), Some(WHY))
        ]
    );
    let mut tx = house.db.as_actor(&house.person("Eve").await).await.unwrap();
    let others = house.auth.own_history(&mut tx, 10).await.unwrap();
    assert!(others.iter().all(|h| !h.action.starts_with("impersonation")), "nobody else does");
}

#[tokio::test]
async fn it_ends_by_itself_with_the_time_the_role_and_the_sign_in() {
    let house = House::new().await;
    let ada = house.person("Ada").await;
    let (cookie, support) = support(&house, "Sue", "LEGEND_ADMIN").await;
    let begin = async || house.auth.impersonate(&seen(&house, &cookie).await.actor, ada.user_id().unwrap(), WHY).await.unwrap();
    let acts = async || seen(&house, &cookie).await.actor.impersonator.is_some();
    begin().await;
    house.clock.advance(Duration::minutes(29));
    assert!(acts().await);
    house.clock.advance(Duration::minutes(1));
    assert!(!acts().await);
    begin().await;
    let acting = seen(&house, &cookie).await.actor;
    let lives = async || -> bool {
        let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
        let Actor { kind: platform_types::ActorKind::User { id, session: Some(session) }, .. } = acting else { panic!() };
        sqlx::query_scalar("SELECT auth.session_lives($1, $2)").bind(session.0).bind(id.0).fetch_one(&mut *tx).await.unwrap()
    };
    assert!(lives().await, "open pages of the person live as long as it does");
    let mut tx = house.db.as_system("test").await.unwrap();
    sqlx::query("DELETE FROM user_roles WHERE user_id = $1 AND role = 'LEGEND_ADMIN'").bind(support.0).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!acts().await && !lives().await, "the role was taken away");
}

#[tokio::test]
async fn who_may_act_for_whom() {
    let house = House::new().await;
    let ada = house.person("Ada").await;
    let ada_id = ada.user_id().unwrap();
    let (sue, sue_id) = support(&house, "Sue", "LEGEND_SUPPORT").await;
    let (max, _) = support(&house, "Max", "LEGEND_INCOGNITO").await;
    let chief = house.holder("Chief", "LEGEND_SUPER_ADMIN", PLATFORM).await;
    let nobody = house.person_with_password("Nora", PASSWORD).await;
    let try_as =
        async |cookie: &str, person: UserId, why: &str| house.auth.impersonate(&seen(&house, cookie).await.actor, person, why).await;
    assert!(matches!(try_as(&sue, ada_id, WHY).await, Err(ImpersonateError::NotGranted)));
    house.auth.allow_support(&ada, true).await.unwrap();
    try_as(&sue, ada_id, WHY).await.unwrap();
    assert!(seen(&house, &sue).await.actor.impersonator.is_some());
    house.auth.allow_support(&ada, false).await.unwrap();
    assert!(seen(&house, &sue).await.actor.impersonator.is_none(), "taken back, it ends at once");
    assert!(matches!(try_as(&max, chief.user_id().unwrap(), WHY).await, Err(ImpersonateError::Above)));
    assert!(matches!(try_as(&max, UserId(uuid::Uuid::from_u128(9)), WHY).await, Err(ImpersonateError::Unknown)));
    assert!(matches!(try_as(&max, ada_id, "because").await, Err(ImpersonateError::Reason)));
    let me = seen(&house, &max).await.actor.user_id().unwrap();
    assert!(matches!(try_as(&max, me, WHY).await, Err(ImpersonateError::Oneself)));
    assert!(matches!(house.auth.impersonate(&nobody, ada_id, WHY).await, Err(ImpersonateError::NotAllowed)));
    // Support does not allow itself: neither its own grant nor the person's.
    try_as(&max, sue_id, WHY).await.unwrap_err();
    try_as(&max, ada_id, WHY).await.unwrap();
    let acting = seen(&house, &max).await.actor;
    assert!(house.auth.allow_support(&acting, true).await.is_err());
}

#[tokio::test]
async fn credentials_and_powers_do_not_move_while_somebody_acts() {
    let house = House::sealing().await;
    let owner = house.person_with_password("Owner", PASSWORD).await;
    let ours = house.organization(&owner, "ours").await;
    let (cookie, support) = support(&house, "Sue", "LEGEND_ADMIN").await;
    house.auth.impersonate(&seen(&house, &cookie).await.actor, owner.user_id().unwrap(), WHY).await.unwrap();
    let acting = seen(&house, &cookie).await.actor;
    let changed = house.auth.change_password(&acting, &PASSWORD.into(), &"another passphrase".into()).await;
    assert!(matches!(changed, Err(ChangePasswordError::SecondStepMissing)), "{changed:?}");
    assert!(house.auth.enrol_factor(&acting, "mine", None).await.is_err());
    let grant = Grant { user: support, role: "ATLVS_SUPER_ADMIN".to_owned(), scope: ours.0, expires_at: None };
    assert!(house.auth.grant_role(&acting, &grant).await.is_err(), "nobody makes themselves an owner that way");
    assert!(house.auth.grant_role(&owner, &grant).await.is_ok(), "which the owner may");
    let mut tx = house.db.as_actor(&acting).await.unwrap();
    let taken = sqlx::query("DELETE FROM user_roles WHERE organization_id = $1").bind(ours.0).execute(&mut *tx).await.unwrap();
    assert_eq!(taken.rows_affected(), 0);
}
