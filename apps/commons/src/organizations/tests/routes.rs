//! Founding, inviting, revoking: through the real routes on a real database.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use platform_auth_testing::House;
use platform_http::Registry;
use platform_http_testing::{Answer, Browser, ByName, roomy, router};
use platform_types::Actor;

use super::{count, told};
use crate::organizations::{Organizations, routes};

pub(super) struct World {
    pub(super) house: House,
    router: Router,
}

impl World {
    pub(super) async fn new() -> Self {
        let house = House::new().await;
        let pages = Organizations::new(house.auth.clone(), Arc::new(platform_ui::House::default));
        let registry = Registry::new().mount(routes(&pages));
        Self { router: router(&house.db, &house.entropy, roomy("https://tickets.test"), Arc::new(ByName), registry), house }
    }

    pub(super) async fn get(&self, who: &Actor, path: &str) -> Answer {
        Browser::new(&self.router, "tickets.test").of(who).get(path).await
    }

    pub(super) async fn post(&self, who: &Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
        Browser::new(&self.router, "tickets.test").of(who).post(path, fields).await
    }

    pub(super) async fn audit(&self) -> BTreeMap<String, i64> {
        let mut admin = self.house.test_db.connect(None).await;
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT action, count(*) FROM audit.events WHERE action NOT LIKE 'auth.%' GROUP BY action")
                .fetch_all(&mut admin)
                .await
                .unwrap();
        rows.into_iter().collect()
    }
}

#[tokio::test]
async fn whoever_founds_an_organization_owns_it_and_can_invite() {
    let world = World::new().await;
    let owner = world.house.person("owner").await;
    let fields = [("name", "Lantern House"), ("zone", "Asia/Hong_Kong"), ("currency", "HKD")];
    assert_eq!(world.post(&owner, "/organizations/new", &fields).await.header("location"), "/organizations/lantern-house?done=founded");
    let taken = world.post(&owner, "/organizations/new", &fields).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&taken.text).contains("This short name is taken"));

    let offer = [("email", "New@Example.org"), ("role", "GVTEWAY_EXPERIENCE_CREATOR")];
    assert_eq!(
        world.post(&owner, "/organizations/lantern-house/invitations", &offer).await.header("location"),
        "/organizations/lantern-house?done=invited"
    );
    let page = world.get(&owner, "/organizations/lantern-house").await;
    assert!(told(&page.text).contains("new@example.org"));
    assert_eq!(count(&page.text, "form[action$='/withdraw']"), 1);
    let path =
        page.text.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/withdraw")).unwrap().to_owned();
    assert_eq!(world.post(&owner, &path, &[]).await.status, StatusCode::SEE_OTHER);
    let closed = world.post(&owner, &path, &[]).await;
    assert_eq!(closed.status, StatusCode::CONFLICT, "only once");
    assert!(told(&closed.text).contains("accepted or withdrawn meanwhile") && count(&closed.text, "select[name=role]") == 1);
    let audit = world.audit().await;
    for action in ["organization.created", "member.invited", "member.invitation_withdrawn"] {
        assert_eq!(audit.get(action), Some(&1), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn an_administrator_hires_for_the_door_and_touches_nothing_above_them() {
    let world = World::new().await;
    let owner = world.house.person("owner").await;
    let organization = world.house.organization(&owner, "lantern").await;
    let manager = world.house.holder("manager", "GVTEWAY_ADMIN", organization.0).await;
    let invitations = "/organizations/lantern/invitations";
    let above = [("email", "chief@example.org"), ("role", "ATLVS_SUPER_ADMIN")];
    assert_eq!(world.post(&owner, invitations, &above).await.status, StatusCode::SEE_OTHER);
    let path = |page: &str| {
        page.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/withdraw")).map(str::to_owned)
    };
    let withdraw = path(&world.get(&owner, "/organizations/lantern").await.text).unwrap();
    let page = world.get(&manager, "/organizations/lantern").await;
    assert!(told(&page.text).contains("chief@example.org") && path(&page.text).is_none(), "seen, but not theirs to withdraw");
    assert_eq!(count(&page.text, "option[value=STAFF]"), 1, "whoever runs the box office hires for its door");
    let buttons = |page: &str| count(page, "form[action$='/revoke']");
    assert_eq!((buttons(&page.text), buttons(&world.get(&owner, "/organizations/lantern").await.text)), (2, 3), "all but the owner's");
    assert_eq!(world.post(&manager, &withdraw, &[]).await.status, StatusCode::FORBIDDEN);
    assert!(!world.house.auth.withdraw_invitation(&manager, withdraw.split('/').nth(4).unwrap().parse().unwrap()).await.unwrap());
    assert_eq!(world.post(&owner, &withdraw, &[]).await.status, StatusCode::SEE_OTHER, "it stood until its maker withdrew it");

    let below = [("email", "host@example.org"), ("role", "GVTEWAY_VENUE_MANAGER")];
    assert_eq!(world.post(&manager, invitations, &below).await.status, StatusCode::SEE_OTHER);
    let own = path(&world.get(&manager, "/organizations/lantern").await.text).unwrap();
    assert_eq!(world.post(&manager, &own, &[]).await.status, StatusCode::SEE_OTHER);
    let held = [("email", "manager@example.org"), ("role", "GVTEWAY_ADMIN")];
    let twice = world.post(&owner, invitations, &held).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&twice.text).contains("This person holds that role already"), "{}", told(&twice.text));
}

#[tokio::test]
async fn roles_are_taken_away_but_never_the_last_owners() {
    let world = World::new().await;
    let owner = world.house.person("owner").await;
    let organization = world.house.organization(&owner, "lantern").await;
    let staff = world.house.holder("staff", "GVTEWAY_EXPERIENCE_CREATOR", organization.0).await;
    let page = world.get(&owner, "/organizations/lantern").await;
    let paths: Vec<String> = page
        .text
        .split("action=\"")
        .filter_map(|part| part.split('"').next())
        .filter(|path| path.ends_with("/revoke"))
        .map(str::to_owned)
        .collect();
    assert_eq!(paths.len(), 3, "the owner's two roles and one more");
    assert_eq!(world.get(&staff, "/organizations/lantern").await.status, StatusCode::OK, "who works there sees it");
    assert_eq!(world.post(&staff, &paths[0], &[]).await.status, StatusCode::FORBIDDEN);
    let mut outcomes = Vec::new();
    for path in &paths {
        outcomes.push(world.post(&owner, path, &[]).await);
    }
    let kept = outcomes.iter().find(|answer| answer.status == StatusCode::CONFLICT).expect("the last owner stays");
    assert!(told(&kept.text).contains("Nothing was changed. An organization keeps at least one owner."), "{}", told(&kept.text));
    assert!(count(&kept.text, "form[action$='/revoke']") > 0, "said on the page it was asked from");
    assert_eq!(
        world.get(&staff, "/organizations/lantern").await.status,
        StatusCode::NOT_FOUND,
        "who holds nothing there any more knows nothing of it"
    );
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM user_roles").fetch_one(&mut world.house.test_db.connect(None).await).await.unwrap();
    assert!(left >= 1);
}

#[tokio::test]
async fn strangers_find_nothing_and_nobody_grants_above_themselves() {
    let world = World::new().await;
    let owner = world.house.person("owner").await;
    let organization = world.house.organization(&owner, "lantern").await;
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    assert_eq!(world.get(&stranger, "/organizations/lantern").await.status, StatusCode::NOT_FOUND);
    let offer = [("email", "friend@example.org"), ("role", "GVTEWAY_ADMIN")];
    assert_eq!(world.post(&stranger, "/organizations/lantern/invitations", &offer).await.status, StatusCode::NOT_FOUND);
    let admin = world.house.holder("admin", "GVTEWAY_ADMIN", organization.0).await;
    let above =
        world.post(&admin, "/organizations/lantern/invitations", &[("email", "friend@example.org"), ("role", "ATLVS_SUPER_ADMIN")]).await;
    assert_eq!(above.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&above.text, "input[name=email][value='friend@example.org']"), 1, "what was typed stays");
    assert_eq!(world.audit().await.get("member.invited"), None);
    assert_eq!(world.get(&Actor::anonymous(), "/organizations").await.header("location"), "/sign-in?next=%2Forganizations");
}
