//! The routes of people over a house of their own.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use platform_auth::Limit;
use platform_auth_testing::House;
use platform_http::{ByAuth, Cookies, HttpSettings, Registry, RouteMeta};
use platform_http_testing::{Browser, roomy, router};
use platform_identity::{Identity, Mails, routes};

pub struct Site {
    pub house: House,
    pub metas: Vec<RouteMeta>,
    router: Router,
}

impl Site {
    pub async fn new() -> Self {
        Self::with(1_000).await
    }

    pub async fn with(auth_per_minute: u32) -> Self {
        // The allowance of one network address has tests of its own; here many people share one.
        let house = House::with(|settings| {
            settings.even_time = Duration::ZERO;
            settings.per_network = Limit { times: 1_000, per: Duration::from_secs(60) };
        })
        .await;
        let auth = house.auth_sealing(Arc::new(Mails::new("https://callboard.test"))).await;
        let cookies = Cookies::new(true);
        let identity = Identity::new(auth.clone(), cookies, platform_ui::House::default);
        let registry = Registry::new().mount(routes(&identity));
        let metas = registry.metas();
        let mut settings = HttpSettings { secure: true, ..roomy("https://callboard.test") };
        settings.limits.auth_per_minute = auth_per_minute;
        let who = Arc::new(ByAuth::new(auth, cookies));
        Self { router: router(&house.db, &house.entropy, settings, who, registry), house, metas }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.router, "callboard.test")
    }

    /// The text of the newest mail to this address.
    pub async fn mail(&self, to: &str) -> String {
        let mut tx = self.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT text_body FROM notify.messages WHERE to_address = $1 ORDER BY created_at DESC, id DESC LIMIT 1")
            .bind(to)
            .fetch_one(&mut *tx)
            .await
            .unwrap()
    }

    /// The path its link leads to.
    pub async fn link(&self, to: &str) -> String {
        let mail = self.mail(to).await;
        let line = mail.lines().find(|l| l.starts_with("https://callboard.test/")).unwrap_or_else(|| panic!("no link in {mail}"));
        line.trim_start_matches("https://callboard.test").to_owned()
    }

    pub async fn audited(&self) -> Vec<String> {
        let mut tx = self.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT action FROM audit.events ORDER BY id").fetch_all(&mut *tx).await.unwrap()
    }
}
