//! A server without a socket, and a browser that keeps cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use platform_auth::Limit;
use platform_auth::testing::House;
use platform_http::{ByAuth, Cookies, Fault, HttpSettings, Kernel, Limits, Presentation, Registry, RouteMeta, SignedIn};
use platform_identity::{Identity, Mails, routes};
use scraper::{Html, Selector};
use tower::ServiceExt;

struct Plain;

impl Presentation for Plain {
    fn fault_page(&self, fault: &Fault, _: &str, _: Option<&SignedIn>, _: &str) -> String {
        format!("<!DOCTYPE html><html lang=en><head><title>x</title></head><body><main><h1>{}</h1></main></body></html>", fault.message())
    }
}

pub struct Site {
    pub house: House,
    pub metas: Vec<RouteMeta>,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
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
        let auth = house.auth_with(Arc::new(Mails::new("https://callboard.test")));
        let cookies = Cookies::new(true);
        let identity = Identity::new(auth.clone(), cookies, platform_ui::House::default);
        let registry = Registry::new().mount(routes(&identity));
        assert_eq!(registry.faults(), Vec::<String>::new());
        let metas = registry.metas();
        let limits = Limits { auth_per_minute, ..Limits::default() };
        let settings = HttpSettings {
            public_url: "https://callboard.test".to_owned(),
            secure: true,
            body_limit: 1 << 16,
            limits,
            ..HttpSettings::default()
        };
        let kernel = Kernel::new(
            house.db.clone(),
            house.entropy.clone(),
            settings,
            Arc::new(ByAuth::new(auth, cookies)),
            Arc::new(Plain),
            Vec::new(),
            Arc::new(String::new),
        );
        Self { router: registry.into_router(&kernel), house, metas }
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, jar: Mutex::default(), bearer: None, ip: "192.0.2.1".to_owned() }
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

/// One person's browser, or program.
pub struct Browser<'a> {
    site: &'a Site,
    pub jar: Mutex<BTreeMap<String, String>>,
    pub bearer: Option<String>,
    pub ip: String,
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", "").await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", &body).await
    }

    pub async fn json(&self, path: &str, body: serde_json::Value) -> Answer {
        self.send(Method::POST, path, "application/json", &body.to_string()).await
    }

    async fn send(&self, method: Method, path: &str, content_type: &str, body: &str) -> Answer {
        let cookies: Vec<String> = self.jar.lock().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "callboard.test").header(header::USER_AGENT, "Test/1.0");
        if !content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let address: SocketAddr = format!("{}:4711", self.ip).parse().unwrap();
        let request = request.extension(ConnectInfo(address)).body(Body::from(body.to_owned())).unwrap();
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap()) {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.jar.lock().unwrap().remove(name)
            } else {
                self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned())
            };
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }
}

impl Answer {
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// Where it leads, after a 303.
    pub fn leads(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.headers[header::LOCATION].to_str().unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// What stands in the elements the selector finds.
    pub fn find(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text);
        page.select(&Selector::parse(selector).unwrap())
            .map(|e| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    /// The value of the field of this name.
    pub fn field(&self, name: &str) -> Option<String> {
        let page = Html::parse_document(&self.text);
        page.select(&Selector::parse(&format!("input[name='{name}']")).unwrap())
            .next()
            .map(|e| e.attr("value").unwrap_or_default().to_owned())
    }
}
