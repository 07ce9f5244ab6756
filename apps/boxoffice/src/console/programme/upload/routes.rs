//! The upload's lines of the route registry.

use std::time::Duration;

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};

use super::{pages, sent};
use crate::console::Console;

/// A file comes as slowly as its sender's line.
const PATIENCE: Duration = Duration::from_secs(300);

/// The form, the preview, the import.
pub fn routes(console: &Console) -> Routes<Console> {
    const FORM: &str = "/console/events/00000000-0000-7000-8000-000000000000/programme/upload";
    const UPLOAD: &str = "/console/events/00000000-0000-7000-8000-000000000000/programme/uploads/00000000-0000-7000-8000-000000000001";
    Routes::new(console.clone())
        .add(
            Route::page(GET, "/console/events/{id}/programme/upload", "console.programme_upload_form").needs(may::EVENTS_EDIT).sample(FORM),
            pages::open,
        )
        .add(
            Route::page(POST, "/console/events/{id}/programme/upload", "console.programme_upload")
                .needs(may::EVENTS_EDIT)
                .no_audit("keeps a file for its sender alone, for an hour; bringing it in is what counts")
                .body_limit(sent::LONGEST + (64 << 10))
                .patience(PATIENCE)
                .sample(FORM),
            pages::keep,
        )
        .add(
            Route::page(GET, "/console/events/{id}/programme/uploads/{upload}", "console.programme_upload_look")
                .needs(may::EVENTS_EDIT)
                .sample(UPLOAD),
            pages::show,
        )
        .add(
            Route::page(POST, "/console/events/{id}/programme/uploads/{upload}", "console.programme_import")
                .needs(may::EVENTS_EDIT)
                .audit("programme.imported")
                .sample(UPLOAD),
            pages::confirm,
        )
}
