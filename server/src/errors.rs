//! `/docs/errors`: every code a program can meet, generated from the lists that the crates declare.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use maud::html;
use platform_http::{Code, GET, Route, Routes, cached_page};
use platform_texts::{t, t_html};
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
    Routes::new(pages.clone()).add(Route::page(GET, "/docs/errors", "docs.errors").titled(|| t!("title-errors")).public(), show)
}

async fn show(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let columns = vec![Column::new(t!("errors-code")), Column::new(t!("errors-status")), Column::prose(t!("errors-meaning"))];
    let rows = all()
        .into_iter()
        .map(|code| vec![html! { code id=(code.code) { (code.code) } }, html! { (code.status) }, html! { (code.message()) }]);
    let main = html! {
        div class="stack" {
            h1 { (t!("errors-title")) }
            p {
                (t_html!(
                    "errors-about",
                    problem = html! { code { "application/problem+json" } },
                    code = html! { code { "code" } },
                    detail = html! { code { "detail" } },
                    fields = html! { code { "fields" } },
                    request = html! { code { "request_id" } }
                ))
            }
            (Table::new(t!("errors-table"), columns).rows(rows).render())
        }
    };
    let page = PublicPage::new(&pages.house(), t!("errors-title"), main).render();
    cached_page(page, headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()))
}
