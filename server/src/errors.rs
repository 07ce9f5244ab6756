//! `/docs/errors`: every code a program can meet, generated from the lists that the crates declare.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use maud::html;
use platform_http::{Code, GET, Route, Routes, cached_page};
use platform_ui::{Column, PublicPage, Table};

use crate::presentation::Pages;

/// Every code of the house, by name.
pub(crate) fn all() -> Vec<Code> {
    let lists = [
        platform_http::code::http::ALL,
        platform_identity::codes::ALL,
        platform_realtime::code::ALL,
        platform_storage::codes::ALL,
        commons::organizations::code::ALL,
        boxoffice::shop::codes::holds::ALL,
        boxoffice::shop::codes::orders::ALL,
        boxoffice::shop::codes::payments::ALL,
        boxoffice::shop::codes::promo::ALL,
        boxoffice::console::code::ALL,
    ];
    let mut all = lists.concat();
    all.sort_by_key(|code| code.code);
    all
}

pub(crate) fn routes(pages: &Pages) -> Routes<Pages> {
    Routes::new(pages.clone()).add(Route::page(GET, "/docs/errors", "docs.errors").public(), show)
}

async fn show(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let columns = vec![Column::new("Code"), Column::new("Status"), Column::prose("What it means and what to do")];
    let rows = all()
        .into_iter()
        .map(|code| vec![html! { code id=(code.code) { (code.code) } }, html! { (code.status) }, html! { (code.message) }]);
    let main = html! {
        div class="stack" {
            h1 { "Error codes" }
            p {
                "The API answers a refusal as " code { "application/problem+json" } " (RFC 9457): its " code { "code" }
                " is one of these and never changes its meaning, " code { "detail" } " says more where more is known, "
                code { "fields" } " names what is wrong with an input, and " code { "request_id" } " helps whoever you ask."
            }
            (Table::new("Every error code", columns).rows(rows).render())
        }
    };
    let page = PublicPage::new(&pages.house(), "Error codes", main).render();
    cached_page(page, headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()))
}
