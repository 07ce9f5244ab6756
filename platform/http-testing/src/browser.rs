//! One person's browser, or a program.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt as _;
use platform_types::{Actor, UserId};
use tower::ServiceExt as _;

use crate::Answer;

/// Cookies by name and path.
type Jar = BTreeMap<(String, String), String>;

/// Asks the routes and keeps cookies by name and path, as browsers do. Clones share their cookies.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    host: String,
    jar: Arc<Mutex<Jar>>,
    /// Where it asks from.
    pub ip: String,
    /// What a program shows.
    pub bearer: Option<String>,
}

impl Browser {
    /// Nobody's, asking these routes under this host's name.
    pub fn new(router: &Router, host: &str) -> Self {
        Self { router: router.clone(), host: host.to_owned(), jar: Arc::default(), ip: "192.0.2.1".to_owned(), bearer: None }
    }

    /// The same from another address.
    #[must_use]
    pub fn at(mut self, ip: &str) -> Self {
        ip.clone_into(&mut self.ip);
        self
    }

    /// Whom [`crate::ByName`] will believe it to be.
    #[must_use]
    pub fn signed_in_as(self, user: UserId) -> Self {
        self.keep("user", &user.to_string());
        self
    }

    /// The same for an actor: a person, or nobody.
    #[must_use]
    pub fn of(self, who: &Actor) -> Self {
        match who.user_id() {
            Some(user) => self.signed_in_as(user),
            None => self,
        }
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.with_jar(|jar| jar.iter().find(|((known, _), _)| known == name).map(|(_, value)| value.clone()))
    }

    /// Every cookie's value.
    pub fn cookies(&self) -> Vec<String> {
        self.with_jar(|jar| jar.values().cloned().collect())
    }

    /// Puts a cookie in.
    pub fn keep(&self, name: &str, value: &str) {
        self.with_jar(|jar| jar.insert((name.to_owned(), "/".to_owned()), value.to_owned()));
    }

    /// Loses every cookie.
    pub fn forget(&self) {
        self.with_jar(Jar::clear);
    }

    /// A page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    /// A form as a browser without JavaScript sends it.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [("content-type", FORM), ("accept", "text/html"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, &form(fields)).await
    }

    /// The same as htmx sends it.
    pub async fn post_fragment(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [("content-type", FORM), ("accept", "text/html"), ("sec-fetch-site", "same-origin"), ("hx-request", "true")];
        self.send(Method::POST, path, &headers, &form(fields)).await
    }

    /// A form with a file as a browser without JavaScript sends it: the fields in their order, then the file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], field: &str, name: &str, file: &[u8]) -> Answer {
        const EDGE: &str = "----CallboardTest7MA4YWxk";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("content-type", format!("multipart/form-data; boundary={EDGE}"))
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin");
        // As a network brings it, piece by piece.
        let pieces: Vec<_> = body.chunks(64 * 1024).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
        self.ask(request.body(Body::from_stream(futures::stream::iter(pieces))).expect("a request")).await
    }

    /// A request of this method with nothing in it: a page, a form, or for the API an object.
    pub async fn bare(&self, method: &Method, path: &str) -> Answer {
        if *method == Method::GET {
            return self.get(path).await;
        }
        if path.starts_with("/api/events") {
            let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
            return self.send(method.clone(), path, &headers, "{}").await;
        }
        let headers = [("content-type", FORM), ("accept", "text/html"), ("sec-fetch-site", "same-origin")];
        self.send(method.clone(), path, &headers, "").await
    }

    /// What a program posts.
    pub async fn json(&self, path: &str, body: impl Borrow<serde_json::Value>) -> Answer {
        let headers = [("content-type", "application/json"), ("accept", "application/json")];
        self.send(Method::POST, path, &headers, &body.borrow().to_string()).await
    }

    /// Anything.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.ask(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    /// The request with what a browser adds; cookies that come back are kept.
    pub async fn ask(&self, mut request: Request<Body>) -> Answer {
        let path = request.uri().path().to_owned();
        let headers = request.headers_mut();
        let mut add = |name: header::HeaderName, value: &str| {
            headers.entry(name).or_insert_with(|| value.parse().expect("a header"));
        };
        add(header::HOST, &self.host);
        add(header::USER_AGENT, "Test/1.0");
        let cookies = self.cookies_for(&path);
        if !cookies.is_empty() {
            add(header::COOKIE, &cookies);
        }
        if let Some(token) = &self.bearer {
            add(header::AUTHORIZATION, &format!("Bearer {token}"));
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.ip.parse().expect("an address"), 4711)));
        let answered = tokio::time::timeout(Duration::from_secs(60), self.router.clone().oneshot(request)).await;
        let (parts, body) = answered.expect("an answer within a minute").expect("an answer").into_parts();
        self.take_cookies(&parts.headers);
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer::new(parts.status, parts.headers, bytes)
    }

    fn cookies_for(&self, path: &str) -> String {
        self.with_jar(|jar| {
            let mine = jar.iter().filter(|((_, at), _)| at == "/" || path == *at || path.starts_with(&format!("{at}/")));
            mine.map(|((name, _), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
        })
    }

    fn take_cookies(&self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a readable cookie");
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("name=value");
            let at = text.split("; ").find_map(|part| part.strip_prefix("Path=")).unwrap_or("/");
            let key = (name.to_owned(), at.to_owned());
            // A cookie is taken back by an empty one.
            self.with_jar(|jar| if value.is_empty() { jar.remove(&key) } else { jar.insert(key, value.to_owned()) });
        }
    }

    fn with_jar<T>(&self, with: impl FnOnce(&mut Jar) -> T) -> T {
        with(&mut self.jar.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Fields as a browser sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(fields);
    text.finish()
}
