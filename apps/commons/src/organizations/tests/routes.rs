//! Founding, inviting, revoking: through the real routes on a real database.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, header};
use futures::future::BoxFuture;
use http_body_util::BodyExt;
use platform_auth_testing::House;
use platform_http::{Authenticated, Authenticator, Fault, HttpSettings, Kernel, Limits, Presentation, Registry, SignedIn};
use platform_types::{Actor, GuestId, UserId};
use tower::ServiceExt;

use super::{count, told};
use crate::organizations::{Organizations, routes};

struct World {
    house: House,
    router: Router,
}

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

impl World {
    async fn new() -> Self {
        let house = House::new().await;
        let limits = Limits { browse_per_minute: 100_000, write_per_minute: 100_000, ..Limits::default() };
        let settings =
            HttpSettings { public_url: "https://tickets.test".to_owned(), limits, body_limit: 64 * 1024, ..HttpSettings::default() };
        let kernel = Kernel::new(
            house.db.clone(),
            house.entropy.clone(),
            settings,
            Arc::new(ByHeader),
            Arc::new(Plain),
            Vec::new(),
            Arc::new(String::new),
        );
        let pages = Organizations::new(house.auth.clone(), Arc::new(platform_ui::House::default));
        let registry = Registry::new().mount(routes(&pages));
        assert_eq!(registry.faults(), Vec::<String>::new());
        Self { house, router: registry.into_router(&kernel) }
    }

    async fn get(&self, who: &Actor, path: &str) -> Answer {
        self.send("GET", who, path, &[]).await
    }

    async fn post(&self, who: &Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send("POST", who, path, fields).await
    }

    async fn send(&self, method: &str, who: &Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let id = who.user_id().map(|id| id.to_string()).unwrap_or_default();
        let request =
            Request::builder().method(method).uri(path).header("x-user", id).header("content-type", "application/x-www-form-urlencoded");
        let body = serde_urlencoded::to_string(fields).unwrap();
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (status, location) =
            (response.status(), response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default());
        let body = String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answer { status, location, body }
    }

    async fn audit(&self) -> BTreeMap<String, i64> {
        let mut admin = self.house.test_db.connect(None).await;
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT action, count(*) FROM audit.events WHERE action NOT LIKE 'auth.%' GROUP BY action")
                .fetch_all(&mut admin)
                .await
                .unwrap();
        rows.into_iter().collect()
    }
}

struct ByHeader;

impl Authenticator for ByHeader {
    fn authenticate<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Authenticated, Fault>> {
        Box::pin(async move {
            let id: Option<UserId> = parts.headers.get("x-user").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
            let actor = id.map_or_else(Actor::anonymous, |id| Actor::user(id, None));
            Ok(Authenticated { actor, signed_in: None, cookies: Vec::new(), by_token: false })
        })
    }

    fn guest_cookie(&self, guest: GuestId) -> String {
        format!("guest={guest}")
    }
}

struct Plain;

impl Presentation for Plain {
    fn fault_page(&self, fault: &Fault, _: &str, _: Option<&SignedIn>, _: &str) -> String {
        format!("<main>{} {}</main>", fault.code().code, fault.message())
    }
}

#[tokio::test]
async fn whoever_founds_an_organization_owns_it_and_can_invite() {
    let world = World::new().await;
    let owner = world.house.person("owner").await;
    let fields = [("name", "Lantern House"), ("zone", "Asia/Hong_Kong"), ("currency", "HKD")];
    assert_eq!(world.post(&owner, "/organizations/new", &fields).await.location, "/organizations/lantern-house?done=founded");
    let taken = world.post(&owner, "/organizations/new", &fields).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&taken.body).contains("This short name is taken"));

    let offer = [("email", "New@Example.org"), ("role", "GVTEWAY_EXPERIENCE_CREATOR")];
    assert_eq!(
        world.post(&owner, "/organizations/lantern-house/invitations", &offer).await.location,
        "/organizations/lantern-house?done=invited"
    );
    let page = world.get(&owner, "/organizations/lantern-house").await;
    assert!(told(&page.body).contains("new@example.org"));
    assert_eq!(count(&page.body, "form[action$='/withdraw']"), 1);
    let path =
        page.body.split("action=\"").filter_map(|part| part.split('"').next()).find(|path| path.ends_with("/withdraw")).unwrap().to_owned();
    assert_eq!(world.post(&owner, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.post(&owner, &path, &[]).await.status, StatusCode::CONFLICT, "only once");
    let audit = world.audit().await;
    for action in ["organization.created", "member.invited", "member.invitation_withdrawn"] {
        assert_eq!(audit.get(action), Some(&1), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn roles_are_taken_away_but_never_the_last_owners() {
    let world = World::new().await;
    let owner = world.house.person("owner").await;
    let organization = world.house.organization(&owner, "lantern").await;
    let staff = world.house.holder("staff", "GVTEWAY_EXPERIENCE_CREATOR", organization.0).await;
    let page = world.get(&owner, "/organizations/lantern").await;
    let paths: Vec<String> = page
        .body
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
        outcomes.push(world.post(&owner, path, &[]).await.status);
    }
    assert!(outcomes.contains(&StatusCode::CONFLICT), "the last owner stays: {outcomes:?}");
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
    assert_eq!(count(&above.body, "input[name=email][value='friend@example.org']"), 1, "what was typed stays");
    assert_eq!(world.audit().await.get("member.invited"), None);
    assert_eq!(world.get(&Actor::anonymous(), "/organizations").await.location, "/sign-in?next=%2Forganizations");
}
