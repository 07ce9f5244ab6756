//! What can go wrong at the provider, sorted by what the caller must do.

/// Why a call to the provider failed. [`PaymentError::kind`] says what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    /// The bank said no.
    #[error("the payment was declined: {message}")]
    Declined {
        /// Stable decline code.
        code: String,
        /// A sentence for the person.
        message: String,
    },
    /// The call can never work as it is: wrong arguments, wrong state. It did not act.
    #[error("the payment provider refused the request ({code}): {message}")]
    Invalid {
        /// The provider's code, or ours (`payments.amount_too_small`).
        code: String,
        /// What is wrong, for our logs.
        message: String,
    },
    /// It certainly did not act: try again later with the same key.
    #[error("the payment provider cannot be reached: {message}")]
    Unavailable {
        /// What happened, for our logs.
        message: String,
    },
    /// The answer was lost; it may have acted. Ask again with the same key, or look up.
    #[error("the payment provider's answer was lost: {message}")]
    Unknown {
        /// What happened, for our logs.
        message: String,
    },
    /// Our key is wrong or lacks a right: somebody must mend the settings.
    #[error("the payment provider refused our key: {message}")]
    Auth {
        /// What happened, for our logs.
        message: String,
    },
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaymentErrorKind {
    /// Tell the person; they may try another card.
    Declined,
    /// Do not repeat; look up what the state is.
    Invalid,
    /// Repeat later with the same key.
    Unavailable,
    /// Repeat with the same key or look up; treat as possibly done until known.
    Unknown,
    /// Alert the operator.
    Auth,
}

impl PaymentError {
    /// What sort of failure it is.
    pub fn kind(&self) -> PaymentErrorKind {
        match self {
            Self::Declined { .. } => PaymentErrorKind::Declined,
            Self::Invalid { .. } => PaymentErrorKind::Invalid,
            Self::Unavailable { .. } => PaymentErrorKind::Unavailable,
            Self::Unknown { .. } => PaymentErrorKind::Unknown,
            Self::Auth { .. } => PaymentErrorKind::Auth,
        }
    }

    /// Our stable code of the kind: `payments.declined`, `payments.invalid` …
    pub fn code(&self) -> &'static str {
        match self.kind() {
            PaymentErrorKind::Declined => "payments.declined",
            PaymentErrorKind::Invalid => "payments.invalid",
            PaymentErrorKind::Unavailable => "payments.unavailable",
            PaymentErrorKind::Unknown => "payments.unknown",
            PaymentErrorKind::Auth => "payments.auth",
        }
    }

    /// Whether repeating with the same key can help.
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind(), PaymentErrorKind::Unavailable | PaymentErrorKind::Unknown)
    }
}
