//! The addresses of comps.

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};
use platform_texts::t;

use super::pages;
use crate::console::Console;

/// The page and its form.
pub fn routes(console: &Console) -> Routes<Console> {
    let sample = "/console/events/00000000-0000-7000-8000-000000000000/comps";
    Routes::new(console.clone())
        .add(
            Route::page(GET, "/console/events/{id}/comps", "console.comps")
                .titled(|| t!("title-comps"))
                .needs(may::TICKETS_MANAGE)
                .sample(sample),
            pages::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/comps", "console.comps_issue")
                .needs(may::TICKETS_MANAGE)
                .audit("comps.issued")
                .idempotent()
                .sample(sample),
            pages::save,
        )
}
