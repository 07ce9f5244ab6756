//! Which other sites' scripts may call the API. Pages are never shared.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::HttpSettings;

fn allowed(headers: &HeaderMap, path: &str, settings: &HttpSettings) -> Option<HeaderValue> {
    if !(path.starts_with("/api/") || path.starts_with("/auth/v1/")) {
        return None;
    }
    let origin = headers.get(header::ORIGIN)?;
    let text = origin.to_str().ok()?;
    settings.cors_origins.iter().any(|o| o == text).then(|| origin.clone())
}

/// The answer to a preflight request; none when it is not one.
pub(super) fn preflight(method: &Method, headers: &HeaderMap, path: &str, settings: &HttpSettings) -> Option<Response> {
    if *method != Method::OPTIONS || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if allowed(headers, path, settings).is_some() {
        let h = response.headers_mut();
        h.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE"));
        h.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(
                "authorization, content-type, idempotency-key, if-match, if-none-match, x-client-info, x-supabase-api-version, apikey",
            ),
        );
        h.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    Some(response)
}

/// Marks an answer as readable by the asking origin. Without credentials: programs use bearer tokens.
pub(super) fn answer(headers: &HeaderMap, path: &str, settings: &HttpSettings, out: &mut HeaderMap) {
    if let Some(origin) = allowed(headers, path, settings) {
        out.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        out.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("x-request-id, retry-after, link, etag, location, idempotent-replay"),
        );
        out.append(header::VARY, HeaderValue::from_static("origin"));
    }
}
