//! Files that programs look for at fixed addresses: `/favicon.ico`, `/robots.txt`, `/.well-known/security.txt`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use chrono::{Duration, SecondsFormat};
use platform_http::{Access, Ctx, Fault, Rate, Route, RouteMeta, Routes, Surface};
use url::Url;

/// Open to everybody, but each for one person: nothing for a search engine.
const PERSONAL: [&str; 8] = ["/checkout/", "/orders/", "/my/", "/me/", "/pay", "/sign-", "/reset", "/dev/"];

/// How long what `security.txt` says stands; it is made anew with every answer.
const STANDS_DAYS: i64 = 180;

/// What the three files say. Cheap to clone.
#[derive(Clone)]
pub(crate) struct WellKnown {
    robots: Arc<str>,
    contact: Option<Arc<str>>,
}

impl WellKnown {
    /// From the routes there are, and where weaknesses are reported.
    pub(crate) fn new(routes: &[RouteMeta], contact: Option<&Url>) -> Self {
        Self { robots: robots(routes).into(), contact: contact.map(|url| Arc::from(url.as_str())) }
    }
}

/// Everything that is not open to everybody, by the beginning of its address, and what is personal.
fn robots(routes: &[RouteMeta]) -> String {
    let closed = routes.iter().filter(|r| r.access != Access::Public || r.surface == Surface::Api).filter_map(|r| beginning(r.path));
    let open: BTreeSet<String> = routes
        .iter()
        .filter(|r| r.access == Access::Public && matches!(r.surface, Surface::Page | Surface::File))
        .filter_map(|r| beginning(r.path))
        .collect();
    let paths: BTreeSet<String> = closed.filter(|path| !open.contains(path)).chain(PERSONAL.map(str::to_owned)).collect();
    let mut text = String::from("User-agent: *\n");
    for path in paths {
        let _ = writeln!(text, "Disallow: {path}");
    }
    text
}

/// `/console` of `/console/{org}/events`; nothing of `/`.
fn beginning(path: &str) -> Option<String> {
    let first = path.split('/').nth(1).filter(|part| !part.is_empty() && !part.starts_with('{'))?;
    Some(format!("/{first}"))
}

pub(crate) fn routes(known: WellKnown) -> Routes<WellKnown> {
    Routes::new(known)
        .add(Route::file("/favicon.ico", "well_known.favicon").public().rate(Rate::Free), favicon)
        .add(Route::file("/robots.txt", "well_known.robots").public().rate(Rate::Free), show_robots)
        .add(Route::file("/.well-known/security.txt", "well_known.security").public().rate(Rate::Free), security)
}

const DAY: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=86400");

fn text(body: String) -> impl IntoResponse {
    ([DAY, (header::CONTENT_TYPE, "text/plain; charset=utf-8")], body)
}

async fn favicon() -> Result<impl IntoResponse, Fault> {
    let icon = platform_ui::asset::find(platform_ui::asset::url("brand/favicon.ico")).ok_or_else(Fault::not_found)?;
    Ok(([DAY, (header::CONTENT_TYPE, "image/x-icon")], icon.bytes))
}

async fn show_robots(State(known): State<WellKnown>) -> impl IntoResponse {
    text(known.robots.to_string())
}

/// RFC 9116.
async fn security(State(known): State<WellKnown>, ctx: Ctx) -> Result<impl IntoResponse, Fault> {
    let contact = known.contact.ok_or_else(Fault::not_found)?;
    let expires = (ctx.now() + Duration::days(STANDS_DAYS)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let canonical = ctx.url("/.well-known/security.txt");
    Ok(text(format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {canonical}\n")))
}

#[cfg(test)]
mod tests {
    use platform_http::{GET, POST, Registry};

    use super::*;

    async fn nothing() {}

    #[test]
    fn crawlers_are_kept_from_what_is_not_for_everybody() {
        let routes = Routes::new(())
            .add(Route::page(GET, "/", "a").public(), nothing)
            .add(Route::page(GET, "/events/{slug}", "b").public(), nothing)
            .add(Route::page(POST, "/events/{slug}/x", "c"), nothing)
            .add(Route::page(GET, "/console/{org}/events", "d"), nothing)
            .add(Route::api(GET, "/api/events", "e").public(), nothing)
            .add(Route::ops("/metrics", "f").operator(), nothing);
        let text = robots(&Registry::new().mount(routes).metas());
        let lines: Vec<&str> = text.lines().collect();
        for closed in ["Disallow: /console", "Disallow: /api", "Disallow: /metrics", "Disallow: /checkout/", "Disallow: /me/"] {
            assert!(lines.contains(&closed), "{closed}: {text}");
        }
        assert!(!text.contains("/events") && !lines.contains(&"Disallow: /"), "{text}");
    }
}
