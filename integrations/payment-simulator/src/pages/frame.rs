//! What surrounds every page: the label, the headers.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};
use maud::{DOCTYPE, Markup, html};
use url::Url;

use crate::books::Session;

/// A whole page.
pub(super) fn page(status: StatusCode, title: &str, session: Option<&Session>, body: Markup) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) " – payment simulator" }
                link rel="stylesheet" href="/simulator/pay.css";
            }
            body {
                header.label { p { strong { "Payment simulator" } " – no real money" } }
                main { (body) }
            }
        }
    };
    guarded((status, markup), session)
}

/// An answer with the headers that every page has. `session` says where its forms may lead: a browser
/// checks the redirect after a form too.
pub(super) fn guarded(answer: impl IntoResponse, session: Option<&Session>) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    let policy = HeaderValue::from_str(&policy(session)).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn policy(session: Option<&Session>) -> String {
    let shop = session.and_then(|s| Url::parse(&s.success_url).ok()).map(|url| url.origin().ascii_serialization());
    let shop = shop.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!("default-src 'none'; style-src 'self'; form-action 'self'{shop}; base-uri 'none'; frame-ancestors 'none'")
}
