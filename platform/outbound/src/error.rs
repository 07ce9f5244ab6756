//! What became of a call.

use std::time::Duration;

use platform_types::Timestamp;

/// Whether the other side may have acted. Decides about repeating and about the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It certainly saw nothing: no connection. Safe to repeat.
    NotSent,
    /// It answered that it is busy and did not act. Safe to repeat later; the circuit stays closed.
    Busy,
    /// No answer, half an answer, or a failure of its own: it may have acted. Repeat only under an
    /// idempotency key.
    Unknown,
    /// It answered no. Repeating does not help; the circuit stays closed.
    Refused,
}

impl Fate {
    /// As in metrics and `/health`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Busy => "busy",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
        }
    }
}

/// One failed attempt, as the caller's transport tells the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure<E> {
    /// Whether it may have acted.
    pub fate: Fate,
    /// The transport's own error.
    pub error: E,
    /// How long the other side asked us to wait.
    pub retry_after: Option<Duration>,
}

impl<E> Failure<E> {
    /// A failed attempt.
    pub fn new(fate: Fate, error: E) -> Self {
        Self { fate, error, retry_after: None }
    }
}

/// Why the gate gives no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// The caller holds a database transaction open: a mistake in our code.
    #[error("a call to {hub} was tried inside a database transaction; commit the intent first")]
    InsideTransaction {
        /// The hub.
        hub: &'static str,
    },
    /// No such hub was declared at start.
    #[error("no hub named {0} is declared")]
    UnknownHub(String),
    /// Two hubs of one name were declared.
    #[error("the hub {0} is declared twice")]
    DuplicateHub(&'static str),
    /// It failed too often lately; we do not ask again before `until`.
    #[error("{hub} failed too often lately; it is asked again after {until}")]
    CircuitOpen {
        /// The hub.
        hub: &'static str,
        /// When the next attempt is allowed.
        until: Timestamp,
    },
    /// No whole answer in time.
    #[error("{hub} did not answer within {} ms", after.as_millis())]
    Timeout {
        /// The hub.
        hub: &'static str,
        /// How long one attempt waited.
        after: Duration,
    },
    /// No connection.
    #[error("{hub} cannot be reached: {reason}")]
    NotSent {
        /// The hub.
        hub: &'static str,
        /// What happened.
        reason: String,
    },
    /// The connection broke before the whole answer was here.
    #[error("the answer of {hub} was lost: {reason}")]
    Lost {
        /// The hub.
        hub: &'static str,
        /// What happened.
        reason: String,
    },
    /// The answer is longer than we read.
    #[error("{hub} answered with more than {limit} bytes")]
    TooLarge {
        /// The hub.
        hub: &'static str,
        /// The limit in bytes.
        limit: usize,
    },
}

impl OutboundError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InsideTransaction { .. } => "outbound.inside_transaction",
            Self::UnknownHub(_) => "outbound.unknown_hub",
            Self::DuplicateHub(_) => "outbound.duplicate_hub",
            Self::CircuitOpen { .. } => "outbound.circuit_open",
            Self::Timeout { .. } => "outbound.timeout",
            Self::NotSent { .. } => "outbound.not_sent",
            Self::Lost { .. } => "outbound.lost",
            Self::TooLarge { .. } => "outbound.too_large",
        }
    }

    /// Whether the other side may have acted.
    pub fn fate(&self) -> Fate {
        match self {
            Self::InsideTransaction { .. } | Self::UnknownHub(_) | Self::DuplicateHub(_) => Fate::Refused,
            Self::CircuitOpen { .. } | Self::NotSent { .. } => Fate::NotSent,
            Self::Timeout { .. } | Self::Lost { .. } | Self::TooLarge { .. } => Fate::Unknown,
        }
    }
}

/// Why a call over the caller's own transport gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError<E> {
    /// The gate stopped it or gave up waiting.
    #[error(transparent)]
    Gate(#[from] OutboundError),
    /// The last attempt failed.
    #[error("{error}")]
    Failed {
        /// Whether it may have acted.
        fate: Fate,
        /// The transport's own error.
        error: E,
    },
}

impl<E> CallError<E> {
    /// Whether the other side may have acted.
    pub fn fate(&self) -> Fate {
        match self {
            Self::Gate(error) => error.fate(),
            Self::Failed { fate, .. } => *fate,
        }
    }
}
