//! The addresses of codes.

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};
use platform_texts::t;

use super::{bulk, csv, detail, list, new};
use crate::console::Console;

/// Every page and form of codes.
pub fn routes(console: &Console) -> Routes<Console> {
    let nowhere = "/console/nowhere/codes";
    let none = "/console/codes/00000000-0000-7000-8000-000000000000";
    let page = |method, path, name, sample| Route::page(method, path, name).needs(may::MARKETING_MANAGE).sample(sample);
    Routes::new(console.clone())
        .add(page(GET, "/console/{org}/codes", "console.codes", nowhere).titled(|| t!("title-codes")), list::show)
        .add(page(GET, "/console/{org}/codes.csv", "console.codes_csv", "/console/nowhere/codes.csv"), csv::show)
        .add(
            page(GET, "/console/{org}/codes/new", "console.code_form", "/console/nowhere/codes/new").titled(|| t!("title-code-new")),
            new::show,
        )
        .add(
            page(POST, "/console/{org}/codes/new", "console.code_create", "/console/nowhere/codes/new").audit("promo_code.created"),
            new::save,
        )
        .add(page(GET, "/console/{org}/codes/many", "console.codes_form", "/console/nowhere/codes/many"), bulk::show)
        .add(
            page(POST, "/console/{org}/codes/many", "console.codes_create", "/console/nowhere/codes/many").audit("promo_codes.created"),
            bulk::save,
        )
        .add(page(GET, "/console/codes/{id}", "console.code", none), detail::show)
        .add(page(POST, "/console/codes/{id}", "console.code_edit", none).audit("promo_code.updated"), detail::save)
        .add(
            page(POST, "/console/codes/{id}/pause", "console.code_pause", "/console/codes/00000000-0000-7000-8000-000000000000/pause")
                .audit("promo_code.paused"),
            detail::pause,
        )
        .add(
            page(POST, "/console/codes/{id}/resume", "console.code_resume", "/console/codes/00000000-0000-7000-8000-000000000000/resume")
                .audit("promo_code.resumed"),
            detail::resume,
        )
}
