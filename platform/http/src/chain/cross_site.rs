//! Cross-site request forgery, refused without tokens, so that cached forms work for everybody.
//!
//! Cookies are `SameSite=Lax`. In addition a state-changing request must come from here:
//! `Sec-Fetch-Site` (Fetch Metadata) says so in every current browser, `Origin` in older ones. A
//! request with neither comes from no browser and carries no victim's cookies.

use axum::http::request::Parts;
use axum::http::{Method, header};

use crate::{Fault, code};

/// `always`: also what only reads, see [`crate::Route::same_site`].
pub(super) fn refuse(parts: &Parts, public_url: &str, always: bool) -> Result<(), Fault> {
    if !always && matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: header::HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok());
    let fine = match (text(header::HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            origin == public_url || text(header::HOST).is_some_and(|host| origin.split_once("://").is_some_and(|(_, rest)| rest == host))
        }
        (None, None) => true,
    };
    if fine { Ok(()) } else { Err(Fault::new(code::http::CROSS_SITE)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(headers: &[(&str, &str)]) -> Parts {
        let mut request = axum::http::Request::builder().method("POST").uri("/x").header("host", "here.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_this_site_and_programs_may_post() {
        let url = "https://here.test";
        for fine in [
            &[][..],
            &[("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://here.test")],
            &[("origin", "http://here.test")],
        ] {
            assert!(refuse(&post(fine), url, false).is_ok(), "{fine:?}");
        }
        for bad in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.test")],
            &[("origin", "null")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://here.test")],
        ] {
            assert!(refuse(&post(bad), url, false).is_err(), "{bad:?}");
        }
    }
}
