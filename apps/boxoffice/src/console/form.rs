//! What the console's forms share: mistakes on their way from the rules to the fields.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_http::{Check, Ctx, Fault, FieldFault, Page, Wants, code};
use platform_ui::{FieldErrors, Markup};

/// Mistakes as pages show them: sentences, beside their fields.
pub fn errors_of(faults: &[FieldFault]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for fault in faults {
        errors.add(fault.field.clone(), sentence(&fault.message));
    }
    errors
}

/// The error of a rule as a sentence.
pub fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let mut out: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    out.push_str(chars.as_str());
    if !out.is_empty() && !out.ends_with(['.', '?']) {
        out.push('.');
    }
    out
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

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn rules_speak_in_sentences() {
        assert_eq!(sentence("enter a name"), "Enter a name.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), "");
    }
}
