//! Stable error codes: what programs may rely on.

use axum::http::StatusCode;

/// One kind of refusal, with the words a person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `area.snake_case`, never changed once published.
    pub code: &'static str,
    /// The HTTP status it travels with.
    pub status: u16,
    /// What happened and what to do, in a sentence.
    pub message: &'static str,
}

impl Code {
    /// The status as a type; an impossible number reads as 500.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Declares the codes of a crate and the list of them, so that none can be missing from the reference.
///
/// ```ignore
/// platform_http::codes! {
///     /// The hold lapsed before payment.
///     HOLD_EXPIRED = 409, "holds.expired", "Your reservation has lapsed. Choose your tickets again.";
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $code:literal, $message:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::Code = $crate::Code { code: $code, status: $status, message: $message };)*
        /// Every code declared here.
        pub const ALL: &[$crate::Code] = &[$($name),*];
    };
}

/// What the chain itself can answer.
pub mod http {
    crate::codes! {
        /// A field is missing or wrong; `fields` says which and what would be right.
        INVALID = 422, "http.invalid_input", "Something in your input needs another look.";
        /// The body is not what the content type says, or no known content type.
        UNREADABLE = 400, "http.unreadable_body", "The request's body could not be read. Send a form or JSON as documented.";
        /// A path or query parameter is of the wrong shape.
        BAD_PARAMETER = 400, "http.bad_parameter", "A parameter in the address is not of the expected form.";
        /// Nobody is signed in.
        UNAUTHENTICATED = 401, "http.sign_in_required", "Sign in to continue.";
        /// The token is malformed, expired or revoked.
        BAD_TOKEN = 401, "http.bad_token", "The access token is not valid. Get a new one.";
        /// Signed in, but not allowed.
        FORBIDDEN = 403, "http.forbidden", "Your account may not do this. Ask whoever manages this organization for the permission.";
        /// A state-changing request that came from another site.
        CROSS_SITE = 403, "http.cross_site", "This request came from another website and was refused. Open the page here and try again.";
        /// Nothing here, or nothing the caller may know of.
        NOT_FOUND = 404, "http.not_found", "There is nothing at this address.";
        /// The path exists with other methods.
        METHOD = 405, "http.method_not_allowed", "This address does not answer that method.";
        /// Somebody else changed it meanwhile.
        CONFLICT = 409, "http.conflict", "This was changed meanwhile. Load it again and repeat your change.";
        /// The same idempotency key is being worked on.
        KEY_IN_PROGRESS = 409, "http.idempotency_in_progress", "The same request is still being worked on. Ask again in a moment.";
        /// The idempotency key was used with another body.
        KEY_REUSED = 422, "http.idempotency_key_reused", "This idempotency key was used for a different request. Use a new key for a new request.";
        /// An idempotency key of the wrong form.
        KEY_INVALID = 400, "http.idempotency_key_invalid", "An idempotency key has 8 to 200 visible ASCII characters.";
        /// Larger than allowed.
        TOO_LARGE = 413, "http.too_large", "This is larger than the server accepts.";
        /// Too many requests; `Retry-After` says when.
        RATE_LIMITED = 429, "http.rate_limited", "Too many requests in a short time. Wait a moment, then try again.";
        /// A fault of ours.
        INTERNAL = 500, "http.internal", "Something went wrong on our side. Nothing was changed. Try again, and give the request number if you ask for help.";
        /// Database or a needed part is away.
        UNAVAILABLE = 503, "http.unavailable", "The service is not available at the moment. Nothing was changed. Try again shortly.";
        /// It took too long.
        TIMEOUT = 504, "http.timeout", "This took too long and was stopped. Try again shortly.";
    }
}
