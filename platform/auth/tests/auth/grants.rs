//! Nobody grants above themselves; the database refuses it.

use chrono::Duration;
use platform_auth::organizations;
use platform_auth::roles::{Grant, GrantError, GrantId, PLATFORM, ScopeKind};
use platform_auth_testing::House;
use platform_types::{Actor, OrganizationId};
use uuid::Uuid;

fn grant(to: &Actor, role: &str, scope: Uuid) -> Grant {
    Grant { user: to.user_id().unwrap(), role: role.to_owned(), scope, expires_at: None }
}

async fn id_of(house: &House, who: &Actor, role: &str) -> GrantId {
    let mut tx = house.db.as_system("test").await.unwrap();
    let id: Uuid = sqlx::query_scalar("SELECT id FROM user_roles WHERE user_id = $1 AND role = $2")
        .bind(who.user_id().unwrap().0)
        .bind(role)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    GrantId(id)
}

struct Cast {
    house: House,
    owner: Actor,
    admin: Actor,
    finance: Actor,
    stranger: Actor,
    ours: OrganizationId,
    theirs: OrganizationId,
    event: Uuid,
}

async fn cast() -> Cast {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    let ours = house.organization(&owner, "ours").await;
    let theirs = house.organization(&house.person("Rival").await, "theirs").await;
    let admin = house.holder("Admin", "ATLVS_ADMIN", ours.0).await;
    let finance = house.holder("Finance", "FINANCE_ADMIN", ours.0).await;
    let event = house.scope(ScopeKind::Event, ours, &[]).await;
    let stranger = house.person("Stranger").await;
    Cast { house, owner, admin, finance, stranger, ours, theirs, event }
}

#[tokio::test]
async fn above_oneself_beside_oneself_and_elsewhere_are_refused() {
    let c = cast().await;
    let auth = &c.house.auth;
    let refused = async |who: &Actor, role: &str, scope: Uuid| {
        matches!(auth.grant_role(who, &grant(&c.stranger, role, scope)).await, Err(GrantError::NotAllowed))
    };
    // The owner grants everything an organization can allow, in their own organization.
    for role in ["ATLVS_SUPER_ADMIN", "GVTEWAY_ADMIN", "FINANCE_ADMIN", "COMPVSS_ADMIN", "ATLVS_VIEWER"] {
        auth.grant_role(&c.owner, &grant(&c.stranger, role, c.ours.0)).await.unwrap_or_else(|e| panic!("{role}: {e}"));
    }
    for role in ["EXECUTIVE", "STAFF", "VIP_L3"] {
        auth.grant_role(&c.owner, &grant(&c.stranger, role, c.event)).await.unwrap_or_else(|e| panic!("{role}: {e}"));
    }
    assert!(refused(&c.owner, "ATLVS_VIEWER", c.theirs.0).await, "another tenant");
    assert!(refused(&c.owner, "LEGEND_SUPPORT", PLATFORM).await, "the platform");
    assert!(refused(&c.owner, "GVTEWAY_MEMBER_EXTRA", PLATFORM).await, "anything on the platform");
    // An administrator grants what they hold, nothing above and nothing beside.
    auth.grant_role(&c.admin, &grant(&c.finance, "ATLVS_TEAM_MEMBER", c.ours.0)).await.unwrap();
    assert!(refused(&c.admin, "ATLVS_SUPER_ADMIN", c.ours.0).await, "above");
    assert!(refused(&c.admin, "FINANCE_ADMIN", c.ours.0).await, "beside: may read the ledger, not post");
    assert!(refused(&c.admin, "EXECUTIVE", c.event).await);
    // Who holds no roles:grant grants nothing, not even what they hold themselves.
    assert!(refused(&c.finance, "FINANCE_ADMIN", c.ours.0).await);
    assert!(refused(&c.stranger, "ATLVS_VIEWER", c.theirs.0).await);
    // Not to oneself either.
    assert!(matches!(auth.grant_role(&c.admin, &grant(&c.admin, "ATLVS_SUPER_ADMIN", c.ours.0)).await, Err(GrantError::NotAllowed)));
}

#[tokio::test]
async fn a_grant_cannot_outlast_the_granter() {
    let c = cast().await;
    let (house, auth) = (&c.house, &c.house.auth);
    let deputy = house.person("Deputy").await;
    let tomorrow = house.clock.now() + Duration::days(1);
    house.grant(&deputy, "ATLVS_SUPER_ADMIN", c.ours.0, Some(tomorrow)).await;
    let mut for_good = grant(&deputy, "ATLVS_ADMIN", c.ours.0);
    assert!(
        matches!(auth.grant_role(&deputy, &for_good).await, Err(GrantError::NotAllowed)),
        "administrator until tomorrow, for ever today"
    );
    for_good.expires_at = Some(tomorrow + Duration::seconds(1));
    assert!(matches!(auth.grant_role(&deputy, &for_good).await, Err(GrantError::NotAllowed)));
    for_good.expires_at = Some(tomorrow);
    auth.grant_role(&deputy, &for_good).await.unwrap();
    // Taking is for now, so a deputy may do it.
    auth.revoke_role(&deputy, id_of(house, &c.admin, "ATLVS_ADMIN").await).await.unwrap();
}

#[tokio::test]
async fn grants_are_placed_once_and_where_they_belong() {
    let c = cast().await;
    let (house, auth) = (&c.house, &c.house.auth);
    assert!(matches!(auth.grant_role(&c.owner, &grant(&c.admin, "ATLVS_ADMIN", c.ours.0)).await, Err(GrantError::AlreadyHeld)));
    assert!(matches!(auth.grant_role(&c.owner, &grant(&c.stranger, "STAFF", c.ours.0)).await, Err(GrantError::WrongPlace)));
    assert!(matches!(auth.grant_role(&c.owner, &grant(&c.stranger, "NO_SUCH_ROLE", c.ours.0)).await, Err(GrantError::WrongPlace)));
    assert!(matches!(auth.grant_role(&c.owner, &grant(&c.stranger, "STAFF", Uuid::from_u128(404))).await, Err(GrantError::NotFound)));
    let mut past = grant(&c.stranger, "ATLVS_VIEWER", c.ours.0);
    past.expires_at = Some(house.clock.now());
    assert!(matches!(auth.grant_role(&c.owner, &past).await, Err(GrantError::EndsInThePast)));
    // The organization of a grant follows from its scope; a caller cannot choose it, nor who granted, nor when.
    for columns in ["organization_id", "scope_kind", "created_at"] {
        let mut tx = house.db.as_actor(&c.owner).await.unwrap();
        let sql = format!(
            "INSERT INTO user_roles (user_id, role, scope_id, {columns}) VALUES (auth.uid(), 'ATLVS_VIEWER', '{}', NULL)",
            c.ours.0
        );
        let error = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap_err();
        assert_eq!(error.as_database_error().unwrap().code().as_deref(), Some("42501"), "{columns}");
    }
    let mut tx = house.db.as_actor(&c.owner).await.unwrap();
    let forged = sqlx::query("INSERT INTO user_roles (user_id, role, scope_id, granted_by) VALUES ($1, 'ATLVS_VIEWER', $2, $1)")
        .bind(c.stranger.user_id().unwrap().0)
        .bind(c.ours.0)
        .execute(&mut *tx)
        .await;
    assert!(forged.is_err(), "granted in another's name");
    drop(tx);
    // A grant is given and taken, never changed.
    let mut tx = house.db.as_actor(&c.owner).await.unwrap();
    assert!(sqlx::query("UPDATE user_roles SET role = 'ATLVS_ADMIN'").execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn nobody_takes_from_above_and_an_owner_remains() {
    let c = cast().await;
    let (house, auth) = (&c.house, &c.house.auth);
    let owners = [id_of(house, &c.owner, "ATLVS_SUPER_ADMIN").await, id_of(house, &c.owner, "GVTEWAY_ADMIN").await];
    assert!(matches!(auth.revoke_role(&c.admin, owners[0]).await, Err(GrantError::NotAllowed)));
    assert!(
        matches!(auth.remove_member(&c.admin, c.ours, c.owner.user_id().unwrap()).await, Err(GrantError::NotAllowed)),
        "removing is taking every role"
    );
    assert!(matches!(auth.revoke_role(&c.stranger, owners[0]).await, Err(GrantError::NotAllowed)));

    assert!(matches!(auth.revoke_role(&c.owner, owners[0]).await, Err(GrantError::LastOwner)), "who is left could name no owner");
    auth.revoke_role(&c.owner, owners[1]).await.unwrap();
    auth.revoke_role(&c.owner, id_of(house, &c.admin, "ATLVS_ADMIN").await).await.unwrap();
    assert!(matches!(auth.revoke_role(&c.owner, owners[0]).await, Err(GrantError::LastOwner)));
    assert!(matches!(auth.remove_member(&c.owner, c.ours, c.owner.user_id().unwrap()).await, Err(GrantError::LastOwner)), "leaving, too");
    auth.grant_role(&c.owner, &grant(&c.stranger, "ATLVS_SUPER_ADMIN", c.ours.0)).await.unwrap();
    auth.remove_member(&c.owner, c.ours, c.owner.user_id().unwrap()).await.unwrap();
    let mut tx = house.db.as_actor(&c.owner).await.unwrap();
    assert!(organizations::own(&mut tx).await.unwrap().is_empty(), "roles go with the membership");
}

#[tokio::test]
async fn two_owners_who_remove_each_other_at_once_leave_one() {
    let house = House::new().await;
    for round in 0..8 {
        let (a, b) = (house.person(&format!("A{round}")).await, house.person(&format!("B{round}")).await);
        let organization = house.organization(&a, &format!("org-{round}")).await;
        house.grant(&b, "ATLVS_SUPER_ADMIN", organization.0, None).await;
        house.auth.revoke_role(&a, id_of(&house, &a, "GVTEWAY_ADMIN").await).await.unwrap();
        let (of_a, of_b) = (id_of(&house, &a, "ATLVS_SUPER_ADMIN").await, id_of(&house, &b, "ATLVS_SUPER_ADMIN").await);
        let (first, second) = tokio::join!(house.auth.revoke_role(&a, of_b), house.auth.revoke_role(&b, of_a));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let mut tx = house.db.as_system("test").await.unwrap();
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM user_roles WHERE scope_id = $1 AND role = 'ATLVS_SUPER_ADMIN'")
            .bind(organization.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert_eq!(left, 1);
    }
}

#[tokio::test]
async fn every_grant_and_taking_leaves_one_audit_row() {
    let c = cast().await;
    let count = async || -> i64 {
        let mut tx = c.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT count(*) FROM audit.events WHERE user_id = $1 AND organization_id = $2")
            .bind(c.owner.user_id().unwrap().0)
            .bind(c.ours.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap()
    };
    let before = count().await;
    let id = c.house.auth.grant_role(&c.owner, &grant(&c.stranger, "ATLVS_VIEWER", c.ours.0)).await.unwrap();
    assert_eq!(count().await, before + 1);
    c.house.auth.revoke_role(&c.owner, id).await.unwrap();
    assert_eq!(count().await, before + 2);
    c.house.auth.grant_role(&c.owner, &grant(&c.stranger, "LEGEND_ADMIN", PLATFORM)).await.unwrap_err();
    assert_eq!(count().await, before + 2, "none on rollback");
}
