//! Scopes and sets.

use chrono::Duration;
use platform_auth::Permission;
use platform_auth::permission::{EVENTS_VIEW, ORDERS_VIEW, TICKETS_SCAN};
use platform_auth::roles::{self, PLATFORM, ScopeKind};
use platform_auth_testing::House;
use platform_types::Actor;
use uuid::Uuid;

async fn scopes_with(house: &House, actor: &Actor, permission: Permission, kind: &str) -> Vec<Uuid> {
    let mut tx = house.db.as_actor(actor).await.unwrap();
    let mut ids: Vec<Uuid> =
        sqlx::query_scalar("SELECT unnest(auth.scopes_with($1, $2))").bind(permission.code()).bind(kind).fetch_all(&mut *tx).await.unwrap();
    ids.sort();
    ids
}

async fn on_platform(house: &House, actor: &Actor, permission: Permission) -> bool {
    let mut tx = house.db.as_actor(actor).await.unwrap();
    sqlx::query_scalar("SELECT auth.on_platform($1)").bind(permission.code()).fetch_one(&mut *tx).await.unwrap()
}

fn sorted(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort();
    ids
}

#[tokio::test]
async fn a_grant_reaches_what_lies_below_it_and_nothing_else() {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    let ours = house.organization(&owner, "ours").await;
    let theirs = house.organization(&house.person("Rival").await, "theirs").await;
    let venue = house.scope(ScopeKind::Venue, ours, &[]).await;
    let project = house.scope(ScopeKind::Project, ours, &[]).await;
    let at_venue = house.scope(ScopeKind::Event, ours, &[venue, project]).await;
    let elsewhere = house.scope(ScopeKind::Event, ours, &[]).await;
    let guest_show = house.scope(ScopeKind::Event, theirs, &[venue]).await;

    let manager = house.holder("Manager", "GVTEWAY_VENUE_MANAGER", venue).await;
    assert_eq!(
        scopes_with(&house, &manager, TICKETS_SCAN, "event").await,
        [at_venue],
        "not {elsewhere}, and not {guest_show}: a hired venue has no say over its tenants"
    );
    assert_eq!(scopes_with(&house, &manager, TICKETS_SCAN, "venue").await, [venue]);
    assert_eq!(scopes_with(&house, &manager, TICKETS_SCAN, "any").await, sorted(vec![venue, at_venue]));
    assert!(scopes_with(&house, &manager, TICKETS_SCAN, "organization").await.is_empty());
    assert!(scopes_with(&house, &manager, ORDERS_VIEW, "event").await.is_empty(), "a role allows what it says and no more");

    // The organization column covers the rest, so the set stays small.
    assert_eq!(scopes_with(&house, &owner, ORDERS_VIEW, "organization").await, [ours.0]);
    assert!(scopes_with(&house, &owner, ORDERS_VIEW, "event").await.is_empty());
    assert!(!on_platform(&house, &owner, ORDERS_VIEW).await);

    let support = house.holder("Support", "LEGEND_SUPPORT", PLATFORM).await;
    assert!(on_platform(&house, &support, ORDERS_VIEW).await);
    assert!(scopes_with(&house, &support, ORDERS_VIEW, "organization").await.is_empty());
    for nobody in [Actor::anonymous(), house.person("Stranger").await] {
        assert!(scopes_with(&house, &nobody, ORDERS_VIEW, "any").await.is_empty() && !on_platform(&house, &nobody, ORDERS_VIEW).await);
    }

    // The event moves to another venue: what lies below follows.
    let mut tx = house.db.as_system("test").await.unwrap();
    sqlx::query("SELECT auth.register_scope($1, 'event', $2, $3)")
        .bind(at_venue)
        .bind(ours.0)
        .bind(vec![project])
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(scopes_with(&house, &manager, TICKETS_SCAN, "event").await.is_empty());
}

#[tokio::test]
async fn expired_grants_are_hidden_and_allow_nothing() {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    let ours = house.organization(&owner, "ours").await;
    let event = house.scope(ScopeKind::Event, ours, &[]).await;
    let staff = house.person("Staff").await;
    house.grant(&staff, "STAFF", event, Some(house.clock.now() + Duration::hours(8))).await;
    assert_eq!(scopes_with(&house, &staff, EVENTS_VIEW, "event").await, [event]);
    let seen = async |actor: &Actor| -> i64 {
        let mut tx = house.db.as_actor(actor).await.unwrap();
        sqlx::query_scalar("SELECT count(*) FROM user_roles WHERE role = 'STAFF'").fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!((seen(&staff).await, seen(&owner).await), (1, 1));

    house.clock.advance(Duration::hours(8));
    assert!(scopes_with(&house, &staff, EVENTS_VIEW, "event").await.is_empty());
    assert_eq!((seen(&staff).await, seen(&owner).await), (0, 0));
    let mut tx = house.db.as_actor(&staff).await.unwrap();
    assert!(!roles::holds(&mut tx, EVENTS_VIEW).await.unwrap());
    assert!(!roles::permissions_held(&mut tx).await.unwrap().contains(&EVENTS_VIEW));
    drop(tx);
    // The record stays, and the same role can be granted again.
    house.grant(&staff, "STAFF", event, None).await;
    assert_eq!(scopes_with(&house, &staff, EVENTS_VIEW, "event").await, [event]);
}

#[tokio::test]
async fn people_cannot_register_scopes_and_ids_cannot_be_taken_over() {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    let ours = house.organization(&owner, "ours").await;
    let theirs = house.organization(&house.person("Rival").await, "theirs").await;
    for actor in [&owner, &Actor::anonymous()] {
        for call in
            ["auth.register_scope($1, 'event', $2, '{}')", "auth.permissions_at($1, $2, NULL)", "auth.may_grant_as($1, 'STAFF', $2, NULL)"]
        {
            let mut tx = house.db.as_actor(actor).await.unwrap();
            let refused = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {call}")))
                .bind(Uuid::from_u128(9))
                .bind(ours.0)
                .execute(&mut *tx)
                .await
                .unwrap_err();
            assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("42501"), "{call}");
        }
    }
    // A row of one tenant that takes the id of the platform, of another organization or of its event.
    let their_event = house.scope(ScopeKind::Event, theirs, &[]).await;
    for id in [PLATFORM, theirs.0, their_event] {
        let mut tx = house.db.as_system("test").await.unwrap();
        let refused =
            sqlx::query("SELECT auth.register_scope($1, 'event', $2, '{}')").bind(id).bind(ours.0).execute(&mut *tx).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("23505"));
    }
}

#[tokio::test]
async fn a_table_registers_its_rows_by_trigger_alone() {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    let ours = house.organization(&owner, "ours").await;
    let venue = house.scope(ScopeKind::Venue, ours, &[]).await;
    let manager = house.holder("Manager", "GVTEWAY_VENUE_MANAGER", venue).await;
    let mut tables = house.test_db.connect(Some("callboard_owner")).await;
    sqlx::raw_sql(
        "CREATE TABLE shows (id uuid PRIMARY KEY, organization_id uuid NOT NULL, venue_id uuid);
         CREATE TRIGGER scope AFTER INSERT OR UPDATE OF venue_id OR DELETE ON shows FOR EACH ROW EXECUTE FUNCTION auth.scope_of_row('event', 'venue_id');
         GRANT INSERT, UPDATE, DELETE, SELECT ON shows TO authenticated;",
    )
    .execute(&mut tables)
    .await
    .unwrap();
    let show = Uuid::from_u128(77);
    let run = async |sql: &'static str| {
        let mut tx = house.db.as_actor(&owner).await.unwrap();
        sqlx::query(sql).bind(show).bind(ours.0).bind(venue).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    };
    run("INSERT INTO shows VALUES ($1, $2, $3)").await;
    assert_eq!(scopes_with(&house, &manager, TICKETS_SCAN, "event").await, [show]);
    run("UPDATE shows SET venue_id = NULL WHERE id = $1 AND organization_id = $2 AND venue_id = $3").await;
    assert!(scopes_with(&house, &manager, TICKETS_SCAN, "event").await.is_empty());
    let staff = house.holder("Staff", "STAFF", show).await;
    run("DELETE FROM shows WHERE id = $1 AND organization_id = $2 AND $3::uuid IS NOT NULL").await;
    assert!(scopes_with(&house, &staff, TICKETS_SCAN, "event").await.is_empty(), "grants go with their row");
}
