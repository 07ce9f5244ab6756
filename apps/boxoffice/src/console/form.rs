//! What the console's forms share: mistakes on their way from the rules to the fields.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_http::{Check, Ctx, Fault, FieldFault, Page, Wants, code};
use platform_ui::{FieldErrors, Markup};

/// Mistakes as pages show them: sentences, beside their fields.
pub fn errors_of(faults: &[FieldFault]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for fault in faults {
        errors.add(fault.field.clone(), fault.sentence());
    }
    errors
}

/// One mistake at one field.
pub fn wrong(field: &str, message: impl Into<String>) -> Vec<FieldFault> {
    let mut check = Check::new();
    check.wrong(field, message);
    check.faults()
}

/// The form again, with what was typed: a page for people, the list of fields for programs.
pub fn again(ctx: &Ctx, status: StatusCode, faults: Vec<FieldFault>, page: Markup) -> Response {
    if ctx.wants == Wants::Json {
        return Fault::new(code::http::INVALID).with_fields(faults).into_response();
    }
    (status, Page(page)).into_response()
}
