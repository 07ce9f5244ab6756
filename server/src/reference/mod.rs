//! `/api/openapi.json`, the API's document, and `/docs/api`, the same as a page. Both are made from the route registry when the
//! house is put together: a route that is not described is refused there.

mod page;
mod schema;

use std::sync::{Arc, OnceLock};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use platform_http::{Fault, GET, Route, RouteMeta, Routes, cached_file, cached_page, etag, openapi};
use serde_json::Value;

use crate::presentation::Pages;

/// What stands before everything else.
const ABOUT: &str = "Everything here is JSON over HTTPS. Times are RFC 3339 in UTC; amounts are whole numbers of the currency's smallest unit. \
A refusal is `application/problem+json` (RFC 9457) with a stable `code`.";

/// The document, once it is known. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reference {
    pages: Pages,
    public_url: String,
    made: Arc<OnceLock<Made>>,
}

struct Made {
    document: Value,
    bytes: Vec<u8>,
    etag: String,
}

impl Reference {
    /// Not made yet.
    pub(crate) fn new(pages: &Pages, public_url: &str) -> Self {
        Self { pages: pages.clone(), public_url: public_url.to_owned(), made: Arc::default() }
    }

    /// Makes the document of these routes.
    pub(crate) fn fill(&self, routes: &[RouteMeta]) {
        self.made.get_or_init(|| {
            let about = openapi::About {
                title: "Callboard",
                version: env!("CARGO_PKG_VERSION"),
                server: &self.public_url,
                description: ABOUT,
                codes: &crate::errors::all(),
            };
            let document = openapi::document(&about, routes);
            let bytes = document.to_string().into_bytes();
            Made { etag: etag(&bytes), document, bytes }
        });
    }

    fn made(&self) -> Result<&Made, Fault> {
        self.made.get().ok_or_else(|| Fault::internal("the API's document was not made"))
    }
}

pub(crate) fn routes(reference: &Reference) -> Routes<Reference> {
    use platform_http::{AnswerDoc, Describe, Tag};
    let tag = Tag { name: "This document", about: "What you are reading, for programs." };
    Routes::new(reference.clone())
        .add(
            Route::api(GET, "/api/openapi.json", "api.document").public().programs().describe(
                Describe::new(tag, "The API's document", "OpenAPI 3.1. It changes only with the program; its `ETag` says whether it has.")
                    .answers(AnswerDoc::json::<Value>(200, "The document.").header("ETag", "Its digest."))
                    .answers(AnswerDoc::empty(304, "It is the one that `If-None-Match` names.")),
            ),
            document,
        )
        .add(Route::page(GET, "/docs/api", "docs.api").public(), show)
}

async fn document(State(reference): State<Reference>, headers: HeaderMap) -> Result<Response, Fault> {
    let made = reference.made()?;
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == made.etag.as_bytes());
    let mut response = cached_file((!known).then(|| made.bytes.clone()), "application/json", &made.etag);
    // Tools of other sites read it.
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

async fn show(State(reference): State<Reference>, headers: HeaderMap) -> Result<Response, Fault> {
    let markup = page::page(&reference.pages.house(), &reference.made()?.document);
    Ok(cached_page(markup, headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok())))
}
