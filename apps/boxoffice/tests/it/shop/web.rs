//! Browsers and programs that talk to the buyer's routes.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request, StatusCode, header};
use boxoffice::BoxOffice;
use boxoffice::shop::{Shop, routes};
use futures::FutureExt;
use futures::future::BoxFuture;
use http_body_util::BodyExt;
use platform_documents::Documents;
use platform_http::{Authenticated, Authenticator, Fault, HttpSettings, Kernel, Limits, Presentation, Registry, SignedIn};
use platform_types::{Actor, GuestId, UserId};
use platform_ui::NavLink;
use scraper::{Html, Selector};
use tower::ServiceExt;

use super::line::Line;
use super::whole;
use crate::house::{House, OneKey};

/// Cookies that say who comes, unsigned: signing is `platform-auth`'s.
struct ByName;

impl Authenticator for ByName {
    fn authenticate<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Authenticated, Fault>> {
        let cookies = parts
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split("; ").filter_map(|c| c.split_once('=')));
        let known: HashMap<&str, &str> = cookies.collect();
        let user = known.get("user").and_then(|id| id.parse::<UserId>().ok());
        let guest = known.get("guest").and_then(|id| id.parse::<GuestId>().ok());
        let actor = match (user, guest) {
            (Some(user), _) => Actor::user(user, None),
            (None, Some(guest)) => Actor::guest(guest),
            (None, None) => Actor::anonymous(),
        };
        let signed_in = user.map(|id| SignedIn { id, name: "Ada Lovelace".to_owned(), email: "ada@example.org".to_owned() });
        async move { Ok(Authenticated { actor, signed_in, cookies: Vec::new(), by_token: false }) }.boxed()
    }
    fn guest_cookie(&self, guest: GuestId) -> String {
        format!("guest={guest}; Path=/")
    }
}

struct Plain;

impl Presentation for Plain {
    fn fault_page(&self, fault: &Fault, _: &str, _: Option<&SignedIn>, _: &str) -> String {
        format!("<!DOCTYPE html><html lang=en><head><title>x</title></head><body><main><h1>{}</h1></main></body></html>", fault.message())
    }
}

/// The routes over one house.
pub struct Site {
    pub house: House,
    pub line: Arc<Line>,
    router: Router,
}

impl Site {
    pub async fn with_capacity(capacity: i32) -> Self {
        let house = House::with_capacity(capacity).await;
        let line = Arc::new(Line { bank: house.bank.clone(), cut: AtomicBool::new(false) });
        let office =
            BoxOffice::new(house.db.clone(), house.entropy.clone(), line.clone(), Arc::new(OneKey), "https://tickets.test".to_owned());
        let shell = || platform_ui::House {
            links: vec![NavLink::new("Events", "/events")],
            person_fragment: Some("/me/corner".to_owned()),
            sign_in: Some("/sign-in".to_owned()),
            ..platform_ui::House::default()
        };
        let shop = Shop::new(office, Documents::new(1), Arc::new(shell));
        let settings = HttpSettings {
            public_url: "https://tickets.test".to_owned(),
            body_limit: 64 * 1024,
            limits: Limits { auth_per_minute: 1_000, buy_per_minute: 100_000, ..Limits::default() },
            ..HttpSettings::default()
        };
        let kernel = Kernel::new(
            house.db.clone(),
            house.entropy.clone(),
            settings,
            Arc::new(ByName),
            Arc::new(Plain),
            Vec::new(),
            Arc::new(String::new),
        );
        let registry = Registry::new().mount(routes(&shop));
        assert_eq!(registry.faults(), Vec::<String>::new());
        Self { house, line, router: registry.into_router(&kernel) }
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, jar: Mutex::default() }
    }

    /// Writes as the owner of the tables.
    pub async fn sql(&self, sql: &'static str) {
        let mut owner = self.house.test.connect(Some("callboard_owner")).await;
        sqlx::raw_sql(sql).execute(&mut owner).await.unwrap();
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Where it leads, after a 303.
    pub fn leads(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.header("location").to_owned()
    }

    /// What a reader sees of the main part.
    pub fn told(&self) -> String {
        let dom = Html::parse_document(&self.text());
        let main = dom.select(&Selector::parse("main").unwrap()).next().expect("a page with a main part");
        main.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn count(&self, selector: &str) -> usize {
        Html::parse_document(&self.text()).select(&Selector::parse(selector).unwrap()).count()
    }
}

/// Keeps cookies by name and path, as browsers do.
pub struct Browser<'a> {
    site: &'a Site,
    jar: Mutex<HashMap<(String, String), String>>,
}

impl Browser<'_> {
    pub fn signed_in_as(self, user: UserId) -> Self {
        self.jar.lock().unwrap().insert(("user".to_owned(), "/".to_owned()), user.to_string());
        self
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().iter().find(|((known, _), _)| known == name).map(|(_, value)| value.clone())
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = Request::post(path)
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn post_json(&self, path: &str, body: serde_json::Value) -> Answer {
        let request = Request::post(path).header("accept", "application/json").header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Sends a request; every page that comes back is checked to be whole HTML.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let path = request.uri().path().to_owned();
        let cookies: Vec<String> = self
            .jar
            .lock()
            .unwrap()
            .iter()
            .filter(|((_, at), _)| at == "/" || path == *at || path.starts_with(&format!("{at}/")))
            .map(|((name, _), value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            let at = text.split("; ").find_map(|part| part.strip_prefix("Path=")).unwrap();
            self.jar.lock().unwrap().insert((name.to_owned(), at.to_owned()), value.to_owned());
        }
        let answer = Answer { status: parts.status, headers: parts.headers, bytes: body.collect().await.unwrap().to_bytes().to_vec() };
        assert!(
            answer.status.as_u16() < 500 || answer.status == StatusCode::SERVICE_UNAVAILABLE,
            "{path}: {} {}",
            answer.status,
            answer.text()
        );
        if answer.text().starts_with("<!DOCTYPE") {
            let faults = whole::faults(&answer.text());
            assert!(faults.is_empty(), "{path}: {faults:#?}\n{}", answer.text());
        }
        answer
    }
}
