//! How the API says no.

use serde_json::{Value, json};

use crate::books::Problem;

/// An answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub status: u16,
    pub problem: Problem,
    /// Whether it is given again under the same idempotency key. Bad parameters are not kept, so that the
    /// mended request can use its key.
    pub kept: bool,
}

impl Refusal {
    fn new(status: u16, kind: &str, code: Option<&str>, message: String) -> Self {
        let problem = Problem { kind: kind.to_owned(), code: code.map(str::to_owned), decline_code: None, message, param: None };
        Self { status, problem, kept: false }
    }

    /// A parameter is wrong.
    pub fn parameter(code: &str, param: &str, message: impl Into<String>) -> Self {
        let mut refusal = Self::new(400, "invalid_request_error", Some(code), message.into());
        refusal.problem.param = Some(param.to_owned());
        refusal
    }

    /// The payment is in no state for it.
    pub fn state(code: &str, message: impl Into<String>) -> Self {
        Self { kept: true, ..Self::new(400, "invalid_request_error", Some(code), message.into()) }
    }

    /// No such thing.
    pub fn missing(what: &str, id: &str) -> Self {
        let mut refusal = Self::new(404, "invalid_request_error", Some("resource_missing"), format!("No such {what}: '{id}'"));
        refusal.problem.param = Some("id".to_owned());
        refusal
    }

    /// The key is not ours.
    pub fn unauthorised() -> Self {
        Self::new(401, "invalid_request_error", None, "Invalid API Key provided.".to_owned())
    }

    /// No such address.
    pub fn no_route(method: &str, path: &str) -> Self {
        Self::new(404, "invalid_request_error", None, format!("Unrecognized request URL ({method}: {path})."))
    }

    /// The idempotency key came with other parameters before.
    pub fn other_parameters(key: &str) -> Self {
        let message = format!(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request."
        );
        Self::new(400, "idempotency_error", None, message)
    }

    /// The same key is being worked on.
    pub fn key_in_use(key: &str) -> Self {
        let message = format!("There is currently another in-progress request using this Idempotent Key: {key}");
        Self::new(409, "idempotency_error", Some("idempotency_key_in_use"), message)
    }

    /// Too many requests (an ordered fault).
    pub fn busy() -> Self {
        Self::new(429, "invalid_request_error", Some("rate_limit"), "Request rate limit exceeded (simulated).".to_owned())
    }

    /// Its own failure (an ordered fault).
    pub fn broken() -> Self {
        Self::new(500, "api_error", None, "An unknown error occurred (simulated).".to_owned())
    }

    /// The journal cannot be written.
    pub fn stopped() -> Self {
        Self::new(500, "api_error", None, "The simulator cannot write its journal.".to_owned())
    }

    pub fn body(&self) -> Value {
        json!({ "error": self.problem })
    }
}
