//! Keys of programs: never more than the key says, never more than its maker still may, and nothing of anybody's own.

use chrono::Duration;
use platform_auth::api_keys::{self, ExchangeError, MakeKeyError, NewApiKey, SYSTEM};
use platform_auth::{Auth, BearerError, Origin, roles};
use platform_auth_testing::House;
use platform_types::{Actor, KeyId, OrganizationId};

struct Desk {
    house: House,
    owner: Actor,
    organization: OrganizationId,
}

async fn desk() -> Desk {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    let organization = house.organization(&owner, "ours").await;
    Desk { house, owner, organization }
}

impl Desk {
    fn wanted(&self, permissions: &[&str]) -> NewApiKey {
        NewApiKey {
            id: KeyId::new(&self.house.entropy, self.house.clock.now()),
            organization: self.organization,
            name: "Website".to_owned(),
            permissions: permissions.iter().map(|p| (*p).to_owned()).collect(),
            networks: vec![],
            expires_at: None,
        }
    }

    async fn key(&self, permissions: &[&str]) -> (KeyId, String) {
        let (id, key) = self.house.auth.make_key(&self.owner, &self.wanted(permissions)).await.unwrap();
        (id, key.expose())
    }

    async fn token(&self, key: &str) -> String {
        self.house.auth.exchange_key(key, &Origin::default()).await.unwrap().token
    }

    async fn who(&self, token: &str) -> Result<Actor, BearerError> {
        assert!(Auth::is_system_token(token));
        self.house.auth.authenticate_system(token, None).await
    }

    async fn one(&self, actor: &Actor, sql: &'static str) -> String {
        let mut tx = self.house.db.as_actor(actor).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut *tx).await.unwrap()
    }

    async fn reaches(&self, actor: &Actor, permission: &str) -> bool {
        let mut tx = self.house.db.as_actor(actor).await.unwrap();
        let reached: Vec<uuid::Uuid> =
            sqlx::query_scalar("SELECT unnest(auth.scopes_with($1, 'organization'))").bind(permission).fetch_all(&mut *tx).await.unwrap();
        assert!(reached.iter().all(|id| *id == self.organization.0), "only the key's organization: {reached:?}");
        let holds: bool = sqlx::query_scalar("SELECT auth.holds($1)").bind(permission).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(holds, !reached.is_empty());
        holds
    }
}

#[tokio::test]
async fn a_token_does_what_its_key_says_and_nothing_else() {
    let desk = desk().await;
    // Its maker holds everything in another organization too.
    desk.house.organization(&desk.owner, "second").await;
    let (_, key) = desk.key(&["events:view", "events:create"]).await;
    let program = desk.who(&desk.token(&key).await).await.unwrap();
    assert!(desk.reaches(&program, "events:view").await && desk.reaches(&program, "events:create").await);
    for not_given in ["events:edit", "settings:manage", "roles:grant", "orders:view"] {
        assert!(!desk.reaches(&program, not_given).await, "{not_given}");
    }
    assert_eq!(desk.one(&program, "SELECT coalesce(auth.uid()::text, 'nobody') || ' ' || auth.role()").await, "nobody authenticated");
    assert_eq!(desk.one(&program, "SELECT array_to_string(auth.permissions_held(), ' ')").await, "events:create events:view");
    assert_eq!(
        desk.one(&program, "SELECT string_agg(slug, ' ') FROM organizations WHERE id = ANY (auth.own_organizations())").await,
        "ours"
    );
    for own in ["platform_users", "memberships", "user_roles", "api_keys"] {
        let mut tx = desk.house.db.as_actor(&program).await.unwrap();
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {own}"))).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, 0, "{own} is nothing of a program's");
    }
    // A key makes no keys and grants nothing, whatever its maker could.
    let (_, mighty) = desk.key(&["settings:manage", "roles:grant", "events:view"]).await;
    let mighty = desk.who(&desk.token(&mighty).await).await.unwrap();
    assert!(matches!(
        desk.house.auth.make_key(&mighty, &desk.wanted(&["events:view"])).await,
        Err(MakeKeyError::NotAllowed | MakeKeyError::Database(_))
    ));
    assert_eq!(
        desk.one(&mighty, "SELECT auth.may_grant('ATLVS_VIEWER', (SELECT id FROM organizations WHERE slug = 'ours'))::text").await,
        "false"
    );
}

#[tokio::test]
async fn nobody_makes_a_key_above_themselves() {
    let desk = desk().await;
    let admin = desk.house.holder("Admin", "GVTEWAY_ADMIN", desk.organization.0).await;
    let mut tx = desk.house.db.as_actor(&admin).await.unwrap();
    let held: Vec<String> = api_keys::grantable(&mut tx, desk.organization).await.unwrap().into_iter().map(|(code, _)| code).collect();
    drop(tx);
    let all: Vec<&str> = platform_auth::permission::ALL.iter().map(|p| p.code()).collect();
    let above = all.iter().find(|code| !held.iter().any(|h| h == *code)).expect("an administrator does not hold everything");
    assert!(matches!(desk.house.auth.make_key(&admin, &desk.wanted(&[above])).await, Err(MakeKeyError::NotAllowed)));
    // Somebody who does not manage settings makes none, whatever they hold.
    let viewer = desk.house.holder("Viewer", "ATLVS_VIEWER", desk.organization.0).await;
    assert!(matches!(desk.house.auth.make_key(&viewer, &desk.wanted(&["events:view"])).await, Err(MakeKeyError::NotAllowed)));
    let rival = desk.house.person("Rival").await;
    desk.house.organization(&rival, "theirs").await;
    assert!(matches!(desk.house.auth.make_key(&rival, &desk.wanted(&["events:view"])).await, Err(MakeKeyError::NotAllowed)));
    let nothing = desk.house.auth.make_key(&desk.owner, &desk.wanted(&[])).await;
    assert!(matches!(nothing, Err(MakeKeyError::NoPermission)));
    let wanted = desk.wanted(&["events:view"]);
    desk.house.auth.make_key(&desk.owner, &wanted).await.unwrap();
    assert!(matches!(desk.house.auth.make_key(&desk.owner, &wanted).await, Err(MakeKeyError::Repeated)), "a form sent twice makes one key");
}

#[tokio::test]
async fn a_demoted_maker_takes_the_key_along() {
    let desk = desk().await;
    let admin = desk.house.holder("Admin", "GVTEWAY_ADMIN", desk.organization.0).await;
    let (_, key) = desk.house.auth.make_key(&admin, &desk.wanted(&["events:view", "events:edit"])).await.unwrap();
    let token = desk.token(&key.expose()).await;
    let program = desk.who(&token).await.unwrap();
    assert!(desk.reaches(&program, "events:edit").await);
    let mut tx = desk.house.db.as_system("test").await.unwrap();
    sqlx::query("DELETE FROM user_roles WHERE user_id = $1").bind(admin.user_id().unwrap().0).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!desk.reaches(&program, "events:edit").await && !desk.reaches(&program, "events:view").await);
    desk.house.grant(&admin, "COMPVSS_VIEWER", desk.organization.0, None).await;
    assert!(desk.reaches(&program, "events:view").await, "what they hold again, the key lends again");
    assert!(!desk.reaches(&program, "events:edit").await);
    let mut tx = desk.house.db.as_actor(&desk.owner).await.unwrap();
    let listed = api_keys::list(&mut tx, desk.organization).await.unwrap();
    assert_eq!((listed[0].permissions.len(), listed[0].reach.as_slice()), (2, &["events:view".to_owned()][..]));
    assert!(roles::held_in(&mut tx, desk.organization).await.is_ok());
}

/// A program cannot show a second factor, and must not be the way around one.
#[tokio::test]
async fn where_staff_need_a_second_factor_the_keys_maker_must_have_one() {
    let desk = desk().await;
    let (_, key) = desk.key(&["events:view"]).await;
    let program = desk.who(&desk.token(&key).await).await.unwrap();
    assert!(desk.reaches(&program, "events:view").await);
    let mut owner = desk.house.test_db.connect(Some("callboard_owner")).await;
    sqlx::query("UPDATE organizations SET staff_second_factor = true").execute(&mut owner).await.unwrap();
    assert!(!desk.reaches(&program, "events:view").await);
    let factor = "INSERT INTO auth.mfa_factors (id, user_id, secret) VALUES (gen_random_uuid(), $1, '')";
    sqlx::query(factor).bind(desk.owner.user_id().unwrap().0).execute(&mut owner).await.unwrap();
    assert!(!desk.reaches(&program, "events:view").await, "one that was never proven does not count");
    sqlx::query("UPDATE auth.mfa_factors SET status = 'verified'").execute(&mut owner).await.unwrap();
    assert!(desk.reaches(&program, "events:view").await);
}

#[tokio::test]
async fn a_revoked_key_and_an_old_token_open_nothing() {
    let desk = desk().await;
    let (id, key) = desk.key(&["events:view"]).await;
    let (old, other) = (desk.token(&key).await, desk.token(&key).await);
    desk.house.clock.advance(SYSTEM - Duration::minutes(1));
    assert!(desk.who(&old).await.is_ok());
    desk.house.clock.advance(Duration::minutes(1));
    assert!(matches!(desk.who(&old).await, Err(BearerError::BadToken("it has expired"))));
    let fresh = desk.token(&key).await;
    let program = desk.who(&fresh).await.unwrap();
    assert!(desk.house.auth.revoke_key(&desk.owner, desk.organization, id).await.unwrap());
    assert!(matches!(desk.who(&fresh).await, Err(BearerError::SessionEnded)));
    assert!(!desk.reaches(&program, "events:view").await, "even a request that is under way");
    assert!(matches!(desk.house.auth.exchange_key(&key, &Origin::default()).await, Err(ExchangeError::NotValid)));
    assert!(!desk.house.auth.revoke_key(&desk.owner, desk.organization, id).await.unwrap(), "once");
    assert!(matches!(desk.who(&other).await, Err(BearerError::BadToken(_))));
    // A key that ends by itself takes its tokens along.
    let soon = NewApiKey { expires_at: Some(desk.house.clock.now() + Duration::hours(1)), ..desk.wanted(&["events:view"]) };
    let (_, key) = desk.house.auth.make_key(&desk.owner, &soon).await.unwrap();
    let token = desk.token(&key.expose()).await;
    assert!(desk.who(&token).await.is_ok());
    desk.house.clock.advance(Duration::hours(1));
    assert!(desk.who(&token).await.is_err());
    let past = NewApiKey { expires_at: Some(desk.house.clock.now()), ..desk.wanted(&["events:view"]) };
    assert!(matches!(desk.house.auth.make_key(&desk.owner, &past).await, Err(MakeKeyError::EndsInThePast)));
}

#[tokio::test]
async fn a_key_may_be_bound_to_addresses() {
    let desk = desk().await;
    let bound = NewApiKey { networks: vec!["203.0.113.0/24".parse().unwrap()], ..desk.wanted(&["events:view"]) };
    let (_, key) = desk.house.auth.make_key(&desk.owner, &bound).await.unwrap();
    let from = |ip: &str| Origin { ip: Some(ip.parse().unwrap()), ..Origin::default() };
    let exchange = |origin: Origin| {
        let (auth, key) = (desk.house.auth.clone(), key.expose());
        async move { auth.exchange_key(&key, &origin).await }
    };
    assert!(matches!(exchange(Origin::default()).await, Err(ExchangeError::Elsewhere)));
    assert!(matches!(exchange(from("198.51.100.7")).await, Err(ExchangeError::Elsewhere)));
    let token = exchange(from("203.0.113.9")).await.unwrap().token;
    let auth = &desk.house.auth;
    assert!(auth.authenticate_system(&token, Some("203.0.113.200".parse().unwrap())).await.is_ok());
    assert!(auth.authenticate_system(&token, Some("198.51.100.7".parse().unwrap())).await.is_err());
    assert!(auth.authenticate_system(&token, None).await.is_err());
}

#[tokio::test]
async fn a_system_token_is_no_persons_token_and_a_persons_is_none() {
    let desk = desk().await;
    let (_, key) = desk.key(&["events:view"]).await;
    let token = desk.token(&key).await;
    assert!(desk.house.auth.authenticate_bearer(&token).await.is_err());
    let mut forged: Vec<&str> = token.split('.').collect();
    forged[2] = "AAAA";
    assert!(desk.who(&forged.join(".")).await.is_err());
    assert!(!Auth::is_system_token("x.y.z") && !Auth::is_system_token(&key));
}

#[tokio::test]
async fn the_audit_names_the_key_and_its_use_is_noted() {
    let desk = desk().await;
    let (id, key) = desk.key(&["events:view"]).await;
    let program = desk.who(&desk.token(&key).await).await.unwrap();
    let mut tx = desk.house.db.as_actor(&program).await.unwrap();
    platform_audit::record(&mut tx, platform_audit::Entry::new("test.done", "x").within(desk.organization)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.house.db.as_system("test").await.unwrap();
    let rows: Vec<(String, bool, bool)> = sqlx::query_as(
        "SELECT action, user_id IS NOT NULL, coalesce(key_id = $1, false) FROM audit.events WHERE action = ANY ($2) ORDER BY id",
    )
    .bind(id.0)
    .bind(&["api_key.created", "api_key.exchanged", "test.done"][..])
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    let seen: Vec<(&str, bool, bool)> = rows.iter().map(|(action, user, key)| (action.as_str(), *user, *key)).collect();
    assert_eq!(seen, [("api_key.created", true, false), ("api_key.exchanged", false, true), ("test.done", false, true)]);
    platform_audit::seal(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.house.db.as_system("test").await.unwrap();
    assert_eq!(platform_audit::verify(&mut tx, &[]).await.unwrap().findings.len(), 0, "rows of keys are sealed as others are");
    drop(tx);
    let mut tx = desk.house.db.as_actor(&desk.owner).await.unwrap();
    let listed = api_keys::list(&mut tx, desk.organization).await.unwrap();
    assert_eq!((listed[0].last_used_at, listed[0].tokens), (Some(desk.house.clock.now()), 1));
}
