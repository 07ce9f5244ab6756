//! Support acts for somebody: what is left to the person's own hands, and a banner over every page.
//!
//! Pages are made as for everybody; the banner is put over them on the way out, so that no page can forget it and none differs
//! for anybody else.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use http_body_util::BodyExt as _;
use maud::html;
use platform_auth::session::ActsFor;
use platform_ui::{Button, Tone};

use crate::{Fault, GET, Rate, RouteMeta, SignedIn, code};

/// Refuses what moves credentials, powers or money.
pub(super) fn refuse(meta: &RouteMeta) -> Result<(), Fault> {
    let moves = meta.own_hands || (meta.method != GET && matches!(meta.rate, Rate::Buy | Rate::Auth));
    if moves { Err(Fault::new(code::http::NOT_WHILE_ACTING)) } else { Ok(()) }
}

/// Who acts for whom, on its way out with the answer.
#[derive(Clone, Debug)]
pub(super) struct Acting {
    by: ActsFor,
    person: String,
}

impl Acting {
    pub(super) fn new(by: ActsFor, person: &SignedIn) -> Self {
        let person = if person.name.trim().is_empty() { person.email.clone() } else { format!("{} ({})", person.name, person.email) };
        Self { by, person }
    }

    fn banner(&self) -> String {
        html! {
            aside class="banners" aria-label="Acting for somebody" {
                div class="banner tone--care" role="status" {
                    (Tone::Care.icon())
                    p { strong { (self.by.name) } " acts as " strong { (self.person) } " until " (self.by.until.format("%H:%M")) " UTC. Everything is kept with both names." }
                    form method="post" action="/support/stop" { (Button::submit("Stop").small()) }
                }
            }
        }
        .into_string()
    }

    /// The page with the banner, kept by nobody; anything but a whole page as it is, kept by nobody.
    pub(super) async fn over(self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        parts.headers.remove(header::ETAG);
        let is_page = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if !is_page {
            return Response::from_parts(parts, body);
        }
        let Ok(whole) = body.collect().await else { return Response::from_parts(parts, Body::empty()) };
        let bytes = whole.to_bytes();
        let Ok(text) = std::str::from_utf8(&bytes) else { return Response::from_parts(parts, Body::from(bytes)) };
        let inside = text.find("<body").and_then(|at| text[at..].find('>').map(|end| at + end + 1));
        let Some(at) = inside else { return Response::from_parts(parts, Body::from(bytes)) };
        parts.headers.remove(header::CONTENT_LENGTH);
        let page = [&text[..at], &self.banner(), &text[at..]].concat();
        Response::from_parts(parts, Body::from(page))
    }
}
