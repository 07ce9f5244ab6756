//! What went wrong, for the person, for programs and for the log; rendered once, at the edge.

use std::borrow::Cow;
use std::error::Error;
use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use platform_db::DbError;

use platform_texts::{Lang, t};

use crate::{Code, FieldFault, code};

/// A refusal or a failure on its way out. `context` is for the log alone.
#[derive(Debug)]
pub struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    /// The code's own words, once they were asked for: in the language of who is answered, not of who found the fault.
    told: OnceLock<Cow<'static, str>>,
    detail: Option<String>,
    fields: Vec<FieldFault>,
    retry_after: Option<u64>,
    context: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault of this kind.
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner { code, told: OnceLock::new(), detail: None, fields: Vec::new(), retry_after: None, context: None }))
    }

    /// Asked too often; `seconds` from now it works again, and the words say so.
    pub fn rate_limited(seconds: u64) -> Self {
        let seconds = seconds.max(1);
        let wait = match seconds {
            0..=90 => t!("wait-seconds", seconds = seconds),
            _ => t!("wait-minutes", minutes = seconds.div_ceil(60)),
        };
        Self::new(code::http::RATE_LIMITED).with_detail(wait).with_retry_after(seconds)
    }

    /// Nothing here, or nothing the caller may know of.
    pub fn not_found() -> Self {
        Self::new(code::http::NOT_FOUND)
    }

    /// A fault of ours, with what the log should know.
    pub fn internal(context: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(code::http::INTERNAL).with_context(context)
    }

    /// Says more precisely what happened; shown to the person, so no internals.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Names the fields.
    pub fn with_fields(mut self, fields: Vec<FieldFault>) -> Self {
        self.0.fields = fields;
        self
    }

    /// For the log alone.
    pub fn with_context(mut self, context: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.context = Some(context.into());
        self
    }

    /// Seconds to wait before trying again.
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The kind.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The sentence for the person.
    pub fn message(&self) -> &str {
        self.0.detail.as_deref().unwrap_or_else(|| self.0.told.get_or_init(|| self.0.code.message()))
    }

    /// The fields that are wrong.
    pub fn fields(&self) -> &[FieldFault] {
        &self.0.fields
    }

    /// Seconds to wait, if known.
    pub fn retry_after(&self) -> Option<u64> {
        self.0.retry_after
    }

    /// What the log should know, causes included; in English, whatever the caller reads.
    pub fn context(&self) -> Option<String> {
        let mut next: Option<&dyn Error> = self.0.context.as_deref().map(|e| e as &dyn Error);
        let mut parts = Vec::new();
        Lang::En.within(|| {
            while let Some(error) = next {
                parts.push(error.to_string());
                next = error.source();
            }
        });
        (!parts.is_empty()).then(|| parts.join(": "))
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        if error.is_unavailable() {
            Self::new(code::http::UNAVAILABLE).with_retry_after(2).with_context(error)
        } else {
            Self::internal(error)
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        DbError::from(error).into()
    }
}

/// Carries a fault from the handler to the edge, which knows how to show it.
#[derive(Clone)]
pub(crate) struct FaultSlot(pub std::sync::Arc<Fault>);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.code().status().into_response();
        response.extensions_mut().insert(FaultSlot(std::sync::Arc::new(self)));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_to_wait_is_told_how_long() {
        for (seconds, words) in
            [(0, "in a second."), (12, "in 12 seconds."), (90, "in 90 seconds."), (91, "in 2 minutes."), (3_600, "in 60 minutes.")]
        {
            let fault = Fault::rate_limited(seconds);
            assert!(fault.message().ends_with(words), "{}", fault.message());
            assert_eq!(fault.retry_after(), Some(seconds.max(1)));
        }
    }
}
