//! Tickets: one row per admission, with a signed code that a door can check by itself.

pub mod code;
mod issue;
mod keys;
mod rename;

pub use code::human::{HumanCode, HumanCodeError};
pub use issue::{GOOD_AFTER_END, issue};
pub use keys::{EventKey, KeyError, TicketKeys, VaultKeys, signing_key};
pub use rename::{Renamed, rename_attendee};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// Admits.
    Valid,
    /// On its way to somebody else.
    TransferPending,
    /// Offered for resale.
    Listed,
    /// Has admitted.
    CheckedIn,
    /// Withdrawn.
    Void,
    /// Its money went back.
    Refunded,
}

impl TicketStatus {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Valid, Self::TransferPending, Self::Listed, Self::CheckedIn, Self::Void, Self::Refunded];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::TransferPending => "transfer_pending",
            Self::Listed => "listed",
            Self::CheckedIn => "checked_in",
            Self::Void => "void",
            Self::Refunded => "refunded",
        }
    }

    /// From what is stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// The transition table; the database holds the same one (`tickets_transition`).
    pub fn may_become(self, next: Self) -> bool {
        use TicketStatus::{CheckedIn, Listed, Refunded, TransferPending, Valid, Void};
        matches!(
            (self, next),
            (Valid, CheckedIn | TransferPending | Listed | Void | Refunded)
                | (TransferPending | Listed, Valid | Void | Refunded)
                | (CheckedIn, Void | Refunded)
        )
    }
}
