//! The routes under `/admin` over a house of their own.

use std::sync::Arc;

use axum::Router;
use platform_admin::{Admin, routes};
use platform_auth::roles::PLATFORM;
use platform_auth_testing::House;
use platform_http::{Registry, RouteMeta};
use platform_http_testing::{Answer, Browser, ByName, roomy, router};
use platform_types::Actor;
use sqlx::AssertSqlSafe;

pub struct Site {
    pub house: House,
    pub metas: Vec<RouteMeta>,
    /// Runs the platform: everything but what only the owners of organizations may.
    pub chief: Actor,
    router: Router,
}

impl Site {
    pub async fn new() -> Self {
        let house = House::new().await;
        let chief = house.holder("Chief", "LEGEND_ADMIN", PLATFORM).await;
        let admin = Admin::new(house.auth.clone(), Arc::new(platform_ui::House::default));
        let registry = Registry::new().mount(routes(&admin));
        let metas = registry.metas();
        let router = router(&house.db, &house.entropy, roomy("https://admin.test"), Arc::new(ByName), registry);
        Self { house, metas, chief, router }
    }

    pub fn browser(&self, who: &Actor) -> Browser {
        Browser::new(&self.router, "admin.test").of(who)
    }

    /// A page for the chief; whole.
    pub async fn get(&self, path: &str) -> Answer {
        self.browser(&self.chief).get(path).await.expect(200)
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser(&self.chief).post(path, fields).await
    }

    /// Actions in the audit, in order, those of the preparations left out.
    pub async fn audited(&self, action: &str) -> i64 {
        self.number(&format!("SELECT count(*) FROM audit.events WHERE action = '{action}'")).await
    }

    pub async fn number(&self, sql: &str) -> i64 {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar::<_, Option<i64>>(AssertSqlSafe(sql.to_owned())).fetch_one(&mut admin).await.unwrap().unwrap_or(0)
    }

    pub async fn text(&self, sql: &str) -> String {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar::<_, Option<String>>(AssertSqlSafe(sql.to_owned())).fetch_one(&mut admin).await.unwrap().unwrap_or_default()
    }

    pub async fn sql(&self, sql: &str) {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut admin).await.unwrap();
    }
}
