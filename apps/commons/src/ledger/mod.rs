//! Double entry: balanced, immutable journals, one per source and kind.

mod post;

pub use post::{balances, post, reverse};

use platform_types::{Currency, EventId, OrganizationId};
use uuid::Uuid;

platform_types::define_id!(/// One balanced posting.
    JournalId);

/// The accounts that the house posts to by itself (numbers of the seed's chart).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// 1050: paid by buyers, not yet paid out by the provider.
    Clearing,
    /// 2200: owed to the tax office.
    TaxPayable,
    /// 2400: tickets sold for events that have not happened.
    DeferredTicketRevenue,
    /// 4100: fees.
    FeeRevenue,
}

impl Account {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Clearing, Self::TaxPayable, Self::DeferredTicketRevenue, Self::FeeRevenue];

    /// The account's number.
    pub fn code(self) -> &'static str {
        match self {
            Self::Clearing => "1050",
            Self::TaxPayable => "2200",
            Self::DeferredTicketRevenue => "2400",
            Self::FeeRevenue => "4100",
        }
    }
}

/// Left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Left.
    Debit,
    /// Right.
    Credit,
}

impl Side {
    fn as_str(self) -> &'static str {
        match self {
            Self::Debit => "debit",
            Self::Credit => "credit",
        }
    }
}

/// One line of a posting, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where.
    pub account: Account,
    /// Which side.
    pub side: Side,
    /// How much; zero lines are left out.
    pub amount_minor: i64,
}

/// What is to be posted.
#[derive(Clone, Debug)]
pub struct Posting {
    /// Whose books.
    pub organization: OrganizationId,
    /// In words.
    pub memo: String,
    /// Of all lines.
    pub currency: Currency,
    /// Kind of thing this records, such as `order`.
    pub source_type: &'static str,
    /// Which one.
    pub source_id: Uuid,
    /// What happened to it, such as `paid`: posted once.
    pub kind: &'static str,
    /// The event it belongs to.
    pub event: Option<EventId>,
    /// Both sides.
    pub lines: Vec<Line>,
}

/// Why a posting was refused.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Debits and credits differ.
    #[error("the posting does not balance: debit {debit}, credit {credit}")]
    Unbalanced {
        /// Sum of the left.
        debit: i64,
        /// Sum of the right.
        credit: i64,
    },
    /// There is nothing to reverse.
    #[error("there is no journal “{kind}” of {source_type} {source_id} to reverse")]
    NothingToReverse {
        /// Kind of source.
        source_type: &'static str,
        /// Which.
        source_id: Uuid,
        /// Which posting of it.
        kind: &'static str,
    },
    /// A journal of the house on an account that the house does not post to.
    #[error("account {code} is none that the house posts to")]
    UnknownAccount {
        /// Its number.
        code: String,
    },
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
