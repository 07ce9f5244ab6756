//! A request that can be sent again, and a whole answer.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use platform_types::{ExposeSecret, SecretString};
use url::Url;

/// A request with its whole body at hand, so that it can be sent again. Debug output shows no header and
/// no body: they carry keys and people's data.
#[derive(Clone)]
pub struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpRequest({} {})", self.method, self.url.host_str().unwrap_or(""))
    }
}

impl HttpRequest {
    /// A request without headers or body.
    pub fn new(method: Method, url: Url) -> Self {
        Self { method, url, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Of parts that a library has made and perhaps signed.
    pub fn from_parts(method: Method, url: Url, headers: HeaderMap, body: Bytes) -> Self {
        Self { method, url, headers, body }
    }

    /// GET.
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// POST.
    pub fn post(url: Url) -> Self {
        Self::new(Method::POST, url)
    }

    /// Sets a header; an earlier value of it is replaced.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// `Authorization: Bearer …`. A token with characters that no header can carry is sent as an empty one,
    /// which the other side refuses.
    pub fn bearer(self, token: &SecretString) -> Self {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret())).unwrap_or(HeaderValue::from_static("Bearer"));
        value.set_sensitive(true);
        self.header(AUTHORIZATION, value)
    }

    /// The body and what it is.
    pub fn body(mut self, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Bytes::from(body.into());
        self.header(CONTENT_TYPE, HeaderValue::from_static(content_type))
    }

    /// A form body.
    pub fn form<K: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body("application/x-www-form-urlencoded", body)
    }
}

/// A whole answer.
#[derive(Clone, Debug)]
pub struct HttpReply {
    /// Its status, whatever it is: 4xx and 5xx are answers too.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}
