//! Answers that many handlers give.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use maud::{Markup, PreEscaped};
use sha2::{Digest, Sha256};

/// A page that depends on who asks: never cached by anybody else.
pub struct Page(pub Markup);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = html(self.0);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        response
    }
}

/// A page that is the same for everybody: cached briefly, revalidated by its digest.
pub fn cached_page(markup: Markup, request_etag: Option<&str>) -> Response {
    let PreEscaped(text) = markup;
    let etag = etag(text.as_bytes());
    let response = if request_etag == Some(etag.as_str()) { StatusCode::NOT_MODIFIED.into_response() } else { html(PreEscaped(text)) };
    revalidated(response, &etag, "public, max-age=5, stale-while-revalidate=30")
}

/// The entity tag of something that follows from these bytes.
pub fn etag(of: &[u8]) -> String {
    let digest = Sha256::digest(of);
    format!("\"{}\"", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest[..12]))
}

/// A file that is the same for everybody, cached for minutes. `etag` is [`etag`] of what the file is made from;
/// `body` is none where the browser holds the file already, so that nobody makes it for nothing.
pub fn cached_file(body: Option<Vec<u8>>, content_type: &'static str, etag: &str) -> Response {
    let mut response = match body {
        Some(bytes) => Response::new(Body::from(bytes)),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    revalidated(response, etag, "public, max-age=60, stale-while-revalidate=600")
}

fn revalidated(mut response: Response, etag: &str, keep: &'static str) -> Response {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// 303 to a path here. Anything but a local path becomes `/`, so that no input can lead elsewhere.
pub fn redirect(path: &str) -> Response {
    let local = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") && !path.chars().any(char::is_control);
    let target = if local { path } else { "/" };
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(target) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// A file to keep. The name is reduced to what every system takes.
pub fn download(bytes: Vec<u8>, content_type: &'static str, name: &str) -> Response {
    let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' }).collect();
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{safe}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

fn html(markup: Markup) -> Response {
    let mut response = Response::new(Body::from(markup.into_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}
