//! Stable error codes: what programs may rely on.

use std::borrow::Cow;
use std::fmt;

use axum::http::StatusCode;

/// One kind of refusal, with the words a person reads.
#[derive(Clone, Copy)]
pub struct Code {
    /// `area.snake_case`, never changed once published.
    pub code: &'static str,
    /// The HTTP status it travels with.
    pub status: u16,
    /// Made by [`codes!`](crate::codes): tells the message.
    #[doc(hidden)]
    pub told: fn() -> Cow<'static, str>,
}

impl Code {
    /// The status as a type; an impossible number reads as 500.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What happened and what to do, in a sentence of the language of the work at hand.
    pub fn message(self) -> Cow<'static, str> {
        (self.told)()
    }
}

/// Codes are told apart by their names.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Code {}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code, self.status)
    }
}

/// Declares the codes of a crate and the list of them, so that none can be missing from the reference. The message is a
/// text of the crate's catalogue, told in the language of whoever meets it, or English for everybody.
///
/// ```ignore
/// platform_http::codes! {
///     /// The hold lapsed before payment.
///     HOLD_EXPIRED = 409, "holds.expired", t!("code-http-conflict");
///     /// Only programs meet it.
///     NOT_A_SOCKET = 426, "live.not_a_socket", "This address speaks WebSocket.";
/// }
/// ```
#[allow(clippy::crate_in_macro_def, reason = "the texts are those of the crate that declares its codes")]
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $code:literal, $($message:literal)? $(t!($key:literal))?;)*) => {
        $(
            $(#[$doc])*
            pub const $name: $crate::Code = $crate::Code {
                code: $code,
                status: $status,
                told: || $(std::borrow::Cow::Borrowed($message))? $(crate::texts::CATALOGUE.text($key, &[]))?,
            };
        )*
        /// Every code declared here.
        pub const ALL: &[$crate::Code] = &[$($name),*];
    };
}

/// What the chain itself can answer.
pub mod http {
    crate::codes! {
        /// A field is missing or wrong; `fields` says which and what would be right.
        INVALID = 422, "http.invalid_input", t!("code-http-invalid-input");
        /// The body is not what the content type says, or no known content type.
        UNREADABLE = 400, "http.unreadable_body", t!("code-http-unreadable-body");
        /// A path or query parameter is of the wrong shape.
        BAD_PARAMETER = 400, "http.bad_parameter", t!("code-http-bad-parameter");
        /// Nobody is signed in.
        UNAUTHENTICATED = 401, "http.sign_in_required", t!("code-http-sign-in-required");
        /// The token is malformed, expired or revoked.
        BAD_TOKEN = 401, "http.bad_token", t!("code-http-bad-token");
        /// Signed in, but not allowed.
        FORBIDDEN = 403, "http.forbidden", t!("code-http-forbidden");
        /// What this asks for counts only in a sign-in with a second factor.
        SECOND_FACTOR = 403, "http.second_factor_required", t!("code-http-second-factor-required");
        /// Whoever runs the platform may do so from some networks only, and this is none of them.
        ADDRESS = 403, "http.address_not_allowed", t!("code-http-address-not-allowed");
        /// Refused to whoever acts for somebody.
        NOT_WHILE_ACTING = 403, "http.not_while_acting", t!("code-http-not-while-acting");
        /// A state-changing request that came from another site.
        CROSS_SITE = 403, "http.cross_site", t!("code-http-cross-site");
        /// A program came with a system token to what is for people alone.
        NOT_FOR_PROGRAMS = 403, "http.not_for_programs", t!("code-http-not-for-programs");
        /// Somebody else changed it meanwhile, told by `If-Match`.
        PRECONDITION_FAILED = 412, "http.precondition_failed", t!("code-http-precondition-failed");
        /// A write that does not say which version it is of.
        PRECONDITION_REQUIRED = 428, "http.precondition_required", t!("code-http-precondition-required");
        /// Nothing here, or nothing the caller may know of.
        NOT_FOUND = 404, "http.not_found", t!("code-http-not-found");
        /// The path exists with other methods.
        METHOD = 405, "http.method_not_allowed", t!("code-http-method-not-allowed");
        /// Somebody else changed it meanwhile.
        CONFLICT = 409, "http.conflict", t!("code-http-conflict");
        /// The same idempotency key is being worked on.
        KEY_IN_PROGRESS = 409, "http.idempotency_in_progress", t!("code-http-idempotency-in-progress");
        /// The idempotency key was used with another body.
        KEY_REUSED = 422, "http.idempotency_key_reused", t!("code-http-idempotency-key-reused");
        /// An idempotency key of the wrong form.
        KEY_INVALID = 400, "http.idempotency_key_invalid", t!("code-http-idempotency-key-invalid");
        /// Larger than allowed.
        TOO_LARGE = 413, "http.too_large", t!("code-http-too-large");
        /// Too many requests; `Retry-After` says when.
        RATE_LIMITED = 429, "http.rate_limited", t!("code-http-rate-limited");
        /// A fault of ours.
        INTERNAL = 500, "http.internal", t!("code-http-internal");
        /// Database or a needed part is away.
        UNAVAILABLE = 503, "http.unavailable", t!("code-http-unavailable");
        /// It took too long.
        TIMEOUT = 504, "http.timeout", t!("code-http-timeout");
    }
}
