//! Who sees and changes what.

use platform_inbox::{Notice, tell};
use platform_types::{Actor, GuestId};
use sqlx::AssertSqlSafe;

use super::site::{HIGH, LOW, Site, id, notice};

#[tokio::test]
async fn a_notice_is_its_persons_own_and_only_its_mark_can_be_changed() {
    let site = Site::new().await;
    let (ada, eve) = (site.house.person("Ada").await, site.house.person("Eve").await);
    site.tell(&LOW, &ada, "order").await;
    let seen = async |who: &Actor| {
        let mut tx = site.house.db.as_actor(who).await.unwrap();
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM notify.notices").fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!((seen(&ada).await, seen(&eve).await), (1, 0));
    let change = async |who: &Actor, sql: &str| {
        let mut tx = site.house.db.as_actor(who).await.unwrap();
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.map(|done| done.rows_affected())
    };
    let read = "UPDATE notify.notices SET read_at = clock.now()";
    assert_eq!((change(&ada, read).await.unwrap(), change(&eve, read).await.unwrap()), (1, 0));
    let forbidden = [
        "UPDATE notify.notices SET about = '/elsewhere'".to_owned(),
        "UPDATE notify.notices SET mailed_at = clock.now()".to_owned(),
        "DELETE FROM notify.notices".to_owned(),
        "INSERT INTO notify.notices (id, user_id, kind, key, about, in_app, mail, created_at) SELECT gen_random_uuid(), auth.uid(), 'a.b', 'k', '/', true, 'never', clock.now()".to_owned(),
        format!("INSERT INTO notify.choices (user_id, kind, channel, mode) VALUES ('{}', 'a.b', 'mail', 'never')", id(&eve)),
        format!("INSERT INTO notify.settings (user_id, zone) VALUES ('{}', 'UTC')", id(&eve)),
        "INSERT INTO notify.settings (user_id, zone, digested_on) SELECT auth.uid(), 'UTC', '2026-01-01'".to_owned(),
        format!("SELECT notify.team('{}', 'orders:view')", id(&eve)),
    ];
    for sql in &forbidden {
        let error = change(&ada, sql).await.expect_err(sql);
        assert_eq!(error.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref(), Some("42501"), "{sql}: {error}");
    }
    let guest = Actor::guest(GuestId::new(&site.house.entropy, site.house.clock.now()));
    for who in [&Actor::anonymous(), &guest] {
        assert!(change(who, "SELECT 1 FROM notify.notices").await.is_err());
    }
}

#[tokio::test]
async fn a_notice_never_leads_out_of_the_house() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    for away in ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "", "/a b", "/a\nb"] {
        let mut tx = site.house.db.as_system("test").await.unwrap();
        let wrong = Notice::new(&HIGH, id(&ada), "away", away);
        assert!(tell(&mut tx, &wrong).await.is_err(), "{away:?}");
    }
}

#[tokio::test]
async fn nobody_is_told_who_is_not_there_any_more() {
    let site = Site::new().await;
    let ada = site.house.person("Ada").await;
    site.sql(&format!("UPDATE auth.users SET deleted_at = clock.now() WHERE id = '{}'", id(&ada))).await;
    assert!(!site.tell(&HIGH, &ada, "news").await);
}

#[tokio::test]
async fn a_team_is_who_holds_the_permission_there_or_above() {
    let site = Site::new().await;
    let owner = site.house.person("Owner").await;
    let organization = site.house.organization(&owner, "old-vic").await;
    let event = site.house.scope(platform_auth::roles::ScopeKind::Event, organization, &[]).await;
    let other = site.house.scope(platform_auth::roles::ScopeKind::Event, organization, &[]).await;
    let here = site.house.holder("Here", "EXECUTIVE", event).await;
    let there = site.house.holder("There", "EXECUTIVE", other).await;
    let gone = site.house.person("Gone").await;
    site.house.grant(&gone, "EXECUTIVE", event, Some(site.house.clock.now() + chrono::Duration::hours(1))).await;
    site.house.clock.advance(chrono::Duration::hours(2));
    let mut tx = site.house.db.as_system("test").await.unwrap();
    let team = platform_inbox::team(&mut tx, event, "orders:view").await.unwrap();
    assert!(team.contains(&id(&owner)), "the organization's");
    assert!(team.contains(&id(&here)) && !team.contains(&id(&there)) && !team.contains(&id(&gone)), "{team:?}");
    assert!(tell(&mut tx, &notice(&LOW, &here, "x")).await.unwrap());
}
