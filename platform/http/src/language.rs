//! The language a request is answered in, and how it is chosen.
//!
//! `?lang=` of the address goes before the cookie that `/language/{tag}` sets, and that before `Accept-Language`. A part of a
//! page that htmx asks for is told as the page is it goes into. What may be cached says by `Vary` what it depends on, if
//! anything in it asked for the language at all: uploaded pictures and style sheets are one for everybody.
//!
//! A page whose address names another language than its reader would get brings the cookie of that language, so that the choice
//! outlasts the first click; that answer is kept by no cache. Links that carry `?lang=` on would put two addresses of every page
//! into caches and search engines, and a redirect to the address without it would take from search engines the page that is
//! named to them as the German one. Whoever has the cookie already, or a browser that speaks the language, gets the page as a
//! cache may keep it: `Vary` says whose it is.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;
use platform_types::Lang;

use crate::Cookies;

/// Pages for staff: in English and German alone, because nobody works half in one direction and half in the other.
const STAFF: [&str; 9] = ["/admin", "/console", "/dev", "/docs", "/gate", "/organizations", "/organizers", "/palette", "/support"];

/// Where htmx says which page it asks from.
const ASKED_FROM: &str = "hx-current-url";

/// What the page at this address is told in.
pub fn spoken(path: &str) -> &'static [Lang] {
    let staff = STAFF.iter().any(|area| path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    // The gallery shows what the kit says in all of them.
    let gallery = path.strip_prefix("/dev/gallery").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if staff && !gallery { &Lang::STAFF } else { &Lang::PUBLIC }
}

/// The language for a request, and what decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) lang: Lang,
    /// The address alone decides.
    by_address: bool,
    /// The address names another language than its reader would be answered in without it.
    is_chosen: bool,
}

/// The language for this request.
pub(crate) fn asked(cookies: Cookies, uri: &Uri, headers: &HeaderMap) -> Asked {
    let from: Option<Uri> = headers.get(ASKED_FROM).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    let spoken = spoken(from.as_ref().map_or(uri.path(), Uri::path));
    let among = |tag: &str| tag.parse::<Lang>().ok().filter(|lang| spoken.contains(lang));
    let usual = || {
        let chosen = cookies.language_in(headers).and_then(among);
        chosen.or_else(|| Lang::accepted(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?, spoken)).unwrap_or_default()
    };
    if let Some(lang) = typed(uri).and_then(|tag| among(&tag)) {
        return Asked { lang, by_address: true, is_chosen: from.is_none() && lang != usual() };
    }
    let lang = from.as_ref().and_then(|page| among(&typed(page)?)).unwrap_or_else(usual);
    Asked { lang, by_address: false, is_chosen: false }
}

impl Asked {
    /// A page that is to bring the choice along is made anew: what a browser has kept of it brings none.
    pub(crate) fn prepare(self, headers: &mut HeaderMap) {
        if self.is_chosen {
            headers.remove(header::IF_NONE_MATCH);
        }
    }
}

/// What `?lang=` says.
fn typed(uri: &Uri) -> Option<String> {
    let query = form_urlencoded::parse(uri.query()?.as_bytes()).find(|(name, _)| name == "lang");
    query.map(|(_, tag)| tag.into_owned())
}

/// Says which language the answer is in, and that it depends on the reader where something in between may keep it. A 304
/// repeats what its 200 says (RFC 9110, 15.4.5): it is made by telling the page. A page in a language that its address chose
/// brings the cookie of it.
pub(crate) fn mark(response: &mut Response, cookies: Cookies, asked: Asked) {
    if !Lang::was_asked() {
        return;
    }
    let brings_choice = asked.is_chosen && response.status().is_success();
    let headers = response.headers_mut();
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    // A 304 has no type; of what is no page nothing depends on the reader where the address decides.
    let is_page = text(header::CONTENT_TYPE).starts_with("text/html");
    let may_be_page = is_page || text(header::CONTENT_TYPE).is_empty();
    let kept = text(header::CACHE_CONTROL).contains("public");
    if is_page {
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(Lang::current().tag()));
    }
    if is_page
        && brings_choice
        && let Ok(cookie) = HeaderValue::from_str(&cookies.language(asked.lang))
    {
        headers.append(header::SET_COOKIE, cookie);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    } else if kept && (may_be_page || !asked.by_address) {
        headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_with(address: &str, headers: &[(&'static str, &str)]) -> (Lang, bool) {
        let asked = all_asked_with(address, headers);
        (asked.lang, asked.by_address)
    }

    fn all_asked_with(address: &str, headers: &[(&'static str, &str)]) -> Asked {
        let map = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        asked(Cookies::new(false), &address.parse().unwrap(), &map)
    }

    fn chosen(lang: Lang) -> String {
        Cookies::new(false).language(lang).split(';').next().unwrap().to_owned()
    }

    #[test]
    fn the_address_goes_before_the_choice_and_that_before_the_browser() {
        let cookie = chosen(Lang::De);
        let headers = [("cookie", cookie.as_str()), ("accept-language", "ar")];
        assert_eq!(asked_with("/events?lang=en", &headers), (Lang::En, true));
        assert_eq!(asked_with("/events?lang=xx&page=2", &headers), (Lang::De, false));
        assert_eq!(asked_with("/events", &headers[1..]), (Lang::Ar, false));
        assert_eq!(asked_with("/events", &[]), (Lang::En, false));
    }

    #[test]
    fn an_address_chooses_where_its_reader_would_get_another_language() {
        let german = chosen(Lang::De);
        let chooses = |address, headers: &[(&'static str, &str)]| all_asked_with(address, headers).is_chosen;
        assert!(chooses("/events?lang=de", &[]) && chooses("/events?lang=ar", &[("cookie", &german)]));
        assert!(!chooses("/events?lang=de", &[("cookie", &german)]) && !chooses("/events?lang=de", &[("accept-language", "de-AT")]));
        assert!(!chooses("/events?lang=en", &[]) && !chooses("/events", &[]) && !chooses("/console?lang=ar", &[]));
        assert!(!chooses("/events?lang=de", &[("hx-current-url", "https://h.test/events")]), "a part of a page is no page");
    }

    #[test]
    fn staff_read_english_or_german() {
        for page in ["/console/lantern", "/gate", "/organizers/apply", "/palette?lang=ar"] {
            assert_eq!(asked_with(page, &[("accept-language", "ar, de;q=0.5")]), (Lang::De, false), "{page}");
        }
        assert_eq!(asked_with("/consoles", &[("accept-language", "ar")]).0, Lang::Ar);
    }

    #[test]
    fn a_part_of_a_page_is_told_as_its_page() {
        let from = |page| asked_with("/me/corner", &[("hx-current-url", page), ("accept-language", "ar")]);
        assert_eq!(from("https://h.test/events?lang=de"), (Lang::De, false));
        assert_eq!(from("https://h.test/events"), (Lang::Ar, false));
        assert_eq!(from("https://h.test/console/lantern"), (Lang::En, false));
    }
}
