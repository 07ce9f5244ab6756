//! Browsers that keep cookies, and what they are answered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::site::Site;

/// What a program sends.
pub const JSON: [(&str, &str); 2] = [("content-type", "application/json"), ("accept", "application/json")];

/// One person's browser, or a program. Clones share their cookies.
#[derive(Clone)]
pub struct Browser<'a> {
    site: &'a Site,
    pub jar: Arc<Mutex<BTreeMap<String, String>>>,
    pub ip: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl<'a> Browser<'a> {
    pub fn new(site: &'a Site, ip: String) -> Self {
        Self { site, jar: Arc::default(), ip }
    }

    pub fn at(mut self, ip: &str) -> Self {
        ip.clone_into(&mut self.ip);
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form(fields);
        self.send(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")], &body).await
    }

    pub async fn json(&self, path: &str, body: &serde_json::Value) -> Answer {
        self.send(Method::POST, path, &[("content-type", "application/json"), ("accept", "application/json")], &body.to_string()).await
    }

    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let cookies: Vec<String> = self.jar.lock().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "callboard.test").header("user-agent", "Test/1.0");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let address: SocketAddr = SocketAddr::new(self.ip.parse().unwrap(), 4711);
        let request = request.extension(ConnectInfo(address)).body(Body::from(body.to_owned())).unwrap();
        let response =
            tokio::time::timeout(Duration::from_secs(60), self.site.whole.router.clone().oneshot(request)).await.unwrap().unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap()) {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            let mut jar = self.jar.lock().unwrap();
            if value.is_empty() {
                jar.remove(name)
            } else {
                jar.insert(name.to_owned(), value.to_owned())
            };
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

/// Fields as a browser sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(fields);
    text.finish()
}

impl Answer {
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.told());
        self
    }

    /// Where it leads, after a 303.
    pub fn leads(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.told());
        self.header("location")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub fn problem(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// What a reader sees of the main part, for messages.
    pub fn told(&self) -> String {
        let dom = scraper::Html::parse_document(&self.text);
        let main = dom.select(&scraper::Selector::parse("main").unwrap()).next();
        main.map_or_else(
            || self.text.chars().take(600).collect(),
            |m| m.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" "),
        )
    }

    /// An attribute of the first element the selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let dom = scraper::Html::parse_document(&self.text);
        dom.select(&scraper::Selector::parse(selector).unwrap()).next().and_then(|e| e.attr(name).map(str::to_owned))
    }
}
