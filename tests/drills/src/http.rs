//! A visitor's browser, as little of it as a purchase needs: cookies, forms, kept connections, and an
//! address of its own on the loopback net, so that a thousand guests are not one address to the house.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpSocket;
use url::Url;
use url::form_urlencoded::Serializer;

/// A connection that ended before its answer, or that never was.
#[derive(Debug, thiserror::Error)]
#[error("no answer to {what} ({why})")]
pub struct Cut {
    what: String,
    why: String,
}

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Where it sends the visitor.
    pub location: Option<String>,
    /// Its body as text; what is no text is replaced.
    pub body: String,
    /// Bytes of the body.
    pub length: usize,
    /// From asking to the last byte.
    pub took: Duration,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// One visitor.
#[derive(Debug)]
pub struct Browser {
    from: Ipv4Addr,
    patience: Duration,
    cookies: BTreeMap<String, String>,
    lines: HashMap<SocketAddr, SendRequest<Full<Bytes>>>,
}

impl Default for Browser {
    fn default() -> Self {
        Self::new()
    }
}

impl Browser {
    /// From 127.0.0.1.
    pub fn new() -> Self {
        Self::at(Ipv4Addr::LOCALHOST)
    }

    /// From an address of 127.0.0.0/8.
    pub fn at(from: Ipv4Addr) -> Self {
        Self { from, patience: Duration::from_secs(30), cookies: BTreeMap::new(), lines: HashMap::new() }
    }

    /// How long an answer is waited for.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Somebody else at the same machine: the connections stay, the cookies go.
    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    /// Opens the connection ahead of the first request.
    pub async fn connect(&mut self, to: SocketAddr) -> Result<(), Cut> {
        self.line(to).await.map(drop).map_err(|why| Cut { what: format!("a connection to {to}"), why })
    }

    /// GET.
    pub async fn get(&mut self, url: &Url) -> Result<Answer, Cut> {
        self.send(Method::GET, url, None, &[]).await
    }

    /// GET as a program.
    pub async fn get_json(&mut self, url: &Url) -> Result<Answer, Cut> {
        self.send(Method::GET, url, None, &[(ACCEPT.as_str(), "application/json")]).await
    }

    /// POST of a form.
    pub async fn submit(&mut self, url: &Url, fields: &[(&str, &str)]) -> Result<Answer, Cut> {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, url, Some(("application/x-www-form-urlencoded", body)), &[]).await
    }

    /// POST of a form with a text file.
    pub async fn upload(&mut self, url: &Url, name: &str, text: &str) -> Result<Answer, Cut> {
        const EDGE: &str = "----CallboardDrill";
        let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain");
        let body = format!("--{EDGE}\r\n{head}\r\n\r\n{text}\r\n--{EDGE}--\r\n");
        self.send(Method::POST, url, Some(("multipart/form-data; boundary=----CallboardDrill", body)), &[]).await
    }

    /// Any method with a JSON body and more headers.
    pub async fn program(&mut self, method: Method, url: &Url, body: Option<String>, headers: &[(&str, &str)]) -> Result<Answer, Cut> {
        self.send(method, url, body.map(|body| ("application/json", body)), headers).await
    }

    async fn send(&mut self, method: Method, url: &Url, body: Option<(&str, String)>, headers: &[(&str, &str)]) -> Result<Answer, Cut> {
        let what = format!("{method} {}", url.path());
        let begun = Instant::now();
        let answered = tokio::time::timeout(self.patience, self.exchange(method, url, body, headers)).await;
        match answered.unwrap_or_else(|_| Err(format!("none within {} s", self.patience.as_secs()))) {
            Ok((status, headers, body)) => {
                self.keep_cookies(&headers);
                let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
                let text = String::from_utf8_lossy(&body).into_owned();
                Ok(Answer { status, location, length: body.len(), body: text, took: begun.elapsed() })
            }
            Err(why) => {
                self.lines.clear();
                Err(Cut { what, why })
            }
        }
    }

    async fn exchange(
        &mut self,
        method: Method,
        url: &Url,
        body: Option<(&str, String)>,
        headers: &[(&str, &str)],
    ) -> Result<(u16, HeaderMap, Bytes), String> {
        let to = address(url)?;
        let mut request = Request::builder().method(method).uri(&url[url::Position::BeforePath..]).header(HOST, to.to_string());
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            request = request.header(ACCEPT, "text/html");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let all: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, all.join("; "));
        }
        if let Some((kind, _)) = &body {
            request = request.header(CONTENT_TYPE, *kind);
        }
        let body = body.map(|(_, text)| text).unwrap_or_default();
        let request = request.body(Full::new(Bytes::from(body))).map_err(|e| e.to_string())?;
        let line = self.line(to).await?;
        let answer = line.send_request(request).await.map_err(|e| e.to_string())?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.map_err(|e| e.to_string())?.to_bytes();
        Ok((parts.status.as_u16(), parts.headers, body))
    }

    /// The kept connection, or a new one where it was closed meanwhile.
    async fn line(&mut self, to: SocketAddr) -> Result<&mut SendRequest<Full<Bytes>>, String> {
        let alive = match self.lines.get_mut(&to) {
            Some(line) => line.ready().await.is_ok(),
            None => false,
        };
        if !alive {
            let socket = TcpSocket::new_v4().map_err(|e| e.to_string())?;
            socket.bind(SocketAddr::new(IpAddr::V4(self.from), 0)).map_err(|e| e.to_string())?;
            let stream = socket.connect(to).await.map_err(|e| e.to_string())?;
            stream.set_nodelay(true).ok();
            let (line, connection) = handshake(TokioIo::new(stream)).await.map_err(|e| e.to_string())?;
            tokio::spawn(connection);
            self.lines.insert(to, line);
        }
        self.lines.get_mut(&to).ok_or_else(|| "no connection".to_owned())
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let pair = value.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
}

fn address(url: &Url) -> Result<SocketAddr, String> {
    let ip = url.host_str().and_then(|host| host.parse::<IpAddr>().ok()).filter(IpAddr::is_loopback);
    match (ip, url.port_or_known_default()) {
        (Some(ip), Some(port)) => Ok(SocketAddr::new(ip, port)),
        _ => Err(format!("{url} does not lead to this machine; drills stay on it")),
    }
}
