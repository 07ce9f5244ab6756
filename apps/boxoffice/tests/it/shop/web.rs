//! Browsers and programs that talk to the buyer's routes.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use boxoffice::BoxOffice;
use boxoffice::shop::{Shop, routes};
use platform_documents::Documents;
use platform_http::{HttpSettings, Limits, Registry};
use platform_http_testing::{Answer, Browser, ByName, roomy, router};
use platform_realtime::{Live, LiveSettings};
use platform_types::{Lang, UserId};
use platform_ui::{Dir, NavLink};

use super::line::Line;
use super::whole;
use crate::house::{House, OneKey};

const ADDRESS: &str = "https://tickets.test";

/// The routes over one house.
pub struct Site {
    pub house: House,
    pub line: Arc<Line>,
    router: Router,
}

impl Site {
    pub async fn with_capacity(capacity: i32) -> Self {
        Self::with_limits(capacity, roomy(ADDRESS).limits).await
    }

    /// How often one may ask is what a test is about.
    pub async fn with_limits(capacity: i32, limits: Limits) -> Self {
        let house = House::with_capacity(capacity).await;
        let line = Arc::new(Line { bank: house.bank.clone(), cut: AtomicBool::new(false) });
        let office = BoxOffice::new(house.db.clone(), house.entropy.clone(), line.clone(), Arc::new(OneKey), ADDRESS.to_owned());
        let shell = || platform_ui::House {
            links: vec![NavLink::new("Events", "/events")],
            person_fragment: Some("/me/corner".to_owned()),
            sign_in: Some("/sign-in".to_owned()),
            lang: Lang::current().tag().to_owned(),
            dir: if Lang::current().is_rtl() { Dir::Rtl } else { Dir::Ltr },
            ..platform_ui::House::default()
        };
        let live = Live::new(house.db.clone(), house.entropy.clone(), boxoffice::live::sources(&office), LiveSettings::default());
        let shop = Shop::new(office, Documents::new(1), Arc::new(shell));
        let settings = HttpSettings { limits, ..roomy(ADDRESS) };
        let routes = router(
            &house.db,
            &house.entropy,
            settings,
            Arc::new(ByName),
            Registry::new().mount(routes(&shop)).mount(platform_realtime::routes(&live)),
        );
        Self { house, line, router: routes }
    }

    pub fn browser(&self) -> Visitor {
        Visitor(Browser::new(&self.router, "tickets.test"))
    }

    /// Writes as the owner of the tables.
    pub async fn sql(&self, sql: &'static str) {
        let mut owner = self.house.test.connect(Some("callboard_owner")).await;
        sqlx::raw_sql(sql).execute(&mut owner).await.unwrap();
    }
}

/// A browser whose every page is checked to be whole HTML.
pub struct Visitor(Browser);

impl Visitor {
    pub fn signed_in_as(self, user: UserId) -> Self {
        Self(self.0.signed_in_as(user))
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.0.cookie(name)
    }

    /// Reads this language from now on.
    pub fn read(&self, lang: &str) {
        for name in ["callboard-lang", "__Host-callboard-lang"] {
            self.0.keep(name, lang);
        }
    }

    pub fn reading(self, lang: &str) -> Self {
        self.read(lang);
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        whole(path, self.0.post(path, fields).await)
    }

    pub async fn post_json(&self, path: &str, body: serde_json::Value) -> Answer {
        whole(path, self.0.json(path, body).await)
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let path = request.uri().path().to_owned();
        whole(&path, self.0.ask(request).await)
    }
}

fn whole(path: &str, answer: Answer) -> Answer {
    let fine = answer.status.as_u16() < 500 || answer.status == StatusCode::SERVICE_UNAVAILABLE;
    assert!(fine, "{path}: {} {}", answer.status, answer.text);
    if answer.text.starts_with("<!DOCTYPE") {
        let faults = whole::faults(&answer.text);
        assert!(faults.is_empty(), "{path}: {faults:#?}\n{}", answer.text);
    }
    answer
}
