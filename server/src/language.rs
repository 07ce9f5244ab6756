//! Choosing the language of pages.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use platform_http::{Cookies, Ctx, Fault, Method, Path, Rate, Route, Routes, came_from, redirect};
use platform_types::Lang;

/// The links at the foot of every page: one per language.
pub(crate) fn links() -> Vec<(Lang, String)> {
    Lang::PUBLIC.map(|lang| (lang, format!("/language/{lang}"))).to_vec()
}

pub(crate) fn routes(cookies: Cookies) -> Routes<Cookies> {
    Routes::new(cookies)
        .add(Route::page(Method::GET, "/language/{tag}", "language.choose").public().rate(Rate::Browse).sample("/language/de"), choose)
}

/// Remembers the choice in a cookie and leads back to the page it was made on.
async fn choose(State(cookies): State<Cookies>, ctx: Ctx, Path(tag): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let lang: Lang = tag.parse().map_err(|_| Fault::not_found())?;
    ctx.set_cookie(cookies.language(lang));
    let back = came_from(&headers, &ctx.url("")).unwrap_or("/");
    Ok(redirect(&without_language(back)))
}

/// An address that asks for a language itself would go before the choice.
fn without_language(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let rest: Vec<&str> = query.split('&').filter(|pair| pair.split('=').next() != Some("lang")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_asks_for_no_language() {
        assert_eq!(without_language("/events?q=a&lang=ar&page=2"), "/events?q=a&page=2");
        assert_eq!(without_language("/events?lang=ar"), "/events");
        assert_eq!(without_language("/events?language=x"), "/events?language=x");
        assert_eq!(without_language("/"), "/");
    }
}
